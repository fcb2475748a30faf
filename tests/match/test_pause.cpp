// Pauses over the network: any pilot stops the game for all, anyone has it go on, and nobody is lost or out of step for it.
#include <algorithm>

#include "tests/match/online_playing.h"
#include "tests/match/online_strangers.h"

using engine::SeatState;
using game::Online;
using namespace party;

namespace {

// All are paused, and nobody's world moves.
void expect_rest(Playing& game, net::Time time) {
    std::vector<net::Tick> at;
    for (std::size_t i = 0; i < game.size(); ++i) at.push_back(game.machine(i).vanished() ? 0 : game.machine(i).newest());
    game.run(time, [&] {
        for (std::size_t i = 0; i < game.size(); ++i) {
            if (game.machine(i).vanished()) continue;
            ASSERT_TRUE(game.machine(i).online().pause_status().paused) << i;
            ASSERT_EQ(game.machine(i).newest(), at[i]) << i;
        }
    });
}

// When each machine makes its first tick again.
std::vector<net::Time> run_until_all_move(Playing& game) {
    std::vector<net::Tick> at;
    for (std::size_t i = 0; i < game.size(); ++i) at.push_back(game.machine(i).newest());
    std::vector<net::Time> moved(game.size(), 0);
    game.run_until([&] {
        for (std::size_t i = 0; i < game.size(); ++i)
            if (moved[i] == 0 && game.machine(i).newest() != at[i]) moved[i] = game.now();
        return std::find(moved.begin(), moved.end(), 0u) == moved.end();
    });
    return moved;
}

void expect_all_fly(Playing& game) {
    EXPECT_EQ(game.differences(), "");
    for (std::size_t i = 0; i < game.size(); ++i) {
        EXPECT_EQ(game.machine(i).session().stats().desyncs, 0u);
        for (std::size_t seat = 0; seat < game.size(); ++seat)
            EXPECT_EQ(game.machine(i).state(static_cast<int>(seat)), SeatState::Flown) << "seat " << seat << " at machine " << i;
    }
}

}  // namespace

TEST(Pauses, OfAnyPilotStopAllForMinutesAndAllGoOnTogether) {
    for (const auto& lines : {lan, r1, r2}) {
        for (const std::size_t who : {0u, 1u}) {
            Playing game(3, lines, 2 + who);
            game.machine(who).online().pause(game.now());
            game.run(1500 * ms);
            expect_rest(game, 180'000 * ms);
            const std::string name = who == 0 ? "Ann" : "Bo";
            for (std::size_t i = 0; i < 3; ++i) {
                EXPECT_EQ(game.machine(i).online().pause_status().by, name);
                EXPECT_EQ(game.machine(i).online().pause_status().resume_in_ms, 0u);
                EXPECT_TRUE(game.machine(i).was_told(name + " paused the game"));
            }
            game.machine(2).online().resume(game.now());
            const net::Time asked = game.now();
            const auto moved = run_until_all_move(game);
            const auto [first, last] = std::minmax_element(moved.begin(), moved.end());
            EXPECT_LE(*last - *first, 100 * ms) << "they go on apart";
            EXPECT_GE(*first, asked + 2900 * ms);
            EXPECT_LE(*last, asked + 4000 * ms);
            for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(game.machine(i).was_told("Cy goes on with the game"));
            game.run(5000 * ms);
            expect_all_fly(game);
            for (std::size_t i = 0; i < 3; ++i) {
                EXPECT_FALSE(told(game.machine(i), "left")) << i;
                EXPECT_FALSE(told(game.machine(i), "trouble")) << i;
            }
        }
    }
}

TEST(Pauses, CountDownOnAllScreens) {
    Playing game(2, r1, 4);
    game.host().online().pause(game.now());
    game.run(1000 * ms);
    game.machine(1).online().resume(game.now());
    game.run(1500 * ms);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto status = game.machine(i).online().pause_status();
        EXPECT_TRUE(status.paused);
        EXPECT_EQ(status.by, "Bo");
        EXPECT_NEAR(status.resume_in_ms, 1550, 100) << i;
    }
    const auto here = game.machine(0).online().pause_status().resume_in_ms, there = game.machine(1).online().pause_status().resume_in_ms;
    EXPECT_NEAR(here, there, 60);
}

TEST(Pauses, BeginAgainWhenSomebodyPausesInTheCountdown) {
    Playing game(2, r1, 5);
    game.host().online().pause(game.now());
    game.run(1000 * ms);
    game.host().online().resume(game.now());
    game.run(2000 * ms);
    game.machine(1).online().pause(game.now());
    game.run(500 * ms);
    expect_rest(game, 10'000 * ms);
    EXPECT_EQ(game.host().online().pause_status().by, "Bo");
    game.host().online().resume(game.now());
    run_until_all_move(game);
    game.run(3000 * ms);
    expect_all_fly(game);
}

TEST(Pauses, LetThoseInWhoCome) {
    Playing game(2, r1, 6, 3);
    game.machine(1).online().pause(game.now());
    game.run(1000 * ms);
    Machine& cy = game.join({"Cy"});
    game.run(5000 * ms);
    ASSERT_EQ(cy.online().stage(), Online::Stage::Playing);
    EXPECT_TRUE(cy.session().joined()) << "has the world that the others look at";
    EXPECT_TRUE(cy.online().pause_status().paused);
    EXPECT_EQ(cy.online().pause_status().by, "Bo");
    auto watching = guest_setup({}, game.port());
    watching.watches = true;
    Machine& eve = game.join(watching);
    game.run(5000 * ms);
    EXPECT_TRUE(eve.session().joined());
    EXPECT_TRUE(eve.online().pause_status().paused);
    expect_rest(game, 5000 * ms);
    cy.online().resume(game.now());
    run_until_all_move(game);
    game.run(3000 * ms);
    EXPECT_EQ(game.differences(), "");
    EXPECT_EQ(game.host().state(2), SeatState::Flown);
    EXPECT_EQ(cy.state(0), SeatState::Flown);
}

TEST(Pauses, LetThoseInWhoComeBack) {
    Playing game(2, r1, 7);
    game.host().online().pause(game.now());
    game.run(1000 * ms);
    const net::Token token = game.machine(1).online().token();
    game.kill(1);
    game.run(10'000 * ms);
    game.join_again(1, token);
    game.run(5000 * ms);
    EXPECT_TRUE(game.machine(1).session().joined());
    expect_rest(game, 2000 * ms);
    game.machine(1).online().resume(game.now());
    run_until_all_move(game);
    game.run(3000 * ms);
    expect_all_fly(game);
}

TEST(Pauses, OutliveWhoeverAskedForThem) {
    Playing game(3, r1, 8);
    game.machine(2).online().pause(game.now());
    game.run(1000 * ms);
    game.kill(2);
    game.run(10'000 * ms);
    expect_rest(game, 1000 * ms);
    game.machine(1).online().resume(game.now());
    game.run(6000 * ms);
    EXPECT_FALSE(game.host().online().pause_status().paused);
    EXPECT_EQ(game.machine(1).state(0), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(Pauses, AreKeptByTheHeirOfAHost) {
    for (const bool counting : {false, true}) {
        Playing game(3, r1, 9);
        game.host().online().pause(game.now());
        game.run(1000 * ms);
        if (counting) game.machine(1).online().resume(game.now());
        if (counting) game.run(1000 * ms);
        game.kill(0);
        if (!counting) {
            game.run(10'000 * ms);
            ASSERT_TRUE(game.machine(1).online().is_host());
            ASSERT_TRUE(game.machine(2).online().connected());
            expect_rest(game, 2000 * ms);
            game.machine(2).online().resume(game.now());
        }
        game.run(12'000 * ms);
        for (const std::size_t i : {1u, 2u}) {
            EXPECT_FALSE(game.machine(i).online().pause_status().paused);
            EXPECT_EQ(game.machine(i).state(1), SeatState::Flown);
            EXPECT_EQ(game.machine(i).state(2), SeatState::Flown);
        }
        EXPECT_EQ(game.differences(), "");
    }
}

TEST(Pauses, DoNotHoldWhomTheHostWaitedForWhenTheyBegan) {
    Playing game(2, lan, 10);
    game.machine(1).advances = false;
    game.run(600 * ms);  // the host has come to the end of its window
    game.host().online().pause(game.now());
    game.run(100 * ms);
    game.machine(1).advances = true;
    expect_rest(game, 5000 * ms);
    game.host().online().resume(game.now());
    run_until_all_move(game);
    game.run(2000 * ms);
    for (const auto& [tick, inputs] : game.host().inputs()) ASSERT_EQ(inputs.seats[1].state, SeatState::Flown) << tick;
}

TEST(Pauses, CostNothingWhileTheyAreNotUsed) {
    Playing game(2, lan, 11);
    game.run(1000 * ms);
    const auto before = game.host().online().wire_bytes_sent();
    game.run(10'000 * ms);
    const auto used = game.host().online().wire_bytes_sent() - before;
    game.host().online().pause(game.now());
    game.run(10'000 * ms);
    game.host().online().resume(game.now());
    game.run(10'000 * ms);
    const auto again = game.host().online().wire_bytes_sent();
    game.run(10'000 * ms);
    EXPECT_NEAR(static_cast<double>(game.host().online().wire_bytes_sent() - again), static_cast<double>(used),
                static_cast<double>(used) / 50);
}

TEST(PausesHostile, AreNotForThoseWhoWatch) {
    Playing game(2, r1, 12);
    auto watching = guest_setup({}, game.port());
    watching.watches = true;
    Machine& eve = game.join(watching);
    game.run(3000 * ms);
    eve.online().pause(game.now());
    game.run(1000 * ms);
    EXPECT_FALSE(game.host().online().pause_status().paused);
    EXPECT_EQ(eve.online().stage(), Online::Stage::Playing);
}

TEST(PausesHostile, OfASpectatorAreWithoutSense) {
    Party party(host_setup({"Ann"}, 2));
    Stranger eve(party);
    eve.join({});
    party.host().online().start(party.now());
    eve.run(100 * ms);
    for (int i = 0; i < 3; ++i) eve.say(net::PauseAsk{true});
    eve.run(200 * ms);
    EXPECT_FALSE(party.host().online().pause_status().paused);
    EXPECT_TRUE(eve.gone);
}

TEST(PausesHostile, ThatComeAndGoByTheHundredFloodNobody) {
    Party party(host_setup({"Ann"}, 3));
    Machine& bo = party.join({"Bo"});
    Stranger eve(party);
    eve.join({"Eve"});
    party.host().online().start(party.now());
    eve.run(1000 * ms);
    for (int i = 0; i < 100; ++i) {
        eve.say(net::PauseAsk{i % 2 == 0});
        if (i % 20 == 19) eve.run(250 * ms);
    }
    eve.run(500 * ms);
    EXPECT_EQ(bo.online().stage(), Online::Stage::Playing);
    EXPECT_TRUE(bo.online().connected());
    std::size_t states = 0;
    for (const net::Message& message : eve.messages) states += std::holds_alternative<net::PauseState>(message) ? 1 : 0;
    EXPECT_LE(states, 40u);
}
