// The figure of many worlds at once: what a learner on one core sees of the C functions.
#include "game/env/measure.h"
#include "game/headless/bench.h"

namespace game {

void bench_worlds(Bench& bench) {
    constexpr std::size_t rounds = 7;
    std::vector<double> rates;
    rates.reserve(rounds);
    for (std::size_t round = 0; round < rounds; ++round) {
        rates.push_back(measure_env(bench.content().string(), "first_flight", 256, 500'000).steps_per_second);
    }
    bench.print({"many_worlds_first_flight", median(rates), "steps/s", false, std::nullopt,
                 "none: learning environments of this kind are said to make 1 to 30 million", 1e6, 3e6, false});
}

}  // namespace game
