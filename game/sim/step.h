// The rules. Nothing else changes a World. Pure: no clock, file, float, log or allocation; every input value and every content that loaded
// is legal.
#pragma once

#include "engine/core/inputs.h"
#include "game/content/content.h"
#include "game/sim/events.h"
#include "game/sim/world.h"

namespace game {

// The world before tick 1. players: 1 to Mode::players_max, seats 0 ... players-1.
void start_world(World& world, const Content& content, std::uint64_t seed, int players);

// Moves the world one tick. In a world whose phase is Over it only counts the tick (and lets destruction pictures run out).
void step(World& world, const engine::Inputs& inputs, const Content& content, Events& events);

}  // namespace game
