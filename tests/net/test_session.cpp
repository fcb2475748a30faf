// Whole matches over bad links under a virtual clock: every peer makes the same game.
#include <gtest/gtest.h>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::Tick;
using net::Time;
using net::TroubleSetup;
using namespace toy;

namespace {

double stalls_percent(net::Session& session) {
    const auto& stats = session.stats();
    return 100.0 * static_cast<double>(stats.stalls) / static_cast<double>(stats.ticks + stats.stalls);
}

// What has to hold of every match that nobody left: play went on, every seat's inputs arrived everywhere, all worlds are equal.
void expect_good_play(Match& match, double seconds, double most_stalls_percent) {
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < match.players(); ++i) {
        net::Session& session = match.player(i).session();
        const auto& stats = session.stats();
        EXPECT_LE(stalls_percent(session), most_stalls_percent) << "peer " << i;
        EXPECT_EQ(stats.desyncs, 0u) << "peer " << i;
        EXPECT_EQ(stats.bad_packets, 0u) << "peer " << i;
        EXPECT_EQ(stats.conflicts, 0u) << "peer " << i;
        EXPECT_GE(static_cast<double>(match.player(i).inputs().size()), seconds * 60 * 0.93) << "peer " << i;
        EXPECT_GE(static_cast<double>(stats.hashes_compared), seconds * 60 / 8 * 0.9) << "peer " << i;
        for (std::size_t seat = 0; seat < match.players(); ++seat)
            EXPECT_GE(static_cast<double>(match.player(i).changes(static_cast<int>(seat))), seconds * 6)
                << "peer " << i << " seat " << seat;
    }
}

void expect_all_press(Match& match, int seats) {
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < match.players(); ++i)
        for (int seat = 0; seat < seats; ++seat) EXPECT_GT(match.player(i).changes(seat), 100u) << "peer " << i << " seat " << seat;
}

}  // namespace

TEST(Session, TwoOnALanMakeTheSameGameAndNeverWait) {
    MatchSetup setup = match_over(line(1, 0, 0));
    setup.delay_ticks = 0;
    Match match(setup);
    match.run(20);
    expect_good_play(match, 20, 0.3);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_GT(match.player(i).session().stats().rollbacks, 0u) << "with no input delay something is always guessed";
        EXPECT_LE(rollback_percentile(match.player(i).session().stats(), 0.99), 2u);
    }
}

TEST(Session, AtR1NobodyWaitsAndRollbacksAreShort) {
    Match match(match_over(line(50, 10, 0.05)));
    match.run(60);
    expect_good_play(match, 60, 0.1);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_GT(match.player(i).session().stats().rollbacks, 100u);
        EXPECT_LE(rollback_percentile(match.player(i).session().stats(), 0.99), 4u) << "peer " << i;
    }
}

TEST(Session, AtR2NobodyWaits) {
    Match match(match_over(line(100, 20, 0.10)));
    match.run(60);
    expect_good_play(match, 60, 0.3);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_LE(rollback_percentile(match.player(i).session().stats(), 0.99), 8u) << "peer " << i;
}

TEST(Session, AtR3BurstsCostFewWaits) {
    Match match(match_over(line(50, 10, 0.10, 4)));
    match.run(60);
    expect_good_play(match, 60, 1.5);
}

TEST(Session, AtR4NobodyWaitsLong) {
    Match match(match_over(line(150, 30, 0.20)));
    match.run(60);
    expect_good_play(match, 60, 1.0);
}

TEST(Session, ThreeAndFourPeersOnBadLinksMakeTheSameGame) {
    for (const int peers : {3, 4}) {
        MatchSetup setup = match_over(line(50, 10, 0.05), peers);
        setup.seed = static_cast<std::uint64_t>(peers);
        Match match(setup);
        match.run(40);
        expect_good_play(match, 40, 0.5);
        EXPECT_GT(match.player(2).session().stats().rollbacks, 100u);
    }
}

TEST(Session, SeveralPilotsMaySitAtOneMachine) {
    MatchSetup setup;
    setup.there = setup.back = line(30, 5, 0.05);
    setup.peers = {{.seats = 0b0101}, {.seats = 0b1010}};
    Match match(setup);
    match.run(20);
    expect_all_press(match, 4);
}

TEST(Session, AHostWithoutAPilotRelays) {
    MatchSetup setup;
    setup.there = setup.back = line(30, 5, 0.05);
    setup.peers = {{.seats = 0}, {.seats = 1}, {.seats = 2}};
    Match match(setup);
    match.run(20);
    expect_all_press(match, 2);
}

TEST(Session, ReorderedAndDoubledPacketsDoNoHarm) {
    TroubleSetup trouble = line(40, 10, 0.05);
    trouble.duplicate = 0.2;
    trouble.reorder = 0.2;
    Match match(match_over(trouble, 3));
    match.run(30);
    expect_good_play(match, 30, 1);
}

TEST(Session, TicksOnTheWireWrap) {
    MatchSetup setup = match_over(line(50, 10, 0.05));
    setup.first_tick = 65500;
    Match match(setup);
    match.run(20);
    expect_good_play(match, 20, 0.3);
    EXPECT_GT(match.player(1).session().confirmed(), 66000u);
}

TEST(Session, WithoutAWindowItGuessesNothingAndWaits) {
    MatchSetup setup = match_over(line(50, 5, 0.02));
    setup.window_ms = 0;
    Match match(setup);
    match.run(20);
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& stats = match.player(i).session().stats();
        EXPECT_EQ(stats.rollbacks, 0u);
        EXPECT_GT(stats.stalls, 100u);
        EXPECT_GT(stats.ticks, 200u);
        EXPECT_GT(match.player(i).changes(0), 10u);
        EXPECT_GT(match.player(i).changes(1), 10u);
    }
}

TEST(Session, WorksAtFifteenTicksASecond) {
    MatchSetup setup = match_over(line(50, 10, 0.05));
    setup.rate = 15;
    setup.delay_ticks = 0;
    Match match(setup);
    match.run(60);
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_LE(stalls_percent(match.player(i).session()), 0.3);
        EXPECT_GT(match.player(i).session().stats().rollbacks, 20u);
        EXPECT_GT(match.player(i).inputs().size(), 60u * 14);
    }
}

TEST(Session, GoesBackOnlyForInputsThatWereGuessedWrong) {
    MatchSetup setup = match_over(line(50, 10, 0.05));
    for (auto& peer : setup.peers) peer.presses = false;
    Match match(setup);
    match.run(20);
    EXPECT_EQ(match.differences(), "");
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(match.player(i).session().stats().rollbacks, 0u);
        EXPECT_GT(match.player(i).session().stats().ticks, 1000u);
    }
}

TEST(Session, OnAOneSidedLinkBothEndsGoBackEquallyFar) {
    MatchSetup setup = match_over(line(10, 2, 0));
    setup.back = line(200, 2, 0);
    setup.delay_ticks = 0;
    setup.peers[0].clock = 1.0002;
    Match match(setup);
    match.run(120);
    EXPECT_EQ(match.differences(), "");
    double mean[2] = {};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& stats = match.player(i).session().stats();
        for (std::size_t depth = 0; depth < stats.rollback_depths.size(); ++depth)
            mean[i] += static_cast<double>(depth * stats.rollback_depths[depth]) / static_cast<double>(stats.rollbacks);
    }
    EXPECT_NEAR(mean[0], mean[1], 1.0);
    EXPECT_GT(mean[0], 2.0);
}

TEST(Session, AHostThatWaitsForTheNewsToArriveBeginsTogetherWithItsGuest) {
    const auto deepest = [](net::Time host_wait_us) {
        MatchSetup setup = match_over(line(100, 5, 0));
        setup.peers[1].start_us = 100'000;
        setup.host_wait_us = host_wait_us;
        Match match(setup);
        match.run(3);
        EXPECT_EQ(match.differences(), "");
        std::uint32_t depth = 0;
        for (std::uint32_t d = 1; d < 64; ++d)
            if (match.player(0).session().stats().rollback_depths[d] != 0) depth = d;
        return depth;
    };
    EXPECT_GE(deepest(0), 9u);
    EXPECT_LE(deepest(100'000), 6u);
}

TEST(Session, TheInputDelayFollowsTheLink) {
    MatchSetup setup = match_over(line(1, 0.2, 0));
    setup.adapt_delay = true;
    Match match(setup);
    match.run(10);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(match.player(i).session().delay_ticks(), 0u) << "nothing to hide on a LAN";
    const auto change = [&](const TroubleSetup& trouble) {
        match.net().change(1, 2, trouble);
        match.net().change(2, 1, trouble);
        match.run(20);
    };
    change(line(100, 20, 0.10));
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(match.player(i).session().delay_ticks(), 2u);
    const auto stalls = match.player(0).session().stats().stalls;
    change(line(100, 20, 0.10));
    EXPECT_LE(match.player(0).session().stats().stalls, stalls + 2);
    change(line(1, 0.2, 0));
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(match.player(i).session().delay_ticks(), 0u);
    expect_good_play(match, 70, 2);
}

TEST(Session, AGuestThatStartsLateIsWaitedForByGoingSlower) {
    MatchSetup setup = match_over(line(20, 0, 0));
    setup.peers[1].start_us = 150'000;
    Match match(setup);
    match.run(30);
    expect_good_play(match, 29, 0.5);
    EXPECT_GE(match.player(0).session().speed_permille(), 995u) << "in step by now";
}

TEST(Session, OnePacketATickAndFewBytes) {
    Match match(match_over(line(50, 10, 0.05)));
    match.run(60);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& stats = match.player(i).session().stats();
        EXPECT_LE(static_cast<double>(stats.packets_sent) / 60, 62.0);
        EXPECT_LE(static_cast<double>(stats.payload_bytes_sent) / 60, 17.0 * 60) << "peer " << i;
    }
}

TEST(Session, MeasuresItsLinkInItsOwnPackets) {
    Match match(match_over(line(75, 0, 0.10)));
    match.run(30);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& stats = match.player(i).session().stats();
        EXPECT_NEAR(stats.rtt_ms, 160, 25);
        EXPECT_NEAR(stats.loss_percent, 10, 6);
    }
}
