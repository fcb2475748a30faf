// How enemies shoot: the volleys of their patterns. Used inside game/sim only.
#pragma once

#include "game/sim/tick.h"

namespace game {

// Every flying enemy in the upper three quarters of the field fires what is due.
void fire_patterns(Tick& tick);

}  // namespace game
