// The host is gone: somebody takes over, the others follow, nobody belongs to two games.
#include <gtest/gtest.h>

#include "net/token.h"
#include "tests/match/online_playing.h"

using engine::SeatState;
using game::Online;
using namespace party;

namespace {

// The newest tick that this machine has confirmed.
net::Tick newest(const Machine& machine) { return machine.hashes().empty() ? 0 : machine.hashes().rbegin()->first; }

// How long until the game moves on at that machine by more than it could have had in store.
net::Time until_it_moves(Playing& game, std::size_t machine) {
    const net::Tick at = newest(game.machine(machine));
    return game.run_until([&] { return newest(game.machine(machine)) > at + 40; });
}

}  // namespace

TEST(OnlineMoves, AloneAfterTheHostWasKilledWithinTwoAndAHalfSeconds) {
    for (const auto& lines : {lan, r1, r2}) {
        Playing game(2, lines);
        game.kill(0);
        net::Tick at = 0;
        const net::Time took = game.run_until([&] {
            const Machine& bo = game.machine(1);
            at = newest(bo);
            return bo.state(0) == SeatState::Absent;
        });
        EXPECT_LE(took, 2500 * ms);
        game.run(1000 * ms);
        EXPECT_GE(newest(game.machine(1)), at + 50);
        EXPECT_TRUE(game.machine(1).was_told("Ann left: connection lost"));
        EXPECT_FALSE(game.machine(1).online().connected());
        EXPECT_FALSE(game.machine(1).online().seats()[0].taken);
        EXPECT_TRUE(game.machine(1).online().is_awaiting()) << "the host may come back";
        game.run(60'000 * ms);
        EXPECT_FALSE(game.machine(1).online().is_awaiting());
    }
}

TEST(OnlineMoves, AloneAtOnceAfterAGoodbye) {
    Playing game(2);
    game.host().online().leave(game.now());
    const net::Time took = game.run_until([&] { return game.machine(1).state(0) == SeatState::Absent; });
    EXPECT_LE(took, 400 * ms);
    EXPECT_TRUE(game.machine(1).was_told("Ann left the game"));
    EXPECT_FALSE(game.machine(1).online().is_awaiting());
}

TEST(OnlineMoves, TheLowestSeatTakesOverAndTheOthersFollow) {
    for (const auto& lines : {lan, r1, r2}) {
        for (const bool goodbye : {false, true}) {
            Playing game(4, lines, 3);
            if (goodbye) game.host().online().leave(game.now());
            if (goodbye) game.run(2 * ms);
            if (!goodbye) game.kill(0);
            const net::Time took = until_it_moves(game, 3);
            EXPECT_LE(took, (goodbye ? 2500 : 5000) * ms);
            game.run(4000 * ms);
            EXPECT_TRUE(game.machine(1).online().is_host());
            EXPECT_TRUE(game.machine(1).was_told("This machine is the host now"));
            for (const std::size_t i : {2u, 3u}) {
                Machine& machine = game.machine(i);
                EXPECT_FALSE(machine.online().is_host());
                EXPECT_TRUE(machine.online().connected());
                EXPECT_TRUE(told(machine, "Bo took over as host")) << i;
                EXPECT_TRUE(machine.online().seats()[1].is_host);
                EXPECT_FALSE(machine.online().seats()[0].taken);
                EXPECT_EQ(machine.state(0), SeatState::Absent);
                for (int seat = 1; seat < 4; ++seat) EXPECT_EQ(machine.state(seat), SeatState::Flown) << i << ", seat " << seat;
                EXPECT_GE(newest(machine), newest(game.machine(1)) - 60);
            }
            EXPECT_EQ(game.differences(), "");
            for (const std::size_t i : {1u, 2u, 3u}) EXPECT_EQ(game.machine(i).session().stats().desyncs, 0u);
        }
    }
}

TEST(OnlineMoves, AHostWithoutAPilotIsReplacedToo) {
    Playing game(3, r1, 2, 2, true);
    ASSERT_EQ(game.host().online().local_seats(), 0);
    game.kill(0);
    game.run(6000 * ms);
    EXPECT_TRUE(game.machine(1).online().is_host());
    EXPECT_TRUE(told(game.machine(1), "The host left: connection lost"));
    EXPECT_EQ(game.machine(2).state(0), SeatState::Flown);
    EXPECT_EQ(game.machine(2).state(1), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, HostsMayGoOneAfterTheOther) {
    Playing game(4, r1, 4);
    game.kill(0);
    game.run(6000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    game.kill(1);
    game.run(6000 * ms);
    EXPECT_TRUE(game.machine(2).online().is_host());
    EXPECT_TRUE(game.machine(3).online().connected());
    EXPECT_EQ(game.machine(3).state(2), SeatState::Flown);
    EXPECT_EQ(game.machine(3).state(1), SeatState::Absent);
    game.kill(2);
    game.run(4000 * ms);
    EXPECT_TRUE(game.machine(3).online().is_host());
    const net::Tick at = newest(game.machine(3));
    game.run(1000 * ms);
    EXPECT_GE(newest(game.machine(3)), at + 55);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, WhoShouldTakeOverButIsGoneTooIsPassedOver) {
    Playing game(4, r1, 5);
    game.kill(0);
    game.kill(1);
    game.run(8000 * ms);
    EXPECT_TRUE(game.machine(2).online().is_host());
    EXPECT_TRUE(game.machine(3).online().connected());
    EXPECT_TRUE(told(game.machine(3), "Cy took over as host"));
    EXPECT_EQ(game.machine(3).state(2), SeatState::Flown);
    EXPECT_EQ(game.machine(3).state(1), SeatState::Absent);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, TheOldHostComesBackAsAGuestWithItsToken) {
    Playing game(3, r1, 6);
    const net::Token token = game.host().online().token();
    game.kill(0);
    game.run(6000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    Machine& ann = game.join_again(0, token, 1);
    game.run(4000 * ms);
    EXPECT_EQ(ann.online().local_seats(), 0b001);
    EXPECT_EQ(game.machine(2).state(0), SeatState::Flown);
    EXPECT_TRUE(game.machine(1).was_told("Ann is back"));
    EXPECT_TRUE(game.machine(2).was_told("Ann is back"));
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, TokensHoldUnderANewHost) {
    Playing game(3, r1, 7);
    const net::Token token = game.machine(2).online().token();
    game.kill(0);
    game.kill(2);
    game.run(5000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    Machine& cy = game.join_again(2, token, 1);
    game.run(4000 * ms);
    EXPECT_EQ(cy.online().local_seats(), 0b100);
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
    game.kill(0);
    Machine& wrong = game.join_again(0, net::make_token(), 1);
    game.run(2000 * ms);
    EXPECT_EQ(wrong.online().stage(), Stage::Ended);
}

TEST(OnlineMoves, AHostThatOnlyStoodStillComesAfterItsGuests) {
    for (const std::uint64_t seed : {8, 9, 10, 11, 12}) {
        Playing game(3, r1, seed);
        game.host().stopped = true;
        game.run(5000 * ms);
        ASSERT_TRUE(game.machine(1).online().is_host());
        ASSERT_TRUE(game.machine(2).online().connected());
        game.host().stopped = false;
        game.run(8000 * ms);
        EXPECT_FALSE(game.host().online().is_host());
        EXPECT_TRUE(game.host().online().connected());
        EXPECT_EQ(game.host().online().local_seats(), 0b1);
        EXPECT_TRUE(game.machine(1).online().is_host()) << "who has become the host of others does not go back";
        EXPECT_TRUE(game.machine(1).was_told("Ann is back"));
        for (int seat = 0; seat < 3; ++seat) {
            EXPECT_EQ(game.machine(2).state(seat), SeatState::Flown) << seat;
            EXPECT_EQ(game.host().state(seat), SeatState::Flown) << seat;
        }
        EXPECT_GT(newest(game.host()) + 60, newest(game.machine(1)));
        for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(game.machine(i).session().stats().desyncs, 0u);
        EXPECT_EQ(game.differences(), "");
    }
}

TEST(OnlineMoves, AHostWhoseGuestsEndTheirProgramsGoesAfterNobody) {
    Playing game(3, r1, 8);
    for (std::size_t i = 1; i < 3; ++i) game.machine(i).online().leave(game.now());
    game.run(1000 * ms);
    EXPECT_TRUE(game.host().online().is_host());
    EXPECT_FALSE(game.host().online().is_awaiting());
    const net::Tick at = newest(game.host());
    game.run(2000 * ms);
    EXPECT_GT(newest(game.host()), at + 100);
}

TEST(OnlineMoves, AHostThatIsSlowForTwoSecondsKeepsItsGuests) {
    Playing game(3, r1, 9);
    game.host().stopped = true;
    game.run(1900 * ms);
    game.host().stopped = false;
    game.run(3000 * ms);
    EXPECT_TRUE(game.host().online().is_host());
    EXPECT_FALSE(game.machine(1).online().is_host());
    EXPECT_TRUE(game.machine(1).online().connected() && game.machine(2).online().connected());
    for (int seat = 0; seat < 3; ++seat) EXPECT_EQ(game.machine(2).state(seat), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, WhoIsToTakeOverIsWaitedForUntilItMustHaveLostTheHostToo) {
    for (const std::uint64_t seed : {10, 11, 12}) {
        Playing game(4, r1, seed);
        // The goodbye reaches everybody but Bo, who is to take over.
        game.net().set_line(1, 2, party::line(50, 0, 1), r1);
        game.host().online().leave(game.now());
        game.run(100 * ms);
        game.kill(0);
        game.run(6000 * ms);
        EXPECT_TRUE(game.machine(1).online().is_host());
        for (const std::size_t i : {2u, 3u}) {
            EXPECT_TRUE(told(game.machine(i), "Bo took over as host")) << i;
            EXPECT_FALSE(game.machine(i).was_told("What was flown alone meanwhile does not count")) << i;
            EXPECT_EQ(game.machine(i).hashes().begin()->first, 1u) << "with its own world, and nothing that was final there has changed";
            EXPECT_EQ(game.machine(i).state(static_cast<int>(i)), SeatState::Flown) << i;
        }
        EXPECT_EQ(game.differences(), "");
    }
}

TEST(OnlineMoves, WhoHangsUpBeforeItHearsOfItsSeatHasNotLeft) {
    const auto steady = party::line(50, 0, 0), nothing = party::line(50, 0, 1);
    Playing game(3, steady, 10);
    game.kill(0);
    // Cy asks Bo, who has taken over; the answer is lost, and Cy goes on alone.
    game.run_until([&] { return told(game.machine(2), "Ann left"); });
    game.run(225 * ms);
    ASSERT_FALSE(game.machine(1).online().connected());
    game.net().set_line(2, 3, nothing, steady);
    game.run(100 * ms);
    ASSERT_TRUE(game.machine(1).online().connected()) << "seated";
    game.run(2500 * ms);
    EXPECT_TRUE(game.machine(2).online().is_host());
    EXPECT_FALSE(game.machine(1).online().connected()) << "he has hung up";
    EXPECT_TRUE(game.machine(1).online().seats()[2].kept);
    EXPECT_TRUE(game.machine(1).was_told("Cy left: connection lost"));
    game.net().set_line(2, 3, steady, steady);
    game.run(3000 * ms);
    EXPECT_FALSE(game.machine(2).online().is_host()) << "whoever goes on alone calls who may have taken over";
    EXPECT_TRUE(game.machine(2).was_told("Back in the game of Bo"));
    EXPECT_TRUE(game.machine(1).was_told("Cy is back"));
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, WhoAloneLostTheHostComesBackToIt) {
    Playing game(3, r1, 10);
    game.net().cut(1, 3);
    game.net().cut(2, 3);
    game.run(6000 * ms);
    EXPECT_TRUE(game.machine(2).online().is_host()) << "alone";
    EXPECT_EQ(game.machine(1).state(2), SeatState::Absent);
    game.net().set_line(1, 3, r1, r1);
    game.net().set_line(2, 3, r1, r1);
    game.run(5000 * ms);
    EXPECT_FALSE(game.machine(2).online().is_host());
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
    EXPECT_TRUE(game.machine(1).was_told("Cy is back"));
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, WhoWatchesFollowsTheNewHost) {
    Playing game(3, r1, 11);
    auto setup = guest_setup({}, 0);
    setup.watches = true;
    Machine& watcher = game.join(setup);
    game.run(3000 * ms);
    ASSERT_GT(newest(watcher), 100u);
    game.kill(0);
    game.run(9000 * ms);
    EXPECT_EQ(watcher.online().stage(), Stage::Playing) << watcher.online().reason();
    EXPECT_TRUE(watcher.online().connected());
    EXPECT_EQ(game.machine(1).online().spectators(), 1);
    EXPECT_GT(newest(watcher), newest(game.machine(1)) - 120);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineMoves, WhoWatchesComesBackToTheOldHostWhereTheNewOneDoes) {
    for (const std::uint64_t seed : {11, 12, 13}) {
        Playing game(2, r1, seed);
        auto setup = guest_setup({}, 0);
        setup.watches = true;
        Machine& watcher = game.join(setup);
        game.run(3000 * ms);
        game.host().stopped = true;
        game.run_until([&] { return told(watcher, "Bo took over as host"); });
        ASSERT_TRUE(game.machine(1).online().is_host());
        game.host().stopped = false;
        game.run(8000 * ms);
        EXPECT_TRUE(game.host().online().is_host());
        EXPECT_FALSE(game.machine(1).online().is_host());
        EXPECT_TRUE(watcher.online().connected()) << seed;
        EXPECT_TRUE(told(watcher, "Back in the game of")) << watcher.notices().back();
        EXPECT_GT(newest(watcher), newest(game.host()) - 120);
        EXPECT_EQ(game.host().online().spectators(), 1);
        EXPECT_EQ(game.differences(), "");
    }
}

TEST(OnlineMoves, WhoOnlyWatchesATwosomeEndsWhenNobodyTakesOver) {
    Playing game(1, lan, 12, 2);
    auto setup = guest_setup({}, 0);
    setup.watches = true;
    Machine& watcher = game.join(setup);
    game.run(2000 * ms);
    game.host().online().leave(game.now());
    game.run(12'000 * ms);
    EXPECT_EQ(watcher.online().stage(), Stage::Ended);
    EXPECT_EQ(watcher.online().reason(), "The host is gone, and nobody took over.");
}
