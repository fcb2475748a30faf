// Classic: bombs, supplies and levels.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/classic_sky.h"

namespace game {
namespace {

using namespace testing;

TEST(Bombs, DestroyEveryEnemyOnTheFieldForItsPoints) {
    Game game(unarmed());
    place(game, small, 10, 10);
    place(game, medium, 100, -98);  // 1 px of it is on the field
    place(game, large, 300, 400);
    place(game, small, 10, -43);   // just above the field
    place(game, small, 200, 699);  // 1 px of it is left
    game.tick(bomb);
    EXPECT_EQ(game.hero().bombs, 2);
    EXPECT_EQ(game.hero().score, 1000 + 6000 + 10000 + 1000);
    EXPECT_EQ(game.hero().kills, 4u);
    EXPECT_EQ(game.told(EventKind::EnemyKilled).size(), 4u);
    ASSERT_EQ(game.told(EventKind::BombUsed).size(), 1u);
    EXPECT_EQ(game.told(EventKind::BombUsed)[0].value, 2);
    EXPECT_EQ(game.world.enemies[3].state, EnemyState::Flying);
}

TEST(Bombs, AreUsedByAPressNotByHolding) {
    Game game(unarmed());
    game.ticks(30, bomb);
    EXPECT_EQ(game.hero().bombs, 2);
    game.tick();
    game.tick(bomb);
    EXPECT_EQ(game.hero().bombs, 1);
}

TEST(Bombs, RunOut) {
    Game game(unarmed());
    for (int i = 0; i < 5; ++i) {
        game.tick(bomb);
        game.tick();
    }
    EXPECT_EQ(game.hero().bombs, 0);
    place(game, small, 10, 10);
    game.tick(bomb);
    EXPECT_EQ(game.world.enemies[0].state, EnemyState::Flying);
    EXPECT_TRUE(game.told(EventKind::BombUsed).empty());
}

TEST(Bombs, DoNothingWhileTheHeroIsDestroyed) {
    Game game(unarmed());
    place(game, small, 210, 540);
    place(game, small, 10, 10);
    game.tick();
    ASSERT_EQ(game.hero().state, HeroState::Destroyed);
    game.tick(bomb);
    EXPECT_EQ(game.hero().bombs, 3);
    EXPECT_EQ(game.world.enemies[1].state, EnemyState::Flying);
    // Still held when the hero is back: no press.
    game.ticks(20, bomb);
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.hero().bombs, 3);
}

TEST(Supplies, ComeEveryThirtySecondsFromAboveTheField) {
    Game game(unarmed());
    std::vector<std::uint32_t> arrived;
    for (int tick = 1; tick <= 3600; ++tick) {
        game.tick();
        for (const Event& event : game.told(EventKind::SupplyArrived)) arrived.push_back(event.tick);
    }
    EXPECT_EQ(arrived, (std::vector<std::uint32_t>{1800, 3600}));
    const Pickup& pickup = game.world.pickups[game.world.pickups.count - 1];
    const Rect rect = rect_of(pickup, game.content);
    EXPECT_EQ(rect.bottom(), 3) << "it has come down by its speed";
    EXPECT_GE(rect.x, 0);
    EXPECT_LE(rect.right(), field_width);
}

TEST(Supplies, AreBombsAndSuperShotsWithEqualChance) {
    int bombs = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Game game(unarmed(), 1, seed);
        game.world.header.supply_timer = 1799;
        game.tick();
        ASSERT_EQ(game.world.pickups.count, 1u);
        bombs += game.world.pickups[0].kind == PickupKindId::Bomb ? 1 : 0;
    }
    EXPECT_NEAR(bombs, 200, 45);
}

TEST(Supplies, AreTakenByTouchAndBringABombButNeverAFourth) {
    Game game(unarmed());
    game.hero().bombs = 2;
    game.world.pickups.spawn({.id = 1, .x = to_fixed(200), .y = to_fixed(405), .kind = PickupKindId::Bomb});
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 0u) << "its lower edge has passed the hero's upper edge";
    EXPECT_EQ(game.hero().bombs, 3);
    game.world.pickups.spawn({.id = 2, .x = to_fixed(200), .y = to_fixed(520), .kind = PickupKindId::Bomb});
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 0u);
    EXPECT_EQ(game.hero().bombs, 3);
}

TEST(Supplies, ThatTheHeroOnlyTouchesGoOn) {
    Game game(unarmed());
    game.world.pickups.spawn({.id = 1, .x = to_fixed(200), .y = to_fixed(514 - 107 - 3), .kind = PickupKindId::Bomb});
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 1u);
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 0u);
}

TEST(Supplies, GoToTheFirstOfTwoInSeatOrder) {
    Game game(unarmed(), 2);
    game.world.heroes[1].x = game.world.heroes[0].x;
    game.world.pickups.spawn({.id = 1, .x = game.world.heroes[0].x, .y = to_fixed(520), .kind = PickupKindId::SuperShot});
    game.tick();
    EXPECT_GT(game.hero(0).super_ticks, 0);
    EXPECT_EQ(game.hero(1).super_ticks, 0);
}

TEST(Supplies, NobodyTakesLeaveBelowTheField) {
    Game game(unarmed());
    game.world.pickups.spawn({.id = 1, .x = to_fixed(0), .y = to_fixed(695), .kind = PickupKindId::Bomb});
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 1u);
    game.tick();
    EXPECT_TRUE(game.world.pickups.empty());
}

TEST(Supplies, AreRefusedByAFullGroup) {
    Game game(unarmed());
    while (!game.world.pickups.full()) game.world.pickups.spawn({.id = 9, .x = 0, .y = 0});
    game.world.header.supply_timer = 1799;
    game.tick();
    EXPECT_EQ(game.world.pickups.count, 64u);
    EXPECT_TRUE(game.told(EventKind::SupplyArrived).empty());
}

TEST(Levels, BeginAtTheTeamScoreAndBringMoreEnemies) {
    Game game(shipped("classic"), 2);
    game.hero(0).score = 25'000;
    game.hero(1).score = 24'999;
    game.tick();
    EXPECT_EQ(game.world.header.level, 1);
    game.hero(1).score = 25'000;
    game.tick();
    EXPECT_EQ(game.world.header.level, 2);
    EXPECT_EQ(game.told(EventKind::LevelReached).size(), 1u);
    EXPECT_EQ(of_kind(game.world, small), 18);
    EXPECT_EQ(of_kind(game.world, medium), 6);
    EXPECT_EQ(of_kind(game.world, large), 3);
}

TEST(Levels, ArePassedOneATickAndOnlyUp) {
    Game game(shipped("classic"));
    game.hero().score = 1'000'000;
    const std::array<std::array<int, 3>, 4> counts = {{{18, 6, 3}, {23, 9, 5}, {28, 12, 7}, {33, 15, 9}}};
    for (std::size_t i = 0; i < 4; ++i) {
        game.tick();
        EXPECT_EQ(game.world.header.level, i + 2);
        EXPECT_EQ(of_kind(game.world, small), counts[i][0]);
        EXPECT_EQ(of_kind(game.world, medium), counts[i][1]);
        EXPECT_EQ(of_kind(game.world, large), counts[i][2]);
    }
    game.hero().score = 0;
    game.tick();
    EXPECT_EQ(game.world.header.level, 5);
    EXPECT_TRUE(game.told(EventKind::LevelReached).empty());
}

TEST(Levels, MakeSmallOnesFasterFromTheSecondAndMediumOnesFromTheThird) {
    const std::array<std::array<int, 3>, 5> speeds = {{{2, 1, 1}, {3, 1, 1}, {4, 2, 1}, {5, 3, 1}, {6, 4, 1}}};
    for (std::uint8_t level = 1; level <= 5; ++level) {
        Game game(unarmed());
        game.world.header.level = level;
        for (const std::uint16_t kind : {small, medium, large}) place(game, kind, 0, -5000);
        game.tick();
        for (const std::uint16_t kind : {small, medium, large}) {
            EXPECT_EQ(rect_of(game.world.enemies[kind], game.content).y, -5000 + speeds[level - 1u][kind])
                << "level " << int{level} << " kind " << kind;
        }
    }
}

TEST(Levels, AreRefusedWhatAFullGroupHasNoRoomFor) {
    Game game(unarmed());
    while (!game.world.enemies.full()) place(game, small, 0, -3000);
    game.hero().score = 50'000;
    game.tick();
    EXPECT_EQ(game.world.header.level, 2);
    EXPECT_EQ(game.world.enemies.count, 256u);
}

TEST(Scores, StopWhereFourOfThemStillFit) {
    Game game(unarmed());
    game.hero().score = score_most - 500;
    place(game, small, 10, 10);
    game.tick(bomb);
    EXPECT_EQ(game.hero().score, score_most);
}

}  // namespace
}  // namespace game
