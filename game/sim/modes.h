// The written orders of rules, one function each. step() chooses by the mode's rules; used inside game/sim only.
#pragma once

#include "game/sim/tick.h"

namespace game {

void step_first_flight(Tick& tick);
void step_classic(Tick& tick);

// The enemies that Classic begins with.
void start_classic(World& world, const Content& content);

}  // namespace game
