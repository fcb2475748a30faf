// Worlds are values: saved by a copy, compared by a hash.
#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/worlds.h"

namespace game {
namespace {

using namespace testing;

class Worlds : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Modes, Worlds, ::testing::Values("first_flight", "classic", "bench"),
                         [](const auto& i) { return std::string(i.param); });

TEST_P(Worlds, FromTheSameSeedAreEqualByteForByte) {
    Game a(shipped(GetParam()), 1, 7);
    Game b(shipped(GetParam()), 1, 7);
    a.ticks(400);
    b.ticks(400);
    EXPECT_EQ(std::memcmp(&a.world, &b.world, sizeof(World)), 0);
    EXPECT_EQ(hash_world(a.world), hash_world(b.world));
}

TEST_P(Worlds, FromAnotherSeedDiffer) {
    Game a(shipped(GetParam()), 1, 7);
    Game b(shipped(GetParam()), 1, 8);
    a.ticks(40);
    b.ticks(40);
    EXPECT_NE(hash_world(a.world), hash_world(b.world));
}

TEST_P(Worlds, StartAfreshWhateverTheyHeldBefore) {
    Game a(shipped(GetParam()), 1, 7);
    Game b(shipped(GetParam()), 1, 99);
    b.ticks(500);
    start_world(b.world, b.content, 7, 1);
    EXPECT_EQ(std::memcmp(&a.world, &b.world, sizeof(World)), 0);
}

TEST_P(Worlds, CopiedOverAFullerOneLeaveNothingOfItBehind) {
    Game full(shipped(GetParam()), 1, 7);
    full.ticks(600);
    Game fresh(shipped(GetParam()), 1, 7);
    copy_world(full.world, fresh.world);
    EXPECT_EQ(std::memcmp(&full.world, &fresh.world, sizeof(World)), 0);
}

TEST_P(Worlds, HashEveryPartOfTheirLiveState) {
    Game game(shipped(GetParam()), 1, 7);
    game.ticks(100);
    ASSERT_FALSE(game.world.hero_shots.empty());
    ASSERT_FALSE(game.world.enemies.empty());
    const std::uint64_t before = hash_world(game.world);
    const auto differs_after = [&](auto change) {
        const auto changed = std::make_unique<World>(game.world);
        change(*changed);
        return hash_world(*changed) != before;
    };
    EXPECT_TRUE(differs_after([](World& w) { ++w.header.rng.state; }));
    EXPECT_TRUE(differs_after([](World& w) { ++w.header.supply_timer; }));
    EXPECT_TRUE(differs_after([](World& w) { ++w.backgrounds[1].y; }));
    EXPECT_TRUE(differs_after([](World& w) { ++w.heroes[0].lives; }));
    EXPECT_TRUE(differs_after([](World& w) { ++w.hero_shots.column<&Shot::x>()[w.hero_shots.count - 1]; }));
    EXPECT_TRUE(differs_after([](World& w) { ++w.enemies[w.enemies.count - 1].hits_left; }));
    EXPECT_TRUE(differs_after([](World& w) { w.enemies.remove_if([](const Enemy&) { return true; }); }));
    EXPECT_TRUE(differs_after([](World& w) { w.pickups.spawn({.id = 1}); }));
    EXPECT_TRUE(differs_after([](World& w) { w.enemy_shots.spawn({.id = 1}); }));
}

TEST(Worlds, OfFirstFlightStaySmall) {
    Game game(shipped("first_flight"));
    game.ticks(600);
    EXPECT_LT(live_bytes(game.world), 2500u);
}

}  // namespace
}  // namespace game
