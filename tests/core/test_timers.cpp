// Periods are exact at every tick rate; other times are rounded half up.
#include <gtest/gtest.h>

#include <vector>

#include "engine/core/fixed.h"
#include "engine/core/rng.h"
#include "engine/core/timer.h"

namespace engine {
namespace {

std::vector<int> ticks_with_events(std::uint32_t period_ms, std::uint32_t rate, int ticks) {
    std::vector<int> found;
    for (int tick = 1; tick <= ticks; ++tick) {
        for (int due = events_in_tick(static_cast<std::uint64_t>(tick), period_ms, rate); due > 0; --due) found.push_back(tick);
    }
    return found;
}

TEST(Timers, Of300MsAt15TicksASecondFallDueEveryFourAndAHalfTicks) {
    EXPECT_EQ(ticks_with_events(300, 15, 46), (std::vector<int>{5, 9, 14, 18, 23, 27, 32, 36, 41, 45}));
}

TEST(Timers, OfASecondFallDueOnceInAsManyTicksAsTheRateHas) {
    EXPECT_EQ(ticks_with_events(1000, 15, 60), (std::vector<int>{15, 30, 45, 60}));
    EXPECT_EQ(ticks_with_events(1000, 60, 180), (std::vector<int>{60, 120, 180}));
}

TEST(Timers, ShorterThanATickFallDueSeveralTimesInOne) { EXPECT_EQ(ticks_with_events(30, 15, 3), (std::vector<int>{1, 1, 2, 2, 3, 3})); }

TEST(Timers, NeverDriftOverDays) {
    constexpr std::uint64_t seconds = std::uint64_t{7} * 24 * 3600;
    std::uint64_t events = 0;
    for (std::uint64_t tick = 1; tick <= seconds * 15; ++tick) events += static_cast<std::uint64_t>(events_in_tick(tick, 300, 15));
    EXPECT_EQ(events, seconds * 10 / 3);
}

TEST(Times, AreRoundedHalfUpToTicks) {
    EXPECT_EQ(ms_to_ticks(1000, 60), 60u);
    EXPECT_EQ(ms_to_ticks(167, 60), 10u);
    EXPECT_EQ(ms_to_ticks(175, 60), 11u);  // 10.5
    EXPECT_EQ(ms_to_ticks(33, 15), 0u);
    EXPECT_EQ(ms_to_ticks(34, 15), 1u);
}

TEST(Positions, AreRoundedDownToPixelsAlsoBelowZero) {
    EXPECT_EQ(to_pixels(to_fixed(5) + 255), 5);
    EXPECT_EQ(to_pixels(-1), -1);
    EXPECT_EQ(to_pixels(to_fixed(-3)), -3);
    EXPECT_EQ(to_pixels(to_fixed(-3) - 1), -4);
}

TEST(RandomNumbers, ReachBothEndsOfTheirRangeAndNothingElse) {
    Rng rng{9};
    std::vector<int> seen(4, 0);
    for (int i = 0; i < 4000; ++i) {
        const int value = rng.between(-1, 2);
        ASSERT_GE(value, -1);
        ASSERT_LE(value, 2);
        ++seen[static_cast<std::size_t>(value + 1)];
    }
    for (const int count : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(RandomNumbers, OfASeedAreTheSameOnEveryMachine) {
    Rng rng{0};
    EXPECT_EQ(rng.next(), 0xE220A8397B1DCDAFu);
    EXPECT_EQ(rng.next(), 0x6E789E6AA1B965F4u);
}

}  // namespace
}  // namespace engine
