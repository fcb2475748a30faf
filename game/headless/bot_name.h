// Bots as people name them on the command line.
#pragma once

#include <string>

#include "game/bots/bots.h"

namespace game {

// nullptr for an empty name. Throws engine::Error (Usage) with the known names where there is no such bot.
Bot bot_by_name(const std::string& name);
// "idle, ace"
std::string known_bots();

}  // namespace game
