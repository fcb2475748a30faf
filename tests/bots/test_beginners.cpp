// idle, random and rookie are what they claim, in every mode and over seeds.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/bots/flights.h"

namespace game {
namespace {

using engine::Button;
using engine::SeatState;
using engine::to_fixed;
using namespace testing;

// Points of a bot alone, over seeds; a game ends after `seconds` at the latest.
std::int64_t points_of(const char* bot, const char* mode, std::uint32_t seconds, std::uint64_t seeds) {
    std::int64_t sum = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Game game(shipped(mode), 1, seed);
        fly(game, find_bot(bot), seconds * game.content.mode.rate);
        sum += team_score(game.world);
    }
    return sum;
}

TEST(Idle, PressesNothing) {
    for (const char* mode : {"first_flight", "classic"}) {
        Game game(shipped(mode), 2, 5);
        const Flight flight = fly(game, find_bot("idle"), 3000);
        EXPECT_EQ(flight.pressed, 0) << mode;
        EXPECT_EQ(flight.changes, 0) << mode;
    }
}

TEST(RandomBot, ChangesItsButtonsAFewTimesASecondAndFindsThemAll) {
    Game game(shipped("classic"), 1, 5);
    game.content.mode.hero.undying = true;
    const std::uint32_t seconds = 120;
    const Flight flight = fly(game, find_bot("random"), seconds * 60);
    EXPECT_GT(flight.changes, static_cast<int>(seconds));
    EXPECT_LT(flight.changes, static_cast<int>(seconds) * 5);
    EXPECT_EQ(flight.pressed, (Button::Left | Button::Right) | (Button::Up | Button::Down) | testing::bits_of(Button::Bomb));
}

TEST(RandomBot, FliesTwoSeatsDifferently) {
    Game game(shipped("classic"), 2, 5);
    game.content.mode.hero.undying = true;
    int same = 0;
    for (int tick = 0; tick < 1200; ++tick) {
        const std::uint16_t first = find_bot("random")(game.world, game.content, 0);
        const std::uint16_t second = find_bot("random")(game.world, game.content, 1);
        same += first == second ? 1 : 0;
        game.tick(first, second);
    }
    EXPECT_LT(same, 600);
}

TEST(Rookie, GetsFurtherThanRandomAndLessFarThanAce) {
    struct Case {
        const char* mode;
        std::uint32_t seconds;
    };
    for (const Case c : {Case{"first_flight", 300}, Case{"classic", 180}}) {
        const std::int64_t random = points_of("random", c.mode, c.seconds, 12);
        const std::int64_t rookie = points_of("rookie", c.mode, c.seconds, 12);
        const std::int64_t ace = points_of("ace", c.mode, c.seconds, 12);
        EXPECT_GT(rookie * 2, random * 3) << c.mode << ": by half at least";
        EXPECT_GT(ace * 2, rookie * 3) << c.mode << ": by half at least";
    }
}

// Ticks from an enemy's appearance at the top, straight above, until the bot first presses a key.
int ticks_to_notice(const char* bot) {
    Content content = shipped("classic");
    for (Population& population : content.mode.population) population.start = 0;
    Game game(content);
    game.world.enemies.spawn(
        {.id = 0x05800001, .x = to_fixed(180), .y = to_fixed(-42), .speed = to_fixed(6), .hits_left = 10'000, .kind = 0});
    for (int tick = 0; tick < 300; ++tick) {
        const std::uint16_t bits = find_bot(bot)(game.world, game.content, 0);
        if (bits != 0) return tick;
        game.tick(bits);
    }
    return 300;
}

TEST(Rookie, ReactsAThirdOfASecondLate) { EXPECT_GE(ticks_to_notice("rookie"), 18); }

TEST(Rookie, IsWorthFlyingWith) {
    // Beside somebody who does nothing it shoots down the larger part, and it uses bombs now and then.
    std::uint32_t own = 0;
    std::uint32_t others = 0;
    std::uint32_t bombs = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Game game(shipped("classic"), 2, seed);
        while (game.world.header.tick < 7200 && game.world.header.phase == Phase::Playing)
            game.tick(0, find_bot("rookie")(game.world, game.content, 1));
        own += game.hero(1).kills;
        others += game.hero(0).kills;
        bombs += game.hero(1).bombs_used;
    }
    EXPECT_GT(own * 2, others * 3);
    EXPECT_GT(bombs, 0u);
}

TEST(Beginners, ArePureFunctionsOfTheWorld) {
    for (const char* name : {"random", "rookie"}) {
        const Bot bot = find_bot(name);
        Game game(shipped("classic"), 2, 9);
        fly(game, bot, 900);
        const auto copy = std::make_unique<World>(game.world);
        const std::uint64_t before = hash_world(game.world);
        const std::uint16_t first = bot(game.world, game.content, 0);
        for (int i = 0; i < 5; ++i) {
            bot(game.world, game.content, 1);
            EXPECT_EQ(bot(game.world, game.content, 0), first) << name;
            EXPECT_EQ(bot(*copy, game.content, 0), first) << name;
        }
        EXPECT_EQ(hash_world(game.world), before) << name;
    }
}

TEST(Beginners, PressNothingWithoutAPlane) {
    for (const char* name : {"random", "rookie"}) {
        Game game(shipped("classic"), 2, 9);
        game.tick();
        EXPECT_EQ(find_bot(name)(game.world, game.content, 3), 0) << name << ": a seat that never was";
        game.hero(1).state = HeroState::Destroyed;
        EXPECT_EQ(find_bot(name)(game.world, game.content, 1), 0) << name;
        game.hero(1).state = HeroState::Absent;
        EXPECT_EQ(find_bot(name)(game.world, game.content, 1), 0) << name;
    }
}

TEST(Beginners, FlyAnyContentThatLoads) {
    struct Case {
        int w, speed_x, speed_y;
        std::uint32_t rate;
    };
    for (const char* name : {"random", "rookie"}) {
        for (const Case c : {Case{102, 0, 0, 60}, Case{480, 10, 10, 60}, Case{1, 1, 1, 1}, Case{102, 100, 100, 120}, Case{10, 3, 100, 3}}) {
            Content content = shipped("classic");
            content.mode.rate = c.rate;
            content.mode.hero.w = c.w;
            content.mode.hero.mask = {};
            content.mode.hero.speed_x = to_fixed(c.speed_x);
            content.mode.hero.speed_y = to_fixed(c.speed_y);
            Game game(content, 2, 6);
            fly(game, find_bot(name), 3000);
            EXPECT_GT(game.world.header.tick, 300u) << name;
        }
    }
}

}  // namespace
}  // namespace game
