// The C functions as their users meet them. Worlds here are the same as everywhere: the rules are tested in tests/sim.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "game/env/measure.h"
#include "tests/env/env_worlds.h"
#include "tests/support/program.h"

using namespace env_worlds;

namespace {

std::string hex(std::uint64_t hash) {
    char text[17];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

}  // namespace

TEST(Env, PlaysTheSameWorldsAsTheProgram) {
    for (const std::string mode : {"first_flight", "classic", "bench"}) {
        program::TemporaryDir dir;
        std::string text;
        Env env(mode);
        env.reset({77});
        std::uint32_t tick = 0;
        for (; tick < 240 && env.ended[0] == 0; ++tick) {
            const bool left = tick / 20 % 2 == 0;
            env.actions[0] = left ? WINGMATE_LEFT | WINGMATE_FIRE : WINGMATE_RIGHT | WINGMATE_UP | WINGMATE_BOMB;
            text += std::to_string(tick + 1) + " 0 " + (left ? "left+fire" : "right+up+bomb") + "\n";
            env.step();
            ASSERT_EQ(env.ended[0], 0) << "choose keys with which the pilot lives longer";
        }
        program::write_text(dir / "keys.txt", text);
        const program::Result run = program::run(
            {"run", "--mode", mode, "--inputs", (dir / "keys.txt").string(), "--seed", "77", "--ticks", std::to_string(tick), "--quiet"});
        ASSERT_EQ(run.code, 0) << run.err;
        EXPECT_EQ(program::field(run.out, "hash"), hex(env.hashes()[0])) << mode;
    }
}

TEST(Env, HasAsManyGamesAsSeeds) {
    Env env("first_flight", options_for(256));
    std::vector<std::uint64_t> seeds(256);
    for (std::size_t i = 0; i < seeds.size(); ++i) seeds[i] = 1000 + i;
    env.reset(seeds);
    EXPECT_EQ(env.seeds(), seeds);
    for (int tick = 0; tick < 60; ++tick) env.step();
    const std::vector<std::uint64_t> together = env.hashes();
    // Each is the game that its seed alone decides, whoever plays beside it.
    for (const std::size_t place : {std::size_t{0}, std::size_t{100}, std::size_t{255}}) {
        Env alone("first_flight");
        alone.reset({seeds[place]});
        for (int tick = 0; tick < 60; ++tick) alone.step();
        EXPECT_EQ(alone.hashes()[0], together[place]);
    }
    EXPECT_NE(together[0], together[1]);
}

TEST(Env, ThreadsChangeNothing) {
    std::vector<std::uint64_t> first;
    std::vector<std::byte> seen;
    for (const std::uint32_t threads : {1U, 2U, 5U}) {
        wingmate_options options = options_for(100, 2);
        options.threads = threads;
        Env env("classic", options);
        for (std::uint32_t round = 0; round < 300; ++round) env.step_scripted(round);
        if (first.empty()) {
            first = env.hashes();
            seen = env.observation;
        }
        EXPECT_EQ(env.hashes(), first) << threads;
        EXPECT_EQ(env.observation, seen) << threads;
    }
}

TEST(Env, BeginsAgainWhenAGameIsOver) {
    Env env("first_flight", options_for(8));
    int episodes = 0;
    for (std::uint32_t round = 0; round < 4000 && episodes < 8; ++round) {
        const std::vector<std::uint64_t> seeds = env.seeds();
        env.step_scripted(round);
        for (std::size_t place = 0; place < 8; ++place) {
            if (env.ended[place] == 0) {
                EXPECT_EQ(env.seeds()[place], seeds[place]);
                continue;
            }
            ++episodes;
            EXPECT_EQ(env.terminated[place], 1);
            EXPECT_EQ(env.truncated[place], 0);
            EXPECT_EQ(env.totals[place * WINGMATE_PARTS + WINGMATE_LIVES_LOST], 1);
            EXPECT_EQ(env.totals[place * WINGMATE_PARTS + WINGMATE_GAME_OVER], 1);
            EXPECT_GT(env.lengths[place], 0U);
            EXPECT_NE(env.seeds()[place], seeds[place]);
            // The plane was lost; the one that is seen now flies again.
            const auto* final = reinterpret_cast<const float*>(env.final_observation.data()) + place * WINGMATE_FEATURE_COUNT;
            EXPECT_EQ(final[0], 0);
            EXPECT_EQ(env.features(place)[0], 1);
        }
    }
    EXPECT_GE(episodes, 8);
}

TEST(Env, TheNextGameIsDecidedByTheFirstSeed) {
    Env a("first_flight"), b("first_flight");
    a.reset({5});
    b.reset({5});
    ASSERT_EQ(wingmate_reset(a.env, nullptr, 0, nullptr, 0, nullptr), WINGMATE_OK);
    ASSERT_EQ(wingmate_reset(b.env, nullptr, 0, nullptr, 0, nullptr), WINGMATE_OK);
    EXPECT_EQ(a.seeds(), b.seeds());
    EXPECT_NE(a.seeds()[0], 5U);
}

TEST(Env, StandsStillWithoutAutoResetUntilItIsReset) {
    wingmate_options options = options_for(2);
    options.auto_reset = 0;
    options.episode_ticks = 20;
    Env env("classic", options);
    for (int i = 0; i < 20; ++i) env.step();
    EXPECT_EQ(env.ended, (std::vector<std::uint8_t>{1, 1}));
    EXPECT_EQ(env.truncated, (std::vector<std::uint8_t>{1, 1}));
    EXPECT_EQ(env.terminated, (std::vector<std::uint8_t>{0, 0}));
    const std::vector<std::uint64_t> last = env.hashes();
    env.step();
    EXPECT_EQ(env.hashes(), last);
    EXPECT_EQ(env.ended, (std::vector<std::uint8_t>{0, 0}));  // it ended before
    EXPECT_EQ(env.truncated, (std::vector<std::uint8_t>{1, 1}));
    EXPECT_EQ(env.rewards, (std::vector<float>{0, 0}));

    const std::vector<std::uint64_t> seeds = {8, 9};
    const std::vector<std::uint8_t> which = {0, 1};
    ASSERT_EQ(wingmate_reset(env.env, seeds.data(), 2, which.data(), 2, &env.arrays), WINGMATE_OK);
    EXPECT_EQ(env.hashes()[0], last[0]);
    EXPECT_EQ(env.seeds(), (std::vector<std::uint64_t>{1, 9}));
    EXPECT_EQ(env.truncated, (std::vector<std::uint8_t>{1, 0}));
    EXPECT_EQ(env.lengths, (std::vector<std::uint32_t>{20, 0}));
}

TEST(Env, RepeatsActionsAndSumsWhatTheyGive) {
    wingmate_options options = default_options();
    options.changes = "mode.hero.undying=true";
    Env plain("first_flight", options);
    options.action_repeat = 4;
    Env slow("first_flight", options);
    int kills = 0;
    for (int step = 0; step < 100; ++step) {
        int sum = 0;
        for (int i = 0; i < 4; ++i) {
            plain.step();
            sum += plain.parts[WINGMATE_KILLS];
            ASSERT_EQ(plain.ended[0], 0);
        }
        slow.step();
        EXPECT_EQ(slow.parts[WINGMATE_KILLS], sum);
        EXPECT_EQ(slow.parts[WINGMATE_TICKS], 4);
        kills += sum;
        EXPECT_EQ(slow.hashes(), plain.hashes());
    }
    EXPECT_GT(kills, 0);
    EXPECT_EQ(slow.totals[WINGMATE_KILLS], kills);
    EXPECT_EQ(slow.lengths[0], 400U);
}

TEST(Env, RewardsAreTheWeightedParts) {
    wingmate_options options = options_for(16);
    const float weights[WINGMATE_PARTS] = {0.001F, 2, 0.5F, -10, 3, -1, 0.25F, -7};
    std::copy(std::begin(weights), std::end(weights), options.weights);
    Env env("classic", options);
    std::vector<std::int64_t> seen(WINGMATE_PARTS);
    for (std::uint32_t round = 0; round < 6000; ++round) {
        env.step_scripted(round);
        for (std::size_t place = 0; place < 16; ++place) {
            float sum = 0;
            for (std::size_t part = 0; part < WINGMATE_PARTS; ++part) {
                sum += weights[part] * static_cast<float>(env.parts[place * WINGMATE_PARTS + part]);
                seen[part] += env.parts[place * WINGMATE_PARTS + part];
            }
            ASSERT_EQ(env.rewards[place], sum);
        }
    }
    for (std::size_t part = 0; part < WINGMATE_PARTS; ++part) EXPECT_GT(seen[part], 0) << "part " << part << " never happened";
}

TEST(Env, TellsEachAgentOfItsOwn) {
    Env env("classic", options_for(1, 2));
    env.actions = {WINGMATE_LEFT, WINGMATE_RIGHT};
    for (int i = 0; i < 30; ++i) env.step();
    EXPECT_LT(env.features(0)[1], env.features(1)[1]);
    EXPECT_EQ(env.features(0)[10], 1);  // the partner flies
    EXPECT_EQ(env.features(0)[11], -env.features(1)[11]);
    EXPECT_GT(env.features(0)[11], 0);
}

TEST(Bots, FlyTheSeatsOfAllWorlds) {
    Env env("classic", options_for(4, 2));
    std::vector<std::uint16_t> idle(8, 1);
    ASSERT_EQ(wingmate_bot_actions(env.env, "idle", array_of(idle)), WINGMATE_OK);
    EXPECT_EQ(idle, std::vector<std::uint16_t>(8, 0));
    for (int i = 0; i < 600; ++i) {
        ASSERT_EQ(wingmate_bot_actions(env.env, "ace", env.arrays.actions), WINGMATE_OK);
        env.step();
    }
    for (std::size_t agent = 0; agent < 8; ++agent) EXPECT_GT(env.totals[agent * WINGMATE_PARTS + WINGMATE_KILLS], 0);
    EXPECT_EQ(wingmate_bot_actions(env.env, "nobody", env.arrays.actions), WINGMATE_BAD_ARGUMENT);
    EXPECT_NE(std::string(wingmate_last_error()).find("ace"), std::string::npos);
}

TEST(Content, ChangesAreAppliedAndChecked) {
    wingmate_options options = default_options();
    options.changes = "mode.hero.lives=5\nmode.hero.bombs=1";
    Env env("classic", options);
    env.step();
    EXPECT_EQ(env.features(0)[3], 5.0F / 8);
    EXPECT_EQ(env.features(0)[4], 1.0F / 8);
    EXPECT_NE(env.shape.content_hash, Env("classic").shape.content_hash);
    wingmate_env* none = nullptr;
    options.changes = "mode.hero.lives=many";
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", &options, &none), WINGMATE_BAD_DATA);
    EXPECT_EQ(none, nullptr);
    options.changes = "lives";
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", &options, &none), WINGMATE_BAD_ARGUMENT);
}

TEST(Content, ModesAreNamed) {
    std::size_t used = 0;
    ASSERT_EQ(wingmate_modes(data.c_str(), nullptr, 0, &used), WINGMATE_TOO_SMALL);
    std::string names(used, ' ');
    ASSERT_EQ(wingmate_modes(data.c_str(), names.data(), names.size(), &used), WINGMATE_OK);
    EXPECT_NE(names.find("classic\n"), std::string::npos);
    EXPECT_EQ(names.back(), '\0');
    EXPECT_EQ(wingmate_modes("/nowhere", names.data(), names.size(), &used), WINGMATE_BAD_DATA);
}

TEST(Handles, AreIndependentAndMayBeSharedByThreads) {
    Env a("classic", options_for(8)), b("classic", options_for(8));
    const auto play = [](Env& env) {
        for (int i = 0; i < 200; ++i) ASSERT_EQ(wingmate_step(env.env, &env.arrays), WINGMATE_OK);
    };
    std::thread other([&] { play(b); });
    play(a);
    other.join();
    EXPECT_EQ(a.hashes(), b.hashes());
    // Two threads step one handle: they take turns, with arrays of their own.
    Env c("classic", options_for(8));
    std::thread helper([&] {
        for (int i = 0; i < 100; ++i) {
            std::vector<std::uint16_t> actions(8);
            wingmate_arrays arrays{};
            arrays.size = sizeof(arrays);
            arrays.actions = array_of(actions);
            ASSERT_EQ(wingmate_step(c.env, &arrays), WINGMATE_OK);
        }
    });
    for (int i = 0; i < 100; ++i) ASSERT_EQ(wingmate_step(c.env, &c.arrays), WINGMATE_OK);
    helper.join();
    EXPECT_EQ(c.hashes(), a.hashes());
}

TEST(Speed, OfManyWorldsIsMeasuredWhileTheyPlay) {
    const game::EnvSpeed speed = game::measure_env(data, "first_flight", 16, 16 * 1000);
    EXPECT_GT(speed.steps_per_second, 0);
    EXPECT_GT(speed.episodes, 0U);
}
