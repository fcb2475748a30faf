// How fast many worlds go through the C functions: what a learner on one core would see. Used by wingmate-headless bench.
#pragma once

#include <cstdint>
#include <string>

namespace game {

struct EnvSpeed {
    double steps_per_second = 0;  // of all worlds together, by processor time; a step is a tick, its observation written
    std::uint64_t episodes = 0;   // that ended and began again
};

// Plays `worlds` worlds of a mode with random keys, features observed, one thread, for about so many steps in all. Throws engine::Error
// where the library refuses.
EnvSpeed measure_env(const std::string& data, const std::string& mode, std::uint32_t worlds, std::uint64_t steps);

}  // namespace game
