// Written inputs and what a run shows of each tick.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "engine/core/error.h"
#include "game/headless/inputs_file.h"
#include "tests/support/program.h"

namespace {

using engine::Button;
using namespace program;

std::string mistakes_of(const std::string& text, unsigned seats = 0b1111) {
    try {
        (void)game::parse_inputs(text, "keys.txt", seats);
        return {};
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::BadData);
        return error.what();
    }
}

TEST(InputsFiles, AreReadLineByLine) {
    const auto script = game::parse_inputs("# a comment\n5 1 left+fire # and another\r\n\n1 0 dx=-7+dy=3\n5 0 none", "keys.txt", 0b11);
    ASSERT_EQ(script.size(), 3u);
    EXPECT_EQ(script[0].tick, 1u) << "ordered by tick";
    EXPECT_EQ(script[0].bits, engine::axis_bits(-7, 3));
    EXPECT_EQ(script[1].tick, 5u);
    EXPECT_EQ(script[1].seat, 1);
    EXPECT_EQ(script[1].bits, Button::Left | Button::Fire);
    EXPECT_EQ(script[2].seat, 0);
    EXPECT_EQ(script[2].bits, 0);
}

TEST(InputsFiles, KnowEveryButton) {
    const auto script = game::parse_inputs("1 0 up+down+left+right+fire+bomb+focus", "keys.txt", 1);
    EXPECT_EQ(script.at(0).bits, 0x7F);
}

TEST(InputsFiles, ListEveryMistakeWithItsLineAndWhatIsAllowed) {
    EXPECT_EQ(mistakes_of("1 0 jump"),
              "keys.txt:1: button \"jump\" is not one of up down left right fire bomb focus dx=-7..7 dy=-7..7, or none alone");
    EXPECT_EQ(mistakes_of("0 0 up"), "keys.txt:1: tick \"0\" is not a number from 1 to 1000000");
    EXPECT_EQ(mistakes_of("x 0 up"), "keys.txt:1: tick \"x\" is not a number from 1 to 1000000");
    EXPECT_EQ(mistakes_of("1 2 up", 0b11), "keys.txt:1: seat \"2\" is not one that this file flies: 0, 1");
    EXPECT_EQ(mistakes_of("\n1 0"),
              "keys.txt:2: no buttons; allowed are up down left right fire bomb focus dx=-7..7 dy=-7..7, or none alone");
    EXPECT_EQ(mistakes_of("1 0 up down"), "keys.txt:1: \"down\" stands after the buttons; join buttons with +");
    for (const char* text :
         {"1 0 up+", "1 0 +up", "1 0 up+none", "1 0 dx=8", "1 0 dx=", "1 0 dy=-8", "1 0 UP", "1 -1 up", "1.5 0 up", "99999999999 0 up"}) {
        EXPECT_NE(mistakes_of(text), "") << text;
    }
    EXPECT_EQ(lines(mistakes_of("1 0 jump\n2 0 up\n3 9 up")).size(), 2u);
    std::string many;
    for (int i = 0; i < 200; ++i) many += "nonsense\n";
    EXPECT_EQ(lines(mistakes_of(many)).back(), "keys.txt: and 150 more");
}

TEST(InputsFiles, EndTheProgramWithExitCode4) {
    const TemporaryDir dir;
    write_text(dir / "keys.txt", "1 0 jump\n2 0 none\n3 0 sing\n");
    const auto result = run({"run", "--mode", "classic", "--inputs", dir / "keys.txt"});
    EXPECT_EQ(result.code, 4);
    EXPECT_NE(result.err.find("keys.txt:1: button \"jump\""), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("keys.txt:3: button \"sing\""), std::string::npos) << result.err;
    const auto missing = run({"run", "--mode", "classic", "--inputs", dir / "none.txt"});
    EXPECT_EQ(missing.code, 4);
    EXPECT_NE(missing.err.find("none.txt: cannot be read"), std::string::npos) << missing.err;
}

// The x of the first hero in a line of a trace.
int hero_x(const std::string& line) {
    const std::size_t at = line.find("\"group\":\"heroes\"");
    const std::size_t rect = line.find("\"rect\":[", at);
    return std::stoi(line.substr(rect + 8));
}

TEST(Traces, ShowThatKeysHoldFromTheirTickOn) {
    const TemporaryDir dir;
    write_text(dir / "keys.txt", "3 0 right\n5 0 none\n8 0 left\n");
    const auto result = run({"run", "--mode", "first_flight", "--inputs", dir / "keys.txt", "--ticks", "10", "--trace", dir / "t.jsonl"});
    ASSERT_EQ(result.code, 0) << result.err;
    const auto trace = lines(read_text(dir / "t.jsonl"));
    ASSERT_EQ(trace.size(), 10u);
    const std::vector<int> expected = {189, 189, 197, 205, 205, 205, 205, 197, 189, 181};
    for (std::size_t i = 0; i < trace.size(); ++i) EXPECT_EQ(hero_x(trace[i]), expected[i]) << "tick " << i + 1;
}

TEST(Traces, HaveALineATickThatEndsWithTheHashOfTheRun) {
    const TemporaryDir dir;
    for (const char* mode : {"first_flight", "classic"}) {
        const auto result =
            run({"run", "--mode", mode, "--seed", "2", "--players", "2", "--trace", dir / "t.jsonl", "--bot", "ace", "--ticks", "400"});
        ASSERT_EQ(result.code, 0) << result.err;
        const auto trace = lines(read_text(dir / "t.jsonl"));
        ASSERT_EQ(std::to_string(trace.size()), field(result.out, "ticks"));
        for (std::size_t i = 0; i < trace.size(); ++i) EXPECT_EQ(field(trace[i], "tick"), std::to_string(i + 1));
        EXPECT_EQ(field(trace.back(), "hash"), field(result.out, "hash"));
        std::size_t at = 0;
        for (const char* group : {"background", "heroes", "hero_shots", "enemies"}) {
            const std::size_t found = trace.back().rfind("\"group\":\"" + std::string(group));
            ASSERT_NE(found, std::string::npos) << group;
            EXPECT_GT(found, at) << group;
            at = found;
        }
    }
}

TEST(Traces, EndWithTheTickInWhichTheLastHeroGoes) {
    const TemporaryDir dir;
    const auto result = run({"run", "--mode", "first_flight", "--seed", "2", "--bot", "idle", "--trace", dir / "t.jsonl"});
    ASSERT_EQ(field(result.out, "outcome"), "over");
    const auto trace = lines(read_text(dir / "t.jsonl"));
    EXPECT_EQ(std::to_string(trace.size()), field(result.out, "ticks"));
    EXPECT_EQ(trace.back().find("heroes"), std::string::npos);
    EXPECT_NE(trace[trace.size() - 2].find("heroes"), std::string::npos);
}

TEST(Traces, AreThereWholeOrNotAtAll) {
    const TemporaryDir dir;
    {
        Process process({"run", "--mode", "classic", "--bot", "ace", "--trace", dir / "t.jsonl", "--ticks", "1000000"});
        ::usleep(300000);
        EXPECT_FALSE(std::filesystem::exists(dir / "t.jsonl"));
        process.send_signal(9);
        process.wait();
    }
    EXPECT_FALSE(std::filesystem::exists(dir / "t.jsonl"));
}

}  // namespace
