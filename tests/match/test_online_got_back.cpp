// Whoever comes back to a host keeps the game it had until the host's world is here: a host that is lost before that costs nobody a game.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/match/online_playing.h"

using engine::SeatState;
using game::Online;
using party::Machine;
using party::ms;
using party::Playing;
using party::r1;
using party::told;

namespace {

// Where the last of them comes back to a host that has not given it its world yet.
struct ComingBack : Playing {
    explicit ComingBack(int machines, bool packs = true) : Playing(machines), last(static_cast<std::size_t>(machines) - 1) {
        for (std::size_t i = 0; i < last; ++i) machine(i).world_bytes = 40'000;  // takes a quarter of a second
        for (std::size_t i = 0; i < last; ++i) cut(i);
        run(5000 * ms);
        alone = guest().online().is_host();
        had = guest().newest();
        host().advances = packs;
        for (std::size_t i = 0; i < last; ++i) mend(i);
        run_until([&] { return !guest().session().joined(); });
        coming = !guest().online().is_host() && host().online().seats()[last].taken;
    }
    void cut(std::size_t i) { net().cut(number(i), number(last)); }
    void mend(std::size_t i) { net().set_line(number(i), number(last), r1, r1); }
    Machine& guest() { return machine(last); }
    static std::uint32_t number(std::size_t i) { return static_cast<std::uint32_t>(i + 1); }

    // It plays the game that it had: from where that was, with its own inputs.
    void expect_its_own_game_goes_on() {
        ASSERT_TRUE(alone && coming);
        const int changes = guest().changes(static_cast<int>(last));
        run(4000 * ms);
        ASSERT_EQ(guest().online().stage(), Online::Stage::Playing) << guest().online().reason();
        EXPECT_TRUE(guest().session().joined());
        EXPECT_TRUE(guest().online().is_host());
        EXPECT_GT(guest().newest(), had + 100);
        EXPECT_LT(guest().newest(), had + 400) << "nor did it go on without its pilot";
        EXPECT_GT(guest().changes(static_cast<int>(last)), changes + 10);
        EXPECT_EQ(guest().hashes().begin()->first, 1u) << "it is the game from its beginning";
        EXPECT_FALSE(guest().was_told("Back in the game of Ann"));
        EXPECT_FALSE(guest().was_told("What was flown alone meanwhile does not count"));
        for (int seat = 0; seat < 4; ++seat)
            EXPECT_EQ(guest().state(seat), seat == static_cast<int>(last) ? SeatState::Flown : SeatState::Absent) << seat;
    }

    std::size_t last;
    bool alone = false, coming = false;
    net::Tick had = 0;
};

}  // namespace

TEST(OnlineGotBack, AHostThatSaysGoodbyeBeforeItsWorldIsHere) {
    ComingBack game(2);
    game.host().online().leave(game.now());
    game.expect_its_own_game_goes_on();
    EXPECT_TRUE(game.guest().was_told("Ann left the game"));
    EXPECT_FALSE(game.guest().online().is_awaiting());
}

TEST(OnlineGotBack, AHostThatIsKilledBeforeItsWorldIsHere) {
    ComingBack game(2);
    game.kill(0);
    game.expect_its_own_game_goes_on();
    EXPECT_TRUE(game.guest().online().is_awaiting()) << "it may only have fallen silent";
    game.run(62'000 * ms);
    EXPECT_FALSE(game.guest().online().is_awaiting());
}

TEST(OnlineGotBack, AHostThatLeavesAfterHalfOfItsWorld) {
    for (const bool goodbye : {true, false}) {
        ComingBack game(2);
        game.run(130 * ms);
        ASSERT_FALSE(game.guest().session().joined());
        ASSERT_GT(game.host().session().stats().snapshot_bytes, 15'000u);
        goodbye ? game.host().online().leave(game.now()) : game.kill(0);
        game.expect_its_own_game_goes_on();
    }
}

TEST(OnlineGotBack, AHostThatIsSilentForAWhileIsComeBackToASecondTime) {
    ComingBack game(2);
    game.cut(0);
    game.expect_its_own_game_goes_on();
    game.mend(0);
    game.run(8000 * ms);
    EXPECT_FALSE(game.guest().online().is_host());
    EXPECT_TRUE(game.guest().was_told("Back in the game of Ann"));
    EXPECT_TRUE(game.guest().was_told("What was flown alone meanwhile does not count"));
    EXPECT_EQ(game.host().state(1), SeatState::Flown);
    EXPECT_GT(game.guest().hashes().begin()->first, 300u) << "of the host's game";
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineGotBack, AHostThatNeverGivesItsWorldIsGivenUp) {
    ComingBack game(2, false);
    ASSERT_TRUE(game.alone && game.coming);
    const auto speak = [&] { game.host().online().ask_figures(game.now()); };  // it is there, and packs nothing
    game.run(15'000 * ms, speak);
    EXPECT_FALSE(game.guest().online().is_host());
    game.run(6'000 * ms, speak);
    EXPECT_TRUE(game.guest().online().is_host());
    const net::Tick at = game.guest().newest();
    game.run(10'000 * ms, speak);
    EXPECT_GT(game.guest().newest(), at + 590) << "nor is it called again";
}

TEST(OnlineGotBack, WhoIsLetInAndHearsNothingMoreAgainAndAgainPlaysItsOwnGameMostOfTheTimeAndGivesUpAfterAMinute) {
    ComingBack game(2, false);
    ASSERT_TRUE(game.alone && game.coming);
    game.run(50'000 * ms);
    EXPECT_TRUE(game.guest().online().is_awaiting() || game.guest().online().connected());
    game.run(40'000 * ms);
    EXPECT_TRUE(game.guest().online().is_host());
    EXPECT_FALSE(game.guest().online().is_awaiting());
    EXPECT_GT(game.guest().newest(), game.had + 90 * 60 * 2 / 3);
}

TEST(OnlineGotBack, WhoeverTakesOverFromALostHostIsComeBackToInstead) {
    for (const bool goodbye : {true, false}) {
        ComingBack game(3);
        ASSERT_TRUE(game.alone && game.coming);
        goodbye ? game.host().online().leave(game.now()) : game.kill(0);
        game.run(8000 * ms);
        EXPECT_TRUE(game.machine(1).online().is_host());
        EXPECT_FALSE(game.guest().online().is_host());
        EXPECT_TRUE(game.guest().was_told("Back in the game of Bo"));
        for (const std::size_t i : {1u, 2u}) {
            EXPECT_EQ(game.machine(i).state(0), SeatState::Absent);
            EXPECT_EQ(game.machine(i).state(1), SeatState::Flown);
            EXPECT_EQ(game.machine(i).state(2), SeatState::Flown);
            EXPECT_EQ(game.machine(i).session().stats().desyncs, 0u);
        }
        EXPECT_EQ(game.differences(), "");
    }
}

TEST(OnlineGotBack, AHostThatStoodStillPlaysOnAloneWhenItsHeirIsLost) {
    Playing game(3, r1, 8, 4);
    Machine& ann = game.host();
    game.machine(1).world_bytes = 40'000;
    ann.online().seat_bot(3, "ace", game.now());
    ann.stopped = true;
    game.run(5000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    ann.stopped = false;
    game.run_until([&] { return !ann.session().joined(); });
    ASSERT_FALSE(ann.online().is_host());
    EXPECT_EQ(ann.online().local_seats(), 0b001) << "a bot ends with its host";
    const int changes = ann.changes(0);
    game.kill(2);
    game.machine(1).online().leave(game.now());
    game.run(4000 * ms);
    EXPECT_EQ(ann.online().stage(), Online::Stage::Playing) << ann.online().reason();
    EXPECT_TRUE(ann.online().is_host());
    EXPECT_GT(ann.changes(0), changes + 10);
    EXPECT_EQ(ann.hashes().begin()->first, 1u);
    EXPECT_EQ(ann.online().local_seats(), 0b1001) << "but this one still is one";
    EXPECT_EQ(ann.state(0), SeatState::Flown);
    EXPECT_EQ(ann.state(1), SeatState::Absent);
    EXPECT_EQ(ann.state(3), SeatState::Flown);
}
