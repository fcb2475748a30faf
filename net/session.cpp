#include "net/session.h"

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

using engine::SeatInput;
using engine::SeatState;

Session::Impl::Impl(const SessionSetup& setup, Link*, std::vector<Peer>)
    : setup_(setup), newest_(setup.first_tick - 1), confirmed_(newest_), ordered_(setup.states) {
    CHECK(setup.first_tick >= 1);
    CHECK(setup.rate >= 1);
    CHECK(setup.delay_ticks <= 3);
    CHECK(setup.hash_period >= 1);
    for (int s = 0; s < engine::max_seats; ++s) used_[newest_ % InputQueue::kept].seats[s].state = setup.states[s];
    requests_.resize(1);
}

void Session::Impl::set_bits(int seat, std::uint16_t bits) {
    CHECK(seat >= 0 && seat < engine::max_seats && (setup_.local_seats >> seat & 1) != 0);
    bits_[seat] = bits;
}

void Session::Impl::order_seat(int seat, SeatState state) {
    CHECK(seat >= 0 && seat < engine::max_seats);
    ordered_[seat] = state;
}

// Nothing is sent, predicted or allocated: a simulation runs through here at full speed.
std::span<const Request> Session::Impl::advance_alone() {
    const Tick tick = ++newest_;
    engine::Inputs& inputs = used_[tick % InputQueue::kept];
    const engine::Inputs& before = used_[(tick - 1) % InputQueue::kept];
    bool changed = false;
    for (int s = 0; s < engine::max_seats; ++s) {
        inputs.seats[s] = {ordered_[s] == SeatState::Flown ? bits_[s] : std::uint16_t{0}, ordered_[s]};
        changed |= inputs.seats[s].state != before.seats[s].state;
    }
    if (changed) tell_seat_changes(tick);
    confirmed_ = tick;
    ++stats_.ticks;
    requests_[0] = {.kind = RequestKind::Advance, .confirmed = true, .again = false, .tick = tick, .inputs = inputs};
    return requests_;
}

void Session::Impl::tell_seat_changes(Tick tick) {
    const engine::Inputs& inputs = used_[tick % InputQueue::kept];
    const engine::Inputs& before = used_[(tick - 1) % InputQueue::kept];
    for (int s = 0; s < engine::max_seats; ++s)
        if (inputs.seats[s].state != before.seats[s].state)
            events_.push_back({.kind = SessionEvent::Kind::SeatChanged, .seat = s, .peer = 0, .tick = tick, .text = {}});
}

std::span<const Request> Session::Impl::advance(Time) { return advance_alone(); }
void Session::Impl::poll(Time) {}
void Session::Impl::receive(PeerId, std::span<const std::byte>, Time) {}
void Session::Impl::peer_gone(PeerId, std::string, Time) {}
void Session::Impl::report_hash(Tick, std::uint64_t) {}

const engine::Inputs& Session::Impl::confirmed_inputs(Tick tick) const {
    CHECK(tick >= setup_.first_tick && tick <= confirmed_ && tick + InputQueue::kept > newest_);
    return used_[tick % InputQueue::kept];
}

std::optional<SessionEvent> Session::Impl::next_event() {
    if (events_.empty()) return std::nullopt;
    SessionEvent event = std::move(events_.front());
    events_.pop_front();
    return event;
}

Session::Session(const SessionSetup& setup, Link* link, std::vector<Peer> peers)
    : impl_(std::make_unique<Impl>(setup, link, std::move(peers))) {}
Session::~Session() = default;

void Session::set_bits(int seat, std::uint16_t bits) { impl_->set_bits(seat, bits); }
void Session::order_seat(int seat, engine::SeatState state) { impl_->order_seat(seat, state); }
std::span<const Request> Session::advance(Time now) { return impl_->advance(now); }
void Session::poll(Time now) { impl_->poll(now); }
void Session::receive(PeerId from, std::span<const std::byte> packet, Time now) { impl_->receive(from, packet, now); }
void Session::peer_gone(PeerId peer, std::string reason, Time now) { impl_->peer_gone(peer, std::move(reason), now); }
Tick Session::newest() const { return impl_->newest(); }
Tick Session::confirmed() const { return impl_->confirmed(); }
std::uint32_t Session::hash_period() const { return impl_->hash_period(); }
std::uint32_t Session::load_depth() const { return impl_->load_depth(); }
const engine::Inputs& Session::confirmed_inputs(Tick tick) const { return impl_->confirmed_inputs(tick); }
void Session::report_hash(Tick tick, std::uint64_t hash) { impl_->report_hash(tick, hash); }
std::uint32_t Session::speed_permille() const { return impl_->speed_permille(); }
const SessionStats& Session::stats() const { return impl_->stats(); }
std::optional<SessionEvent> Session::next_event() { return impl_->next_event(); }

}  // namespace net
