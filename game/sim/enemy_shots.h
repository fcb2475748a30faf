// The shots of enemies under way. Used inside game/sim only.
#pragma once

#include "engine/core/fixed.h"
#include "game/sim/tick.h"

namespace game {

// Moves shots by their speed; those that are so far outside the field that nothing of them is seen leave. A template, so that speed can be
// measured in larger groups than the world's. gone: room for a mark a place of the group.
template <typename Shots>
void move_and_leave(Shots& shots, std::uint8_t* gone) {
    using engine::to_fixed;
    constexpr Fixed beyond = to_fixed(shot_size_most / 2);
    constexpr Fixed right = to_fixed(field_width) + beyond;
    constexpr Fixed bottom = to_fixed(field_height) + beyond;
    Fixed* const x = shots.template column<&EnemyShot::x>();
    Fixed* const y = shots.template column<&EnemyShot::y>();
    const std::int16_t* const vx = shots.template column<&EnemyShot::vx>();
    const std::int16_t* const vy = shots.template column<&EnemyShot::vy>();
    // Without branches, for vector code.
    shots.template mark_each<&EnemyShot::x, &EnemyShot::y>(gone, [=](std::uint32_t i) {
        const Fixed to_x = x[i] + vx[i];
        const Fixed to_y = y[i] + vy[i];
        x[i] = to_x;
        y[i] = to_y;
        return static_cast<std::uint8_t>((to_x <= -beyond) | (to_x >= right) | (to_y <= -beyond) | (to_y >= bottom));
    });
    shots.remove_marked(gone);
}

// Those that are well outside the field leave.
void move_enemy_shots(Tick& tick);
// A shot that meets the core of a flying hero is gone, and so is the hero: one shot takes one hero, the first in seat order. Heroes that
// are invulnerable let shots pass.
void enemy_shots_meet_heroes(Tick& tick);

}  // namespace game
