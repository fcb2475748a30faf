// The command diff, and the heavy way to verify.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "game/match/replay.h"
#include "tests/support/program.h"

namespace {

using namespace program;

const std::string classic = WINGMATE_SOURCE_DIR "/tests/replays/classic-1p-1.wmr";

game::Replay loaded() { return std::get<game::Replay>(game::load_replay(classic)); }

TEST(Diff, OfAReplayWithItselfSaysThatTheyAreEqual) {
    const auto result = run({"diff", classic, classic});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(field(result.out, "equal"), "true");
    EXPECT_EQ(field(result.out, "last_tick"), "3600");
}

TEST(Diff, NamesTickGroupIdFieldAndBothValues) {
    const TemporaryDir dir;
    game::Replay replay = loaded();
    replay.inputs[499].seats[0].bits ^= 0x40;
    game::save_replay(dir / "b.wmr", replay);
    const auto result = run({"diff", classic, dir / "b.wmr"});
    EXPECT_EQ(result.code, 5);
    EXPECT_EQ(field(result.out, "equal"), "false");
    EXPECT_EQ(field(result.out, "tick"), "500");
    EXPECT_EQ(field(result.out, "group"), "heroes");
    EXPECT_EQ(field(result.out, "field"), "buttons");
    EXPECT_EQ(field(result.out, "inputs_tick"), "500");
    EXPECT_NE(field(result.out, "a_value"), field(result.out, "b_value"));
    EXPECT_NE(result.err.find("tick 500 differs first: heroes 0"), std::string::npos) << result.err;
}

TEST(Diff, OfAFileThatIsNoReplayIsBadData) {
    const TemporaryDir dir;
    write_text(dir / "a.wmr", "text");
    EXPECT_EQ(run({"diff", dir / "a.wmr", classic}).code, 4);
    EXPECT_EQ(run({"diff", classic}).code, 2);
}

TEST(Verify, HeavilyMakesEveryTickFromRestoredWorldsToo) {
    const auto fine = run({"verify", "--heavy", classic});
    EXPECT_EQ(fine.code, 0) << fine.err;
    const auto spoilt = run({"verify", "--heavy", "--spoil", "90", classic});
    EXPECT_EQ(spoilt.code, 5);
    EXPECT_EQ(field(spoilt.out, "heavy_difference_tick"), "90");
    EXPECT_NE(spoilt.err.find("tick 90 ends differently"), std::string::npos) << spoilt.err;
}

}  // namespace
