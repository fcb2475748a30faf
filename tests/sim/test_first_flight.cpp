// First Flight, line by line: the sprites, the timers, the order of a tick.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::Button;
using engine::Rect;
using engine::to_fixed;
using namespace testing;

constexpr std::uint16_t left = bits_of(Button::Left);
constexpr std::uint16_t right = bits_of(Button::Right);

// First Flight with its spawns listed: kind 0 is the plane.
Content with_spawns(std::vector<Spawn> spawns) {
    Content content = shipped("first_flight");
    content.mode.lists_spawns = true;
    content.mode.spawns = std::move(spawns);
    return content;
}
// First Flight without shots.
Content unarmed(Content content) {
    content.mode.burst_count = 0;
    return content;
}
Enemy plane_at(int x, int y, int speed) { return {.id = 99, .x = to_fixed(x), .y = to_fixed(y), .speed = to_fixed(speed), .hits_left = 1}; }
Shot shot_at(Id id, int x, int y) { return {.id = id, .x = to_fixed(x), .y = to_fixed(y)}; }

// One shot and one plane in an empty sky, one tick later.
Game after_a_tick(const Shot& shot, const Enemy& plane) {
    Game game(unarmed(with_spawns({})));
    game.world.hero_shots.spawn(shot);
    game.world.enemies.spawn(plane);
    game.tick();
    return game;
}

std::vector<Id> ids(const auto& group) {
    std::vector<Id> found;
    for (const auto& item : group) found.push_back(item.id);
    return found;
}

TEST(FirstFlightStart, HasTwoBackgroundsOneAboveTheOther) {
    Game game(shipped("first_flight"));
    ASSERT_EQ(game.world.backgrounds.count, 2u);
    EXPECT_EQ(rect_of(game.world.backgrounds[0]), (Rect{0, 0, 480, 700}));
    EXPECT_EQ(rect_of(game.world.backgrounds[1]), (Rect{0, -700, 480, 700}));
}

TEST(FirstFlightStart, HasTheHeroCentredAt240WithItsLowerEdgeAt580) {
    Game game(shipped("first_flight"));
    EXPECT_EQ(game.hero_rect(), (Rect{189, 454, 102, 126}));
}

TEST(FirstFlightStart, HasTwoHeroesCentredAt160And320) {
    Game game(shipped("first_flight"), 2);
    EXPECT_EQ(game.hero_rect(0), (Rect{109, 454, 102, 126}));
    EXPECT_EQ(game.hero_rect(1), (Rect{269, 454, 102, 126}));
}

TEST(FirstFlightTimers, FireABurstAtTicks5And9And14And18) {
    Game game(with_spawns({}));
    std::vector<int> fired;
    for (int tick = 1; tick <= 20; ++tick) {
        game.tick();
        if (!game.told(EventKind::ShotFired).empty()) fired.push_back(tick);
    }
    EXPECT_EQ(fired, (std::vector<int>{5, 9, 14, 18}));
}

TEST(FirstFlightTimers, BringAnEnemyEverySecondFromTick15On) {
    Game game(unarmed(shipped("first_flight")));
    std::vector<int> came;
    std::uint32_t before = 0;
    for (int tick = 1; tick <= 60; ++tick) {
        game.tick();
        if (game.world.enemies.count > before) came.push_back(tick);
        before = game.world.enemies.count;
    }
    EXPECT_EQ(came, (std::vector<int>{15, 30, 45, 60}));
}

TEST(FirstFlightBursts, AreThreeShotsTwentyPixelsApartAboveTheHeroCentre) {
    Game game(with_spawns({}));
    game.ticks(5);
    ASSERT_EQ(game.world.hero_shots.count, 3u);
    // They have moved by 5 in the tick in which they were made.
    EXPECT_EQ(rect_of(game.world.hero_shots[0], game.content), (Rect{238, 454 - 11 - 5, 5, 11}));
    EXPECT_EQ(rect_of(game.world.hero_shots[1], game.content), (Rect{238, 434 - 11 - 5, 5, 11}));
    EXPECT_EQ(rect_of(game.world.hero_shots[2], game.content), (Rect{238, 414 - 11 - 5, 5, 11}));
}

TEST(FirstFlightBursts, ComeInSeatOrder) {
    Game game(with_spawns({}), 2);
    game.ticks(5);
    std::vector<int> seats;
    for (const Shot& shot : game.world.hero_shots) seats.push_back(shot.seat);
    EXPECT_EQ(seats, (std::vector<int>{0, 0, 0, 1, 1, 1}));
}

TEST(FirstFlightBursts, LeaveFromWhereTheHeroWasBeforeItMovesInThatTick) {
    Game game(with_spawns({}));
    game.ticks(5, right);
    EXPECT_EQ(game.hero_rect().x, 189 + 5 * 8);
    EXPECT_EQ(rect_of(game.world.hero_shots[0], game.content).x, 189 + 4 * 8 + 49);
}

TEST(FirstFlightEnemies, BeginAboveTheFieldWithinItsWidthAtOneToThreePixels) {
    int least_x = 1000, most_x = -1;
    std::array<int, 4> speeds{};
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        Game game(unarmed(shipped("first_flight")), 1, seed);
        game.ticks(15);
        ASSERT_EQ(game.world.enemies.count, 1u);
        const Rect rect = rect_of(game.world.enemies[0], game.content);
        const int speed = engine::to_pixels(game.world.enemies[0].speed);
        ASSERT_GE(speed, 1);
        ASSERT_LE(speed, 3);
        ASSERT_EQ(rect.bottom(), speed) << "its lower edge is at 0 and it has moved once";
        ASSERT_GE(rect.x, 0);
        ASSERT_LE(rect.x, 423);
        least_x = std::min(least_x, rect.x);
        most_x = std::max(most_x, rect.x);
        ++speeds[static_cast<std::size_t>(speed)];
    }
    EXPECT_LE(least_x, 5);
    EXPECT_GE(most_x, 418);
    for (int speed = 1; speed <= 3; ++speed) EXPECT_NEAR(speeds[static_cast<std::size_t>(speed)], 200, 50);
}

TEST(FirstFlightEnemies, ThatAreListedComeInTheirTickAndPlace) {
    Game game(unarmed(with_spawns({{3, 0, 100, to_fixed(2)}, {3, 0, 200, to_fixed(0)}, {7, 0, -10, to_fixed(1)}})));
    game.ticks(2);
    EXPECT_TRUE(game.world.enemies.empty());
    game.tick();
    ASSERT_EQ(game.world.enemies.count, 2u);
    EXPECT_EQ(rect_of(game.world.enemies[0], game.content), (Rect{100, -43 + 2, 57, 43}));
    EXPECT_EQ(rect_of(game.world.enemies[1], game.content), (Rect{200, -43, 57, 43}));
    game.ticks(4);
    EXPECT_EQ(game.world.enemies.count, 3u);
}

TEST(FirstFlightKeys, MoveTheHeroByEightWhileHeld) {
    Game game(with_spawns({}));
    game.tick(right);
    EXPECT_EQ(game.hero_rect().x, 197);
    game.tick(left);
    EXPECT_EQ(game.hero_rect().x, 189);
    game.tick(0);
    EXPECT_EQ(game.hero_rect().x, 189);
}

TEST(FirstFlightKeys, RightWinsWhenBothAreHeld) {
    Game game(with_spawns({}));
    game.tick(left | right);
    EXPECT_EQ(game.hero_rect().x, 197);
}

TEST(FirstFlightKeys, NeverMoveTheHeroUpOrDown) {
    Game game(with_spawns({}));
    game.ticks(10, Button::Up | Button::Left);
    game.ticks(3, static_cast<std::uint16_t>(bits_of(Button::Down) | engine::axis_bits(0, 7)));
    EXPECT_EQ(game.hero_rect().y, 454);
}

TEST(FirstFlightKeys, KeepTheHeroInsideTheField) {
    Game game(with_spawns({}));
    game.ticks(60, left);
    EXPECT_EQ(game.hero_rect().x, 0);
    game.ticks(90, right);
    EXPECT_EQ(game.hero_rect().right(), 480);
}

TEST(FirstFlightKeys, WinOverAStickWhichMovesInSevenths) {
    Game game(with_spawns({}));
    game.ticks(7, engine::axis_bits(1, 0));
    EXPECT_EQ(game.hero().x, to_fixed(189) + 7 * (to_fixed(8) / 7));
    Game both(with_spawns({}));
    both.tick(static_cast<std::uint16_t>(left | engine::axis_bits(7, 0)));
    EXPECT_EQ(both.hero_rect().x, 181);
}

TEST(FirstFlightCollisions, AnEarlierShotTakesTheEnemy) {
    Game game(unarmed(with_spawns({})));
    game.world.hero_shots.spawn(shot_at(1, 110, 100));
    game.world.hero_shots.spawn(shot_at(2, 120, 100));
    game.world.enemies.spawn(plane_at(100, 90, 0));
    game.tick();
    EXPECT_TRUE(game.world.enemies.empty());
    EXPECT_EQ(ids(game.world.hero_shots), (std::vector<Id>{2}));
    EXPECT_EQ(game.hero().score, 1);
    EXPECT_EQ(game.hero().kills, 1u);
}

TEST(FirstFlightCollisions, OneShotCanTakeTwoEnemies) {
    Game game(unarmed(with_spawns({})));
    game.world.hero_shots.spawn(shot_at(1, 140, 100));
    game.world.enemies.spawn(plane_at(100, 90, 0));
    game.world.enemies.spawn(plane_at(142, 90, 0));
    game.tick();
    EXPECT_TRUE(game.world.enemies.empty());
    EXPECT_TRUE(game.world.hero_shots.empty());
    EXPECT_EQ(game.hero().score, 2);
}

TEST(FirstFlightCollisions, EdgesThatTouchAreNoHit) {
    Game game(unarmed(with_spawns({})));
    game.world.hero_shots.spawn(shot_at(1, 95, 100));       // right edge at 100
    game.world.hero_shots.spawn(shot_at(2, 120, 90 + 43));  // upper edge at the enemy's lower edge
    game.world.enemies.spawn(plane_at(100, 90, 0));
    game.tick();
    EXPECT_EQ(game.world.enemies.count, 1u);
    EXPECT_EQ(game.world.hero_shots.count, 2u);
}

TEST(FirstFlightCollisions, AreTestedBeforeThingsMove) {
    // After the movement of that tick they overlap; before it they only touched.
    Game game = after_a_tick(shot_at(1, 120, 133), plane_at(100, 90, 3));
    EXPECT_EQ(game.world.enemies.count, 1u);
    game.tick();
    EXPECT_EQ(game.world.enemies.count, 0u);
}

TEST(FirstFlightCollisions, AShotThatHitsAnEnemyAtTheHeroSavesIt) {
    Game game = after_a_tick(shot_at(1, 240, 460), plane_at(210, 440, 1));
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.hero().score, 1);
}

TEST(FirstFlightCollisions, AnEnemyThatMeetsTheHeroEndsTheGame) {
    Game game(unarmed(with_spawns({})));
    game.world.enemies.spawn(plane_at(210, 440, 1));
    game.world.enemies.spawn(plane_at(10, 100, 3));
    game.tick(right);
    EXPECT_EQ(game.hero().state, HeroState::Gone);
    EXPECT_EQ(game.hero().rams, 1u);
    EXPECT_EQ(game.hero().score, 0) << "a ram scores nothing";
    EXPECT_EQ(game.world.header.phase, Phase::Over);
    EXPECT_EQ(game.world.header.over_tick, 1u);
    EXPECT_EQ(game.told(EventKind::GameOver).size(), 1u);
    // In this tick nothing has moved.
    ASSERT_EQ(game.world.enemies.count, 1u);
    EXPECT_EQ(rect_of(game.world.enemies[0], game.content).y, 100);
    EXPECT_EQ(game.world.backgrounds[0].y, 0);
}

TEST(FirstFlightCollisions, AnEnemyThatOnlyTouchesTheHeroDoesNothing) {
    Game game(unarmed(with_spawns({})));
    game.world.enemies.spawn(plane_at(210, 454 - 43, 0));  // lower edge on the hero's upper edge
    game.world.enemies.spawn(plane_at(189 - 57, 500, 0));
    game.world.enemies.spawn(plane_at(291, 500, 0));
    game.ticks(20);
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.world.enemies.count, 3u);
}

TEST(FirstFlightCollisions, AnEnemyThatTouchesBothHeroesRemovesBoth) {
    Game game(unarmed(with_spawns({})), 2);
    game.world.heroes[1].x = to_fixed(220);  // beside the first, which ends at 211
    game.world.enemies.spawn(plane_at(190, 460, 1));
    game.tick();
    EXPECT_EQ(game.world.header.phase, Phase::Over);
    EXPECT_EQ(game.hero(0).state, HeroState::Gone);
    EXPECT_EQ(game.hero(1).state, HeroState::Gone);
    EXPECT_EQ(game.told(EventKind::EnemyRammed).size(), 2u);
}

TEST(FirstFlightCollisions, TheGameGoesOnWhileOneOfTwoFlies) {
    Game game(unarmed(with_spawns({})), 2);
    game.world.enemies.spawn(plane_at(120, 460, 1));
    game.tick();
    EXPECT_EQ(game.world.header.phase, Phase::Playing);
    EXPECT_EQ(game.hero(0).state, HeroState::Gone);
    EXPECT_EQ(game.hero(1).state, HeroState::Flying);
    EXPECT_EQ(game.world.backgrounds[0].y, 1) << "and the others move";
    game.ticks(20);
    EXPECT_EQ(game.hero(0).state, HeroState::Gone);
}

TEST(FirstFlightCollisions, AnUndyingHeroCountsRamsAndStays) {
    Content content = unarmed(with_spawns({}));
    content.mode.hero.undying = true;
    Game game(content);
    game.world.enemies.spawn(plane_at(210, 460, 1));
    game.world.enemies.spawn(plane_at(240, 470, 1));
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.hero().rams, 2u);
    EXPECT_EQ(game.hero().lives, 1);
    EXPECT_TRUE(game.world.enemies.empty());
    EXPECT_EQ(game.world.header.phase, Phase::Playing);
}

TEST(FirstFlightMovement, SendsABackgroundThatHasLeftBackToTheTop) {
    Game game(with_spawns({}));
    game.ticks(699);
    EXPECT_EQ(game.world.backgrounds[0].y, 699);
    EXPECT_EQ(game.world.backgrounds[1].y, -1);
    game.tick();
    EXPECT_EQ(game.world.backgrounds[0].y, -700);
    EXPECT_EQ(game.world.backgrounds[1].y, 0);
}

TEST(FirstFlightMovement, RemovesEnemiesBelowTheField) {
    Game game(unarmed(with_spawns({})));
    game.world.enemies.spawn(plane_at(0, 697, 2));
    game.tick();
    EXPECT_EQ(game.world.enemies.count, 1u) << "at 699 it is still there";
    game.tick();
    EXPECT_TRUE(game.world.enemies.empty());
}

TEST(FirstFlightMovement, RemovesShotsOnlyOnceTheirLowerEdgeIsAboveTheField) {
    Game game(unarmed(with_spawns({})));
    game.world.hero_shots.spawn(shot_at(1, 10, -6));  // lower edge at 5
    game.tick();
    EXPECT_EQ(game.world.hero_shots.count, 1u) << "at 0 it is still there";
    game.tick();
    EXPECT_TRUE(game.world.hero_shots.empty());
}

TEST(FirstFlightOver, LaterTicksOnlyCount) {
    Game game(with_spawns({}));
    game.ticks(40);
    game.world.enemies.spawn(plane_at(210, 460, 1));
    game.tick();
    ASSERT_EQ(game.world.header.phase, Phase::Over);
    const World over = game.world;
    game.ticks(100, right);
    EXPECT_EQ(game.world.header.tick, over.header.tick + 100);
    game.world.header.tick = over.header.tick;
    EXPECT_EQ(hash_world(game.world), hash_world(over));
    EXPECT_TRUE(game.events.all().empty());
}

TEST(FullGroups, RefuseShotsAndSpendNoIdOnThem) {
    Content content = with_spawns({});
    content.mode.burst_count = 3;
    Game game(content);
    while (!game.world.hero_shots.full()) game.world.hero_shots.spawn(shot_at(7, 10, 600));
    game.ticks(5);
    EXPECT_EQ(game.world.hero_shots.count, 2048u);
    EXPECT_EQ(game.hero().next_shot, 1u);
    EXPECT_TRUE(game.told(EventKind::ShotFired).empty());
}

TEST(FullGroups, RefuseEnemies) {
    Game game(unarmed(with_spawns({{1, 0, 400, to_fixed(1)}})));
    while (!game.world.enemies.full()) game.world.enemies.spawn(plane_at(0, 10, 0));
    game.tick();
    EXPECT_EQ(game.world.enemies.count, 256u);
    EXPECT_EQ(game.world.header.next_enemy, 1u);
}

TEST(Ids, NameTheirCounterAndNeverMeet) {
    Game game(with_spawns({{1, 0, 0, to_fixed(1)}}), 2);
    game.ticks(9);
    EXPECT_EQ(ids(game.world.backgrounds), (std::vector<Id>{1, 2}));
    EXPECT_EQ(ids(game.world.heroes), (std::vector<Id>{0x07000001, 0x07000002}));
    EXPECT_EQ(ids(game.world.enemies), (std::vector<Id>{0x05000001}));
    EXPECT_EQ(game.world.hero_shots[0].id, 0x01000001u);
    EXPECT_EQ(game.world.hero_shots[3].id, 0x02000001u);
    EXPECT_EQ(game.world.hero_shots[6].id, 0x01000004u);
}

}  // namespace
}  // namespace game
