// The bot that presses whatever comes to its fingers, a new handful a few times a second. The least that a pilot can be; used through
// bots.h.
#pragma once

#include <cstdint>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

std::uint16_t random_keys(const World& world, const Content& content, int seat);

}  // namespace game
