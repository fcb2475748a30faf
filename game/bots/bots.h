// Pilots: what a seat does this tick, as a pure function of the world. Their bits are made once, by the machine that owns the seat, and
// travel as inputs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

// The bits (engine/core/inputs.h) of that seat for the coming tick.
using Bot = std::uint16_t (*)(const World& world, const Content& content, int seat);

// nullptr when there is no such bot.
Bot find_bot(std::string_view name);
// From the weakest to the best: idle, random, rookie, ace.
std::vector<std::string> bot_names();

}  // namespace game
