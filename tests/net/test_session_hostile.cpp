// What strangers and lying peers send to a session.
#include <gtest/gtest.h>

#include "engine/core/rng.h"
#include "net/messages.h"
#include "tests/net/toy_match.h"
#include "tests/support/dead_link.h"

using engine::SeatState;
using net::InputsMessage;
using net::Role;
using net::Session;
using net::SessionSetup;
using net::Tick;
using net::testing::DeadLink;

namespace {

SessionSetup session_of(Role role) {
    SessionSetup setup;
    setup.role = role;
    setup.local_seats = role == Role::Host ? 1 : 2;
    setup.states = {SeatState::Flown, SeatState::Flown};
    return setup;
}

InputsMessage message(std::uint16_t number, std::uint16_t tick, std::vector<net::InputSpan> spans) {
    return {.number = number, .ack = {}, .held_ms = 0, .tick = tick, .ahead = 0, .spans = std::move(spans), .hash = {}};
}

engine::Inputs last_made(std::span<const net::Request> requests) {
    engine::Inputs inputs;
    for (const net::Request& request : requests)
        if (request.kind == net::RequestKind::Advance) inputs = request.inputs;
    return inputs;
}

}  // namespace

TEST(HostileInputs, TheFirstValueWinsAndADifferingRepeatIsCounted) {
    DeadLink link;
    Session host(session_of(Role::Host), &link, {{.id = 7, .seats = 2}});
    host.receive(7, net::encode(message(1, 1, {{1, 1, {{0x10, 0}}}})), 0);
    host.receive(7, net::encode(message(2, 1, {{1, 1, {{0x20, 0}}}})), 0);
    EXPECT_EQ(host.stats().conflicts, 1u);
    const auto made = last_made(host.advance(0));
    EXPECT_EQ(made.seats[1].bits, 0x10);
    EXPECT_EQ(host.confirmed(), 1u);
    host.receive(7, net::encode(message(3, 1, {{1, 1, {{0x20, 0}}}})), 0);
    EXPECT_EQ(host.stats().conflicts, 2u);
    EXPECT_EQ(host.confirmed_inputs(1).seats[1].bits, 0x10);
}

TEST(HostileInputs, NobodySpeaksForAnotherSeat) {
    DeadLink link;
    Session host(session_of(Role::Host), &link, {{.id = 7, .seats = 2}});
    host.receive(7, net::encode(message(1, 1, {{0, 1, {{0xFF, 0}}}, {1, 1, {{0x10, 0}}}, {2, 1, {{0xFF, 1}}}})), 0);
    const auto made = last_made(host.advance(0));
    EXPECT_EQ(made.seats[0].bits, 0);
    EXPECT_EQ(made.seats[1].bits, 0x10);
    EXPECT_EQ(made.seats[2].state, SeatState::Absent);
    EXPECT_EQ(host.stats().conflicts, 2u);
}

TEST(HostileInputs, InputsBeyondTheWindowOrAfterAGapAreNotTaken) {
    DeadLink link;
    Session host(session_of(Role::Host), &link, {{.id = 7, .seats = 2}});
    host.receive(7, net::encode(message(1, 1, {{1, 5, {{0x10, 0}}}})), 0);
    host.advance(0);
    EXPECT_EQ(host.confirmed(), 0u);
    std::uint16_t number = 2;
    for (Tick first = 1; first < 2000; first = static_cast<Tick>(first + net::most_inputs)) {
        net::InputSpan span{.seat = 1, .first = static_cast<std::uint16_t>(first), .deltas = {}};
        span.deltas.resize(net::most_inputs);
        host.receive(7, net::encode(message(number++, 1, {span})), 0);
    }
    for (int i = 0; i < 500; ++i) host.advance(static_cast<net::Time>(i) * 10);
    EXPECT_EQ(host.confirmed(), 1 + net::most_inputs) << "128 ticks beyond the newest, and no more";
    EXPECT_EQ(host.newest(), host.confirmed() + 15) << "then the window";
}

TEST(HostileInputs, AHostCannotMakeAGuestGoOnBeyondWhatItCanTakeBack) {
    DeadLink link;
    Session guest(session_of(Role::Guest), &link, {{.id = 1, .seats = 0}});
    for (std::uint16_t n = 0; n < 300; ++n) {
        // everybody else's inputs, but never a word on the guest's own
        std::vector<net::InputSpan> spans;
        const auto first = static_cast<std::uint16_t>(n + 1);
        for (const std::uint8_t seat : {0, 2, 3}) spans.push_back({.seat = seat, .first = first, .deltas = {{}}});
        guest.receive(1, net::encode(message(n, first, spans)), n);
        guest.advance(n * 16'000u);
    }
    EXPECT_EQ(guest.confirmed(), 0u);
    EXPECT_EQ(guest.newest(), guest.load_depth() - 1);
    EXPECT_GT(guest.stats().stalls, 100u);
}

TEST(HostileInputs, BytesOfAnyKindDoNoHarm) {
    engine::Rng rng{99};
    for (int round = 0; round < 40; ++round) {
        toy::MatchSetup setup;
        setup.seed = static_cast<std::uint64_t>(round);
        setup.there = setup.back = {.delay_us = 20'000, .jitter_us = 5'000, .loss = 0.05};
        setup.peers = {{.seats = 1}, {.seats = 2}};
        toy::Match match(setup);
        // strangers and mangled packets of the right shape, from and to both sides
        match.run(4, [&](net::Time now) {
            const bool to_host = rng.below(2) == 0;
            Session& session = match.player(to_host ? 0 : 1).session();
            std::vector<std::byte> bytes(rng.below(48));
            for (auto& b : bytes) b = static_cast<std::byte>(rng.next());
            session.receive(99, bytes, now);
            if (!bytes.empty()) bytes[0] = std::byte{0};
            session.receive(99, bytes, now);
        });
        ASSERT_EQ(match.differences(), "");
        ASSERT_GT(match.player(0).inputs().size(), 200u);
        // and from a peer that has gone mad: nothing may be right any more, but it must not stop the program
        match.run(4, [&](net::Time now) {
            const bool to_host = rng.below(2) == 0;
            Session& session = match.player(to_host ? 0 : 1).session();
            InputsMessage mad =
                message(static_cast<std::uint16_t>(rng.next()), static_cast<std::uint16_t>(session.newest() + rng.below(64)), {});
            mad.ack = static_cast<std::uint16_t>(rng.next());
            mad.ahead = static_cast<std::int8_t>(rng.next());
            for (std::uint8_t seat = 0; seat < 4; ++seat) {
                if (rng.below(2) == 0) continue;
                net::InputSpan span{.seat = seat, .first = static_cast<std::uint16_t>(session.newest() - 20 + rng.below(60)), .deltas = {}};
                span.deltas.resize(1 + rng.below(127));
                for (auto& delta : span.deltas) delta = {static_cast<std::uint16_t>(rng.next()), static_cast<std::uint16_t>(rng.below(4))};
                mad.spans.push_back(std::move(span));
            }
            mad.hash = net::TickHash{.tick = static_cast<std::uint16_t>(session.newest()), .hash = 1};
            session.receive(to_host ? 2 : 1, net::encode(mad), now);
        });
        for (std::size_t i = 0; i < 2; ++i) ASSERT_EQ(match.player(i).trouble, "") << "every request can be carried out";
    }
}

TEST(HostileInputs, PacketsOfNobodyAreCountedAndDropped) {
    DeadLink link;
    Session host(session_of(Role::Host), &link, {{.id = 7, .seats = 2}});
    host.receive(8, net::encode(message(1, 1, {{1, 1, {{0x10, 0}}}})), 0);
    host.receive(7, net::encode(net::Farewell{}), 0);
    host.receive(7, {}, 0);
    EXPECT_EQ(host.stats().bad_packets, 3u);
    host.advance(0);
    EXPECT_EQ(host.confirmed(), 0u);
}
