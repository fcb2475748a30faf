// The beginner: sees what was there a third of a second ago, makes up its mind a few times a second, aims beside the mark, now and then
// freezes, and remembers its bombs too late. Worth flying with, not worth betting on; a pure function of the world, used through bots.h.
#pragma once

#include <cstdint>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

std::uint16_t rookie(const World& world, const Content& content, int seat);

}  // namespace game
