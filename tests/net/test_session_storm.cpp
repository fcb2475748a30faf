// Everything at once, from a seed: bad and one-sided links, drifting clocks, pauses, blackouts, leaving. A seed that ever failed stays.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::Time;
using net::TroubleSetup;

namespace {

struct Rough {
    engine::Rng rng;
    double part() { return toy::any_part(rng); }
    net::TroubleSetup line() {
        return toy::any_line(rng, {.delay_from_us = 0, .delay_range_us = 120'000, .jitter_us = 30'000, .loss = 0.25, .burst = 5});
    }
};

// A minute with 2 to 4 peers; every few seconds something happens to somebody.
void storm(std::uint64_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rough rough{{seed}};
    toy::MatchSetup setup;
    setup.seed = seed;
    setup.rate = rough.rng.below(4) == 0 ? 15 : 60;
    setup.delay_ticks = rough.rng.below(4);
    setup.adapt_delay = rough.rng.below(2) == 0;
    setup.first_tick = rough.rng.below(2) == 0 ? 1 : 65'500 - rough.rng.below(600);
    setup.there = rough.line();
    setup.back = rough.line();
    const std::size_t count = 2 + rough.rng.below(3);
    std::uint32_t seat = 0;
    for (std::size_t i = 0; i < count; ++i) {
        toy::PeerSetup peer;
        peer.seats = i == 0 && rough.rng.below(5) == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(1u << seat++);
        peer.clock = 1 + (rough.part() - 0.5) * 0.0004;
        peer.start_us = rough.rng.below(300'000);
        setup.peers.push_back(peer);
    }
    toy::Match match(setup);
    match.run(3);
    std::size_t gone = 0;  // the one that has left; 0: none
    for (int i = 0; i < 8; ++i) {
        const std::size_t who = 1 + rough.rng.below(static_cast<std::uint32_t>(count - 1));
        const auto id = static_cast<net::PeerId>(who + 1);
        if (who == gone) continue;
        switch (rough.rng.below(5)) {
            case 0: {  // its program stops for a while
                match.player(who).stopped = true;
                match.run(0.2 + rough.part() * 2);
                match.player(who).stopped = false;
                match.player(who).next_turn = match.now();
                break;
            }
            case 1: {  // nothing gets through, maybe in one direction only
                TroubleSetup nothing;
                nothing.loss = 1;
                if (rough.rng.below(3) != 0) match.net().change(id, 1, nothing);
                if (rough.rng.below(3) != 0) match.net().change(1, id, nothing);
                match.run(0.3 + rough.part() * 4);
                match.net().change(id, 1, rough.line());
                match.net().change(1, id, rough.line());
                break;
            }
            case 2: {
                match.net().change(id, 1, rough.line());
                match.net().change(1, id, rough.line());
                break;
            }
            case 3: {  // the host stops for a while
                match.player(0).stopped = true;
                match.run(0.2 + rough.part());
                match.player(0).stopped = false;
                match.player(0).next_turn = match.now();
                break;
            }
            case 4: {
                if (gone != 0 || count == 2) break;
                gone = who;
                match.player(who).stopped = true;
                match.net().cut(id, 1);
                match.player(0).session().peer_gone(id, "left the game", match.now());
                break;
            }
        }
        match.run(2 + rough.part() * 3);
    }
    // a fair line at last: everybody who has not left flies again
    TroubleSetup fair = rough.line();
    fair.loss = 0.02;
    for (net::PeerId id = 2; id <= count; ++id) {
        match.net().change(id, 1, fair);
        match.net().change(1, id, fair);
    }
    match.run(5);
    ASSERT_EQ(match.differences(), "");
    const double seconds = static_cast<double>(match.now() - 1'000'000) / 1e6;
    for (std::size_t i = 0; i < count; ++i) {
        if (i == gone && gone != 0) continue;
        auto& player = match.player(i);
        EXPECT_EQ(player.session().stats().desyncs, 0u) << "peer " << i;
        EXPECT_EQ(player.session().stats().bad_packets, 0u) << "peer " << i;
        EXPECT_EQ(player.session().stats().conflicts, 0u) << "peer " << i;
        EXPECT_GT(player.session().stats().hashes_compared, 20u) << "peer " << i;
        EXPECT_GT(static_cast<double>(player.inputs().size()), seconds * setup.rate * 0.4) << "peer " << i;
        EXPECT_GT(match.player(0).inputs().size() + setup.rate * 2, player.inputs().size());
        EXPECT_LT(match.player(0).inputs().size(), player.inputs().size() + setup.rate * 2) << "peer " << i << " has caught up";
        for (int s = 0; s < engine::max_seats; ++s) {
            if ((setup.peers[i].seats >> s & 1) == 0) continue;
            EXPECT_EQ(player.inputs().back().seats[s].state, SeatState::Flown) << "peer " << i;
        }
    }
}

}  // namespace

TEST(SessionStorm, NobodyDiffersAndEverybodyComesBack) {
    // WINGMATE_STORMS=5000 for a long run
    const char* many = std::getenv("WINGMATE_STORMS");
    const std::uint64_t seeds = many != nullptr ? std::strtoull(many, nullptr, 10) : 60;
    for (std::uint64_t seed = 1; seed <= seeds && !HasFatalFailure(); ++seed) storm(seed);
}
