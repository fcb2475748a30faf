#include "game/sim/shots.h"

namespace game {

using engine::to_fixed;

void fire_shot(Tick& tick, Hero& hero, bool super_shot, int centre_x, int bottom) {
    const ShotKind& kind = super_shot ? tick.mode().super_shot : tick.mode().shot;
    Shot shot;
    shot.id = make_id(shots_of_seat(hero.seat), hero.next_shot);
    shot.x = hero.x + to_fixed(engine::x_of_centre(centre_x, kind.w));
    shot.y = hero.y + to_fixed(bottom - kind.h);
    shot.seat = hero.seat;
    shot.is_super = super_shot ? 1 : 0;
    if (!tick.world.hero_shots.spawn(shot)) return;
    ++hero.next_shot;
    tick.tell({.kind = EventKind::ShotFired, .seat = hero.seat, .detail = shot.is_super, .subject = shot.id}, rect_of(shot, tick.content));
}

void move_shots(Tick& tick) {
    HeroShots& shots = tick.world.hero_shots;
    if (shots.empty()) return;
    const ShotKind& plain = tick.mode().shot;
    const ShotKind& super_shot = tick.mode().super_shot;
    Fixed* const y = shots.column<&Shot::y>();
    const std::uint8_t* const is_super = shots.column<&Shot::is_super>();
    // One is gone when its lower edge has passed the field's upper one. Without branches, for vector code.
    std::array<std::uint8_t, HeroShots::capacity> gone;
    const Fixed above = to_fixed(-plain.h);
    if (!shots.any_marked(is_super)) {
        shots.mark_each<&Shot::y>(gone.data(), [=, speed = plain.speed](std::uint32_t i) {
            y[i] -= speed;
            return static_cast<std::uint8_t>(y[i] < above);
        });
    } else {
        const Fixed super_above = to_fixed(-super_shot.h);
        shots.mark_each<&Shot::y>(gone.data(), [=, speed = plain.speed, super_speed = super_shot.speed](std::uint32_t i) {
            y[i] -= is_super[i] != 0 ? super_speed : speed;
            return static_cast<std::uint8_t>(y[i] < (is_super[i] != 0 ? super_above : above));
        });
    }
    shots.remove_marked(gone.data());
}

}  // namespace game
