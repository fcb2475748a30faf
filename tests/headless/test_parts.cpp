// Runs in parts on many machines: who plays what, and putting the lines together again.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "game/headless/progress.h"
#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using namespace program;

// Variables that programs started meanwhile see.
class Environment {
  public:
    explicit Environment(std::map<std::string, std::string> variables) : variables_(std::move(variables)) {
        for (const auto& [name, value] : variables_) ::setenv(name.c_str(), value.c_str(), 1);
    }
    ~Environment() {
        for (const auto& [name, value] : variables_) ::unsetenv(name.c_str());
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    std::map<std::string, std::string> variables_;
};

std::string seeds_of(const std::string& text) {
    std::string seeds;
    for (const std::string& line : lines(text)) seeds += (seeds.empty() ? "" : " ") + field(line, "seed");
    return seeds;
}

const std::vector<std::string> ten_seeds = {"run", "--mode", "first_flight", "--seed", "1..10", "--ticks", "60"};

std::string seeds_with(const std::map<std::string, std::string>& variables) {
    const Environment environment(variables);
    const auto result = run(ten_seeds);
    return result.code == 0 ? seeds_of(result.out) : std::to_string(result.code) + ": " + result.err;
}

TEST(Shards, AreTakenFromASlurmArray) {
    EXPECT_EQ(seeds_with({{"SLURM_ARRAY_TASK_ID", "0"}, {"SLURM_ARRAY_TASK_COUNT", "3"}}), "1 4 7 10");
    EXPECT_EQ(seeds_with({{"SLURM_ARRAY_TASK_ID", "2"}, {"SLURM_ARRAY_TASK_COUNT", "3"}}), "3 6 9");
    // --array=1-3, and --array=10-14:2
    EXPECT_EQ(seeds_with({{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_COUNT", "3"}, {"SLURM_ARRAY_TASK_MIN", "1"}}), "3 6 9");
    EXPECT_EQ(seeds_with({{"SLURM_ARRAY_TASK_ID", "12"},
                          {"SLURM_ARRAY_TASK_COUNT", "3"},
                          {"SLURM_ARRAY_TASK_MIN", "10"},
                          {"SLURM_ARRAY_TASK_STEP", "2"}}),
              "2 5 8");
}

TEST(Shards, AreTakenFromAnIndexedJob) {
    EXPECT_EQ(seeds_with({{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETION_COUNT", "4"}}), "1 5 9");
    EXPECT_EQ(seeds_with({{"JOB_COMPLETION_INDEX", "3"}, {"JOB_COMPLETION_COUNT", "4"}}), "4 8");
}

TEST(Shards, OfTheCommandLineWinOverTheEnvironment) {
    const Environment environment(std::map<std::string, std::string>{{"SLURM_ARRAY_TASK_ID", "7"}});
    auto arguments = ten_seeds;
    arguments.insert(arguments.end(), {"--shard", "1/5"});
    EXPECT_EQ(seeds_of(run(arguments).out), "1 6");
}

TEST(Shards, ThatAreNotClearAreNotGuessed) {
    const std::map<std::string, std::map<std::string, std::string>> wrong = {
        {"SLURM_ARRAY_TASK_COUNT is not", {{"SLURM_ARRAY_TASK_ID", "1"}}},
        {"JOB_COMPLETION_COUNT is not", {{"JOB_COMPLETION_INDEX", "1"}}},
        {"none of the 3 from 0 on", {{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_COUNT", "3"}}},
        {"none of the 4 from 0 on", {{"JOB_COMPLETION_INDEX", "4"}, {"JOB_COMPLETION_COUNT", "4"}}},
        {"must be 1 to", {{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETION_COUNT", "0"}}},
        {"not a whole number", {{"JOB_COMPLETION_INDEX", "first"}, {"JOB_COMPLETION_COUNT", "4"}}},
    };
    for (const auto& [sentence, variables] : wrong) {
        const std::string result = seeds_with(variables);
        EXPECT_EQ(result.substr(0, 2), "2:") << result;
        EXPECT_NE(result.find(sentence), std::string::npos) << result;
    }
}

// A run in three parts, as files.
class Merging : public testing::Test {
  protected:
    Merging() {
        for (const char* shard : {"1/3", "2/3", "3/3"}) {
            files.push_back((dir / (std::string("part") + shard[0] + ".jsonl")).string());
            auto arguments = ten_seeds;
            arguments.insert(arguments.end(), {"--shard", shard, "--out", files.back()});
            EXPECT_EQ(run(arguments).code, 0);
        }
    }
    static Result merge(std::vector<std::string> of) {
        of.insert(of.begin(), "merge");
        return run(of);
    }
    TemporaryDir dir;
    std::vector<std::string> files;
};

TEST_F(Merging, SortsAndTakesEachGameOnce) {
    const auto whole = lines(run(ten_seeds).out);
    const auto result = merge({files[2], files[0], files[1], files[2]});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    const auto merged = lines(result.out);
    ASSERT_EQ(merged.size(), 10u);
    for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(without_times(merged[i]), without_times(whole[i]));
}

TEST_F(Merging, IntoOneOfThePartsIsSafe) {
    ASSERT_EQ(merge({files[0], files[1], files[2], "--out", files[0]}).code, 0);
    EXPECT_EQ(seeds_of(read_text(files[0])), "1 2 3 4 5 6 7 8 9 10");
    const auto resumed = run({"run", "--mode", "first_flight", "--seed", "1..12", "--ticks", "60", "--out", files[0], "--resume"});
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(seeds_of(read_text(files[0])), "1 2 3 4 5 6 7 8 9 10 11 12") << "a merged file can be gone on with";
}

TEST_F(Merging, SaysWhichSeedsAreMissing) {
    const auto result = merge({files[0], files[2]});
    EXPECT_EQ(result.code, 0);
    EXPECT_NE(result.err.find("of the seeds 1 to 10, 3 are missing, the first is 2"), std::string::npos) << result.err;
}

TEST_F(Merging, LeavesOutATornLastLine) {
    const std::string text = read_text(files[1]);
    write_text(files[1], text.substr(0, text.size() - 20));
    const auto result = merge(files);
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(seeds_of(result.out), "1 2 3 4 5 6 7 9 10");
    EXPECT_NE(result.err.find("part2.jsonl:3: a torn last line is left out"), std::string::npos) << result.err;
}

TEST_F(Merging, OfAnotherRunIsRefused) {
    const std::string other = (dir / "other.jsonl").string();
    ASSERT_EQ(run({"run", "--mode", "first_flight", "--seed", "11..12", "--ticks", "61", "--out", other}).code, 0);
    const auto result = merge({files[0], other});
    EXPECT_EQ(result.code, 4);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("other.jsonl:1 is of the run"), std::string::npos) << result.err;
    write_text(other, "my diary\n");
    const auto diary = merge({files[0], other});
    EXPECT_EQ(diary.code, 4);
    EXPECT_NE(diary.err.find("other.jsonl:1: not a line of a run"), std::string::npos) << diary.err;
    EXPECT_EQ(merge({files[0], (dir / "nothing").string()}).code, 4);
}

TEST_F(Merging, OntoAFullDiskLeavesThePartsAndSaysSo) {
    const auto full = merge({files[0], files[1], "--out", "/dev/full"});
    EXPECT_EQ(full.code, 1);
    EXPECT_NE(full.err.find("/dev/full: No space left"), std::string::npos) << full.err;
    EXPECT_EQ(seeds_of(read_text(files[0])), "1 4 7 10");
}

TEST_F(Merging, OfTwoResultsOfOneGameIsRefused) {
    std::string text = read_text(files[1]);
    const std::size_t at = text.find("\"hash\":\"") + 8;
    text[at] = text[at] == '0' ? '1' : '0';
    const std::string other = (dir / "other.jsonl").string();
    write_text(other, text);
    const auto result = merge({files[0], files[1], other});
    EXPECT_EQ(result.code, 5);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("are of the same game with the seed 2 and differ"), std::string::npos) << result.err;
}

TEST(Records, SurviveSigkillAtAnyMoment) {
    const TemporaryDir dir;
    const fs::path file = dir / "out.jsonl";
    const std::vector<std::string> base = {"run",    "--mode",  "first_flight", "--seed", "1..400", "--bot",
                                           "random", "--ticks", "300",          "--jobs", "2"};
    const auto whole = run(base);
    auto to_file = base;
    to_file.insert(to_file.end(), {"--out", file.string(), "--resume"});
    std::minstd_rand moments(7);
    for (int kill = 0; kill < 12; ++kill) {
        Process process(to_file);
        ::usleep(static_cast<useconds_t>(2000 + moments() % 40'000));
        process.send_signal(SIGKILL);
        process.wait();
        const std::string text = fs::exists(file) ? read_text(file) : "";
        std::size_t at = 0;
        for (const std::string& line : lines(text)) {
            at += line.size() + 1;
            if (at > text.size()) break;  // no line end: no record
            EXPECT_EQ(line.front(), '{');
            EXPECT_EQ(line.back(), '}');
        }
    }
    const auto resumed = run(to_file);
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    const auto all = lines(read_text(file));
    ASSERT_EQ(all.size(), 400u);
    for (std::size_t i = 0; i < 400; ++i) EXPECT_EQ(without_times(all[i]), without_times(lines(whole.out)[i]));
}

// The disk is full for whoever may not write larger files.
TEST(FullDisks, KeepTheLinesThatFitAndTheRunGoesOnLater) {
    const TemporaryDir dir;
    const std::string file = (dir / "out.jsonl").string();
    auto arguments = ten_seeds;
    arguments.insert(arguments.end(), {"--out", file});
    rlimit usual{};
    ::getrlimit(RLIMIT_FSIZE, &usual);
    rlimit small = usual;
    small.rlim_cur = 1500;
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto full = run(arguments);
    ::setrlimit(RLIMIT_FSIZE, &usual);
    EXPECT_EQ(full.code, 1);
    EXPECT_NE(full.err.find("cannot write " + file + ": File too large"), std::string::npos) << full.err;
    const std::string kept = read_text(file);
    ASSERT_FALSE(kept.empty());
    EXPECT_EQ(kept.back(), '\n') << "the line that did not fit is taken back";
    arguments.push_back("--resume");
    ASSERT_EQ(run(arguments).code, 0);
    EXPECT_EQ(seeds_of(read_text(file)), "1 2 3 4 5 6 7 8 9 10");
    EXPECT_EQ(read_text(file).substr(0, kept.size()), kept);
}

TEST(Games, InWhichACheckFailsLeaveTheirReplay) {
    const TemporaryDir dir;
    const auto failed = run({"run", "--mode", "classic", "--seed", "3..6", "--bot", "ace", "--fail-check", "200", "--out",
                             (dir / "out.jsonl").string(), "--jobs", "2"});
    EXPECT_EQ(failed.signal, SIGABRT);
    EXPECT_NE(failed.err.find("this must hold and does not"), std::string::npos) << failed.err;
    const fs::path replay =
        fs::exists(dir / "stopped-classic-1p-3.wmr") ? dir / "stopped-classic-1p-3.wmr" : dir / "stopped-classic-1p-4.wmr";
    EXPECT_NE(failed.err.find(replay.string()), std::string::npos) << failed.err;
    const auto verified = run({"verify", replay.string()});
    EXPECT_EQ(verified.code, 0) << verified.err;
    EXPECT_EQ(field(verified.out, "ticks"), "199");
}

TEST(ProgressBars, SayHowManyHowFastAndHowLong) {
    EXPECT_EQ(game::progress_text("games", 50, 100, 0, 2'000'000, 10),
              "[==========          ] 50 of 100 games, 5.0 a second, 200 k ticks a second, 0:10 left");
    EXPECT_EQ(game::progress_text("games", 50, 100, 40, 5'000, 10),
              "[==========          ] 50 of 100 games, 1.0 a second, 500 ticks a second, 0:50 left");
    EXPECT_EQ(game::progress_text("games", 100, 100, 0, 0, 10), "[====================] 100 of 100 games, 10 a second, 0.0 ticks a second");
    EXPECT_EQ(game::progress_text("games", 3, 0, 0, 30'000'000, 2), "3 games, 1.5 a second, 15.0 M ticks a second");
    EXPECT_EQ(game::progress_text("games", 1, 100'000, 0, 1, 1),
              "[                    ] 1 of 100000 games, 1.0 a second, 1.0 ticks a second, 27:46:39 left");
}

}  // namespace
