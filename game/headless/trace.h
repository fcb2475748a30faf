// A world as one JSON line: every sprite's rectangle, the score, the hash. For comparing the rules with other programs.
#pragma once

#include <string>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

// tick, sprites (group, kind, id, rect [x, y, w, h] in px), score, hash; without a line end.
std::string trace_line(const World& world, const Content& content);

}  // namespace game
