// Heroes' shots: made and moved.
#pragma once

#include "game/sim/tick.h"

namespace game {

// A shot with its centre at x, its lower edge at bottom (px from the hero's left top). A full group refuses it, and then no id is spent.
void fire_shot(Tick& tick, Hero& hero, bool super_shot, int centre_x, int bottom);

// Up by their speed; those above the field (bottom < 0) leave.
void move_shots(Tick& tick);

}  // namespace game
