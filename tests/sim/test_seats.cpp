// Seats come, go and are held in the middle of a game, in both modes.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::Button;
using engine::Inputs;
using engine::SeatState;
using namespace testing;

// Nothing flies but heroes.
Content empty_sky(const std::string& mode) {
    Content content = shipped(mode);
    for (Population& population : content.mode.population) population.start = 0;
    content.mode.lists_spawns = true;
    return content;
}

class Seats : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Modes, Seats, ::testing::Values("first_flight", "classic"), [](const auto& i) { return std::string(i.param); });

TEST_P(Seats, ThatLeaveTakeTheirHeroAlongAndKeepItsLives) {
    Game game(empty_sky(GetParam()), 2);
    game.ticks(5);
    const int lives = game.hero(1).lives;
    Inputs inputs = flown(2);
    inputs.seats[1].state = SeatState::Absent;
    game.tick(inputs);
    EXPECT_EQ(game.hero(1).state, HeroState::Absent);
    EXPECT_EQ(game.hero(1).lives, lives);
    ASSERT_EQ(game.told(EventKind::SeatChanged).size(), 1u);
    EXPECT_EQ(game.told(EventKind::SeatChanged)[0].seat, 1);
    EXPECT_EQ(game.told(EventKind::SeatChanged)[0].detail, static_cast<int>(SeatState::Absent));
    EXPECT_EQ(game.world.header.phase, Phase::Playing);
    game.tick(inputs);
    EXPECT_TRUE(game.told(EventKind::SeatChanged).empty());
}

TEST_P(Seats, ThatComeBackStartInvulnerableAtTheirPlace) {
    Game game(empty_sky(GetParam()), 2);
    const engine::Rect start = game.hero_rect(1);
    game.ticks(10, 0, bits_of(Button::Left));
    Inputs inputs = flown(2);
    inputs.seats[1].state = SeatState::Absent;
    game.tick(inputs);
    game.tick(flown(2));
    EXPECT_EQ(game.hero(1).state, HeroState::Flying);
    EXPECT_EQ(game.hero_rect(1), start);
    EXPECT_GT(game.hero(1).invulnerable_ticks, 0);
    EXPECT_EQ(game.told(EventKind::SeatChanged)[0].ordinal, 2u);
}

TEST_P(Seats, ThatComeInLateFlyBesideTheOthersInSeatOrder) {
    Content content = empty_sky(GetParam());
    content.mode.players_max = 4;
    Game game(content, 1);
    game.tick(flown(1));
    Inputs inputs = flown(3);
    inputs.seats[1].state = SeatState::Absent;
    game.tick(inputs);
    game.tick(flown(3));
    ASSERT_EQ(game.world.heroes.count, 3u);
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(game.hero(i).seat, i);
        EXPECT_EQ(game.hero(i).id, 0x07000001 + i);
        EXPECT_EQ(game.hero(i).state, HeroState::Flying);
        EXPECT_EQ(game.hero(i).lives, content.mode.hero.lives);
    }
    EXPECT_EQ(game.hero(0).invulnerable_ticks, 0);
    EXPECT_GT(game.hero(1).invulnerable_ticks, 0);
}

TEST_P(Seats, BeyondThoseOfTheModeStayOutside) {
    Content content = empty_sky(GetParam());
    content.mode.players_max = 2;
    Game game(content, 1);
    game.tick(flown(4));
    EXPECT_EQ(game.world.heroes.count, 2u);
}

TEST_P(Seats, ThatBeginAbsentMayComeInLater) {
    Game game(empty_sky(GetParam()), 2);
    Inputs inputs = flown(2);
    inputs.seats[1].state = SeatState::Absent;
    for (int i = 0; i < 20; ++i) game.tick(inputs);
    EXPECT_EQ(game.hero(1).state, HeroState::Absent);
    EXPECT_EQ(game.hero(1).next_shot, 1u) << "it has not fired";
    game.tick(flown(2));
    EXPECT_EQ(game.hero(1).state, HeroState::Flying);
}

TEST_P(Seats, ThatAreHeldOrAbsentFlyNeutralWhateverTheirBits) {
    Content content = empty_sky(GetParam());
    Game quiet(content, 2);
    Game noisy(content, 2);
    for (int i = 0; i < 30; ++i) {
        Inputs inputs = flown(2, bits_of(Button::Left));
        inputs.seats[1].state = i < 20 ? SeatState::Held : SeatState::Absent;
        quiet.tick(inputs);
        inputs.seats[1].bits = 0xFFFF;
        inputs.seats[2].bits = 0xFFFF;
        noisy.tick(inputs);
    }
    EXPECT_EQ(hash_world(quiet.world), hash_world(noisy.world));
}

TEST_P(Seats, ThatAllLeaveEndTheGame) {
    Game game(empty_sky(GetParam()), 2);
    game.ticks(3);
    game.tick(flown(0));
    EXPECT_EQ(game.world.header.phase, Phase::Over);
    EXPECT_EQ(game.told(EventKind::GameOver).size(), 1u);
}

TEST_P(Seats, InAStateNobodyKnowsCountAsHeld) {
    Game game(empty_sky(GetParam()), 1);
    Inputs inputs = flown(1, bits_of(Button::Left));
    inputs.seats[0].state = static_cast<SeatState>(77);
    const engine::Rect before = game.hero_rect();
    game.tick(inputs);
    EXPECT_EQ(game.hero_rect(), before);
    EXPECT_EQ(game.hero().state, HeroState::Flying);
}

TEST(Seats, WithoutALifeLeftStayGone) {
    Game game(empty_sky("classic"), 2);
    game.hero(1).lives = 0;
    game.hero(1).state = HeroState::Gone;
    Inputs inputs = flown(2);
    inputs.seats[1].state = SeatState::Absent;
    game.tick(inputs);
    game.tick(flown(2));
    EXPECT_EQ(game.hero(1).state, HeroState::Gone);
}

TEST(Seats, ThatLeaveWhileDestroyedComeBackWithTheLivesTheyHave) {
    Game game(empty_sky("classic"), 2);
    game.hero(1).lives = 2;
    game.hero(1).state = HeroState::Destroyed;
    game.hero(1).state_ticks = 8;
    Inputs inputs = flown(2);
    inputs.seats[1].state = SeatState::Absent;
    game.tick(inputs);
    EXPECT_EQ(game.hero(1).state, HeroState::Absent);
    game.tick(flown(2));
    EXPECT_EQ(game.hero(1).state, HeroState::Flying);
    EXPECT_EQ(game.hero(1).lives, 2);
}

}  // namespace
}  // namespace game
