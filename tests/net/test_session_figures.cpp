// The figures of docs/netcode.md: ten virtual minutes of two pilots at each of the reference conditions. Prints a line each and keeps the
// bounds that are promised.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/net/toy_match.h"

namespace {

struct Condition {
    const char* name;
    double delay_ms, jitter_ms, loss, burst;  // one way
    std::uint32_t delay_ticks;
    std::uint32_t most_p99;  // ticks
    double most_stalls_percent;
    double most_payload_bytes;  // a second
};

constexpr Condition conditions[] = {
    {"LAN", 1, 0, 0, 1, 0, 1, 0, 900},       {"R1", 50, 10, 0.05, 1, 2, 3, 0, 1000},     {"R2", 100, 20, 0.10, 1, 2, 7, 0.05, 1250},
    {"R3", 50, 10, 0.10, 4, 2, 15, 1, 1050}, {"R4", 150, 30, 0.20, 1, 2, 12, 0.5, 1600},
};

}  // namespace

TEST(SessionFigures, KeepTheirBounds) {
    constexpr double seconds = 600;
    for (const Condition& condition : conditions) {
        toy::MatchSetup setup;
        setup.there.delay_us = static_cast<net::Time>(condition.delay_ms * 1000);
        setup.there.jitter_us = static_cast<net::Time>(condition.jitter_ms * 1000);
        setup.there.loss = condition.loss;
        setup.there.burst = condition.burst;
        setup.back = setup.there;
        setup.delay_ticks = condition.delay_ticks;
        setup.peers = {{.seats = 1}, {.seats = 2}};
        toy::Match match(setup);
        match.run(seconds);
        ASSERT_EQ(match.differences(), "");
        for (std::size_t i = 0; i < 2; ++i) {
            const net::SessionStats& stats = match.player(i).session().stats();
            const double stalls = 100.0 * static_cast<double>(stats.stalls) / static_cast<double>(stats.ticks + stats.stalls);
            const double packets = static_cast<double>(stats.packets_sent) / seconds;
            const double bytes = static_cast<double>(stats.payload_bytes_sent) / seconds;
            std::uint32_t deepest = 0;
            for (std::uint32_t depth = 1; depth < stats.rollback_depths.size(); ++depth)
                if (stats.rollback_depths[depth] != 0) deepest = depth;
            const std::uint32_t p99 = toy::rollback_percentile(stats, 0.99);
            net::SessionStats performed = stats;
            performed.ticks = stats.rollbacks;
            std::printf(
                "%-4s %-5s rollback p99 %u (of all ticks), p50 %u p99 %u max %u (of rollbacks)  stalls %.3f %%  %.1f packets/s  %.0f B/s "
                "payload\n",
                condition.name, i == 0 ? "host" : "guest", p99, toy::rollback_percentile(performed, 0.5),
                toy::rollback_percentile(performed, 0.99), deepest, stalls, packets, bytes);
            EXPECT_LE(p99, condition.most_p99) << condition.name;
            EXPECT_LE(stalls, condition.most_stalls_percent) << condition.name;
            // only where much is lost do some go twice
            EXPECT_LE(packets, condition.loss < 0.075 ? 60.1 : 64) << condition.name;
            EXPECT_GE(packets, condition.loss < 0.075 ? 58 : 61) << condition.name;
            EXPECT_LE(bytes, condition.most_payload_bytes) << condition.name;
            EXPECT_GT(stats.rollbacks, 100u) << condition.name;
        }
    }
}
