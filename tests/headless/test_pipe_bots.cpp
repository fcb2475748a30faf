// Pilots in other programs: they fly like bots of ours, and one that dies, babbles or falls silent ends the run with a sentence, nothing
// lost.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using namespace program;

const std::string chaser = "pipe:python3 -B " WINGMATE_SOURCE_DIR "/tests/headless/chaser.py";
// Answers `words` to every line but the first.
std::string saying(const std::string& words) { return "pipe:read game; while read look; do echo '" + words + "'; done"; }

Result fly(const std::string& bot, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"run", "--mode", "classic", "--ticks", "120", "--bot", bot};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
}

TEST(Programs, FlyLikeWhatTheyPress) {
    const TemporaryDir dir;
    write_text(dir / "keys.txt", "1 0 left+fire\n");
    const auto by_file = run({"run", "--mode", "classic", "--ticks", "120", "--inputs", (dir / "keys.txt").string()});
    const auto by_program = fly(saying("left+fire"), {"--record", dir.path});
    ASSERT_EQ(by_program.code, 0) << by_program.err;
    EXPECT_EQ(field(by_program.out, "hash"), field(by_file.out, "hash"));
    EXPECT_EQ(run({"verify", dir / "classic-1p-1.wmr"}).code, 0);
    EXPECT_EQ(field(fly(saying("none")).out, "hash"), field(fly("idle").out, "hash"));
    EXPECT_EQ(field(fly(saying("dx=-3+dy=2")).out, "outcome"), "ticks");
}

TEST(Programs, AreToldWhatIsPlayedAndHowItEnds) {
    const TemporaryDir dir;
    const std::string heard = (dir / "heard").string();
    const auto result = run({"run", "--mode", "first_flight", "--players", "2", "--seed", "9", "--ticks", "20", "--bot",
                             "ace,pipe:tee " + heard + " | while read look; do case $look in *tick*) echo none;; esac; done"});
    ASSERT_EQ(result.code, 0) << result.err;
    const auto said = lines(read_text(heard));
    ASSERT_EQ(said.size(), 22u);
    EXPECT_EQ(said[0], R"({"protocol":1,"mode":"first_flight","seed":9,"seat":1,"players":2,"rate":15,"field":[480,700],"speed":[8,0]})");
    for (std::size_t i = 1; i <= 20; ++i) {
        EXPECT_EQ(field(said[i], "tick"), std::to_string(i - 1));
        EXPECT_NE(said[i].find(R"({"group":"heroes","kind":"hero","id":)"), std::string::npos);
        EXPECT_NE(said[i].find(R"("level":1,"you":{"id":)"), std::string::npos);
    }
    EXPECT_EQ(said[21].substr(0, 31), R"({"end":20,"outcome":"ticks","sc)");
}

TEST(Programs, InPythonPlayTheSameGameForEveryNumberOfJobs) {
    std::vector<std::string> outputs;
    for (const char* jobs : {"1", "3"}) {
        const auto result = run({"run", "--mode", "classic", "--players", "2", "--seed", "1..4", "--ticks", "900", "--bot", "rookie",
                                 "--bot", chaser, "--jobs", jobs});
        ASSERT_EQ(result.code, 0) << result.err;
        outputs.emplace_back();
        for (const std::string& line : lines(result.out)) outputs.back() += without_times(line) + "\n";
    }
    EXPECT_EQ(outputs[0], outputs[1]);
    EXPECT_EQ(lines(outputs[0]).size(), 4u);
    EXPECT_NE(outputs[0].find("\"kills\":"), std::string::npos);
}

TEST(Programs, InPythonShootThingsDown) {
    const auto result = run({"run", "--mode", "classic", "--seed", "1..3", "--ticks", "1800", "--bot", chaser});
    ASSERT_EQ(result.code, 0) << result.err;
    for (const std::string& line : lines(result.out)) EXPECT_GT(std::stoi(field(line, "score")), 5000) << line;
}

struct Bad {
    std::string what, command, sentence;
};

class BadPrograms : public testing::TestWithParam<Bad> {};

TEST_P(BadPrograms, EndTheRunWithASentence) {
    const auto result = fly("pipe:" + GetParam().command, {"--bot-timeout", "1500"});
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find(GetParam().sentence), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("seat 0: the program \""), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Pipes, BadPrograms,
    testing::Values(
        Bad{"is_not_there", "./no_such_program 2>/dev/null", "has ended with exit code 127 in tick 1"},
        Bad{"ends_at_once", "exit 3", "has ended with exit code 3 in tick 1"},
        Bad{"ends_later", "read a; read b; echo none; read c; exit 0", "has ended with exit code 0 in tick 2"},
        Bad{"is_killed", "read a; read b; kill -9 $$", "was ended by signal 9 in tick 1"},
        Bad{"is_silent", "read a; while read b; do :; done", "has given no answer for 1500 ms in tick 1"},
        Bad{"does_not_read", "sleep 60", "in tick"},
        Bad{"says_nonsense", "read a; while read b; do echo jump; done", "answers \"jump\" in tick 1: button \"jump\" is not one of"},
        Bad{"says_nothing", "read a; while read b; do echo; done", "answers \"\" in tick 1: no buttons"},
        Bad{"says_two_lines", "read a; while read b; do printf 'left\\nright\\n'; done", "speaks before it is asked for tick 2: \"right\""},
        Bad{"never_ends_a_line", "read a; while :; do printf leftleftleftleftleft; done", "says too much in tick 1"},
        Bad{"never_stops", "yes", "in tick"}),
    [](const testing::TestParamInfo<Bad>& bad) { return bad.param.what; });

TEST(Programs, ThatFailLoseNoLinesOfGamesBefore) {
    // Falls over in the game with the seed 4.
    const std::string bot = "pipe:read game; case $game in *'\"seed\":4'*) exit 9;; esac; while read look; do echo none; done";
    for (const char* jobs : {"1", "4"}) {
        const TemporaryDir dir;
        const std::string file = (dir / "out.jsonl").string();
        const auto result = fly(bot, {"--seed", "1..8", "--jobs", jobs, "--out", file});
        EXPECT_EQ(result.code, 1);
        EXPECT_NE(result.err.find("exit code 9"), std::string::npos) << result.err;
        const auto kept = lines(read_text(file));
        ASSERT_EQ(kept.size(), 3u) << jobs << " jobs";
        for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(field(kept[i], "seed"), std::to_string(i + 1));
        const auto again = fly(bot, {"--seed", "1..3", "--out", file, "--resume"});
        EXPECT_EQ(again.code, 0) << "what is there belongs to this run";
    }
}

TEST(Programs, ThatDoNotWantToEndAreEnded) {
    const TemporaryDir dir;
    const std::string alive = (dir / "alive").string();
    const auto started = std::chrono::steady_clock::now();
    // Ignores the end of its input, and the polite signal, and would still be there after a minute.
    const auto result = fly("pipe:trap '' TERM; read game; for i in $(seq 120); do read look; echo none; done; sleep 60; touch " + alive);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(30));
    EXPECT_FALSE(fs::exists(alive));
}

}  // namespace
