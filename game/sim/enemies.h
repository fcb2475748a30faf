// Classic's enemies: a persistent population. Who is shot down or leaves comes back above the field.
#pragma once

#include "game/sim/tick.h"

namespace game {

// `count` new ones of a population, above the field; their places and speeds are drawn.
void spawn_population(World& world, const Content& content, const Population& population, int count);

// Down by their speed and what levels add; destroyed ones stay where they are while their destruction runs out.
void move_enemies(Tick& tick);
// Tells once of each announced kind that comes near.
void announce_enemies(Tick& tick);
// Destructions run out by one tick.
void advance_destructions(World& world);
// Takes away those whose destruction has run out or who have left below; with `replace`, a new one of its kind comes for each.
void remove_enemies(Tick& tick, bool replace);

}  // namespace game
