// --set with several values: every combination, in a fixed order, each game repeatable by the command that its line names.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "game/headless/sweep.h"
#include "tests/support/program.h"

namespace {

using game::combinations_of;
using namespace program;

// "a=1 b=2 | a=1 b=3"
std::string shown(const std::vector<std::string>& sets) {
    std::string text;
    for (const auto& combination : combinations_of(sets)) {
        if (!text.empty()) text += " | ";
        for (const auto& change : combination) text += (text.empty() || text.back() == ' ' ? "" : " ") + change.key + "=" + change.value;
    }
    return text;
}

// The words of a command without quotes in it.
std::vector<std::string> words_of(const std::string& command) {
    std::vector<std::string> words;
    for (std::size_t from = 0; from < command.size();) {
        const std::size_t to = std::min(command.find(' ', from), command.size());
        words.push_back(command.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

TEST(Sweeps, TakeListsAndRangesAndMakeEveryCombinationTheLastTurningFastest) {
    EXPECT_EQ(shown({"a=5"}), "a=5");
    EXPECT_EQ(shown({"a=1,2,5"}), "a=1 | a=2 | a=5");
    EXPECT_EQ(shown({"a=3..6"}), "a=3 | a=4 | a=5 | a=6");
    EXPECT_EQ(shown({"a=-1..1"}), "a=-1 | a=0 | a=1");
    EXPECT_EQ(shown({"a=100..350:100"}), "a=100 | a=200 | a=300");
    EXPECT_EQ(shown({"a=1..2,7"}), "a=1 | a=2 | a=7");
    EXPECT_EQ(shown({"a=[2, 4],[3,3]"}), "a=[2, 4] | a=[3,3]");
    EXPECT_EQ(shown({"a=first..last"}), "a=first..last");
    EXPECT_EQ(shown({"a=true,false", "b=1..2"}), "a=true b=1 | a=true b=2 | a=false b=1 | a=false b=2");
    EXPECT_EQ(combinations_of({}).size(), 1u);
}

TEST(Sweeps, PlayEveryCombinationOfEverySeedAndSayWhichInTheLine) {
    const auto result = run({"run", "--mode", "classic", "--seed", "4..5", "--bot", "rookie", "--ticks", "900", "--set",
                             "mode.hero.lives=1,3", "--set", "enemies.small.speed=3..4", "--jobs", "2"});
    ASSERT_EQ(result.code, 0) << result.err;
    const auto all = lines(result.out);
    ASSERT_EQ(all.size(), 8u);
    std::vector<std::string> contents;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(field(all[i], "seed"), i < 4 ? "4" : "5");
        EXPECT_EQ(field(all[i], "set_number"), std::to_string(i % 4));
        const std::string set = std::string(R"("set":{"mode.hero.lives":")") + (i % 4 < 2 ? "1" : "3") + R"(","enemies.small.speed":")" +
                                (i % 2 == 0 ? "3" : "4") + R"("})";
        EXPECT_NE(all[i].find(set), std::string::npos) << all[i];
        contents.push_back(field(all[i], "content"));
    }
    std::sort(contents.begin(), contents.end());
    EXPECT_EQ(std::unique(contents.begin(), contents.end()) - contents.begin(), 4);
}

TEST(Sweeps, EachGameIsRepeatedByTheCommandInItsLineAndItsReplay) {
    const TemporaryDir dir;
    const auto result = run({"run", "--mode", "classic", "--seed", "4", "--bot", "rookie,ace", "--players", "2", "--ticks", "900", "--set",
                             "enemies.small.speed=3..5", "--record", dir.path});
    ASSERT_EQ(result.code, 0) << result.err;
    for (const std::string& line : lines(result.out)) {
        auto words = words_of(field(line, "command"));
        ASSERT_EQ(words.at(0), "wingmate-headless");
        words.erase(words.begin());
        const auto again = run(words);
        ASSERT_EQ(again.code, 0) << again.err;
        EXPECT_EQ(field(again.out, "hash"), field(line, "hash"));
        EXPECT_EQ(field(again.out, "command"), field(line, "command"));
        const auto verified = run({"verify", dir / ("classic-2p-4-set" + field(line, "set_number") + ".wmr")});
        EXPECT_EQ(verified.code, 0) << verified.err;
    }
}

TEST(Sweeps, InPartsAndResumedAreTheWhole) {
    const TemporaryDir dir;
    const std::vector<std::string> base = {"run", "--mode", "first_flight",          "--seed", "1..5", "--ticks",
                                           "150", "--set",  "mode.hero.speed_x=4..6"};
    const auto whole = run(base);
    ASSERT_EQ(lines(whole.out).size(), 15u) << whole.err;
    std::vector<std::string> merge = {"merge", "--out", (dir / "all.jsonl").string()};
    for (const char* shard : {"2/2", "1/2"}) {
        const std::string file = (dir / (std::string("part") + shard[0])).string();
        auto part = base;
        part.insert(part.end(), {"--shard", shard, "--out", file});
        ASSERT_EQ(run(part).code, 0);
        // Half of it is lost and made again.
        const std::string text = read_text(file);
        write_text(file, text.substr(0, text.size() / 2));
        part.push_back("--resume");
        ASSERT_EQ(run(part).code, 0);
        merge.push_back(file);
    }
    ASSERT_EQ(run(merge).code, 0);
    const auto merged = lines(read_text(dir / "all.jsonl"));
    ASSERT_EQ(merged.size(), 15u);
    for (std::size_t i = 0; i < merged.size(); ++i) EXPECT_EQ(without_times(merged[i]), without_times(lines(whole.out)[i]));
}

TEST(Sweeps, OfValuesThatAreNotAllowedPlayNothing) {
    const auto result = run({"run", "--mode", "classic", "--ticks", "10", "--set", "mode.hero.lives=98..101"});
    EXPECT_EQ(result.code, 4);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("\"hero.lives\" is 100, allowed 1 to 99"), std::string::npos) << result.err;
}

}  // namespace
