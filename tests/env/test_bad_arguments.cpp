// What callers of the C functions get wrong: a sentence each, and nothing has changed.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "tests/env/env_worlds.h"

using namespace env_worlds;

TEST(BadArguments, AreRefusedWithASentence) {
    wingmate_env* env = nullptr;
    const wingmate_options good = default_options();
    const auto refused = [&](const char* what, const auto& spoil) {
        wingmate_options options = good;
        spoil(options);
        EXPECT_EQ(wingmate_create(data.c_str(), "first_flight", &options, &env), WINGMATE_BAD_ARGUMENT) << what;
        EXPECT_EQ(env, nullptr);
        EXPECT_NE(std::string(wingmate_last_error()).find(what), std::string::npos) << wingmate_last_error();
    };
    refused("options.size", [](auto& options) { options.size = 4; });
    refused("worlds", [](auto& options) { options.worlds = 0; });
    refused("worlds", [](auto& options) { options.worlds = 20000; });
    refused("players", [](auto& options) { options.players = 3; });
    refused("observation", [](auto& options) { options.observation = 3; });
    refused("entities_most", [](auto& options) { options.entities_most = 0; });
    refused("action_repeat", [](auto& options) { options.action_repeat = 0; });
    refused("threads", [](auto& options) { options.threads = 1000; });
    refused("auto_reset", [](auto& options) { options.auto_reset = 2; });
    refused("weight", [](auto& options) { options.weights[3] = std::numeric_limits<float>::quiet_NaN(); });
    EXPECT_EQ(wingmate_create(data.c_str(), "no_such_mode", &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_NE(std::string(wingmate_last_error()).find("classic"), std::string::npos) << "the known ones are named";
    EXPECT_EQ(wingmate_create("/nowhere", "classic", &good, &env), WINGMATE_BAD_DATA);
    EXPECT_EQ(wingmate_create(nullptr, "classic", &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), nullptr, &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", nullptr, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", &good, nullptr), WINGMATE_BAD_ARGUMENT);
    wingmate_options options = good;
    EXPECT_EQ(wingmate_default_options(nullptr, sizeof(options)), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_default_options(&options, 1), WINGMATE_BAD_ARGUMENT);
}

TEST(BadArguments, ArraysOfAnotherSizeChangeNothing) {
    Env env("classic", options_for(4));
    const std::vector<std::uint64_t> before = env.hashes();
    wingmate_array wingmate_arrays::*const all[] = {
        &wingmate_arrays::actions,   &wingmate_arrays::observation, &wingmate_arrays::counts,  &wingmate_arrays::final_observation,
        &wingmate_arrays::rewards,   &wingmate_arrays::parts,       &wingmate_arrays::totals,  &wingmate_arrays::terminated,
        &wingmate_arrays::truncated, &wingmate_arrays::ended,       &wingmate_arrays::lengths,
    };
    for (const auto member : all) {
        const wingmate_array good = env.arrays.*member;
        for (const std::size_t bytes : {std::size_t{0}, good.bytes - 1, good.bytes + 1, std::numeric_limits<std::size_t>::max()}) {
            (env.arrays.*member).bytes = bytes;
            EXPECT_EQ(wingmate_step(env.env, &env.arrays), WINGMATE_BAD_ARGUMENT);
        }
        env.arrays.*member = {nullptr, good.bytes};
        EXPECT_EQ(wingmate_step(env.env, &env.arrays), WINGMATE_BAD_ARGUMENT);
        env.arrays.*member = good;
    }
    env.arrays.rewards.at = static_cast<char*>(env.arrays.rewards.at) + 1;
    EXPECT_EQ(wingmate_step(env.env, &env.arrays), WINGMATE_BAD_ARGUMENT);
    EXPECT_NE(std::string(wingmate_last_error()).find("aligned"), std::string::npos);
    env.arrays.size = 1;
    EXPECT_EQ(wingmate_step(env.env, &env.arrays), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(env.hashes(), before);
}

TEST(BadArguments, EveryCallSurvivesNothing) {
    Env env("classic");
    std::size_t used = 0;
    const std::uint32_t place = 0, beyond = 1;
    EXPECT_EQ(wingmate_describe(nullptr, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_describe(env.env, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_reset(nullptr, nullptr, 0, nullptr, 0, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_reset(env.env, nullptr, 3, nullptr, 0, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_reset(env.env, nullptr, 0, nullptr, 1, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_step(env.env, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_observe(env.env, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_bot_actions(env.env, nullptr, env.arrays.actions), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_bot_actions(env.env, "idle", {nullptr, 0}), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_hashes(env.env, {nullptr, 0}), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_seeds(nullptr, {nullptr, 0}), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_clone(env.env, nullptr, nullptr, 1), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_clone(env.env, &place, &beyond, 1), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_save(env.env, beyond, nullptr, 0, &used), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_save(env.env, 0, nullptr, 0, nullptr), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_save(env.env, 0, nullptr, 1 << 20, &used), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_load(env.env, 0, nullptr, 100), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_load(env.env, beyond, &place, 4), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_draw(env.env, 0, {nullptr, 0}), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_modes(nullptr, nullptr, 0, &used), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_modes(data.c_str(), nullptr, 0, nullptr), WINGMATE_BAD_ARGUMENT);
}

TEST(BadArguments, EachThreadHasItsOwnLastError) {
    EXPECT_EQ(wingmate_step(nullptr, nullptr), WINGMATE_BAD_ARGUMENT);
    const std::string mine = wingmate_last_error();
    std::string other = "not asked";
    std::thread([&] { other = wingmate_last_error(); }).join();
    EXPECT_EQ(other, "");
    EXPECT_EQ(wingmate_last_error(), mine);
}
