// What a person or a script meets first: help, mistakes, exit codes.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/program.h"

namespace {

using namespace program;

TEST(Help, IsOnStandardOutputAndNamesEveryCommand) {
    const auto result = run({"--help"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.err, "");
    for (const char* command : {"run", "merge", "verify", "check", "serve", "join"})
        EXPECT_NE(result.out.find(command), std::string::npos) << command;
}

TEST(Help, OfEachCommandNamesItsOptions) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> commands = {
        {"run",
         {"--mode", "--stage", "--difficulty", "--seed", "--players", "--bot", "--inputs", "--ticks", "--jobs", "--shard", "--out",
          "--resume", "--trace", "--bot-timeout", "--record", "--set", "--from", "--quiet"}},
        {"merge", {"FILE", "--out"}},
        {"verify", {"FILE"}},
        {"check", {"DIR"}},
        {"serve", {"--port", "--name", "--mode", "--players", "--seed"}},
        {"join", {"ADDRESS", "--bot", "--ticks", "--link-delay", "--link-jitter", "--link-loss"}},
    };
    for (const auto& [command, options] : commands) {
        const auto result = run({command, "--help"});
        EXPECT_EQ(result.code, 0) << command;
        for (const std::string& option : options) EXPECT_NE(result.out.find(option), std::string::npos) << command << " " << option;
    }
}

TEST(Version, IsOneLine) {
    const auto result = run({"--version"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(lines(result.out).size(), 1u);
    EXPECT_NE(result.out.find(WINGMATE_VERSION), std::string::npos);
}

struct Mistake {
    std::vector<std::string> arguments;
    std::string what;  // part of the message
    friend std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
        for (const std::string& word : mistake.arguments) out << word << ' ';
        return out;
    }
};

class UsageMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(UsageMistakes, EndWithASentenceAndExitCode2) {
    const auto result = run(GetParam().arguments);
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find(GetParam().what), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, UsageMistakes,
    testing::Values(
        Mistake{{}, "A command (run, merge, "}, Mistake{{"fly"}, "fly"}, Mistake{{"run"}, "--mode"},
        Mistake{{"run", "--mode", "classic", "--fast"}, "--fast"},
        Mistake{{"run", "--mode", "nonsense"}, "there is no mode \"nonsense\", known are bench, classic, first_flight"},
        Mistake{{"run", "--mode", "classic", "--seed", "x"}, "\"x\" is not a whole number"},
        Mistake{{"run", "--mode", "classic", "--seed", "9..3"}, "A no larger than B"},
        Mistake{{"run", "--mode", "classic", "--seed", "-1"}, "--seed"},
        Mistake{{"run", "--mode", "classic", "--ticks", "0"}, "1 to 1000000"},
        Mistake{{"run", "--mode", "classic", "--ticks", "1000001"}, "1 to 1000000"},
        Mistake{{"run", "--mode", "classic", "--players", "5"}, "1 to 4"}, Mistake{{"run", "--mode", "classic", "--jobs", "0"}, "1 to 256"},
        Mistake{{"run", "--mode", "first_flight", "--players", "3"}, "the mode first_flight is for 1 to 2 pilots, not 3"},
        Mistake{{"run", "--mode", "classic", "--bot", "nobody"}, "there is no \"nobody\"; there are idle, random, rookie, ace"},
        Mistake{{"run", "--mode", "classic", "--players", "3", "--bot", "ace,idle"}, "2 names for 3 pilots"},
        Mistake{{"run", "--mode", "classic", "--bot", "inputs"}, "no --inputs FILE"},
        Mistake{{"run", "--mode", "classic", "--bot", "ace", "--inputs", "keys.txt"}, "every seat has a bot"},
        Mistake{{"run", "--mode", "classic", "--stage", "coast"}, "the mode classic has no stages"},
        Mistake{{"run", "--mode", "classic", "--difficulty", "hard"}, "has no \"hard\"; it has normal"},
        Mistake{{"run", "--mode", "classic", "--shard", "3"}, "I/N"},
        Mistake{{"run", "--mode", "classic", "--shard", "5/4"}, "from 1/N to N/N"},
        Mistake{{"run", "--mode", "classic", "--shard", "0/4"}, "from 1/N"},
        Mistake{{"run", "--mode", "classic", "--shard", "1/0"}, "from 1/N"}, Mistake{{"run", "--mode", "classic", "--shard", "1/"}, "I/N"},
        Mistake{{"run", "--mode", "classic", "--shard", "1/2/3"}, "I/N"},
        Mistake{{"run", "--mode", "classic", "--set", "a=1", "--set", "a=2"}, "set twice"},
        Mistake{{"run", "--mode", "classic", "--set", "a=1,2,1"}, "names a value twice"},
        Mistake{{"run", "--mode", "classic", "--set", "a=6..3"}, "A no larger than B"},
        Mistake{{"run", "--mode", "classic", "--set", "a=1..5000"}, "at most 1000 combinations"},
        Mistake{{"run", "--mode", "classic", "--set", "a=1..100", "--set", "b=1..100"}, "at most 1000 combinations"},
        Mistake{{"run", "--mode", "classic", "--set", "a=1..9:0"}, "the step"},
        Mistake{{"run", "--mode", "classic", "--set", "mode.hero.lives=1,2", "--trace", "x"}, "is for one game"},
        Mistake{{"run", "--mode", "classic", "--bot", "pipe:"}, "needs a command"},
        Mistake{{"run", "--mode", "classic", "--bot", "ace,,ace", "--players", "3"}, "a name is missing"},
        Mistake{{"run", "--mode", "classic", "--resume"}, "needs --out"},
        Mistake{{"run", "--mode", "classic", "--seed", "1..2", "--trace", "t"}, "one seed"},
        Mistake{{"run", "--mode", "classic", "--set", "lives"}, "KEY=VALUE"}, Mistake{{"run", "--from", "a.wmr"}, "REPLAY@TICK"},
        Mistake{{"run", "--from", "a.wmr@5", "--seed", "3"}, "the replay's"}, Mistake{{"verify"}, "files"},
        Mistake{{"serve", "--port", "70000"}, "65535"}, Mistake{{"serve", "--mode", "nonsense"}, "there is no mode"},
        Mistake{{"serve", "--mode", "first_flight", "--players", "3"}, "1 to 2 pilots"}, Mistake{{"join", "--bot", "ace"}, "address"},
        Mistake{{"join", "127.0.0.1"}, "--bot"}, Mistake{{"join", "127.0.0.1", "--bot", "nobody"}, "there is no \"nobody\""}));

}  // namespace
