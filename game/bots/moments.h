// What random and rookie share: chance without a generator. Time is cut into moments of some ticks; the same moment and seat give the same
// draws in every world, so a bot that is asked twice answers twice the same. Used inside game/bots only.
#pragma once

#include <cstdint>

#include "engine/core/rng.h"

namespace game {

// A generator of its own for a moment (a tick divided by some length) and a seat. `salt` tells apart bots that should not move alike.
inline engine::Rng chance_of(std::uint32_t moment, int seat, std::uint32_t salt) {
    engine::Rng rng{(static_cast<std::uint64_t>(salt) << 40) ^ (static_cast<std::uint64_t>(moment) << 4) ^
                    static_cast<std::uint64_t>(seat)};
    rng.next();
    return rng;
}

}  // namespace game
