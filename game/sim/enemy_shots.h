// The shots of enemies under way. Used inside game/sim only.
#pragma once

#include "game/sim/tick.h"

namespace game {

// Those that are well outside the field leave.
void move_enemy_shots(Tick& tick);
// A shot that meets the core of a flying hero is gone, and so is the hero: one shot takes one hero, the first in seat order. Heroes that
// are invulnerable let shots pass.
void enemy_shots_meet_heroes(Tick& tick);

}  // namespace game
