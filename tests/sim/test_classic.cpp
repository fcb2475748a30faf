// Classic: flying, shooting, enemies and their collisions.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/sim/classic_sky.h"

namespace game {
namespace {

using namespace testing;

Shot shot_at(int x, int y, std::uint8_t seat = 0) { return {.id = 1, .x = to_fixed(x), .y = to_fixed(y), .seat = seat}; }

TEST(ClassicStart, HasFifteenSmallFourMediumAndTwoLargeOnesAboveTheField) {
    for (std::uint64_t seed = 1; seed < 50; ++seed) {
        Game game(shipped("classic"), 1, seed);
        EXPECT_EQ(of_kind(game.world, small), 15);
        EXPECT_EQ(of_kind(game.world, medium), 4);
        EXPECT_EQ(of_kind(game.world, large), 2);
        const std::array<std::pair<int, int>, 3> tops = {{{-3500, 0}, {-7000, -700}, {-10500, -3500}}};
        for (const Enemy& enemy : game.world.enemies) {
            const Rect rect = rect_of(enemy, game.content);
            EXPECT_GE(rect.y, tops[enemy.kind].first);
            EXPECT_LE(rect.y, tops[enemy.kind].second);
            EXPECT_GE(rect.x, 0);
            EXPECT_LE(rect.right(), field_width);
        }
    }
}

TEST(ClassicStart, HasHeroesOnTheFloorWithThreeLivesAndThreeBombs) {
    Game game(empty_sky(), 2);
    EXPECT_EQ(game.hero_rect(0), (Rect{109, 514, 102, 126}));
    EXPECT_EQ(game.hero_rect(1), (Rect{269, 514, 102, 126}));
    EXPECT_EQ(game.hero().lives, 3);
    EXPECT_EQ(game.hero().bombs, 3);
}

TEST(ClassicFlight, IsTenPixelsATickOnBothAxes) {
    Game game(unarmed());
    game.tick(Button::Up | Button::Right);
    EXPECT_EQ(game.hero_rect(), (Rect{199, 504, 102, 126}));
    EXPECT_EQ(game.hero().dx, to_fixed(10));
    EXPECT_EQ(game.hero().dy, to_fixed(-10));
    game.tick(Button::Down | Button::Left);
    EXPECT_EQ(game.hero_rect(), (Rect{189, 514, 102, 126}));
}

TEST(ClassicFlight, OppositeKeysCancel) {
    Game game(unarmed());
    game.tick(Button::Left | Button::Right);
    game.tick(Button::Up | Button::Down);
    EXPECT_EQ(game.hero_rect(), (Rect{189, 514, 102, 126}));
}

TEST(ClassicFlight, OneKeyWinsOverTheStickOfItsAxis) {
    Game game(unarmed());
    game.tick(static_cast<std::uint16_t>(bits_of(Button::Left) | engine::axis_bits(7, -7)));
    EXPECT_EQ(game.hero_rect(), (Rect{179, 504, 102, 126}));
}

TEST(ClassicFlight, AStickMovesInSevenths) {
    Game game(unarmed());
    game.tick(engine::axis_bits(3, -2));
    EXPECT_EQ(game.hero().dx, to_fixed(10) * 3 / 7);
    EXPECT_EQ(game.hero().dy, to_fixed(10) * -2 / 7);
}

TEST(ClassicFlight, StaysInTheFieldAndAboveTheStripAtTheBottom) {
    Game game(unarmed());
    game.ticks(100, Button::Up | Button::Left);
    EXPECT_EQ(game.hero_rect(), (Rect{0, 0, 102, 126}));
    game.ticks(100, Button::Down | Button::Right);
    EXPECT_EQ(game.hero_rect(), (Rect{378, 514, 102, 126}));
}

TEST(ClassicShots, LeaveTheNoseEveryTenTicks) {
    Game game(empty_sky());
    std::vector<int> fired;
    for (int tick = 1; tick <= 40; ++tick) {
        game.tick();
        for (const Event& event : game.told(EventKind::ShotFired)) {
            fired.push_back(tick);
            EXPECT_EQ(event.x, 238 + 2);
        }
    }
    EXPECT_EQ(fired, (std::vector<int>{10, 20, 30, 40}));
    // The newest has moved by 12 in its tick.
    EXPECT_EQ(rect_of(game.world.hero_shots[game.world.hero_shots.count - 1], game.content), (Rect{238, 514 - 11 - 12, 5, 11}));
}

TEST(ClassicShots, FlyTwelvePixelsATickAndLeaveAboveTheField) {
    Game game(unarmed());
    game.world.hero_shots.spawn(shot_at(10, 13));
    game.tick();
    EXPECT_EQ(rect_of(game.world.hero_shots[0], game.content).y, 1);
    game.tick();
    EXPECT_EQ(game.world.hero_shots.count, 1u) << "its lower edge is at 0";
    game.tick();
    EXPECT_TRUE(game.world.hero_shots.empty());
}

TEST(SuperShots, ArePairsFromBothWingsAtFourteenPixelsATick) {
    Game game(empty_sky());
    game.hero().super_ticks = 100;
    game.ticks(10);
    ASSERT_EQ(game.world.hero_shots.count, 2u);
    EXPECT_EQ(rect_of(game.world.hero_shots[0], game.content), (Rect{189 + 18 - 2, 514 + 63 - 11 - 14, 5, 11}));
    EXPECT_EQ(rect_of(game.world.hero_shots[1], game.content), (Rect{291 - 18 - 2, 514 + 63 - 11 - 14, 5, 11}));
}

TEST(SuperShots, LastEighteenSeconds) {
    Game game(unarmed());
    game.world.pickups.spawn({.id = 1, .x = to_fixed(200), .y = to_fixed(520), .kind = PickupKindId::SuperShot});
    game.tick();
    ASSERT_EQ(game.told(EventKind::PickupTaken).size(), 1u);
    game.ticks(18 * 60 - 1);
    EXPECT_EQ(game.hero().super_ticks, 1);
    game.tick();
    EXPECT_EQ(game.hero().super_ticks, 0);
    EXPECT_EQ(game.told(EventKind::SuperShotEnded).size(), 1u);
}

TEST(SuperShots, EndWhenTheHeroIsLost) {
    Game game(unarmed());
    game.hero().super_ticks = 500;
    place(game, small, 210, 540);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
    EXPECT_EQ(game.hero().super_ticks, 0);
    EXPECT_EQ(game.told(EventKind::SuperShotEnded).size(), 1u);
}

TEST(ClassicEnemies, TakeOneEightAndTwentyHitsForTheirPoints) {
    struct Row {
        std::uint16_t kind;
        int hits, points;
    };
    for (const Row row : {Row{small, 1, 1000}, Row{medium, 8, 6000}, Row{large, 20, 10000}}) {
        Game game(unarmed());
        place(game, row.kind, 100, 100);
        const Rect rect = rect_of(game.world.enemies[0], game.content);
        for (int hit = 1; hit <= row.hits; ++hit) {
            EXPECT_EQ(game.world.enemies[0].state, EnemyState::Flying);
            EXPECT_EQ(game.hero().score, 0);
            game.world.hero_shots.spawn(shot_at(rect.x + rect.w / 2, rect.y + rect.h / 2));
            game.tick();
            EXPECT_TRUE(game.world.hero_shots.empty());
            EXPECT_EQ(game.world.enemies[0].hit_tick, game.world.header.tick);
            EXPECT_EQ(game.told(EventKind::EnemyHit).size(), hit < row.hits ? 1u : 0u);
        }
        EXPECT_EQ(game.world.enemies[0].state, EnemyState::Destroyed);
        EXPECT_EQ(game.hero().score, row.points);
        EXPECT_EQ(game.hero().kills, 1u);
        EXPECT_EQ(game.told(EventKind::EnemyKilled).size(), 1u);
    }
}

TEST(ClassicEnemies, AreHitOnlyWhereTheirPictureIs) {
    // The corner of the small one's rectangle is empty in its mask.
    Game game(unarmed());
    ASSERT_FALSE(game.content.enemies[small].mask.solid(0, 42));
    ASSERT_FALSE(game.content.enemies[small].mask.solid(1, 41));
    place(game, small, 100, 100);
    game.world.hero_shots.spawn(shot_at(97, 100 + 42 + 12 + 2));  // moves to overlap the lower left corner by 2 x 1 px
    game.tick();
    ASSERT_TRUE(engine::overlap(rect_of(game.world.hero_shots[0], game.content), rect_of(game.world.enemies[0], game.content)));
    EXPECT_EQ(game.world.enemies[0].state, EnemyState::Flying);
    EXPECT_EQ(game.world.hero_shots.count, 1u);
}

TEST(ClassicEnemies, OneShotHitsAllThatItOverlaps) {
    Game game(unarmed());
    place(game, medium, 100, 100);
    place(game, medium, 102, 100);
    game.world.hero_shots.spawn(shot_at(135, 150));
    game.tick();
    EXPECT_EQ(game.world.enemies[0].hits_left, 7);
    EXPECT_EQ(game.world.enemies[1].hits_left, 7);
    EXPECT_TRUE(game.world.hero_shots.empty());
}

TEST(ClassicEnemies, OfTwoShotsTheEarlierTakesTheLastHit) {
    Game game(unarmed(), 2);
    place(game, small, 100, 100);
    game.world.hero_shots.spawn(shot_at(125, 120, 1));
    game.world.hero_shots.spawn(shot_at(128, 120, 0));
    game.tick();
    EXPECT_EQ(game.hero(1).score, 1000);
    EXPECT_EQ(game.hero(0).score, 0);
    EXPECT_EQ(game.world.hero_shots.count, 1u);
}

TEST(ClassicEnemies, NeitherMoveNorCollideWhileTheyAreDestroyed) {
    Game game(unarmed());
    place(game, small, 210, 500, 1);
    game.world.hero_shots.spawn(shot_at(236, 525));
    game.tick();
    ASSERT_EQ(game.world.enemies[0].state, EnemyState::Destroyed);
    const Rect where = rect_of(game.world.enemies[0], game.content);
    ASSERT_TRUE(engine::overlap(where, game.hero_rect()));
    game.world.hero_shots.spawn(shot_at(236, 525));
    game.tick();
    EXPECT_EQ(rect_of(game.world.enemies[0], game.content), where);
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.world.hero_shots.count, 1u);
}

TEST(ClassicEnemies, AreReplacedAtTheEndOfTheirDestruction) {
    for (const std::uint16_t kind : {small, medium, large}) {
        Game game(unarmed());
        const int shown = kind == large ? 18 : 12;
        place(game, kind, 100, 100, 1);
        place(game, small, 300, -2000);
        const Rect rect = rect_of(game.world.enemies[0], game.content);
        game.world.hero_shots.spawn(shot_at(rect.x + rect.w / 2, rect.y + rect.h / 2));
        game.ticks(shown);
        ASSERT_EQ(game.world.enemies[0].state, EnemyState::Destroyed);
        EXPECT_EQ(game.world.enemies[0].state_ticks, 1);
        game.tick();
        ASSERT_EQ(game.world.enemies.count, 2u);
        const Enemy& fresh = game.world.enemies[1];
        EXPECT_EQ(fresh.kind, kind) << "the new one comes at the end of the group";
        EXPECT_EQ(fresh.state, EnemyState::Flying);
        EXPECT_EQ(fresh.hits_left, game.content.enemies[kind].hits);
        EXPECT_EQ(fresh.id, 0x05000001u);
        EXPECT_LE(rect_of(fresh, game.content).y, kind == small ? 0 : kind == medium ? -700 : -3500);
    }
}

TEST(ClassicEnemies, ThatLeaveBelowComeBackAboveWithoutPoints) {
    Game game(unarmed());
    place(game, medium, 400, 698);
    game.tick();
    EXPECT_EQ(rect_of(game.world.enemies[0], game.content).y, 699);
    game.tick();
    ASSERT_EQ(game.world.enemies.count, 1u);
    EXPECT_LE(rect_of(game.world.enemies[0], game.content).y, -700);
    EXPECT_EQ(game.hero().score, 0);
}

TEST(ClassicEnemies, LargeOnesAreHeardOnceBeforeTheyAppear) {
    Game game(unarmed());
    place(game, large, 100, -258 - 123);
    place(game, small, 400, -163);
    std::vector<std::uint32_t> heard;
    for (int i = 0; i < 200; ++i) {
        game.tick();
        for (const Event& event : game.told(EventKind::EnemyAnnounced)) {
            EXPECT_EQ(event.detail, large);
            heard.push_back(game.world.header.tick);
        }
    }
    EXPECT_EQ(heard, (std::vector<std::uint32_t>{3}));
}

TEST(ClassicRams, TakeALifeAndDestroyTheEnemyForItsPoints) {
    Game game(unarmed());
    place(game, medium, 200, 500);
    game.tick();
    EXPECT_EQ(game.hero().lives, 2);
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
    EXPECT_EQ(game.hero().rams, 1u);
    EXPECT_EQ(game.hero().score, 6000);
    EXPECT_EQ(game.world.enemies[0].state, EnemyState::Destroyed);
    EXPECT_EQ(game.told(EventKind::HeroLost).size(), 1u);
    EXPECT_EQ(game.told(EventKind::EnemyRammed).size(), 1u);
}

TEST(ClassicRams, NeedPicturesToMeetNotRectangles) {
    Game game(unarmed());
    // The hero's upper left corner is empty, and so is the small one's lower right.
    ASSERT_FALSE(game.content.mode.hero.mask.solid(0, 0));
    place(game, small, 189 - 55, 514 - 41 - 2);
    game.tick();
    ASSERT_TRUE(engine::overlap(rect_of(game.world.enemies[0], game.content), game.hero_rect()));
    EXPECT_EQ(game.hero().state, HeroState::Flying);
}

TEST(ClassicRams, TakeBothHeroesThatAnEnemyTouchesAndScoreOnce) {
    Game game(unarmed(), 2);
    game.world.heroes[0].x = to_fixed(150);
    game.world.heroes[1].x = to_fixed(200);
    place(game, large, 120, 350);
    game.tick();
    EXPECT_EQ(game.hero(0).lives, 2);
    EXPECT_EQ(game.hero(1).lives, 2);
    EXPECT_EQ(game.hero(0).score, 10000);
    EXPECT_EQ(game.hero(1).score, 0);
}

TEST(ClassicRams, DoNotHappenToAnInvulnerableHero) {
    Game game(unarmed());
    game.hero().invulnerable_ticks = 2;
    place(game, small, 210, 540);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.world.enemies[0].state, EnemyState::Flying);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
}

TEST(Lives, BringTheHeroBackAtItsStartInvulnerableForThreeSeconds) {
    Game game(unarmed());
    game.ticks(15, Button::Up | Button::Left);
    game.hero().bombs = 1;
    const Rect where = game.hero_rect();
    place(game, small, where.x + 20, where.y + 30);
    game.tick();
    ASSERT_EQ(game.hero().state, HeroState::Destroyed);
    game.ticks(11, bits_of(Button::Right));
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
    EXPECT_EQ(game.hero_rect(), where) << "a destroyed hero does not fly";
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.told(EventKind::HeroBack).size(), 1u);
    EXPECT_EQ(game.hero_rect(), (Rect{189, 514, 102, 126}));
    EXPECT_EQ(game.hero().invulnerable_ticks, 180);
    EXPECT_EQ(game.hero().lives, 2);
    EXPECT_EQ(game.hero().bombs, 1) << "bombs are kept";
    game.ticks(180);
    EXPECT_EQ(game.hero().invulnerable_ticks, 0);
}

TEST(Lives, EndTheGameWithTheLastOne) {
    Game game(unarmed());
    game.hero().lives = 1;
    place(game, small, 210, 540);
    place(game, small, 10, 0);
    game.tick();
    EXPECT_EQ(game.world.header.phase, Phase::Over);
    EXPECT_EQ(game.world.header.over_tick, 1u);
    EXPECT_EQ(game.told(EventKind::GameOver).size(), 1u);
    const Fixed y = game.world.enemies[1].y;
    // Destructions run out, nothing else moves, nobody comes.
    game.ticks(11);
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
    EXPECT_EQ(game.world.enemies.count, 2u);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Gone);
    ASSERT_EQ(game.world.enemies.count, 1u);
    EXPECT_EQ(game.world.enemies[0].y, y);
    game.ticks(100, bomb);
    EXPECT_EQ(game.world.header.tick, 113u);
    EXPECT_EQ(game.world.header.over_tick, 1u);
    EXPECT_EQ(game.hero().bombs, 3);
    EXPECT_TRUE(game.events.all().empty());
}

TEST(Lives, OfAPartnerKeepTheGameGoing) {
    Game game(unarmed(), 2);
    game.hero(0).lives = 1;
    place(game, small, 130, 540);
    game.ticks(30);
    EXPECT_EQ(game.hero(0).state, HeroState::Gone);
    EXPECT_EQ(game.world.header.phase, Phase::Playing);
    game.hero(1).lives = 1;
    place(game, small, 290, 540);
    game.tick();
    EXPECT_EQ(game.world.header.phase, Phase::Over);
}

}  // namespace
}  // namespace game
