// Machines that only watch.
#include <gtest/gtest.h>

#include "tests/net/toy_match.h"

using net::SessionEvent;
using namespace toy;

TEST(Spectators, SixteenSeeEverythingAndHoldNobodyUp) {
    MatchSetup setup = match_over(r1(), 4);
    Match match(setup);
    match.run(2);
    for (int i = 0; i < 16; ++i) {
        match.join({.seats = 0});
        match.run(0.1);
    }
    match.run(3);
    const auto sent_before = match.net().counts(1, 6), back_before = match.net().counts(6, 1);
    const auto stalls_before = match.player(1).session().stats().stalls;
    match.run(20);
    EXPECT_EQ(match.differences(), "");
    EXPECT_EQ(told(match.player(0), SessionEvent::Kind::Joined), 16u);
    const auto wire = [](const net::SimCounts& now, const net::SimCounts& before) {
        return (static_cast<double>(now.bytes - before.bytes) + 42.0 * static_cast<double>(now.packets - before.packets)) / 20;
    };
    const double there = wire(match.net().counts(1, 6), sent_before), back = wire(match.net().counts(6, 1), back_before);
    std::printf("a spectator of four pilots at R1: %.0f bytes a second to it, %.0f back\n", there, back);
    EXPECT_LE(there, 1500);
    EXPECT_LE(back, 1500);
    EXPECT_LE(match.player(1).session().stats().stalls, stalls_before);
    for (std::size_t i = 4; i < match.players(); ++i) {
        auto& watcher = match.player(i);
        EXPECT_EQ(watcher.loads, 0u) << "who watches guesses nothing";
        EXPECT_GT(watcher.session().newest() + 40, match.player(0).session().newest());
        EXPECT_GT(watcher.session().stats().hashes_compared, 20u);
        EXPECT_EQ(watcher.session().stats().desyncs, 0u);
    }
}

TEST(Spectators, SeeSmoothPlayAtR2) {
    Match match(match_over(r2()));
    match.run(2);
    const std::size_t watcher = match.join({.seats = 0});
    match.run(3);
    const auto before = match.player(watcher).session().stats();
    match.run(60);
    const auto& after = match.player(watcher).session().stats();
    EXPECT_LE(after.stalls - before.stalls, 60u * 60 / 100) << "one picture in a hundred stands still at most";
    EXPECT_GE(after.ticks - before.ticks, 60u * 60 - 60);
    EXPECT_EQ(match.differences(), "");
}

TEST(Spectators, MayBeThereFromTheStartAndStopWithoutHarm) {
    MatchSetup setup = match_over(r1());
    setup.peers.push_back({.seats = 0});
    Match match(setup);
    match.run(5);
    EXPECT_GT(match.player(2).inputs().size(), 240u);
    match.kill(2);
    const auto stalls = match.player(0).session().stats().stalls;
    match.run(5);
    EXPECT_EQ(match.player(0).session().stats().stalls, stalls);
    EXPECT_EQ(match.differences(), "");
}

TEST(Spectators, OfALargeWorldCatchUp) {
    MatchSetup setup = match_over(r1());
    setup.world_bytes = 300'000;
    Match match(setup);
    match.run(2);
    const std::size_t watcher = match.join({.seats = 0});
    match.run(8);
    EXPECT_GT(match.player(watcher).session().newest() + 40, match.player(0).session().newest());
    EXPECT_EQ(match.differences(), "");
}

TEST(Spectators, SeeTheLastTicksTooHoweverFewTheyAre) {
    Match match(match_over(r1()));
    match.run(2);
    const std::size_t watcher = match.join({.seats = 0});
    match.run(3);
    const auto rest = [&](bool rests) {
        for (const std::size_t i : {0u, 1u}) match.player(i).session().rest(rests);
    };
    rest(true);
    match.run(1);
    const net::Tick at = match.player(watcher).session().newest();
    ASSERT_GE(at, match.player(0).session().confirmed()) << "it has seen all there is";
    rest(false);
    match.run(0.1);
    rest(true);
    match.run(1);
    ASSERT_GT(match.player(0).session().confirmed(), at);
    EXPECT_GE(match.player(watcher).session().newest(), match.player(0).session().confirmed());
    EXPECT_EQ(match.differences(), "");
}
