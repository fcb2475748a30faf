// The command bench: what it measures is the game, and what it prints can be read. Speed itself is no test: it hangs on the machine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/support/program.h"

namespace {

using namespace program;

TEST(Bench, CountsNoHeapAllocationInATick) {
    const auto result = run({"bench", "allocations"});
    ASSERT_EQ(result.code, 0) << result.err;
    ASSERT_EQ(lines(result.out).size(), 1u);
    EXPECT_EQ(field(result.out, "name"), "allocations_in_3000_ticks");
    EXPECT_EQ(field(result.out, "value"), "0");
    EXPECT_EQ(field(result.out, "reached"), "true");
}

TEST(Bench, SaysWhatIsReachedByTheGoalOfEachLine) {
    const auto result = run({"bench", "rollback"});
    ASSERT_EQ(result.code, 0) << result.err;
    const auto all = lines(result.out);
    ASSERT_EQ(all.size(), 4u);
    for (const std::string& line : all) {
        EXPECT_EQ(field(line, "unit"), "us");
        const double value = std::strtod(field(line, "value").c_str(), nullptr);
        const double reach = std::strtod(field(line, "reach").c_str(), nullptr);
        EXPECT_GT(value, 0) << line;
        EXPECT_EQ(field(line, "reached"), value <= reach ? "true" : "false") << line;
    }
}

TEST(Bench, RefusesAFigureThatThereIsNotAndNamesThoseThereAre) {
    const auto result = run({"bench", "speed"});
    EXPECT_EQ(result.code, 2);
    EXPECT_NE(result.err.find("there is no figure \"speed\", known are process, first_flight, bench_stage"), std::string::npos)
        << result.err;
}

}  // namespace
