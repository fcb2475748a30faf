// The host is gone, a guest takes over: nothing that was final anywhere changes, and everybody plays on.
#include <gtest/gtest.h>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::SessionEvent;
using net::Tick;
using namespace toy;

namespace {

// What each player had recorded as final.
std::vector<std::vector<engine::Inputs>> recorded(Match& match) {
    std::vector<std::vector<engine::Inputs>> all;
    for (std::size_t i = 0; i < match.players(); ++i) all.push_back(match.player(i).inputs());
    return all;
}

void expect_kept(Match& match, std::size_t who, const std::vector<engine::Inputs>& before) {
    const auto& now = match.player(who).inputs();
    ASSERT_GE(now.size(), before.size());
    EXPECT_TRUE(std::equal(before.begin(), before.end(), now.begin())) << "peer " << who;
}

}  // namespace

TEST(Takeover, ThreeAndFourPlayOnWithoutTheirHost) {
    for (int peers = 3; peers <= 4; ++peers) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            SCOPED_TRACE(std::to_string(peers) + " peers, seed " + std::to_string(seed));
            MatchSetup setup = match_over(r1(), peers);
            setup.seed = seed;
            setup.first_tick = seed % 2 == 0 ? 65'400 : 1;
            Match match(setup);
            match.run(3 + static_cast<double>(seed) * 0.01);
            // different knowledge: what goes to one of them is lost for a while
            net::TroubleSetup nothing;
            nothing.loss = 1;
            match.net().change(1, 2 + static_cast<net::PeerId>(seed % 2), nothing);
            match.run(0.15);
            match.kill(0);
            match.run(0.5);
            const auto before = recorded(match);
            std::vector<std::size_t> others, all{1};
            for (std::size_t i = 2; i < static_cast<std::size_t>(peers); ++i) others.push_back(i);
            all.insert(all.end(), others.begin(), others.end());
            match.take_over(1, others, {0.1, 0.3});
            const auto taken_over = match.now();
            net::Time playing = 0;
            const Tick newest = match.player(1).session().newest();
            match.run(4, [&](net::Time now) {
                if (playing == 0 && match.player(1).session().newest() > newest + 20) playing = now;
            });
            EXPECT_LT(playing - taken_over, 1'500'000u);
            EXPECT_EQ(match.differences(all), "");
            EXPECT_EQ(told(match.player(1), SessionEvent::Kind::HostChanged), 1u);
            for (const std::size_t i : all) {
                expect_kept(match, i, before[i]);
                EXPECT_EQ(match.player(i).session().stats().desyncs, 0u);
                EXPECT_EQ(match.player(i).session().stats().conflicts, 0u);
                EXPECT_EQ(match.player(i).session().stats().bad_packets, 0u);
                EXPECT_EQ(match.player(i).first(), setup.first_tick) << "with its own world";
                EXPECT_EQ(match.player(i).adopted, 0u);
                EXPECT_GT(match.player(i).inputs().size(), 330u);
                EXPECT_EQ(match.player(i).inputs().back().seats[0].state, SeatState::Absent);
                for (const std::size_t seat : all)
                    EXPECT_EQ(match.player(i).inputs().back().seats[seat].state, SeatState::Flown) << "peer " << i << " seat " << seat;
            }
        }
    }
}

TEST(Takeover, WhatOneSurvivorHasIsFinalForTheNewHostToo) {
    int more = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        MatchSetup setup = match_over(r1(), 3);
        setup.seed = seed;
        Match match(setup);
        match.run(3);
        net::TroubleSetup nothing;
        nothing.loss = 1;
        match.net().change(1, 2, nothing);  // the heir hears nothing any more, and is still heard
        match.run(0.2);
        match.kill(0);
        match.run(0.4);
        const std::size_t heir = match.player(1).inputs().size(), other = match.player(2).inputs().size();
        more += other > heir ? 1 : 0;
        const auto before = recorded(match);
        match.take_over(1, {2});
        match.run(2);
        expect_kept(match, 2, before[2]);
        EXPECT_EQ(match.differences({1, 2}), "") << "seed " << seed;
        EXPECT_EQ(match.player(2).adopted, 0u);
    }
    EXPECT_GT(more, 15) << "the case that is meant";
}

TEST(Takeover, TwiceInARow) {
    MatchSetup setup = match_over(r1(), 4);
    setup.first_tick = 65'300;
    Match match(setup);
    match.run(3);
    match.kill(0);
    match.run(0.5);
    match.take_over(1, {2, 3});
    match.run(3);
    match.kill(1);
    match.run(0.5);
    match.take_over(2, {3});
    match.run(3);
    EXPECT_EQ(match.differences({2, 3}), "");
    EXPECT_EQ(match.player(3).adopted, 0u);
    EXPECT_GT(match.player(2).inputs().size(), 480u);
    EXPECT_EQ(match.player(3).inputs().back().seats[2].state, SeatState::Flown);
    EXPECT_EQ(match.player(2).inputs().back().seats[3].state, SeatState::Flown);
    EXPECT_EQ(match.player(2).inputs().back().seats[1].state, SeatState::Absent);
}

TEST(Takeover, TheHeirMayBeGoneBeforeItHasTakenOver) {
    Match match(match_over(r1(), 4));
    match.run(3);
    match.kill(0);
    match.run(0.5);
    match.take_over(1, {2, 3});
    match.run(0.05);
    match.kill(1);
    match.run(1);
    match.take_over(2, {3});
    match.run(3);
    EXPECT_EQ(match.differences({2, 3}), "");
    EXPECT_EQ(match.player(2).inputs().back().seats[3].state, SeatState::Flown);
    EXPECT_EQ(match.player(3).adopted, 0u);
}

TEST(Takeover, WhoComesTooLateIsAbsentAndGetsASnapshot) {
    Match match(match_over(r1(), 4));
    match.run(3);
    match.kill(0);
    match.run(0.3);
    match.take_over(1, {2, 3}, {0, 2});
    match.run(1.8);
    EXPECT_EQ(match.player(1).inputs().back().seats[3].state, SeatState::Absent);
    EXPECT_EQ(match.player(2).inputs().back().seats[2].state, SeatState::Flown);
    match.run(4);
    EXPECT_EQ(match.differences({1, 2, 3}), "");
    EXPECT_EQ(match.player(3).adopted, 1u);
    EXPECT_EQ(match.player(1).inputs().back().seats[3].state, SeatState::Flown);
    EXPECT_EQ(told(match.player(3), SessionEvent::Kind::HostChanged), 1u);
}

TEST(Takeover, WithNobodyElseExpectedItPlaysOnAtOnce) {
    Match match(match_over(r1()));
    match.run(3);
    match.kill(0);
    match.run(0.5);
    const Tick newest = match.player(1).session().newest();
    match.take_over(1, {});
    match.run(0.5);
    EXPECT_GT(match.player(1).session().newest(), newest + 25);
    EXPECT_EQ(match.player(1).trouble, "");
    // and is a host like any other
    const std::size_t late = match.join({.seats = 4}, 1);
    match.run(3);
    EXPECT_EQ(match.differences({1, late}), "");
    EXPECT_EQ(match.player(1).inputs().back().seats[2].state, SeatState::Flown);
}

// The old host's inputs reach beyond the heir's newest tick, by its input delay. Who gets its seat presses something else in those ticks.
TEST(Takeover, WhoTakesTheOldHostsSeatMeanwhileHasNotPressedItsLastInputs) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        MatchSetup setup = match_over(lan(), 3);
        setup.seed = seed;
        setup.delay_ticks = 3;
        Match match(setup);
        match.run(3);
        match.kill(0);
        match.take_over(1, {2}, {0.3});
        const std::size_t back = match.join({.seats = 1}, 1);
        match.run(3);
        EXPECT_EQ(match.differences({1, 2, back}), "") << "seed " << seed;
        EXPECT_EQ(match.player(back).inputs().back().seats[0].state, SeatState::Flown);
        EXPECT_EQ(match.player(1).session().stats().conflicts, 0u) << "seed " << seed;
    }
}

TEST(Takeover, SpectatorsStayAndJoinersAreServed) {
    Match match(match_over(r1(), 3));
    match.run(1);
    const std::size_t watcher = match.join({.seats = 0});
    match.run(3);
    match.kill(0);
    match.run(0.4);
    match.take_over(1, {2, watcher});
    match.run(4);
    EXPECT_EQ(match.differences({1, 2, watcher}), "");
    EXPECT_GT(match.player(watcher).session().newest() + 40, match.player(1).session().newest());
}

TEST(Takeover, AGuestListensToNobodyButTheHostItFollows) {
    Match match(match_over(r1(), 3));
    match.run(2);
    auto& guest = match.player(2);
    match.net().connect(3, 2, lan(), lan(), match.now());
    // peer 1 takes over although the host lives; peer 2 has not been told
    match.player(1).session().become_host(0, match.now());
    match.run(2);
    EXPECT_EQ(match.differences({0, 2}), "");
    EXPECT_EQ(guest.session().stats().bad_packets, 0u);
    EXPECT_EQ(told(guest, SessionEvent::Kind::HostChanged), 0u);
}
