// The self-test's readers of the system's tables. What it finds is tried in network namespaces (tests/net/seen_test.py).
#include <gtest/gtest.h>

#include "game/match/self_test.h"

using game::read_neighbours;
using game::read_routers;

TEST(Neighbours, AreThoseThatTheSystemHasAsked) {
    const auto found = read_neighbours(
        "IP address       HW type     Flags       HW address            Mask     Device\n"
        "10.77.0.254      0x1         0x2         52:54:00:12:34:56     *        lan0\n"
        "10.77.0.3        0x1         0x0         00:00:00:00:00:00     *        wlan0\n"
        "not an address   0x1         0x2\n\n");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].ip, 0x0A4D00FEu);
    EXPECT_TRUE(found[0].has_answered);
    EXPECT_EQ(found[1].network, "wlan0");
    EXPECT_FALSE(found[1].has_answered);
    EXPECT_TRUE(read_neighbours("").empty());
}

TEST(Routers, AreThoseOfTheDefaultRoute) {
    const auto found = read_routers(
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        "lan0\t00000000\tFE004D0A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
        "lan0\t00004D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
        "torn\t0000");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].network, "lan0");
    EXPECT_EQ(found[0].ip, 0x0A4D00FEu);
}
