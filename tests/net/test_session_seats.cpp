// Seats of guests that are silent, stopped or gone, and seats that the game orders away.
#include <gtest/gtest.h>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::SessionEvent;
using net::Tick;
using net::Time;
using net::TroubleSetup;
using namespace toy;

TEST(SessionSeats, ASilentGuestIsHeldAndTheHostGoesOnAndGivesTheSeatBack) {
    Match match(match_over(line(50, 10, 0.02), 3));
    match.run(5);
    TroubleSetup nothing = line(50, 10, 1);
    match.net().change(2, 1, nothing);
    match.net().change(1, 2, nothing);
    const Tick before = match.player(0).session().newest();
    match.run(4);
    const Tick during = match.player(0).session().newest();
    EXPECT_GT(during - before, 4 * 60 - 30u) << "waits half a second at most";
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Held);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].bits, 0);
    EXPECT_EQ(match.player(2).inputs().back().seats[1].state, SeatState::Held);
    match.net().change(2, 1, line(50, 10, 0.02));
    match.net().change(1, 2, line(50, 10, 0.02));
    match.run(4);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    const std::uint64_t changes = match.player(0).changes(1);
    match.run(4);
    EXPECT_GE(match.player(0).changes(1), changes + 20) << "its owner flies it again";
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < 3; ++i) EXPECT_GT(match.player(i).inputs().size(), 16u * 60) << "peer " << i << " has caught up";
    std::vector<SessionEvent::Kind> kinds;
    for (const SessionEvent& event : match.player(0).events)
        if (event.peer == 2 || event.seat == 1) kinds.push_back(event.kind);
    using Kind = SessionEvent::Kind;
    EXPECT_EQ(kinds, (std::vector{Kind::PeerSilent, Kind::SeatChanged, Kind::PeerBack, Kind::SeatChanged}));
    EXPECT_EQ(match.player(0).session().stats().conflicts, 0u);
    EXPECT_EQ(match.player(1).session().stats().conflicts, 0u);
}

TEST(SessionSeats, AGuestThatIsHeardButDoesNotMoveHoldsNobodyUp) {
    Match match(match_over(line(20, 5, 0.02), 3));
    match.run(3);
    net::Time heard = 0;
    match.player(1).stopped = true;
    match.run(5, [&](Time now) {
        if (now < heard + 20'000) return;
        heard = now;
        match.player(1).listen(now);
    });
    EXPECT_GT(match.player(0).inputs().size(), 6.5 * 60);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Held);
    match.player(1).stopped = false;
    match.player(1).next_turn = match.now();
    match.run(5);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    EXPECT_EQ(match.differences(), "");
    EXPECT_GT(match.player(1).inputs().size(), 11u * 60);
}

TEST(SessionSeats, AGuestThatListensForLongWithoutMovingLosesNothing) {
    Match match(match_over(line(20, 5, 0.02)));
    match.run(3);
    net::Time heard = 0;
    match.player(1).stopped = true;
    match.run(12, [&](Time now) {
        if (now < heard + 20'000) return;
        heard = now;
        match.player(1).listen(now);
    });
    EXPECT_GT(match.player(0).inputs().size(), 13u * 60) << "more than a guest takes ahead of its own time";
    match.player(1).stopped = false;
    match.player(1).next_turn = match.now();
    match.run(6);
    EXPECT_EQ(match.differences(), "");
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    EXPECT_GT(match.player(1).inputs().size() + 60, match.player(0).inputs().size()) << "it has caught up";
}

TEST(SessionSeats, AGuestThatIsGoneIsAbsentAndNobodyWaits) {
    Match match(match_over(line(50, 10, 0.05), 3));
    match.run(5);
    match.player(2).stopped = true;
    match.net().cut(3, 1);
    match.player(0).session().peer_gone(3, "left the game", match.now());
    const auto stalls = match.player(0).session().stats().stalls;
    match.run(5);
    EXPECT_EQ(match.player(0).session().stats().stalls, stalls);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(match.player(i).inputs().back().seats[2].state, SeatState::Absent);
        EXPECT_GT(match.player(i).inputs().size(), 9.5 * 60);
    }
    EXPECT_EQ(match.differences({0, 1}), "");
    EXPECT_EQ(match.differences(), "") << "what the one that left had made was right";
}

TEST(SessionSeats, AGuestWhoseHostIsGoneGoesOnAlone) {
    Match match(match_over(line(50, 10, 0.05)));
    match.run(5);
    match.player(0).stopped = true;
    match.net().cut(1, 2);
    match.run(1);
    const auto waited = match.player(1).session().stats().stalls;
    EXPECT_GT(waited, 10u) << "it cannot know yet";
    match.player(1).session().peer_gone(1, "connection lost", match.now());
    const std::size_t made = match.player(1).inputs().size();
    match.run(5);
    EXPECT_EQ(match.player(1).session().stats().stalls, waited);
    EXPECT_GE(match.player(1).inputs().size(), made + 299);
    EXPECT_EQ(match.player(1).inputs().back().seats[0].state, SeatState::Absent);
    EXPECT_EQ(match.player(1).inputs().back().seats[1].state, SeatState::Flown);
    EXPECT_EQ(match.differences(), "");
    EXPECT_GT(match.player(1).changes(1), 60u);
}

TEST(SessionSeats, AnOrderedSeatIsInThatStateForEverybodyUntilItIsOrderedBack) {
    Match match(match_over(line(30, 5, 0.05), 3));
    match.run(3);
    match.player(0).session().order_seat(1, SeatState::Held);
    match.player(0).session().order_seat(0, SeatState::Absent);
    match.run(3);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(match.player(i).inputs().back().seats[0].state, SeatState::Absent);
        EXPECT_EQ(match.player(i).inputs().back().seats[1].state, SeatState::Held);
    }
    match.player(0).session().order_seat(1, SeatState::Flown);
    match.player(0).session().order_seat(0, SeatState::Flown);
    match.run(3);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(match.player(i).inputs().back().seats[0].state, SeatState::Flown);
        EXPECT_EQ(match.player(i).inputs().back().seats[1].state, SeatState::Flown);
    }
    EXPECT_EQ(match.differences(), "");
}

TEST(SessionSeats, ASeatOfOneWhoLeftIsFlownFromTheHostUntilItsMachineIsBack) {
    Match match(match_over(line(50, 10, 0.05), 3));
    match.run(4);
    match.kill(1);
    match.player(0).session().peer_gone(2, "left", match.now());
    match.run(2);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Absent);
    match.player(0).session().take_seat_here(1);
    match.run(4, [&](Time) { match.player(0).session().set_bits(1, match.player(0).session().newest() / 20 % 2); });
    match.player(0).session().set_bits(1, 0);
    match.run(1);
    EXPECT_EQ(match.player(2).inputs().back().seats[1].state, SeatState::Flown);
    const std::uint64_t flown = match.player(2).changes(1);
    EXPECT_EQ(flown, match.player(0).changes(1)) << "everybody sees what it does";
    const std::size_t back = match.join({.seats = 0b010});
    match.run(6);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    EXPECT_GT(match.player(back).inputs().size(), 120u);
    EXPECT_GT(match.player(2).changes(1), flown + 20) << "and now its own machine flies it";
    EXPECT_EQ(match.differences({0, 2, back}), "");
}

TEST(SessionSeats, ASeatThatIsReleasedIsAbsentAndMayGoToAnybody) {
    Match match(match_over(line(50, 10, 0.05)));
    match.run(2);
    match.player(0).session().take_seat_here(3);
    match.run(2);
    EXPECT_EQ(match.player(1).inputs().back().seats[3].state, SeatState::Flown);
    match.player(0).session().release_seat(3);
    match.run(2);
    EXPECT_EQ(match.player(1).inputs().back().seats[3].state, SeatState::Absent);
    const std::size_t late = match.join({.seats = 0b1000});
    match.run(4);
    EXPECT_EQ(match.player(1).inputs().back().seats[3].state, SeatState::Flown);
    EXPECT_GT(match.player(1).changes(3), 10u);
    EXPECT_EQ(match.differences({0, 1, late}), "");
}
