// The random generator that a World holds (and another one that looks hold). SplitMix64 (Steele, Lea, Flood 2014): one word of state.
// One draw per statement, so that the order never depends on the compiler.
#pragma once

#include <cstdint>

namespace engine {

struct Rng {
    std::uint64_t state = 0;

    std::uint64_t next() {
        std::uint64_t z = (state += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    // Uniform in 0 ... n-1; n at least 1. Multiply-shift of 32 bits: the bias is below n / 2^32.
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
    // Uniform in low ... high, both included.
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1))); }
};

}  // namespace engine
