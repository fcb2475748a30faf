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
    if (tick.world.hero_shots.spawn(shot) == nullptr) return;
    ++hero.next_shot;
    tick.tell({.kind = EventKind::ShotFired, .seat = hero.seat, .detail = shot.is_super, .subject = shot.id}, rect_of(shot, tick.content));
}

void move_shots(Tick& tick) {
    for (Shot& shot : tick.world.hero_shots) shot.y -= kind_of(shot, tick.content).speed;
    tick.world.hero_shots.remove_if([&](const Shot& shot) { return rect_of(shot, tick.content).bottom() < 0; });
}

}  // namespace game
