// Worlds of the C functions with all their arrays, as their users hold them. Used by the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "game/env/wingmate_env.h"
#include "tests/support/worlds.h"

namespace env_worlds {

inline const std::string data = game::testing::shipped_content().string();

inline wingmate_options default_options() {
    wingmate_options options;
    EXPECT_EQ(wingmate_default_options(&options, sizeof(options)), WINGMATE_OK);
    return options;
}

template <typename T>
wingmate_array array_of(std::vector<T>& items) {
    return {items.data(), items.size() * sizeof(T)};
}

// Worlds with all their arrays.
struct Env {
    wingmate_env* env = nullptr;
    wingmate_shape shape{};
    std::vector<std::uint16_t> actions;
    std::vector<std::byte> observation, final_observation;
    std::vector<std::uint32_t> counts, lengths;
    std::vector<float> rewards;
    std::vector<std::int32_t> parts, totals;
    std::vector<std::uint8_t> terminated, truncated, ended;
    wingmate_arrays arrays{};

    explicit Env(const std::string& mode, const wingmate_options& options = default_options()) {
        if (wingmate_create(data.c_str(), mode.c_str(), &options, &env) != WINGMATE_OK) {
            ADD_FAILURE() << wingmate_last_error();
            std::abort();
        }
        shape.size = sizeof(shape);
        EXPECT_EQ(wingmate_describe(env, &shape), WINGMATE_OK);
        const std::size_t agents = std::size_t{shape.worlds} * shape.agents;
        actions.resize(agents);
        observation.resize(shape.observation_bytes);
        final_observation.resize(shape.observation_bytes);
        counts.resize(agents);
        rewards.resize(agents);
        parts.resize(agents * WINGMATE_PARTS);
        totals.resize(agents * WINGMATE_PARTS);
        terminated.resize(agents);
        truncated.resize(agents);
        ended.resize(shape.worlds);
        lengths.resize(shape.worlds);
        arrays.size = sizeof(arrays);
        arrays.actions = array_of(actions);
        arrays.observation = array_of(observation);
        arrays.final_observation = array_of(final_observation);
        arrays.counts = array_of(counts);
        arrays.rewards = array_of(rewards);
        arrays.parts = array_of(parts);
        arrays.totals = array_of(totals);
        arrays.terminated = array_of(terminated);
        arrays.truncated = array_of(truncated);
        arrays.ended = array_of(ended);
        arrays.lengths = array_of(lengths);
    }
    ~Env() { wingmate_destroy(env); }
    Env(const Env&) = delete;
    Env& operator=(const Env&) = delete;

    void step() { ASSERT_EQ(wingmate_step(env, &arrays), WINGMATE_OK) << wingmate_last_error(); }
    // Scripted keys that differ from world to world and change now and then.
    void step_scripted(std::uint32_t round) {
        for (std::size_t i = 0; i < actions.size(); ++i) {
            actions[i] = static_cast<std::uint16_t>((round / 7 + i) * 2654435761U >> 13 & 0x3F);
        }
        step();
    }
    void reset(const std::vector<std::uint64_t>& seeds) {
        ASSERT_EQ(wingmate_reset(env, seeds.data(), seeds.size(), nullptr, 0, &arrays), WINGMATE_OK) << wingmate_last_error();
    }
    std::vector<std::uint64_t> hashes() {
        std::vector<std::uint64_t> all(shape.worlds);
        EXPECT_EQ(wingmate_hashes(env, array_of(all)), WINGMATE_OK);
        return all;
    }
    std::vector<std::uint64_t> seeds() {
        std::vector<std::uint64_t> all(shape.worlds);
        EXPECT_EQ(wingmate_seeds(env, array_of(all)), WINGMATE_OK);
        return all;
    }
    std::vector<std::byte> save(std::uint32_t world) {
        std::size_t used = 0;
        EXPECT_EQ(wingmate_save(env, world, nullptr, 0, &used), WINGMATE_TOO_SMALL);
        std::vector<std::byte> bytes(used);
        EXPECT_EQ(wingmate_save(env, world, bytes.data(), bytes.size(), &used), WINGMATE_OK) << wingmate_last_error();
        return bytes;
    }
    const float* features(std::size_t agent) const {
        return reinterpret_cast<const float*>(observation.data()) + agent * WINGMATE_FEATURE_COUNT;
    }
    const std::int16_t* row(std::size_t agent, std::size_t place) const {
        const std::size_t most = shape.observation_shape[0];
        return reinterpret_cast<const std::int16_t*>(observation.data()) + (agent * most + place) * WINGMATE_ENTITY_FIELDS;
    }
    std::uint8_t pixel(std::size_t agent, int x, int y) const {
        const std::size_t at = (agent * WINGMATE_PICTURE_HEIGHT + static_cast<std::size_t>(y)) * WINGMATE_PICTURE_WIDTH;
        return static_cast<std::uint8_t>(observation[at + static_cast<std::size_t>(x)]);
    }
};

inline wingmate_options options_for(std::uint32_t worlds, std::uint32_t players = 1) {
    wingmate_options options = default_options();
    options.worlds = worlds;
    options.players = players;
    return options;
}

}  // namespace env_worlds
