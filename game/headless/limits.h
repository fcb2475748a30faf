// Limits that several commands state and check.
#pragma once

#include <cstdint>

namespace game {

// No run is longer; without --ticks a game ends here when it is not over before.
constexpr std::uint32_t most_ticks = 1'000'000;
constexpr std::uint64_t most_seeds = 1'000'000'000'000;

}  // namespace game
