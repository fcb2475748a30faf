// Saved, loaded and cloned worlds of the C functions, and bytes that are none.
#include <gtest/gtest.h>

#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "engine/core/hash.h"
#include "engine/core/rng.h"
#include "tests/env/env_worlds.h"

using namespace env_worlds;

TEST(Saving, LoadedAndClonedWorldsGoOnAsTheOriginalDoes) {
    for (const std::string mode : {"first_flight", "classic", "bench"}) {
        Env env(mode, options_for(3, 2));
        for (std::uint32_t round = 0; round < 150; ++round) env.step_scripted(round);
        const std::vector<std::byte> saved = env.save(0);
        const std::uint32_t to = 1, from = 0;
        ASSERT_EQ(wingmate_clone(env.env, &to, &from, 1), WINGMATE_OK);
        ASSERT_EQ(wingmate_load(env.env, 2, saved.data(), saved.size()), WINGMATE_OK) << wingmate_last_error();
        Env other(mode, options_for(1, 2));  // a handle of its own
        ASSERT_EQ(wingmate_load(other.env, 0, saved.data(), saved.size()), WINGMATE_OK) << wingmate_last_error();
        // Long enough for games to end and begin again: episodes are cloned as well.
        for (std::uint32_t round = 0; round < 1500; ++round) {
            env.actions = {static_cast<std::uint16_t>(round / 9 % 16), 0, static_cast<std::uint16_t>(round / 9 % 16), 0,
                           static_cast<std::uint16_t>(round / 9 % 16), 0};
            other.actions = {env.actions[0], 0};
            env.step();
            other.step();
            ASSERT_EQ(env.hashes()[1], env.hashes()[0]);
            ASSERT_EQ(env.hashes()[2], env.hashes()[0]);
            ASSERT_EQ(other.hashes()[0], env.hashes()[0]);
            ASSERT_EQ(env.seeds()[2], env.seeds()[0]);
            ASSERT_EQ(env.totals[0], env.totals[2 * 2 * WINGMATE_PARTS]);
        }
    }
}

TEST(Saving, WhatIsNoSavedWorldIsRefusedAndTheWorldStays) {
    Env env("classic");
    for (int i = 0; i < 100; ++i) env.step();
    const std::vector<std::byte> saved = env.save(0);
    for (int i = 0; i < 5; ++i) env.step();
    const std::vector<std::uint64_t> now = env.hashes();
    const auto refused = [&](wingmate_env* to, const std::vector<std::byte>& bytes, const std::string& why) {
        EXPECT_EQ(wingmate_load(to, 0, bytes.data(), bytes.size()), WINGMATE_BAD_STATE) << why;
        EXPECT_NE(std::string(wingmate_last_error()).find(why), std::string::npos) << wingmate_last_error();
    };
    for (std::size_t size = 0; size < saved.size(); ++size) {
        ASSERT_EQ(wingmate_load(env.env, 0, saved.data(), size), WINGMATE_BAD_STATE) << size;
    }
    for (std::size_t at = 0; at < saved.size(); ++at) {
        std::vector<std::byte> bytes = saved;
        bytes[at] ^= std::byte{0x10};
        ASSERT_EQ(wingmate_load(env.env, 0, bytes.data(), bytes.size()), WINGMATE_BAD_STATE) << at;
    }
    std::vector<std::byte> version = saved;
    version[4] = std::byte{99};
    refused(env.env, version, "version 99");
    Env two("classic", options_for(1, 2));
    refused(two.env, saved, "players");
    Env other("first_flight");
    refused(other.env, saved, "content");
    EXPECT_EQ(env.hashes(), now);
    EXPECT_EQ(wingmate_load(env.env, 0, saved.data(), saved.size()), WINGMATE_OK);
    EXPECT_NE(env.hashes(), now);
}

// Bytes that somebody meant to pass: the checksum is right, what it covers is not what was saved.
TEST(Saving, ForgedWorldsAreRefusedOrPlay) {
    for (const std::string mode : {"first_flight", "classic", "bench"}) {
        Env env(mode, options_for(1, 2));
        for (std::uint32_t round = 0; round < 200; ++round) env.step_scripted(round);
        const std::vector<std::byte> saved = env.save(0);
        engine::Rng random{7};
        int taken = 0, refused = 0;
        for (int i = 0; i < 1500; ++i) {
            std::vector<std::byte> bytes = saved;
            const std::uint32_t changes = 1 + random.below(3);
            for (std::uint32_t change = 0; change < changes; ++change) {
                // Half of them in what lies before the packed world.
                const std::size_t size = random.below(2) == 0 ? bytes.size() - 13 : 21 + 2 * 4 * WINGMATE_PARTS;
                const std::size_t at = 13 + random.below(static_cast<std::uint32_t>(size));
                bytes[at] = static_cast<std::byte>(random.below(256));
            }
            const std::uint64_t checksum = engine::hash_bytes(std::span(bytes).subspan(13));
            std::memcpy(bytes.data() + 5, &checksum, sizeof(checksum));
            const wingmate_result result = wingmate_load(env.env, 0, bytes.data(), bytes.size());
            ASSERT_TRUE(result == WINGMATE_OK || result == WINGMATE_BAD_STATE);
            ++(result == WINGMATE_OK ? taken : refused);
            for (std::uint32_t round = 0; result == WINGMATE_OK && round < 20; ++round) env.step_scripted(round);
        }
        EXPECT_GT(taken, 0);  // other seeds and totals are no lie that can be seen
        EXPECT_GT(refused, 0);
    }
}

TEST(Saving, AWorldThatHadEndedBeginsAgainWhereWorldsDo) {
    wingmate_options options = default_options();
    options.auto_reset = 0;
    Env still("first_flight", options);
    while (still.ended[0] == 0) still.step();
    const std::vector<std::byte> saved = still.save(0);
    Env env("first_flight");
    ASSERT_EQ(wingmate_load(env.env, 0, saved.data(), saved.size()), WINGMATE_OK) << wingmate_last_error();
    EXPECT_EQ(env.hashes(), still.hashes());
    env.step();
    EXPECT_EQ(env.ended[0], 1);
    EXPECT_EQ(env.rewards[0], 0);
    EXPECT_EQ(env.totals, still.totals);
    env.step();
    EXPECT_EQ(env.ended[0], 0);
    EXPECT_EQ(env.lengths[0], 1U);
}
