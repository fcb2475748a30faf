// Machines that come while the game is going on: late pilots, pilots that are back, displaced connections.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::SessionEvent;
using net::Tick;
using namespace toy;

namespace {

// Times in ms from the first packet of a pilot that is back to its first own confirmed input, from a set of seeds, ascending.
std::vector<std::uint32_t> rejoin_times(const net::TroubleSetup& line, int seeds) {
    std::vector<std::uint32_t> times;
    for (int seed = 1; seed <= seeds; ++seed) {
        MatchSetup setup = match_over(line);
        setup.seed = static_cast<std::uint64_t>(seed);
        setup.world_bytes = 10'000;
        Match match(setup);
        match.run(1.0 + seed * 0.017);
        match.kill(1);
        match.run(0.6);
        const std::size_t back = match.join({.seats = 2});
        match.run(8);
        EXPECT_EQ(match.differences({0, back}), "") << "seed " << seed;
        EXPECT_EQ(match.player(back).session().stats().bad_packets, 0u);
        EXPECT_EQ(match.player(back).session().stats().conflicts, 0u);
        times.push_back(match.player(back).session().stats().join_ms);
        EXPECT_NE(times.back(), 0u) << "seed " << seed;
    }
    std::sort(times.begin(), times.end());
    return times;
}

std::uint32_t p99(const std::vector<std::uint32_t>& times) { return times[times.size() * 99 / 100]; }

}  // namespace

TEST(Joining, APilotThatIsBackFliesAgainSoon) {
    const auto lan = rejoin_times(toy::lan(), 100), r1 = rejoin_times(toy::r1(), 100), r2 = rejoin_times(toy::r2(), 100);
    std::printf("back after ms, p50 / p99: LAN %u / %u, R1 %u / %u, R2 %u / %u\n", lan[50], p99(lan), r1[50], p99(r1), r2[50], p99(r2));
    EXPECT_LE(p99(lan), 300u);
    EXPECT_LE(p99(r1), 1000u);
    EXPECT_LE(p99(r2), 3000u);
}

TEST(Joining, ALatePilotGetsAnAbsentSeatAndIsHeardOfByAll) {
    for (const Tick first : {Tick{1}, Tick{65'300}}) {
        MatchSetup setup = match_over(r1());
        setup.first_tick = first;
        Match match(setup);
        match.run(4);
        EXPECT_EQ(match.player(1).inputs().back().seats[2].state, SeatState::Absent);
        const std::size_t late = match.join({.seats = 4});
        match.run(4);
        EXPECT_EQ(match.differences(), "");
        EXPECT_EQ(told(match.player(0), SessionEvent::Kind::Joined), 1u);
        EXPECT_GT(match.player(late).first(), first + 200);
        EXPECT_GT(match.player(late).session().newest() + 20, match.player(0).session().newest());
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(match.player(i).inputs().back().seats[2].state, SeatState::Flown) << "peer " << i;
            EXPECT_GT(match.player(i).changes(2), 15u) << "peer " << i;
            EXPECT_EQ(match.player(i).session().stats().desyncs, 0u);
            EXPECT_EQ(match.player(i).session().stats().bad_packets, 0u);
        }
        EXPECT_GT(match.player(late).session().stats().hashes_compared, 10u);
        EXPECT_GE(match.player(late).session().agreed() + 40, match.player(late).session().confirmed());
        EXPECT_LT(match.player(1).session().stats().stalls, 3u) << "the others do not wait";
    }
}

TEST(Joining, IsPossibleInAGameThatTheHostPlaysAloneAndBeforeItsFirstTick) {
    for (const double wait : {0.0, 3.0}) {
        MatchSetup setup = match_over(r1(), 1);
        setup.host_wait_us = 500'000;
        Match match(setup);
        if (wait > 0) match.run(wait);
        const std::size_t late = match.join({.seats = 2});
        match.run(4);
        EXPECT_EQ(match.differences(), "");
        EXPECT_GT(match.player(0).changes(1), 10u);
        EXPECT_TRUE(match.player(late).session().joined());
    }
}

TEST(Joining, SeveralAtOnceShareASnapshot) {
    MatchSetup setup = match_over(r1(), 1);
    setup.world_bytes = 20'000;
    Match match(setup);
    match.run(2);
    for (std::uint8_t seat = 1; seat < 4; ++seat) match.join({.seats = static_cast<std::uint8_t>(1 << seat)});
    match.run(4);
    EXPECT_EQ(match.differences(), "");
    EXPECT_EQ(match.player(0).packs, 1u);
    EXPECT_EQ(match.player(0).session().stats().snapshots_sent, 3u);
    for (int seat = 1; seat < 4; ++seat) EXPECT_GT(match.player(0).changes(seat), 10u);
}

TEST(Joining, ALargeWorldTakesAWhileAndArrives) {
    MatchSetup setup = match_over(r2());
    setup.world_bytes = net::most_snapshot_bytes;
    Match match(setup);
    match.run(2);
    const std::size_t late = match.join({.seats = 4});
    match.run(12);
    EXPECT_EQ(match.differences(), "");
    EXPECT_GT(match.player(0).changes(2), 10u);
    const auto& stats = match.player(0).session().stats();
    EXPECT_LT(stats.snapshot_bytes, net::most_snapshot_bytes * 5 / 4) << "little is sent twice";
    EXPECT_LT(match.player(late).session().stats().join_ms, 7'000u) << "at least 100 kB a second";
}

TEST(Joining, LostDoubledAndReorderedPiecesDoNoHarm) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        MatchSetup setup = match_over(line(40, 20, 0.3));
        setup.there.duplicate = setup.back.duplicate = 0.3;
        setup.there.reorder = setup.back.reorder = 0.3;
        setup.world_bytes = 40'000;
        setup.seed = seed;
        Match match(setup);
        match.run(2);
        const std::size_t late = match.join({.seats = 4});
        match.run(10);
        EXPECT_EQ(match.differences(), "") << "seed " << seed;
        EXPECT_EQ(match.player(late).session().stats().bad_packets, 0u);
        EXPECT_GT(match.player(0).changes(2), 10u) << "seed " << seed;
    }
}

TEST(Joining, WhoComesBackDisplacesItsOldConnectionAtOnce) {
    Match match(match_over(r1()));
    match.run(2);
    const std::size_t back = match.join({.seats = 2});  // the old one still plays
    match.run(0.3);
    for (const auto& input : match.player(0).inputs()) EXPECT_NE(input.seats[1].state, SeatState::Absent);
    match.kill(1);
    match.run(3);
    EXPECT_EQ(match.differences({0, back}), "");
    EXPECT_EQ(told(match.player(0), SessionEvent::Kind::PeerGone), 0u);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    match.player(0).session().peer_gone(2, "the old one", match.now());
    match.run(1);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown) << "the old connection has no seat any more";
}

TEST(Joining, AGuestFarBehindGetsASnapshotAndFliesAgain) {
    Match match(match_over(r1()));
    match.run(2);
    match.player(1).deaf = true;  // but heard all the time
    match.run(20);
    match.player(1).deaf = false;
    match.run(4);
    EXPECT_EQ(match.differences(), "");
    EXPECT_EQ(match.player(1).adopted, 1u);
    EXPECT_EQ(match.player(1).session().stats().desyncs, 0u);
    EXPECT_EQ(match.player(0).inputs().back().seats[1].state, SeatState::Flown);
    EXPECT_GT(match.player(1).first(), 900u) << "what it made before is not part of what it has now";
}

TEST(Joining, AGameThatCannotAcceptTheWorldEndsThere) {
    Match match(match_over(r1()));
    match.run(2);
    const std::size_t late = match.join({.seats = 4, .refuses = true});
    match.run(2);
    EXPECT_FALSE(match.player(late).session().joined());
    EXPECT_EQ(told(match.player(late), SessionEvent::Kind::PeerGone), 1u);
    EXPECT_EQ(match.differences({0, 1}), "");
    EXPECT_EQ(match.player(0).inputs().back().seats[2].state, SeatState::Absent);
}
