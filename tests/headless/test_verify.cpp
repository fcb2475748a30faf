// The commands verify and check: replays and content of any quality.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "game/match/replay.h"
#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using namespace program;

std::vector<std::string> golden() {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(WINGMATE_SOURCE_DIR "/tests/replays")) {
        if (entry.path().extension() == ".wmr") files.push_back(entry.path().string());
    }
    return files;
}

game::Replay loaded(const fs::path& file) { return std::get<game::Replay>(game::load_replay(file)); }

const std::string classic = WINGMATE_SOURCE_DIR "/tests/replays/classic-1p-1.wmr";

TEST(Verify, PlaysEveryGoldenReplayToItsHashes) {
    std::vector<std::string> arguments = golden();
    const std::size_t count = arguments.size();
    ASSERT_GE(count, 6u);
    arguments.insert(arguments.begin(), "verify");
    const auto result = run(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    ASSERT_EQ(lines(result.out).size(), count);
    for (const std::string& line : lines(result.out)) {
        EXPECT_EQ(field(line, "ok"), "true") << line;
        EXPECT_GT(std::stoi(field(line, "ticks")), 0);
        EXPECT_GT(std::stod(field(line, "frames_per_second")), 0);
    }
}

TEST(Verify, NamesTheFirstStoredHashThatDiffers) {
    const TemporaryDir dir;
    game::Replay replay = loaded(classic);
    replay.hashes[4].hash ^= 1;
    game::save_replay(dir / "a.wmr", replay);
    const auto result = run({"verify", dir / "a.wmr"});
    EXPECT_EQ(result.code, 5);
    EXPECT_EQ(field(result.out, "ok"), "false");
    EXPECT_EQ(field(result.out, "first_differing_tick"), "300");
    EXPECT_EQ(field(result.out, "last_equal_tick"), "240");
    EXPECT_NE(result.err.find("tick 300 differs"), std::string::npos) << result.err;
}

TEST(Verify, RefusesReplaysOfOtherContentWithBothValues) {
    const TemporaryDir dir;
    game::Replay replay = loaded(classic);
    replay.content_hash = 0x123;
    game::save_replay(dir / "a.wmr", replay);
    const auto result = run({"verify", dir / "a.wmr"});
    EXPECT_EQ(result.code, 5);
    EXPECT_NE(result.err.find("0000000000000123"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find(field(run({"run", "--mode", "classic", "--ticks", "1"}).out, "content")), std::string::npos) << result.err;
}

TEST(Verify, RefusesReplaysOfAnotherVersionWithBothValues) {
    const TemporaryDir dir;
    std::string bytes = read_text(classic);
    bytes[4] = 7;
    write_text(dir / "a.wmr", bytes);
    const auto result = run({"verify", dir / "a.wmr"});
    EXPECT_EQ(result.code, 5);
    EXPECT_NE(result.err.find("of version 7, this program plays version 2"), std::string::npos) << result.err;
}

TEST(Verify, RefusesWhatCannotBeReadWithASentence) {
    const TemporaryDir dir;
    const std::string bytes = read_text(classic);
    write_text(dir / "cut.wmr", bytes.substr(0, bytes.size() / 2));
    write_text(dir / "empty.wmr", "");
    write_text(dir / "text.wmr", "hello\n");
    for (const fs::path& file :
         {dir / "cut.wmr", dir / "empty.wmr", dir / "text.wmr", dir / "missing.wmr", dir.path, fs::path("/dev/zero")}) {
        const auto result = run({"verify", file});
        EXPECT_EQ(result.code, 4) << file;
        EXPECT_EQ(field(result.out, "ok"), "false");
        EXPECT_NE(result.err.find(file.string() + ": "), std::string::npos) << result.err;
    }
}

TEST(Verify, GoesOnAfterABadFileAndReportsTheWorst) {
    const TemporaryDir dir;
    write_text(dir / "text.wmr", "hello\n");
    game::Replay replay = loaded(classic);
    replay.hashes[0].hash ^= 1;
    game::save_replay(dir / "differs.wmr", replay);
    const auto result = run({"verify", dir / "text.wmr", classic, dir / "differs.wmr", classic});
    EXPECT_EQ(result.code, 5);
    ASSERT_EQ(lines(result.out).size(), 4u);
    EXPECT_EQ(field(lines(result.out)[1], "ok"), "true");
    EXPECT_EQ(field(lines(result.out)[3], "ok"), "true");
}

TEST(Verify, RefusesAModeThatIsNotThere) {
    const TemporaryDir dir;
    game::Replay replay = loaded(classic);
    replay.mode = "my_own";
    game::save_replay(dir / "a.wmr", replay);
    const auto result = run({"verify", dir / "a.wmr"});
    EXPECT_EQ(result.code, 4);
    EXPECT_NE(result.err.find("\"my_own\""), std::string::npos) << result.err;
}

TEST(Verify, PlaysWhatARunRecordsWithChangedValues) {
    const TemporaryDir dir;
    ASSERT_EQ(run({"run", "--mode", "classic", "--seed", "9", "--bot", "ace", "--ticks", "700", "--set", "mode.hero.bombs=1", "--record",
                   dir.path})
                  .code,
              0);
    const auto result = run({"verify", dir / "classic-1p-9.wmr"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(field(result.out, "ticks"), "700");
}

// A copy of the shipped content that a test may break.
fs::path copied_content(const TemporaryDir& dir) {
    fs::copy(WINGMATE_SOURCE_DIR "/assets/data", dir / "data", fs::copy_options::recursive);
    return dir.path;
}

void replace(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = read_text(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write_text(file, text.replace(at, from.size(), to));
}

TEST(Check, SaysHowMuchItRead) {
    const auto result = run({"check"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(field(result.out, "ok"), "true");
    EXPECT_GE(std::stoi(field(result.out, "modes")), 2);
    EXPECT_GE(std::stoi(field(result.out, "enemies")), 4);
    EXPECT_EQ(field(result.out, "mistakes"), "0");
}

TEST(Check, ListsEveryMistakeAndEndsWith4) {
    const TemporaryDir dir;
    const fs::path root = copied_content(dir);
    replace(root / "data/modes/classic.toml", "lives = 3", "lives = 300");
    replace(root / "data/modes/first_flight.toml", "speed_x = 8", "speed_z = 8");
    const auto result = run({"check", root});
    EXPECT_EQ(result.code, 4);
    EXPECT_NE(result.err.find("classic.toml"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("lives"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("first_flight.toml"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("speed_z"), std::string::npos) << result.err;
    EXPECT_GE(std::stoi(field(result.out, "mistakes")), 3) << "out of range, unknown and missing";
}

TEST(Check, OfAFolderWithoutContentSaysSo) {
    const TemporaryDir dir;
    EXPECT_EQ(run({"check", dir.path}).code, 4);
    const auto missing = run({"check", dir / "missing"});
    EXPECT_EQ(missing.code, 4);
    EXPECT_NE(missing.err.find("missing"), std::string::npos) << missing.err;
}

TEST(Content, ThatIsBrokenEndsARunWith4AndEveryMistake) {
    const TemporaryDir dir;
    const fs::path root = copied_content(dir);
    replace(root / "data/modes/classic.toml", "lives = 3", "lives = 300");
    replace(root / "data/modes/classic.toml", "speed_x = 10", "speed_x = \"fast\"");
    const auto result = run({"run", "--mode", "classic", "--data", root});
    EXPECT_EQ(result.code, 4);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("lives"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("speed_x"), std::string::npos) << result.err;
    EXPECT_EQ(run({"run", "--mode", "first_flight", "--data", root, "--ticks", "5"}).code, 0) << "another mode is not barred";
}

}  // namespace
