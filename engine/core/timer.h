// Timer events counted in ticks, exact for any period and tick rate: an event every 300 ms at 15 ticks a second is due at ticks 5, 9, 14,
// 18 ...
#pragma once

#include <cstdint>

namespace engine {

// Events of a period that fall due in tick `tick` (1 is the first tick, and ends at 1 / rate seconds): 0, 1 or more when the period is
// shorter than a tick. period_ms at least 1.
constexpr int events_in_tick(std::uint64_t tick, std::uint32_t period_ms, std::uint32_t ticks_per_second) {
    // Of the time since the last event (ms times ticks a second) a tick has added 1000 at most where one fell due.
    const std::uint64_t period = static_cast<std::uint64_t>(period_ms) * ticks_per_second;
    const std::uint64_t since = tick * 1000 % period;
    return since >= 1000 ? 0 : static_cast<int>((999 - since) / period + 1);
}

// Other times: milliseconds to whole ticks, half up.
constexpr std::uint32_t ms_to_ticks(std::uint32_t ms, std::uint32_t ticks_per_second) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(ms) * ticks_per_second * 2 + 1000) / 2000);
}

}  // namespace engine
