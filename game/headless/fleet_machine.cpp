#include "game/headless/fleet_machine.h"

#include <algorithm>

namespace game {
namespace {

std::uint8_t bit_of(int seat) { return static_cast<std::uint8_t>(1u << seat); }

net::SessionSetup session_setup(const Content& content, const FleetMachineSetup& setup) {
    net::SessionSetup session;
    session.role = setup.seat == 0 ? net::Role::Host : net::Role::Guest;
    session.rate = content.mode.rate;
    session.local_seats = bit_of(setup.seat);
    for (int seat = 0; seat < setup.players; ++seat) session.states[static_cast<std::size_t>(seat)] = engine::SeatState::Flown;
    session.delay_ticks = setup.delay_ticks;
    session.wait_us = setup.wait_us;
    session.adapt_delay = setup.adapt_delay;
    return session;
}

std::vector<net::Session::Peer> peers_of(const FleetMachineSetup& setup) {
    if (setup.seat != 0) return {{.id = 1, .seats = 0}};
    std::vector<net::Session::Peer> peers;
    for (int seat = 1; seat < setup.players; ++seat) peers.push_back({.id = static_cast<net::PeerId>(seat + 1), .seats = bit_of(seat)});
    return peers;
}

MatchSetup match_setup(const FleetMachineSetup& setup) {
    MatchSetup match;
    match.seed = setup.seed;
    match.players = setup.players;
    match.last_tick = setup.last_tick;
    match.looks = false;
    match.spoil_tick = setup.spoil_tick;
    return match;
}

}  // namespace

FleetMachine::FleetMachine(const Content& content, const FleetMachineSetup& setup, net::SimLink& link)
    : content_(content),
      setup_(setup),
      link_(link),
      session_(session_setup(content, setup), &link, peers_of(setup)),
      match_(content, match_setup(setup)),
      rate_(content.mode.rate),
      tick_us_(1e6 / content.mode.rate * setup.clock),
      next_turn_(setup.first_turn),
      moved_at_(setup.first_turn) {}

std::uint16_t FleetMachine::buttons() {
    constexpr auto focus = static_cast<std::uint16_t>(engine::Button::Focus);
    const std::uint16_t pressed = setup_.bot != nullptr ? setup_.bot(match_.world(), content_, setup_.seat) : std::uint16_t{0};
    auto bits = static_cast<std::uint16_t>((pressed & ~focus) | (bits_ & focus));
    if (bits == bits_ && ++quiet_ticks_ >= rate_ / fleet_least_changes) bits ^= focus;
    if (bits != bits_) quiet_ticks_ = 0;
    return bits_ = bits;
}

void FleetMachine::turn(net::Time now) {
    while (const auto event = link_.next(now)) {
        if ((gone_ >> event->peer & 1) != 0) continue;  // what was overtaken by the goodbye
        if (event->kind == net::LinkEvent::Kind::Packet) session_.receive(event->peer, event->data, now);
        if (event->kind == net::LinkEvent::Kind::Gone && event->closed) {
            gone_ |= 1u << event->peer;
            session_.peer_gone(event->peer, event->reason, now);
        }
    }
    while (session_.next_event()) {
    }
    if (match_.finished()) {
        session_.poll(now);
    } else {
        session_.set_bits(setup_.seat, buttons());
        if (match_.advance(session_, now)) moved_at_ = now;
    }
    next_turn_ = now + static_cast<net::Time>(tick_us_ * 1000 / session_.speed_permille());
}

}  // namespace game
