#include "game/env/measure.h"

#include <time.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "game/env/wingmate_env.h"

namespace game {

namespace {

void expect_ok(wingmate_result result) {
    if (result != WINGMATE_OK) throw engine::Error(engine::ExitCode::Failure, wingmate_last_error());
}

// Of this thread's processor: what others do on a busy machine is left out.
double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename T>
wingmate_array array_of(std::vector<T>& items) {
    return {items.data(), items.size() * sizeof(T)};
}

}  // namespace

EnvSpeed measure_env(const std::string& data, const std::string& mode, std::uint32_t worlds, std::uint64_t steps) {
    wingmate_options options;
    expect_ok(wingmate_default_options(&options, sizeof(options)));
    options.worlds = worlds;
    wingmate_env* made = nullptr;
    expect_ok(wingmate_create(data.c_str(), mode.c_str(), &options, &made));
    const std::unique_ptr<wingmate_env, decltype(&wingmate_destroy)> env(made, wingmate_destroy);

    std::vector<std::uint16_t> actions(worlds);
    std::vector<float> observation(std::size_t{worlds} * WINGMATE_FEATURE_COUNT), rewards(worlds);
    std::vector<std::uint8_t> terminated(worlds), truncated(worlds), ended(worlds);
    wingmate_arrays arrays{};
    arrays.size = sizeof(arrays);
    arrays.actions = array_of(actions);
    arrays.observation = array_of(observation);
    arrays.rewards = array_of(rewards);
    arrays.terminated = array_of(terminated);
    arrays.truncated = array_of(truncated);
    arrays.ended = array_of(ended);
    expect_ok(wingmate_reset(env.get(), nullptr, 0, nullptr, 0, &arrays));

    engine::Rng keys{1};
    EnvSpeed speed;
    const std::uint64_t rounds = std::max<std::uint64_t>(steps / worlds, 1);
    const double started = cpu_seconds();
    for (std::uint64_t round = 0; round < rounds; ++round) {
        // Eight keys, one time in eight another set of them: as long as a person holds them.
        for (std::uint16_t& action : actions) {
            const std::uint64_t drawn = keys.next();
            if (drawn % 8 == 0) action = static_cast<std::uint16_t>(drawn >> 8 & 0xFF);
        }
        expect_ok(wingmate_step(env.get(), &arrays));
        for (const std::uint8_t one : ended) speed.episodes += one;
    }
    const double seconds = cpu_seconds() - started;
    speed.steps_per_second = static_cast<double>(rounds * worlds) / std::max(seconds, 1e-9);
    return speed;
}

}  // namespace game
