// Bots by their names, and ace, which flies well: alone, with a partner, in both modes.
#include "game/bots/bots.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/bots/flights.h"

namespace game {
namespace {

using engine::Button;
using engine::Inputs;
using engine::SeatState;
using engine::to_fixed;
using namespace testing;

Content quiet_sky() {
    Content content = shipped("classic");
    for (Population& population : content.mode.population) population.start = 0;
    return content;
}

TEST(Bots, AreFoundByName) {
    EXPECT_EQ(bot_names(), (std::vector<std::string>{"idle", "random", "rookie", "ace"}));
    for (const std::string& name : bot_names()) EXPECT_NE(find_bot(name), nullptr);
    EXPECT_EQ(find_bot("ase"), nullptr);
    EXPECT_EQ(find_bot(""), nullptr);
}

TEST(Ace, ReachesLevelFiveOfClassicInNineOfTenGames) {
    int reached = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Game game(shipped("classic"), 1, seed);
        fly(game, find_bot("ace"), 60 * 60 * 20, 5);
        reached += game.world.header.level == 5 ? 1 : 0;
    }
    EXPECT_GE(reached, 9);
}

TEST(Ace, OutlivesTenMinutesOfFirstFlightAndLetsFewPass) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Game game(shipped("first_flight"), 1, seed);
        fly(game, find_bot("ace"), 15 * 600);
        EXPECT_EQ(game.world.header.phase, Phase::Playing) << "seed " << seed;
        EXPECT_GT(game.hero().score, 560) << "of 600 enemies, seed " << seed;
    }
}

TEST(Ace, SharesTheSkyWithAPartner) {
    for (const char* mode : {"first_flight", "classic"}) {
        Game game(shipped(mode), 2, 3);
        const Flight flight = fly(game, find_bot("ace"), 60 * 120);
        EXPECT_EQ(game.world.header.phase, Phase::Playing) << mode;
        const std::uint32_t all = flight.kills[0] + flight.kills[1];
        EXPECT_GT(flight.kills[0] * 100, all * 30) << mode;
        EXPECT_GT(flight.kills[1] * 100, all * 30) << mode;
    }
}

TEST(Ace, HandlesItsKeysLikeSomebodyWhoPlays) {
    for (const char* mode : {"first_flight", "classic"}) {
        Game game(shipped(mode), 1, 4);
        const Flight flight = fly(game, find_bot("ace"), game.content.mode.rate * 120);
        EXPECT_GT(flight.changes, 120) << mode << ": one a second at least";
        EXPECT_LT(flight.changes, 120 * 15) << mode << ": no trembling";
    }
}

// A minute in which something is done to the game before each tick: how often the bot is hit.
template <typename Rain>
int hits_in(Content content, const Rain& rain, Bot bot, std::uint64_t seed) {
    content.mode.hero.lives = 99;
    Game game(content);
    engine::Rng rng{seed};
    Inputs inputs;
    for (int tick = 0; tick < 60 * 60; ++tick) {
        rain(game, rng, tick);
        inputs.seats[0] = {bot(game.world, game.content, 0), SeatState::Flown};
        game.tick(inputs);
    }
    return 99 - game.hero().lives;
}

// Of six such minutes, a seed each.
template <typename Rain>
int hits_of(const char* bot, const Content& content, const Rain& rain) {
    int hits = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) hits += hits_in(content, rain, find_bot(bot), seed);
    return hits;
}

TEST(Ace, DodgesWhatItCannotShoot) {
    Content content = quiet_sky();
    content.enemies[0].hits = 10'000;
    content.mode.hero.bombs = 0;
    // Small ones that no shot breaks.
    const auto rain = [](Game& game, engine::Rng& rng, int tick) {
        // Those that the population brings back for the ones that have left are taken away: the rain is enough.
        game.world.enemies.remove_if([](const Enemy& enemy) { return (enemy.id & 0x00800000) == 0; });
        if (tick % 60 != 0) return;
        const int x = rng.between(0, 423);
        const int speed = rng.between(4, 7);
        game.world.enemies.spawn({.id = 0x05800000 + static_cast<Id>(tick),
                                  .x = to_fixed(x),
                                  .y = to_fixed(-300),
                                  .speed = to_fixed(speed),
                                  .hits_left = 10'000});
    };
    EXPECT_LE(hits_of("ace", content, rain), 3);
    EXPECT_GE(hits_of("idle", content, rain), 40);
}

TEST(Ace, UsesABombWhenItIsCornered) {
    Content content = quiet_sky();
    Game game(content);
    for (const int x : {0, 160, 311})
        game.world.enemies.spawn({.id = 0x05800000 + static_cast<Id>(x),
                                  .x = to_fixed(x),
                                  .y = to_fixed(100),
                                  .speed = to_fixed(8),
                                  .hits_left = 20,
                                  .kind = 2});
    fly(game, find_bot("ace"), 60);
    EXPECT_EQ(game.hero().lives, 3);
    EXPECT_EQ(game.hero().bombs_used, 1);
}

TEST(Ace, KeepsItsBombsWhereItsPlaneCannotBeLost) {
    Game game(shipped("bench"));
    fly(game, find_bot("ace"), 60 * 60);
    EXPECT_EQ(game.hero().bombs_used, 0);
    EXPECT_GT(game.hero().kills, 10u);
}

TEST(Ace, DodgesShots) {
    Content content = shipped("bench");
    for (Population& population : content.mode.population) population.start = 0;
    content.mode.hero.undying = false;
    const auto rain = [](Game& game, engine::Rng& rng, int tick) {
        if (tick % 4 != 0) return;
        EnemyShot shot;
        shot.id = static_cast<Id>(tick + 1);
        shot.x = to_fixed(rng.between(0, field_width));
        shot.vx = static_cast<std::int16_t>(rng.between(-300, 300));
        shot.vy = static_cast<std::int16_t>(rng.between(500, 1200));
        game.world.enemy_shots.spawn(shot);
    };
    EXPECT_LE(hits_of("ace", content, rain), 1);
    EXPECT_GE(hits_of("idle", content, rain), 40);
}

TEST(Ace, OutlivesARookieWhereEverybodyShoots) {
    const auto ticks_of = [](const char* bot) {
        std::uint32_t ticks = 0;
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            Content content = shipped("bench");
            content.mode.hero.undying = false;
            Game game(content, 1, seed);
            fly(game, find_bot(bot), 60 * 600);
            ticks += game.world.header.tick;
        }
        return ticks;
    };
    const std::uint32_t ace = ticks_of("ace");
    const std::uint32_t rookie = ticks_of("rookie");
    EXPECT_GT(ace * 10, rookie * 15);
    EXPECT_GT(rookie, ticks_of("idle"));
}

TEST(Ace, FetchesSupplies) {
    for (const PickupKindId kind : {PickupKindId::Bomb, PickupKindId::SuperShot}) {
        for (const int x : {0, 210, 420}) {
            Game game(quiet_sky());
            game.hero().bombs = 1;
            game.world.pickups.spawn({.id = 1, .x = to_fixed(x), .y = to_fixed(-100), .kind = kind});
            fly(game, find_bot("ace"), 270);
            EXPECT_TRUE(game.world.pickups.empty());
            EXPECT_TRUE(game.hero().bombs == 2 || game.hero().super_ticks > 0 || game.hero().supers_ended > 0) << "x " << x;
        }
    }
}

TEST(Ace, IsAPureFunctionOfTheWorld) {
    Game game(shipped("classic"), 2, 9);
    fly(game, find_bot("ace"), 3000);
    const auto copy = std::make_unique<World>(game.world);
    const std::uint64_t before = hash_world(game.world);
    const std::uint16_t first = find_bot("ace")(game.world, game.content, 0);
    for (int i = 0; i < 5; ++i) {
        find_bot("ace")(game.world, game.content, 1);
        EXPECT_EQ(find_bot("ace")(game.world, game.content, 0), first);
        EXPECT_EQ(find_bot("ace")(*copy, game.content, 0), first);
    }
    EXPECT_EQ(hash_world(game.world), before);
}

TEST(Ace, PressesNothingWithoutAPlane) {
    Game game(shipped("classic"), 2, 9);
    game.tick();
    EXPECT_EQ(find_bot("ace")(game.world, game.content, 3), 0) << "a seat that never was";
    game.hero(1).state = HeroState::Destroyed;
    EXPECT_EQ(find_bot("ace")(game.world, game.content, 1), 0);
    game.hero(1).state = HeroState::Absent;
    EXPECT_EQ(find_bot("ace")(game.world, game.content, 1), 0);
}

TEST(Ace, FliesAnyContentThatLoads) {
    // Heroes that cannot move, that are as wide as the field, that crawl or leap.
    struct Case {
        int w, speed_x, speed_y;
    };
    for (const Case c : {Case{102, 0, 0}, Case{480, 10, 10}, Case{1, 1, 1}, Case{102, 100, 100}, Case{10, 3, 100}}) {
        Content content = shipped("classic");
        content.mode.hero.w = c.w;
        content.mode.hero.mask = {};
        content.mode.hero.speed_x = to_fixed(c.speed_x);
        content.mode.hero.speed_y = to_fixed(c.speed_y);
        Game game(content, 2, 6);
        fly(game, find_bot("ace"), 4000);
        EXPECT_GT(game.world.header.tick, 300u);
    }
}

}  // namespace
}  // namespace game
