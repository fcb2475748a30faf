// The command run: its lines, and that they depend on nothing but what was asked for.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "game/headless/json_line.h"
#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using namespace program;

std::vector<std::string> all_without_times(const std::string& text) {
    std::vector<std::string> result;
    for (const std::string& line : lines(text)) result.push_back(without_times(line));
    return result;
}

TEST(Lines, HaveEveryFieldInTheirOrder) {
    const auto result = run({"run", "--mode", "classic", "--seed", "5", "--players", "2", "--bot", "ace,idle", "--ticks", "300"});
    ASSERT_EQ(result.code, 0) << result.err;
    ASSERT_EQ(lines(result.out).size(), 1u);
    std::size_t at = 0;
    for (const char* name : {"schema", "mode", "stage", "difficulty", "seed", "players", "bots", "ticks", "outcome", "score", "pilots",
                             "hash", "seconds", "ticks_per_second"}) {
        const std::size_t found = result.out.find("\"" + std::string(name) + "\":", at);
        ASSERT_NE(found, std::string::npos) << name;
        at = found;
    }
    EXPECT_EQ(field(result.out, "mode"), "classic");
    EXPECT_EQ(field(result.out, "seed"), "5");
    EXPECT_EQ(field(result.out, "ticks"), "300");
    EXPECT_EQ(field(result.out, "outcome"), "ticks");
    EXPECT_NE(result.out.find("\"bots\":[\"ace\",\"idle\"]"), std::string::npos);
    EXPECT_NE(result.out.find("{\"seat\":1,\"bot\":\"idle\",\"score\":"), std::string::npos);
    EXPECT_EQ(field(result.out, "hash").size(), 16u);
}

TEST(Runs, GiveTheSameLineTwice) {
    for (const char* mode : {"first_flight", "classic"}) {
        for (const char* players : {"1", "2"}) {
            const std::vector<std::string> arguments = {"run",  "--mode", mode,  "--seed",    "1",    "--ticks",
                                                        "2000", "--bot",  "ace", "--players", players};
            const auto first = run(arguments);
            const auto second = run(arguments);
            ASSERT_EQ(first.code, 0) << first.err;
            EXPECT_EQ(without_times(first.out), without_times(second.out));
            EXPECT_GT(std::stoi(field(first.out, "score")), 0);
        }
    }
}

// The lines that tests/replays/renew.sh has written, in whatever build this is.
TEST(Runs, GiveTheSameLinesInEveryBuild) {
    const auto golden = lines(read_text(WINGMATE_SOURCE_DIR "/tests/replays/runs.jsonl"));
    ASSERT_GE(golden.size(), 6u);
    for (const std::string& line : golden) {
        const std::size_t from = line.find("\"bots\":[") + 8;
        std::string bots = line.substr(from, line.find(']') - from);
        bots.erase(std::remove(bots.begin(), bots.end(), '"'), bots.end());
        std::vector<std::string> arguments = {
            "run", "--mode", field(line, "mode"), "--seed", field(line, "seed"), "--players", field(line, "players"), "--bot", bots};
        if (field(line, "outcome") == "ticks") {
            arguments.insert(arguments.end(), {"--ticks", field(line, "ticks")});
        }
        const auto result = run(arguments);
        ASSERT_EQ(result.code, 0) << result.err;
        EXPECT_EQ(result.out.substr(0, line.size() - 1), line.substr(0, line.size() - 1));
    }
}

TEST(Runs, OfDifferentSeedsDiffer) {
    const auto result = run({"run", "--mode", "classic", "--seed", "1..4", "--bot", "ace", "--ticks", "600"});
    std::vector<std::string> hashes;
    for (const std::string& line : lines(result.out)) hashes.push_back(field(line, "hash"));
    std::sort(hashes.begin(), hashes.end());
    EXPECT_EQ(std::unique(hashes.begin(), hashes.end()) - hashes.begin(), 4);
}

TEST(Runs, WithMoreJobsGiveTheSameLinesInTheSameOrder) {
    const std::vector<std::string> arguments = {"run", "--mode", "classic", "--seed", "1..30", "--bot", "ace", "--ticks", "400", "--jobs"};
    auto one = arguments;
    one.push_back("1");
    auto four = arguments;
    four.push_back("4");
    const auto first = run(one);
    const auto second = run(four);
    ASSERT_EQ(first.code, 0) << first.err;
    const auto all = all_without_times(first.out);
    ASSERT_EQ(all.size(), 30u);
    EXPECT_EQ(all, all_without_times(second.out));
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(field(all[i], "seed"), std::to_string(i + 1));
}

TEST(Runs, InShardsAreTogetherTheWhole) {
    std::vector<std::string> together;
    const std::vector<std::string> base = {"run", "--mode", "first_flight", "--seed", "10..20", "--ticks", "200"};
    for (const char* shard : {"1/3", "2/3", "3/3"}) {
        auto arguments = base;
        arguments.insert(arguments.end(), {"--shard", shard});
        for (const std::string& line : all_without_times(run(arguments).out)) together.push_back(line);
    }
    auto whole = all_without_times(run(base).out);
    ASSERT_EQ(whole.size(), 11u);
    std::sort(whole.begin(), whole.end());
    std::sort(together.begin(), together.end());
    EXPECT_EQ(together, whole);
}

TEST(Runs, WithoutTicksGoOnUntilTheGameIsOver) {
    for (const char* mode : {"first_flight", "classic"}) {
        const auto result = run({"run", "--mode", mode, "--seed", "2", "--bot", "idle"});
        EXPECT_EQ(field(result.out, "outcome"), "over") << mode;
    }
}

TEST(Runs, TakeTheLargestSeedThereIs) {
    const auto result = run({"run", "--mode", "classic", "--seed", "18446744073709551614..18446744073709551615", "--ticks", "10"});
    ASSERT_EQ(lines(result.out).size(), 2u) << result.err;
    EXPECT_EQ(field(lines(result.out)[1], "seed"), "18446744073709551615");
}

TEST(Runs, WithAChangedValuePlayByIt) {
    const std::vector<std::string> base = {"run", "--mode", "classic", "--seed", "2"};
    auto one_life = base;
    one_life.insert(one_life.end(), {"--set", "mode.hero.lives=1"});
    const auto three = run(base);
    const auto one = run(one_life);
    ASSERT_EQ(one.code, 0) << one.err;
    EXPECT_LT(std::stoi(field(one.out, "ticks")), std::stoi(field(three.out, "ticks")));
    EXPECT_NE(field(one.out, "content"), field(three.out, "content"));
    const auto wrong = run({"run", "--mode", "classic", "--set", "mode.hero.wings=2"});
    EXPECT_EQ(wrong.code, 4);
    EXPECT_NE(wrong.err.find("wings"), std::string::npos) << wrong.err;
}

TEST(Runs, OfAModeFileAreTheSameAsOfItsName) {
    const auto by_name = run({"run", "--mode", "classic", "--ticks", "200"});
    const std::string file = WINGMATE_SOURCE_DIR "/assets/data/modes/classic.toml";
    const auto by_path = run({"run", "--mode", file, "--ticks", "200"});
    ASSERT_EQ(by_path.code, 0) << by_path.err;
    EXPECT_EQ(field(by_path.out, "hash"), field(by_name.out, "hash"));
}

TEST(Runs, ThatStartInTheMiddleOfAReplayGoOnAsItDid) {
    const TemporaryDir dir;
    const auto whole = run({"run", "--mode", "classic", "--seed", "5", "--bot", "ace", "--ticks", "900", "--record", dir.path});
    const std::string from = (dir / "classic-1p-5.wmr").string() + "@450";
    const auto same = run({"run", "--from", from, "--bot", "ace", "--ticks", "900"});
    ASSERT_EQ(same.code, 0) << same.err;
    EXPECT_EQ(field(same.out, "hash"), field(whole.out, "hash"));
    const auto other = run({"run", "--from", from, "--bot", "idle", "--ticks", "900", "--record", dir / "other"});
    EXPECT_NE(field(other.out, "hash"), field(whole.out, "hash"));
    EXPECT_EQ(run({"verify", dir / "other" / "classic-1p-5.wmr"}).code, 0);
    const auto beyond = run({"run", "--from", (dir / "classic-1p-5.wmr").string() + "@901"});
    EXPECT_EQ(beyond.code, 2);
    EXPECT_NE(beyond.err.find("the ticks 1 to 900"), std::string::npos) << beyond.err;
}

TEST(Records, ThatAreStoppedBySigkillAreResumedToTheSameFile) {
    const TemporaryDir dir;
    const fs::path file = dir / "out.jsonl";
    const std::vector<std::string> base = {"run", "--mode", "classic", "--seed", "1..60", "--bot", "ace", "--ticks", "1500", "--jobs", "2"};
    const auto whole = run(base);
    auto to_file = base;
    to_file.insert(to_file.end(), {"--out", file.string()});
    {
        Process process(to_file);
        while (!fs::exists(file) || fs::file_size(file) < 1500) ::usleep(1000);
        process.send_signal(SIGKILL);
        EXPECT_EQ(process.wait().signal, SIGKILL);
    }
    const std::string left = read_text(file);
    ASSERT_FALSE(left.empty());
    EXPECT_EQ(left.back(), '\n') << "a line is there whole or not at all";
    ASSERT_LT(lines(left).size(), 60u);
    write_text(file, left + lines(whole.out)[lines(left).size()].substr(0, 100));  // what a power cut may leave
    to_file.push_back("--resume");
    const auto resumed = run(to_file);
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(all_without_times(read_text(file)), all_without_times(whole.out));
    EXPECT_EQ(read_text(file).substr(0, left.size()), left) << "finished seeds are not made again";
}

TEST(Records, OfAnotherRunAreLeftAlone) {
    const TemporaryDir dir;
    const std::string file = (dir / "out.jsonl").string();
    ASSERT_EQ(run({"run", "--mode", "classic", "--seed", "1..3", "--ticks", "50", "--out", file}).code, 0);
    const std::string before = read_text(file) + "{\"torn";
    write_text(file, before);
    for (const std::vector<std::string>& other : {std::vector<std::string>{"--ticks", "60"},
                                                  {"--ticks", "50", "--bot", "ace"},
                                                  {"--ticks", "50", "--players", "2"},
                                                  {"--ticks", "50", "--set", "mode.hero.lives=2"}}) {
        std::vector<std::string> arguments = {"run", "--mode", "classic", "--seed", "1..5", "--out", file, "--resume"};
        arguments.insert(arguments.end(), other.begin(), other.end());
        const auto result = run(arguments);
        EXPECT_EQ(result.code, 4);
        EXPECT_NE(result.err.find("another run"), std::string::npos) << result.err;
        EXPECT_EQ(read_text(file), before);
    }
    write_text(file, "my diary\n");
    const auto diary = run({"run", "--mode", "classic", "--out", file, "--resume", "--ticks", "50"});
    EXPECT_EQ(diary.code, 4);
    EXPECT_EQ(read_text(file), "my diary\n");
}

TEST(FullDisks, EndARunWithASentence) {
    const std::vector<std::string> base = {"run", "--mode", "classic", "--seed", "1..3", "--ticks", "50"};
    const auto to_stdout = Process(base, "/dev/full").wait();
    EXPECT_EQ(to_stdout.code, 1);
    EXPECT_NE(to_stdout.err.find("No space left"), std::string::npos) << to_stdout.err;
    for (const char* option : {"--out", "--trace"}) {
        auto arguments = std::vector<std::string>{"run", "--mode", "classic", "--ticks", "500", option, "/dev/full"};
        const auto result = run(arguments);
        EXPECT_EQ(result.code, 1) << option;
        EXPECT_NE(result.err.find("/dev/full: No space left"), std::string::npos) << result.err;
    }
}

TEST(Folders, ThatCannotBeWrittenEndARunWithASentence) {
    const TemporaryDir dir;
    write_text(dir / "file", "x");
    const std::string below = (dir / "file" / "below").string();
    for (const char* option : {"--out", "--trace", "--record"}) {
        const auto result = run({"run", "--mode", "classic", "--ticks", "50", option, below});
        EXPECT_EQ(result.code, 1) << option;
        EXPECT_NE(result.err.find("cannot"), std::string::npos) << result.err;
        EXPECT_EQ(result.out, "") << option;
    }
}

class Signals : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Both, Signals, testing::Values(SIGINT, SIGTERM));

TEST_P(Signals, FinishTheLineAndEndTheRun) {
    Process process({"run", "--mode", "classic", "--seed", "1..1000000", "--bot", "ace", "--ticks", "3000", "--jobs", "2"});
    const std::string first = process.first_line();
    ASSERT_NE(first, "");
    process.send_signal(GetParam());
    const auto result = process.wait(60);
    EXPECT_EQ(result.code, 128 + GetParam());
    EXPECT_EQ(result.out.back(), '\n');
    std::uint64_t seed = 0;
    for (const std::string& line : lines(result.out)) {
        EXPECT_EQ(line.back(), '}');
        EXPECT_EQ(field(line, "seed"), std::to_string(++seed));
    }
    EXPECT_LT(seed, 1000000u);
}

TEST(JsonTexts, AreJsonWhateverIsInThem) {
    EXPECT_EQ(game::json_text("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
    EXPECT_EQ(game::json_text("飞机"), "\"飞机\"");
    EXPECT_EQ(game::json_text("a\xFFz"), "\"a\\ufffdz\"");
    EXPECT_EQ(game::json_text("\xC0\x80"), "\"\\ufffd\\ufffd\"") << "an overlong zero";
    EXPECT_EQ(game::json_text("\xE2\x82"), "\"\\ufffd\\ufffd\"") << "cut off";
}

}  // namespace
