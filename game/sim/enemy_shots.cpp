#include "game/sim/enemy_shots.h"

#include "game/sim/heroes.h"

namespace game {

using engine::to_fixed;

namespace {

// Outside by so much, nothing of a shot is seen any more.
constexpr Fixed leave_at = to_fixed(shot_size_most / 2);

}  // namespace

void move_enemy_shots(Tick& tick) {
    auto& shots = tick.world.enemy_shots;
    for (EnemyShot& shot : shots) {
        shot.x += shot.vx;
        shot.y += shot.vy;
    }
    shots.remove_if([](const EnemyShot& shot) {
        return shot.x <= -leave_at || shot.x >= to_fixed(field_width) + leave_at || shot.y <= -leave_at ||
               shot.y >= to_fixed(field_height) + leave_at;
    });
}

void enemy_shots_meet_heroes(Tick& tick) {
    auto& shots = tick.world.enemy_shots;
    if (shots.empty()) return;
    bool any_gone = false;
    for (Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying || hero.invulnerable_ticks > 0) continue;
        const engine::Rect core = core_of(hero, tick.content);
        bool met = false;
        for (EnemyShot& shot : shots) {
            if (shot.gone != 0 || !engine::overlap(core, rect_of(shot, tick.content))) continue;
            shot.gone = 1;
            met = true;
            if (!tick.mode().hero.undying) break;
        }
        if (met && !tick.mode().hero.undying) lose_hero(tick, hero);
        any_gone |= met;
    }
    if (any_gone) shots.remove_if([](const EnemyShot& shot) { return shot.gone != 0; });
}

}  // namespace game
