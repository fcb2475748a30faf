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
    const std::uint32_t count = shots.count;
    if (count == 0) return;
    const ShotKind& plain = tick.mode().shot;
    const ShotKind& super_shot = tick.mode().super_shot;
    Fixed* const y = shots.column<&Shot::y>();
    const std::uint8_t* const is_super = shots.column<&Shot::is_super>();
    // One is gone when its lower edge has passed the field's upper one. Without branches, for vector code.
    std::array<std::uint8_t, HeroShots::capacity> gone;
    unsigned any = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Fixed speed = is_super[i] != 0 ? super_shot.speed : plain.speed;
        const Fixed above = is_super[i] != 0 ? to_fixed(-super_shot.h) : to_fixed(-plain.h);
        y[i] -= speed;
        gone[i] = static_cast<std::uint8_t>(y[i] < above);
        any |= gone[i];
    }
    if (any != 0) shots.remove_marked(gone.data());
}

}  // namespace game
