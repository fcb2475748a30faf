// Heavy mode: every tick saved, restored into other memory, made again from there and compared; and a fault that it sees.
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>

#include "game/match/play.h"
#include "game/match/replay.h"
#include "tests/match/games.h"

namespace {

TEST(HeavyMode, PassesForEveryGoldenReplay) {
    int played = 0;
    for (const auto& entry : std::filesystem::directory_iterator(WINGMATE_SOURCE_DIR "/tests/replays")) {
        if (entry.path().extension() != ".wmr") continue;
        const auto replay = std::get<game::Replay>(game::load_replay(entry.path()));
        const auto result = game::play_replay(replay, games::content(replay.mode.c_str()), true);
        EXPECT_FALSE(result.heavy_difference) << entry.path() << " in tick " << *result.heavy_difference;
        EXPECT_FALSE(result.difference) << entry.path();
        EXPECT_EQ(result.ticks, replay.inputs.size());
        ++played;
    }
    EXPECT_GE(played, 8);
}

TEST(HeavyMode, SeesAWorldThatGoesAnotherWayThanItsCopies) {
    const auto replay = games::recorded("classic", 3, 2, 120);
    const auto result = game::play_replay(replay, games::content("classic"), true, 77);
    ASSERT_TRUE(result.heavy_difference);
    EXPECT_EQ(*result.heavy_difference, 77u);
    EXPECT_EQ(result.ticks, 77u);
}

}  // namespace
