// Planes of other machines while guesses about them are put right: no jump is seen, and they end up where they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "game/bots/bots.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/view/smoothing.h"
#include "net/sim_link.h"
#include "tests/support/worlds.h"

namespace {

using game::PointF;
using game::Smoothing;
using game::World;
using net::Time;

constexpr std::uint8_t only_seat_0 = 0b1;

std::unique_ptr<World> world_with(std::uint32_t tick, float x, game::HeroState state = game::HeroState::Flying) {
    auto world = std::make_unique<World>();
    world->header.tick = tick;
    for (std::uint8_t seat = 0; seat < 2; ++seat) {
        game::Hero hero;
        hero.seat = seat;
        hero.state = state;
        hero.x = engine::to_fixed(static_cast<int>(x));
        world->heroes.spawn(hero);
    }
    return world;
}

TEST(Smoothing, ACorrectionIsNotSeenAtOnce) {
    Smoothing smoothing;
    smoothing.before_tick(*world_with(7, 100));
    smoothing.after_tick(*world_with(7, 140), only_seat_0);
    EXPECT_FLOAT_EQ(smoothing.offset(1).x, -40);
    EXPECT_FLOAT_EQ(smoothing.offset(0).x, 0) << "who flies here is drawn where he is";
}

TEST(Smoothing, MovesAtMostEightPixelsInAPictureAndEnds) {
    Smoothing smoothing;
    smoothing.before_tick(*world_with(7, 100));
    smoothing.after_tick(*world_with(7, 200), only_seat_0);
    float before = smoothing.offset(1).x;
    int pictures = 0;
    for (; before != 0 && pictures < 120; ++pictures) {
        smoothing.pass(1.0F / 60);
        EXPECT_LE(std::abs(smoothing.offset(1).x - before), Smoothing::most_step + 0.001F);
        before = smoothing.offset(1).x;
    }
    EXPECT_FLOAT_EQ(before, 0);
    EXPECT_GT(pictures, 12);
}

TEST(Smoothing, DoesNotDrawAPlaneAcrossTheFieldWhenItComesBack) {
    Smoothing smoothing;
    smoothing.before_tick(*world_with(7, 10));
    smoothing.after_tick(*world_with(7, 400), only_seat_0);
    EXPECT_FLOAT_EQ(smoothing.offset(1).x, 0);
    smoothing.before_tick(*world_with(8, 10, game::HeroState::Destroyed));
    smoothing.after_tick(*world_with(8, 60), only_seat_0);
    EXPECT_FLOAT_EQ(smoothing.offset(1).x, 0);
}

TEST(Smoothing, SaysNothingAboutTicksThatItHasNotSeen) {
    Smoothing smoothing;
    smoothing.before_tick(*world_with(7, 100));
    smoothing.after_tick(*world_with(9, 140), only_seat_0);
    EXPECT_FLOAT_EQ(smoothing.offset(1).x, 0);
}

struct Corrections {
    int seen = 0;    // pictures in which the other's plane was moved by more than 8 px because of a correction
    int needed = 0;  // pictures before which its place turned out to be wrong by more than that
};

// One machine with one seat; draws as the play scene does.
struct Machine {
    Machine(const game::Content& content, int seat, net::SimLink& its_link) : link(its_link), pilots(content), own_seat(seat) {
        net::SessionSetup setup;
        setup.role = seat == 0 ? net::Role::Host : net::Role::Guest;
        setup.rate = content.mode.rate;
        setup.local_seats = static_cast<std::uint8_t>(1 << seat);
        setup.states[0] = setup.states[1] = engine::SeatState::Flown;
        setup.delay_ticks = 2;
        const net::Session::Peer other = seat == 0 ? net::Session::Peer{.id = 2, .seats = 0b10} : net::Session::Peer{.id = 1, .seats = 0};
        session = std::make_unique<net::Session>(setup, &link, std::vector<net::Session::Peer>{other});
        game::MatchSetup match_setup;
        match_setup.seed = 3;
        match_setup.players = 2;
        match = std::make_unique<game::Match>(content, match_setup);
        pilots.set_bot(seat, game::find_bot("ace"));
    }

    void turn(Time now) {
        while (const auto event = link.next(now))
            if (event->kind == net::LinkEvent::Kind::Packet) session->receive(event->peer, event->data, now);
        pilots.fly(*session, match->world(), static_cast<std::uint8_t>(1 << own_seat));
        const auto newest = std::make_unique<World>();
        copy_world(*newest, match->world());
        smoothing.before_tick(match->world());
        if (match->advance(*session, now)) {
            smoothing.after_tick(match->previous(), static_cast<std::uint8_t>(1 << own_seat));
            const game::Hero* was = hero_of_seat(*newest, 1 - own_seat);
            const game::Hero* is = hero_of_seat(match->previous(), 1 - own_seat);
            const bool flies = was->state == game::HeroState::Flying && is->state == game::HeroState::Flying;
            if (flies && match->previous().header.tick == newest->header.tick) {
                corrected.x += static_cast<float>(is->x - was->x) / engine::fixed_one;
                corrected.y += static_cast<float>(is->y - was->y) / engine::fixed_one;
            }
        }
        next_turn = now + 1'000'000 / 60 * 1000 / session->speed_permille();
    }

    void picture() {
        smoothing.pass(1.0F / 60);
        const PointF offset = smoothing.offset(1 - own_seat);
        const float moved = std::hypot(corrected.x + offset.x - shown_offset.x, corrected.y + offset.y - shown_offset.y);
        corrections.seen += moved > 8.01F;
        corrections.needed += std::hypot(corrected.x, corrected.y) > 8.01F;
        corrected = {};
        shown_offset = offset;
    }

    net::SimLink& link;
    game::Pilots pilots;
    int own_seat;
    std::unique_ptr<net::Session> session;
    std::unique_ptr<game::Match> match;
    Smoothing smoothing;
    PointF corrected{};  // since the last picture
    PointF shown_offset{};
    Corrections corrections;
    Time next_turn = 1000;
};

// 100 ms there and back, 10 ms jitter, 5 % loss; both flown by aces, who change their minds a dozen times a second.
TEST(Smoothing, AtAHundredMillisecondsNoPlaneIsSeenToJump) {
    constexpr int minutes = 4;
    game::Content content = game::testing::shipped("classic");
    content.mode.hero.lives = 99;
    net::SimNet net(11);
    net::TroubleSetup line;
    line.delay_us = 50'000;
    line.jitter_us = 10'000;
    line.loss = 0.05;
    net::SimLink& host_link = net.add_peer();
    net::SimLink& guest_link = net.add_peer();
    net.connect(2, 1, line, line, 0);
    Machine machines[] = {{content, 0, host_link}, {content, 1, guest_link}};
    machines[1].next_turn = 7000;
    Time next_picture = 12'000;
    while (next_picture < Time{minutes} * 60'000'000) {
        Machine& next = machines[0].next_turn <= machines[1].next_turn ? machines[0] : machines[1];
        if (next.next_turn <= next_picture) {
            next.turn(next.next_turn);
            continue;
        }
        for (Machine& machine : machines) machine.picture();
        next_picture += 1'000'000 / 60;
    }
    for (const Machine& machine : machines) {
        EXPECT_GT(machine.session->stats().rollbacks, 100U);
        EXPECT_GT(machine.corrections.needed, 100 * minutes) << "without smoothing there would be jumps";
        EXPECT_LE(machine.corrections.seen, minutes);
        RecordProperty("seen", machine.corrections.seen);
        RecordProperty("needed", machine.corrections.needed);
        printf("seat %d: %d pictures with a correction over 8 px, %d would have had one\n", machine.own_seat, machine.corrections.seen,
               machine.corrections.needed);
    }
}

}  // namespace
