// The C functions as their users meet them. Worlds here are the same as everywhere: the rules are tested in tests/sim.
#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/hash.h"
#include "engine/core/rng.h"
#include "game/env/measure.h"
#include "game/env/wingmate_env.h"
#include "tests/support/program.h"
#include "tests/support/worlds.h"

namespace {

const std::string data = game::testing::shipped_content().string();

wingmate_options default_options() {
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

wingmate_options options_for(std::uint32_t worlds, std::uint32_t players = 1) {
    wingmate_options options = default_options();
    options.worlds = worlds;
    options.players = players;
    return options;
}

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

namespace {

// First Flight with one plane only, which comes down straight before the hero, 3 px a tick.
struct OnePlane {
    program::TemporaryDir dir;
    std::string file = (dir / "one_plane.toml").string();
    OnePlane() {
        const std::string mode = program::read_text(std::filesystem::path(data) / "modes/first_flight.toml");
        program::write_text(file, "spawns = [{ at_tick = 1, enemy = \"plane\", x = 212, speed = 3 }]\n" + mode);
    }
};

}  // namespace

TEST(Observation, FeaturesShowAnEnemyInItsLanesAndHowNearItIs) {
    const OnePlane one;
    Env env(one.file);
    env.step();
    const game::Content& content = game::testing::shipped("first_flight");
    const int hero_top = content.mode.hero.start_bottom - content.mode.hero.h;
    for (int lane = 0; lane < WINGMATE_LANES; ++lane) {
        const float expected = lane == 7 || lane == 8 ? 1 - static_cast<float>(hero_top - 3) / 1024 : 0;
        EXPECT_EQ(env.features(0)[16 + lane], expected) << lane;
    }
    EXPECT_EQ(env.features(0)[0], 1);
    EXPECT_EQ(env.features(0)[1], 0);  // in the middle
    EXPECT_EQ(env.features(0)[3], 1.0F / 8);
    EXPECT_EQ(env.features(0)[15], 1);
    // 8 px to the right by full speed: the plane is in the same lanes, then, after eight ticks, only in the one to the left.
    env.actions[0] = WINGMATE_RIGHT;
    for (int i = 0; i < 8; ++i) env.step();
    EXPECT_EQ(env.features(0)[16 + 8], 0);
    EXPECT_GT(env.features(0)[16 + 7], 0);
    EXPECT_GT(env.features(0)[1], 0);
}

TEST(Observation, EntitiesListWhatIsOnTheField) {
    const OnePlane one;
    wingmate_options options = options_for(1, 2);
    options.observation = WINGMATE_ENTITIES;
    options.entities_most = 8;
    Env env(one.file, options);
    env.step();
    ASSERT_EQ(env.counts[0], 3U);
    EXPECT_EQ(env.row(0, 0)[0], WINGMATE_SELF);
    EXPECT_EQ(env.row(0, 0)[1], 0);
    EXPECT_EQ(env.row(0, 0)[2], 160);  // a third of the field
    EXPECT_EQ(env.row(0, 1)[0], WINGMATE_PARTNER);
    EXPECT_EQ(env.row(0, 1)[2], 320);
    EXPECT_EQ(env.row(1, 0)[0], WINGMATE_SELF);
    EXPECT_EQ(env.row(1, 0)[1], 1);
    EXPECT_EQ(env.row(1, 0)[2], 320);
    const std::int16_t* plane = env.row(1, 2);
    const std::vector<std::int16_t> expected = {WINGMATE_ENEMY, 0, 240, 3 - 43 + 21, 57, 43, 0, 3 * 16, 1, 0};
    EXPECT_EQ(std::vector<std::int16_t>(plane, plane + WINGMATE_ENTITY_FIELDS), expected);
    for (std::size_t place = 3; place < 8; ++place) EXPECT_EQ(env.row(0, place)[0], 0);
}

TEST(Observation, EntitiesBeyondTheListAreCounted) {
    wingmate_options options = default_options();
    options.observation = WINGMATE_ENTITIES;
    options.entities_most = 5;
    Env env("bench", options);
    for (int i = 0; i < 300; ++i) env.step();
    EXPECT_GT(env.counts[0], 100U);
    EXPECT_NE(env.row(0, 4)[0], 0);
}

TEST(Observation, ThePictureShowsWhereThingsLie) {
    const OnePlane one;
    wingmate_options options = options_for(1, 2);
    options.observation = WINGMATE_PICTURE;
    Env env(one.file, options);
    for (int i = 0; i < 40; ++i) env.step();  // the plane's rectangle is now 212 ... 269, 77 ... 120
    const int y = 500 / 8;
    EXPECT_EQ(env.pixel(0, 160 / 8, y), 255);
    EXPECT_EQ(env.pixel(0, 320 / 8, y), 192);
    EXPECT_EQ(env.pixel(1, 160 / 8, y), 192);
    EXPECT_EQ(env.pixel(1, 320 / 8, y), 255);
    EXPECT_EQ(env.pixel(0, 240 / 8, 100 / 8), 128);
    EXPECT_EQ(env.pixel(0, 212 / 8 - 1, 100 / 8), 0);
    EXPECT_EQ(env.pixel(0, 269 / 8 + 1, 100 / 8), 0);
    EXPECT_EQ(env.pixel(0, 0, 0), 0);
    std::vector<std::uint8_t> rgb(480 * 700 * 3);
    ASSERT_EQ(wingmate_draw(env.env, 0, array_of(rgb)), WINGMATE_OK);
    EXPECT_NE(rgb[(100 * 480 + 240) * 3], rgb[0]);
}

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

TEST(BadArguments, AreRefusedWithASentence) {
    wingmate_env* env = nullptr;
    const auto refused = [&](const wingmate_options& options, const std::string& what) {
        EXPECT_EQ(wingmate_create(data.c_str(), "first_flight", &options, &env), WINGMATE_BAD_ARGUMENT) << what;
        EXPECT_EQ(env, nullptr);
        EXPECT_NE(std::string(wingmate_last_error()).find(what), std::string::npos) << wingmate_last_error();
    };
    const wingmate_options good = default_options();
    wingmate_options options = good;
    options.size = 4;
    refused(options, "options.size");
    options = good, options.worlds = 0;
    refused(options, "worlds");
    options = good, options.worlds = 20000;
    refused(options, "worlds");
    options = good, options.players = 3;
    refused(options, "players");
    options = good, options.observation = 3;
    refused(options, "observation");
    options = good, options.entities_most = 0;
    refused(options, "entities_most");
    options = good, options.action_repeat = 0;
    refused(options, "action_repeat");
    options = good, options.threads = 1000;
    refused(options, "threads");
    options = good, options.auto_reset = 2;
    refused(options, "auto_reset");
    options = good, options.weights[3] = std::numeric_limits<float>::quiet_NaN();
    refused(options, "weight");
    EXPECT_EQ(wingmate_create(data.c_str(), "no_such_mode", &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_NE(std::string(wingmate_last_error()).find("classic"), std::string::npos) << "the known ones are named";
    EXPECT_EQ(wingmate_create("/nowhere", "classic", &good, &env), WINGMATE_BAD_DATA);
    EXPECT_EQ(wingmate_create(nullptr, "classic", &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), nullptr, &good, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", nullptr, &env), WINGMATE_BAD_ARGUMENT);
    EXPECT_EQ(wingmate_create(data.c_str(), "classic", &good, nullptr), WINGMATE_BAD_ARGUMENT);
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
