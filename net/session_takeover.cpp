// The old host is gone: one of its guests takes over. First it learns from the others what is final there, so that nothing that is final
// anywhere changes; then it decides what the old host would have decided.
#include <algorithm>

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatInput;
using engine::SeatState;

namespace {

constexpr Tick most_ahead = 256;         // ticks that another machine's final inputs may be ahead of what is made here
constexpr std::size_t most_bits = 2000;  // of one seat in one packet

}  // namespace

void Session::Impl::become_host(std::uint8_t expected_seats, Time now) {
    CHECK(setup_.role == Role::Guest && !decides_ && joined_);
    pass_time(now);
    peers_.clear();
    incoming_ = {};
    adopted_ = 0;
    tells_adopted_ = false;
    taking_over_ = true;
    expected_ = static_cast<std::uint8_t>(expected_seats & ~setup_.local_seats);
    takeover_at_ = last_now_;
    if (expected_ == 0) settle();
}

void Session::Impl::take_survivor(const Peer& peer) {
    if (!taking_over_) return add_peer(peer);
    CHECK((peer.seats & setup_.local_seats) == 0);
    std::erase_if(peers_, [&](const PeerState& other) { return other.id == peer.id || (other.seats & peer.seats) != 0; });
    new_peer(peer.id, peer.seats).standing = Standing::Surviving;
}

void Session::Impl::follow(PeerId new_host) {
    CHECK(setup_.role == Role::Guest && !decides_);
    taking_over_ = false;
    peers_.clear();
    incoming_ = {};
    adopted_ = 0;
    tells_adopted_ = false;
    new_peer(new_host, 0).standing = joined_ ? Standing::Surviving : Standing::Playing;
}

bool Session::Impl::all_have_told() const {
    std::uint8_t told = 0;
    for (const PeerState& peer : peers_) {
        if (peer.gone || peer.standing != Standing::Surviving) continue;
        if (!peer.knows && !peer.unfit) return false;
        told |= peer.seats;
    }
    return (expected_ & ~told) == 0;
}

// Who came within the time is heard out: what is final there must not change.
bool Session::Impl::somebody_tells() const {
    return std::any_of(peers_.begin(), peers_.end(), [](const PeerState& peer) {
        return !peer.gone && !peer.silent && peer.standing == Standing::Surviving && !peer.knows && !peer.unfit;
    });
}

// From now on this machine decides. What was its own is final, and what was guessed of those who are not here too: from now on they are
// absent. It goes the same way alone.
void Session::Impl::settle() {
    if (taking_over_) tell(SessionEvent::Kind::HostChanged, 0);
    taking_over_ = false;
    decides_ = true;
    stalled_ = false;
    stalled_for_ = 0;
    setup_.role = Role::Host;
    std::uint8_t here = 0;  // seats of survivors
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        if (peer.standing == Standing::Surviving && peer.knows && !peer.unfit) {
            peer.standing = Standing::Playing;
            peer.acked = peer.reported;
            peer.tick = confirmed_;
            here |= peer.seats;
        } else if (!peer.gone) {
            want_fresh(peer);
        }
    }
    for (int s = 0; s < max_seats; ++s) {
        InputQueue& queue = queues_[s];
        const SeatState state = queue.at(queue.known()).state;
        ordered_away_[s] = false;
        const bool theirs = (here >> s & 1) != 0;
        if (theirs && state == SeatState::Flown) continue;
        const Tick through = is_own(s) ? std::max(queue.own(), newest_) : newest_;
        while (queue.known() < through) queue.confirm(queue.at(queue.known() + 1));
        owners_[s] = Owner::Here;
        ordered_[s] = is_own(s) ? SeatState::Flown : theirs ? state : SeatState::Absent;
        // Of the old host's inputs some are final beyond the newest tick: whoever comes to its seat while this machine takes over did not
        // press them.
        for (PeerState& peer : peers_) {
            if (!is_of(peer, s)) continue;
            peer.held_at = std::max<Tick>(newest_, 1);
            peer.guessed_through = std::max({peer.guessed_through, peer.held_at, queue.known()});
        }
    }
}

Knowledge Session::Impl::knowledge(const PeerState& to) const {
    Knowledge all;
    for (int s = 0; s < max_seats; ++s) {
        const InputQueue& queue = queues_[s];
        Knowledge::Seat& seat = all.seats[s];
        seat.known = seat.from = queue.known();
        if (taking_over_) continue;
        const Tick first = std::max(setup_.first_tick - 1, seat.known - std::min(seat.known, most_behind));
        const Tick recent = seat.known - std::min<Tick>(seat.known, most_inputs);
        seat.from = std::clamp(to.knows ? to.reported[s] : recent, first, seat.known);
        seat.base = queue.at(seat.from);
        SeatInput before = seat.base;
        std::size_t bits = 0;
        for (Tick tick = seat.from + 1; tick <= seat.known && seat.deltas.size() < most_inputs && bits < most_bits; ++tick) {
            const SeatInput value = queue.at(tick);
            seat.deltas.push_back(delta_between(before, value));
            bits += wire_bits(seat.deltas.back());
            before = value;
        }
    }
    return all;
}

// False: not from somebody who may say so, or of another game.
bool Session::Impl::take_knowledge(PeerState& peer, const Knowledge& theirs) {
    if (peer.standing != Standing::Surviving) return true;  // it has not heard yet that everything is settled, or joins instead
    for (int s = 0; s < max_seats; ++s) peer.reported[s] = theirs.seats[s].known;
    if (!taking_over_) {
        peer.knows = true;
        return true;
    }
    peer.unfit = peer.unfit || !fits(theirs);
    if (peer.unfit) return false;
    peer.knows = true;
    for (int s = 0; s < max_seats; ++s) {
        const Knowledge::Seat& seat = theirs.seats[s];
        InputQueue& queue = queues_[s];
        SeatInput value = seat.base;
        Tick tick = seat.from;
        for (const InputDelta& delta : seat.deltas) {
            value = after(value, delta);
            if (++tick == queue.known() + 1) queue.confirm(value);
        }
        peer.knows = peer.knows && queue.known() >= seat.known;
    }
    return true;
}

// Nothing that is final here may be different there, and nothing may be final there that this machine cannot have missed.
bool Session::Impl::fits(const Knowledge& theirs) const {
    for (int s = 0; s < max_seats; ++s) {
        const Knowledge::Seat& seat = theirs.seats[s];
        const InputQueue& queue = queues_[s];
        if (seat.known > newest_ + most_ahead || seat.known + 1 < setup_.first_tick) return false;
        SeatInput value = seat.base;
        Tick tick = seat.from;
        for (std::size_t i = 0;; ++i) {
            if (static_cast<unsigned>(value.state) > static_cast<unsigned>(SeatState::Held)) return false;
            const bool comparable = tick <= queue.known() && tick + 1 >= setup_.first_tick && tick + most_behind > newest_;
            if (comparable && queue.at(tick) != value) return false;
            if (i == seat.deltas.size()) break;
            value = after(value, seat.deltas[i]);
            ++tick;
        }
    }
    return true;
}

}  // namespace net
