// Enemies' shots: how they move and leave, whom they hit, what clears them; and that the sky of the bench mode is as full as it should be.
#include <gtest/gtest.h>

#include "game/bots/bots.h"
#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::to_fixed;
using namespace testing;

Content shots_only(bool undying = false) {
    Content content = shipped("classic");
    content.mode.population.clear();
    content.mode.hero.undying = undying;
    Pattern pattern;
    pattern.size = 8;
    content.patterns = {pattern};
    return content;
}

EnemyShot shot_at(int x, int y, int vx = 0, int vy = 0) {
    return {.id = 9,
            .x = to_fixed(x),
            .y = to_fixed(y),
            .vx = static_cast<std::int16_t>(to_fixed(vx)),
            .vy = static_cast<std::int16_t>(to_fixed(vy))};
}

TEST(EnemyShots, MoveByTheirSpeed) {
    Game game(shots_only());
    game.world.enemy_shots.spawn(shot_at(100, 100, -2, 3));
    game.ticks(5);
    EXPECT_EQ(game.world.enemy_shots[0].x, to_fixed(90));
    EXPECT_EQ(game.world.enemy_shots[0].y, to_fixed(115));
}

TEST(EnemyShots, LeaveOnEverySideOnceNothingOfThemIsSeen) {
    struct Case {
        int x, y, vx, vy;
    };
    for (const Case& c : {Case{-14, 9, -1, 0}, Case{field_width + 14, 9, 1, 0}, Case{9, -14, 0, -1}, Case{9, field_height + 14, 0, 1}}) {
        Game game(shots_only());
        game.world.enemy_shots.spawn(shot_at(c.x, c.y, c.vx, c.vy));
        game.tick();
        EXPECT_EQ(game.world.enemy_shots.count, 1u) << c.x << " " << c.y;
        game.tick();
        EXPECT_TRUE(game.world.enemy_shots.empty()) << c.x << " " << c.y;
    }
}

TEST(EnemyShots, TakeAHeroWhoseCoreTheyMeetAndAreGone) {
    Game game(shots_only());
    const engine::Rect core = core_of(game.hero(), game.content);
    game.world.enemy_shots.spawn(shot_at(core.x + 5, core.y + 5));
    game.world.enemy_shots.spawn(shot_at(core.x + 5, core.y + 5));
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
    EXPECT_EQ(game.hero().lives, 2);
    EXPECT_EQ(game.told(EventKind::HeroLost).size(), 1u);
    EXPECT_EQ(game.world.enemy_shots.count, 1u) << "the second one flies on";
}

TEST(EnemyShots, MissAHeroWhoseCoreTheyOnlyTouch) {
    Game game(shots_only());
    const engine::Rect core = core_of(game.hero(), game.content);
    EXPECT_EQ(core.w, 10);
    EXPECT_EQ(core.x - game.hero_rect().x, 46);
    // A shot of 8: four pixels to each side of its middle.
    for (const auto& [x, y] : {std::pair{core.x - 4, core.y + 5}, std::pair{core.right() + 4, core.y + 5},
                               std::pair{core.x + 5, core.y - 4}, std::pair{core.x + 5, core.bottom() + 4}}) {
        game.world.enemy_shots.spawn(shot_at(x, y));
    }
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    game.world.enemy_shots.column<&EnemyShot::x>()[0] += to_fixed(1);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
}

TEST(EnemyShots, PassAHeroThatHasJustComeBack) {
    Game game(shots_only());
    game.hero().invulnerable_ticks = 2;
    const engine::Rect core = core_of(game.hero(), game.content);
    game.world.enemy_shots.spawn(shot_at(core.x + 5, core.y + 5));
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.world.enemy_shots.count, 1u);
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Destroyed);
}

TEST(EnemyShots, TakeTheFirstOfTwoHeroesInSeatOrder) {
    Game game(shots_only(), 2);
    game.hero(1).x = game.hero(0).x;
    const engine::Rect core = core_of(game.hero(0), game.content);
    game.world.enemy_shots.spawn(shot_at(core.x + 5, core.y + 5));
    game.tick();
    EXPECT_EQ(game.hero(0).state, HeroState::Destroyed);
    EXPECT_EQ(game.hero(1).state, HeroState::Flying);
}

TEST(EnemyShots, EndAtAHeroThatCannotDie) {
    Game game(shots_only(true));
    const engine::Rect core = core_of(game.hero(), game.content);
    for (int i = 0; i < 3; ++i) game.world.enemy_shots.spawn(shot_at(core.x + i, core.y));
    game.tick();
    EXPECT_EQ(game.hero().state, HeroState::Flying);
    EXPECT_EQ(game.hero().lives, 3);
    EXPECT_TRUE(game.world.enemy_shots.empty());
}

TEST(EnemyShots, KeepTheirOrderWhenSomeAreGone) {
    Game game(shots_only(true));
    const engine::Rect core = core_of(game.hero(), game.content);
    for (Id id = 1; id <= 6; ++id) {
        EnemyShot shot = id % 2 == 0 ? shot_at(core.x, core.y) : shot_at(10, 10);
        shot.id = id;
        game.world.enemy_shots.spawn(shot);
    }
    game.tick();
    std::vector<Id> left;
    for (const EnemyShot& shot : game.world.enemy_shots) left.push_back(shot.id);
    EXPECT_EQ(left, (std::vector<Id>{1, 3, 5}));
}

TEST(Bombs, ClearTheSkyOfShots) {
    Game game(shots_only());
    for (int i = 0; i < 50; ++i) game.world.enemy_shots.spawn(shot_at(i, 20));
    game.tick(bits_of(engine::Button::Bomb));
    EXPECT_TRUE(game.world.enemy_shots.empty());
}

TEST(EnemyShots, FlyOnWhenTheGameIsOver) {
    Content content = shots_only();
    content.mode.hero.lives = 1;
    Game game(content);
    const engine::Rect core = core_of(game.hero(), game.content);
    game.world.enemy_shots.spawn(shot_at(core.x, core.y));
    game.world.enemy_shots.spawn(shot_at(100, 100, 0, 1));
    game.tick();
    ASSERT_EQ(game.world.header.phase, Phase::Over);
    game.ticks(4);
    EXPECT_EQ(game.world.enemy_shots[0].y, to_fixed(105));
}

TEST(BenchMode, HasThreeHundredShotsAndThirtyEnemiesOnAverageUnderTwoAces) {
    const int players = 2;
    Game game(shipped("bench"), players);
    const Bot ace = find_bot("ace");
    std::uint64_t shots = 0;
    std::uint64_t enemies = 0;
    constexpr int ticks = 6000;
    engine::Inputs inputs;
    for (int i = 0; i < ticks; ++i) {
        for (int seat = 0; seat < players; ++seat) {
            inputs.seats[static_cast<std::size_t>(seat)] = {ace(game.world, game.content, seat), engine::SeatState::Flown};
        }
        game.tick(inputs);
        shots += game.world.hero_shots.count + game.world.enemy_shots.count;
        enemies += static_cast<std::uint64_t>(std::count_if(game.world.enemies.begin(), game.world.enemies.end(),
                                                            [](const Enemy& enemy) { return enemy.state == EnemyState::Flying; }));
    }
    EXPECT_GE(shots / ticks, 300u);
    EXPECT_GE(enemies / ticks, 30u);
    RecordProperty("shots", static_cast<int>(shots / ticks));
    RecordProperty("enemies", static_cast<int>(enemies / ticks));
    for (const Hero& hero : game.world.heroes) EXPECT_GT(hero.kills, 60u);
}

}  // namespace
}  // namespace game
