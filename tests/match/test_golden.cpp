// The golden replays of tests/replays: recorded once, and played to the same hashes by every build on every machine.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "game/match/play.h"
#include "game/match/replay.h"
#include "tests/match/games.h"

namespace {

std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(WINGMATE_SOURCE_DIR "/tests/replays")) {
        if (entry.path().extension() == ".wmr") found.push_back(entry.path());
    }
    return found;
}

TEST(GoldenReplays, PlayToTheirHashes) {
    std::set<std::pair<std::string, int>> seen;
    for (const auto& file : files()) {
        const auto loaded = game::load_replay(file);
        const auto* error = std::get_if<game::ReplayError>(&loaded);
        ASSERT_EQ(error, nullptr) << error->sentence;
        const auto& replay = std::get<game::Replay>(loaded);
        const game::Content& content = games::content(replay.mode.c_str());
        ASSERT_FALSE(game::replay_fits(replay, content)) << file << ": content has changed; tests/replays/renew.sh renews";
        const auto result = game::play_replay(replay, content);
        EXPECT_FALSE(result.difference) << file << " differs at tick " << result.difference->tick;
        EXPECT_EQ(replay.hashes.back().tick, replay.inputs.size()) << "the end is compared too";
        EXPECT_GE(replay.hashes.size(), replay.inputs.size() / game::replay_hash_period);
        seen.insert({replay.mode, replay.players});
    }
    for (const char* mode : {"first_flight", "classic"}) {
        for (const int players : {1, 2}) EXPECT_TRUE(seen.count({mode, players}) == 1) << mode << " with " << players;
    }
}

TEST(GoldenReplays, WithOneInputChangedPlayToOtherHashes) {
    const auto with_key_held = [](game::Replay replay, engine::Button button) {
        for (std::size_t tick = 44; tick < 60; ++tick) replay.inputs[tick].seats[0].bits = static_cast<std::uint16_t>(button);
        return game::play_replay(replay, games::content(replay.mode.c_str())).difference;
    };
    for (const auto& file : files()) {
        const auto replay = std::get<game::Replay>(game::load_replay(file));
        // One of the two takes the plane elsewhere, wherever it was going.
        const auto left = with_key_held(replay, engine::Button::Left);
        const auto right = with_key_held(replay, engine::Button::Right);
        ASSERT_TRUE(left || right) << file;
        EXPECT_EQ((left ? left : right)->tick, 60u) << file;
    }
}

TEST(GoldenReplays, AreSmall) {
    for (const auto& file : files()) EXPECT_LT(std::filesystem::file_size(file), 16000u) << file;
}

}  // namespace
