// The bot that survives and scores: it foresees where enemies will be, keeps to ways that stay clear of them, and among those lines up with
// what is worth most. A pure function of the world; used through bots.h.
#pragma once

#include <cstdint>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

std::uint16_t ace(const World& world, const Content& content, int seat);

}  // namespace game
