// Supplies: they come down from time to time and are taken by touch.
#pragma once

#include "game/sim/tick.h"

namespace game {

// One for every time that the supply timer falls due.
void bring_supplies(Tick& tick);
// Down by their speed, taken by the first hero in seat order that they overlap, or gone below the field.
void move_pickups(Tick& tick);

}  // namespace game
