// How enemies shoot: when a volley comes, how its shots lie, and what happens when there is no room.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::degrees;
using engine::quarter_turn;
using engine::to_fixed;
using namespace testing;

Pattern pattern_of(PatternShape shape, int count) {
    Pattern pattern;
    pattern.shape = shape;
    pattern.first_ticks = 3;
    pattern.period_ticks = 5;
    pattern.count = count;
    pattern.speed = to_fixed(2);
    pattern.size = 8;
    pattern.from = quarter_turn;
    pattern.between = static_cast<engine::Angle>(65536 / count);
    return pattern;
}

// One enemy in an empty sky that stands still at (200, y) and shoots in one way; the hero far below it.
Game one_enemy(const Pattern& pattern, int y = 100) {
    Content content = shipped("classic");
    content.mode.population.clear();
    content.patterns = {pattern};
    content.enemies[0].pattern_count = 1;
    Game game(std::move(content));
    Enemy enemy;
    enemy.id = 77;
    enemy.x = to_fixed(200);
    enemy.y = to_fixed(y);
    enemy.hits_left = 1;
    game.world.enemies.spawn(enemy);
    return game;
}

// Degrees clockwise from straight right, to the nearest.
int angle_of(const EnemyShot& shot) {
    const double angle = std::atan2(shot.vy, shot.vx) * 180 / 3.14159265358979323846;
    return static_cast<int>(std::lround(angle + 720)) % 360;
}

std::vector<int> angles(const World& world) {
    std::vector<int> found;
    for (const EnemyShot& shot : world.enemy_shots) found.push_back(angle_of(shot));
    return found;
}

TEST(Volleys, BeginAfterTheFirstTimeAndComeAgainEveryPeriod) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 1));
    std::vector<std::uint32_t> fired_in;
    for (int i = 0; i < 20; ++i) {
        game.tick();
        if (!game.told(EventKind::EnemyFired).empty()) fired_in.push_back(game.world.header.tick);
    }
    EXPECT_EQ(fired_in, (std::vector<std::uint32_t>{4, 9, 14, 19}));
}

TEST(Volleys, AreCountedFromWhenTheMiddleIsInTheField) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 1), -22);  // 43 high
    for (int i = 0; i < 10; ++i) game.tick();
    EXPECT_TRUE(game.world.enemy_shots.empty());
    game.world.enemies[0].y = to_fixed(-21);
    for (int i = 0; i < 3; ++i) game.tick();
    EXPECT_TRUE(game.world.enemy_shots.empty());
    game.tick();
    EXPECT_EQ(game.world.enemy_shots.count, 1u);
}

TEST(Volleys, AreNotFiredFromTheLowestQuarterNorByTheDestroyed) {
    Game low = one_enemy(pattern_of(PatternShape::Ring, 1), field_height * 3 / 4 - 21);
    low.hero().x = 0;
    Game destroyed = one_enemy(pattern_of(PatternShape::Ring, 1));
    destroyed.world.enemies[0].state = EnemyState::Destroyed;
    destroyed.world.enemies[0].state_ticks = 100;
    low.ticks(10);
    destroyed.ticks(10);
    EXPECT_TRUE(low.world.enemy_shots.empty());
    EXPECT_TRUE(destroyed.world.enemy_shots.empty());
    EXPECT_EQ(destroyed.world.enemies.count, 1u);
}

TEST(Volleys, StartInTheMiddleOfTheEnemyAndMoveFromTheNextTick) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 1));
    game.ticks(4);
    ASSERT_EQ(game.world.enemy_shots.count, 1u);
    EXPECT_EQ(game.world.enemy_shots[0].x, to_fixed(200) + to_fixed(57) / 2);
    EXPECT_EQ(game.world.enemy_shots[0].y, to_fixed(100) + to_fixed(43) / 2);
    game.tick();
    EXPECT_EQ(game.world.enemy_shots[0].y, to_fixed(102) + to_fixed(43) / 2);
}

TEST(Volleys, TellTheirEnemyAndAreToldApart) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 1));
    game.ticks(4);
    const std::vector<Event> first = game.told(EventKind::EnemyFired);
    game.ticks(5);
    const std::vector<Event> second = game.told(EventKind::EnemyFired);
    ASSERT_EQ(first.size(), 1u);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(first[0].subject, 77u);
    EXPECT_NE(first[0].ordinal, second[0].ordinal);
}

TEST(Rings, GoEvenlyAllAround) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 8));
    game.ticks(4);
    EXPECT_EQ(angles(game.world), (std::vector<int>{90, 135, 180, 225, 270, 315, 0, 45}));
}

TEST(Spirals, TurnFromVolleyToVolley) {
    Pattern pattern = pattern_of(PatternShape::Spiral, 2);
    pattern.turn = degrees(30);
    Game game = one_enemy(pattern);
    game.ticks(14);
    EXPECT_EQ(angles(game.world), (std::vector<int>{90, 270, 120, 300, 150, 330}));
}

TEST(Fans, SpreadAroundStraightDown) {
    Pattern pattern = pattern_of(PatternShape::Fan, 3);
    pattern.from = static_cast<engine::Angle>(quarter_turn + degrees(-20));
    pattern.between = degrees(20);
    Game game = one_enemy(pattern);
    game.ticks(4);
    EXPECT_EQ(angles(game.world), (std::vector<int>{70, 90, 110}));
}

TEST(Aimed, SpreadAroundTheLineToTheNearestFlyingHero) {
    Pattern pattern = pattern_of(PatternShape::Aimed, 3);
    pattern.from = degrees(-10);
    pattern.between = degrees(10);
    Game game = one_enemy(pattern);
    // The hero's middle to the right of the enemy's and as far down: 45 degrees.
    game.hero().x = game.world.enemies[0].x + to_fixed(57) / 2 + to_fixed(150) - to_fixed(102) / 2;
    game.hero().y = game.world.enemies[0].y + to_fixed(43) / 2 + to_fixed(150) - to_fixed(126) / 2;
    game.ticks(4);
    EXPECT_EQ(angles(game.world), (std::vector<int>{35, 45, 55}));
}

TEST(Aimed, ChooseTheNearerOfTwoAndTheFirstOfTwoAsNear) {
    Pattern pattern = pattern_of(PatternShape::Aimed, 1);
    pattern.from = pattern.between = 0;
    for (const int other : {100, 60, 59}) {
        Content content = shipped("classic");
        content.mode.population.clear();
        content.patterns = {pattern};
        content.enemies[0].pattern_count = 1;
        Game game(std::move(content), 2);
        game.world.enemies.spawn({.id = 1, .x = to_fixed(200), .y = to_fixed(100), .hits_left = 1});
        const Fixed middle = to_fixed(200) + to_fixed(57) / 2 - to_fixed(102) / 2;
        game.hero(0).x = middle - to_fixed(60);
        game.hero(1).x = middle + to_fixed(other);
        game.ticks(4);
        ASSERT_EQ(game.world.enemy_shots.count, 1u);
        EXPECT_EQ(game.world.enemy_shots[0].vx > 0, other < 60) << other;
    }
}

TEST(Aimed, AreNotFiredWhenNobodyFlies) {
    Pattern pattern = pattern_of(PatternShape::Aimed, 1);
    Game game = one_enemy(pattern);
    game.hero().state = HeroState::Destroyed;
    game.hero().state_ticks = 100;
    game.ticks(10);
    EXPECT_TRUE(game.world.enemy_shots.empty());
}

TEST(FullGroups, RefuseShotsAndTheRestOfTheVolleyIsNotFired) {
    Game game = one_enemy(pattern_of(PatternShape::Ring, 8));
    const std::uint32_t room = 3;
    for (std::uint32_t i = 0; i < decltype(World::enemy_shots)::capacity - room; ++i) {
        game.world.enemy_shots.spawn({.id = 1, .x = to_fixed(10), .y = to_fixed(10)});
    }
    game.ticks(4);
    EXPECT_TRUE(game.world.enemy_shots.full());
    EXPECT_EQ(game.world.header.next_enemy_shot, room);
    game.ticks(5);
    EXPECT_EQ(game.world.header.next_enemy_shot, room);
}

TEST(ShippedPatterns, AreReadAsTheyAreWritten) {
    const Content& content = shipped("bench");
    ASSERT_EQ(content.enemies.size(), 3u);
    ASSERT_EQ(content.patterns.size(), 5u);
    EXPECT_EQ(content.enemies[1].name, "sprayer");
    EXPECT_EQ(content.enemies[1].first_pattern, 1);
    EXPECT_EQ(content.enemies[1].pattern_count, 2);
    const Pattern& fan = content.patterns[1];
    EXPECT_EQ(fan.shape, PatternShape::Fan);
    EXPECT_EQ(fan.look, ShotLook::Diamond);
    EXPECT_EQ(fan.first_ticks, 18);
    EXPECT_EQ(fan.period_ticks, 54);
    EXPECT_EQ(fan.speed, 150 * 256 / 60);
    EXPECT_EQ(fan.from, degrees(40));
    EXPECT_NEAR(fan.between, 65536 * 100 / 360 / 8, 1);
}

}  // namespace
}  // namespace game
