// How a network game begins, by the round trips that were measured before it. Used by online_host and by fleets.
#pragma once

#include <algorithm>
#include <cstdint>

#include "net/session.h"

namespace game {

// Ticks of input delay that take the worst of a way longer than 30 ms: below that going back is not seen. 0 to 2; ping_ms: of the slowest
// guest; rate: ticks a second.
constexpr std::uint32_t starting_delay(std::uint32_t ping_ms, std::uint32_t rate) {
    const std::uint32_t one_way_ms = ping_ms / 2;
    return one_way_ms <= 30 ? 0 : std::min(2u, (one_way_ms - 30) * rate / 1000);
}

// How long a host waits with its first tick after it has said that the game starts, so that all begin together.
constexpr net::Time starting_wait_us(std::uint32_t ping_ms) { return net::Time{ping_ms} * 500; }

}  // namespace game
