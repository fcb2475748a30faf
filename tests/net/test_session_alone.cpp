#include <gtest/gtest.h>

#include "net/session.h"

using engine::SeatState;
using net::RequestKind;
using net::Session;
using net::SessionSetup;

namespace {

SessionSetup two_seats() {
    SessionSetup setup;
    setup.states = {SeatState::Flown, SeatState::Flown};
    return setup;
}

}  // namespace

TEST(SessionAlone, MakesOneConfirmedTickPerAdvanceAndNeverSavesOrLoads) {
    Session session(two_seats());
    EXPECT_EQ(session.load_depth(), 0u);
    for (net::Tick tick = 1; tick <= 2000; ++tick) {
        const auto requests = session.advance(0);
        ASSERT_EQ(requests.size(), 1u);
        EXPECT_EQ(requests[0].kind, RequestKind::Advance);
        EXPECT_EQ(requests[0].tick, tick);
        EXPECT_TRUE(requests[0].confirmed);
        EXPECT_FALSE(requests[0].again);
        EXPECT_EQ(session.newest(), tick);
        EXPECT_EQ(session.confirmed(), tick);
    }
    EXPECT_EQ(session.stats().ticks, 2000u);
    EXPECT_EQ(session.stats().rollbacks, 0u);
}

TEST(SessionAlone, TakesBitsInTheNextTickAndKeepsThemUntilTheyAreSetAgain) {
    Session session(two_seats());
    session.set_bits(0, 0x0010);
    session.set_bits(1, 0x7001);
    EXPECT_EQ(session.advance(0)[0].inputs.seats[0].bits, 0x0010);
    const auto second = session.advance(0)[0].inputs;
    EXPECT_EQ(second.seats[0].bits, 0x0010);
    EXPECT_EQ(second.seats[1].bits, 0x7001);
    session.set_bits(0, 0);
    EXPECT_EQ(session.advance(0)[0].inputs.seats[0].bits, 0);
    EXPECT_EQ(session.confirmed_inputs(2), second);
}

TEST(SessionAlone, AbsentAndHeldSeatsDoNothingWhateverTheirBits) {
    SessionSetup setup;
    setup.states = {SeatState::Flown, SeatState::Absent, SeatState::Held, SeatState::Absent};
    Session session(setup);
    for (int seat = 0; seat < 4; ++seat) session.set_bits(seat, 0x00FF);
    const auto inputs = session.advance(0)[0].inputs;
    EXPECT_EQ(inputs.seats[0].bits, 0x00FF);
    EXPECT_EQ(inputs.seats[1].bits, 0);
    EXPECT_EQ(inputs.seats[2].bits, 0);
    EXPECT_EQ(inputs.seats[2].state, SeatState::Held);
}

TEST(SessionAlone, OrdersASeatFromTheNextTickAndSaysSo) {
    Session session(two_seats());
    session.advance(0);
    EXPECT_FALSE(session.next_event().has_value());
    session.order_seat(1, SeatState::Absent);
    EXPECT_EQ(session.advance(0)[0].inputs.seats[1].state, SeatState::Absent);
    const auto event = session.next_event();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->kind, net::SessionEvent::Kind::SeatChanged);
    EXPECT_EQ(event->seat, 1);
    EXPECT_EQ(event->tick, 2u);
    EXPECT_FALSE(session.next_event().has_value());
}

TEST(SessionAlone, KeepsConfirmedInputsForAtLeast600Ticks) {
    Session session(two_seats());
    for (net::Tick tick = 1; tick <= 700; ++tick) {
        session.set_bits(0, static_cast<std::uint16_t>(tick));
        session.advance(0);
    }
    for (net::Tick tick = 101; tick <= 700; ++tick) EXPECT_EQ(session.confirmed_inputs(tick).seats[0].bits, tick);
}
