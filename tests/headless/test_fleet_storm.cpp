// What a storm does, and how it judges what it sees.
#include <gtest/gtest.h>

#include "game/headless/fleet_storm.h"
#include "tests/headless/fleet_pair.h"

using fleet::Pair;
using fleet::second_us;
using game::FleetIncident;
using game::FleetStorm;

TEST(FleetStorms, WhereTwoAreTheHostNeitherPlaysEverybodysGame) {
    Pair pair;
    const FleetStorm storm(1, {.incidents = {FleetIncident::Pause}, .every_us = 1000 * second_us}, {}, pair.net, pair.machines, pair.now);
    EXPECT_TRUE(storm.is_calm(pair.host()));
    pair.host().sleep_until(pair.now + 3 * second_us);
    pair.run(3 * second_us, [&] { return pair.guest().is_host(); });
    // They are not two seconds apart, and have recorded nothing that differs.
    ASSERT_TRUE(pair.guest().is_host());
    ASSERT_TRUE(game::fleet_agrees(pair.host(), pair.guest()));
    EXPECT_FALSE(storm.is_calm(pair.host()));
    EXPECT_FALSE(storm.is_calm(pair.guest()));
}

TEST(FleetStorms, EndAPauseHoweverLateItComes) {
    Pair pair;
    FleetStorm storm(1, {.incidents = {FleetIncident::Pause}, .every_us = 1000 * second_us}, {}, pair.net, pair.machines, pair.now);
    pair.guest().online().pause(pair.now);
    pair.host().sleep_until(pair.now + 3 * second_us / 2);  // hears of it then
    bool was_paused = false, is_paused = false;
    for (int i = 0; i < 100; ++i) {
        storm.let_go_on(pair.now);
        pair.run(second_us / 10);
        is_paused = pair.host().online().pause_status().paused || pair.guest().online().pause_status().paused;
        was_paused |= is_paused;
    }
    EXPECT_TRUE(was_paused);
    EXPECT_FALSE(is_paused);
    EXPECT_GT(pair.guest().confirmed(), 60u * 8);
}
