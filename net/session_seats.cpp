// Peers of a session that come, go or fall silent, and what becomes of their seats.
#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatState;

namespace {

constexpr Time silent_us = 500'000;          // then a guest's seats are held
constexpr Time most_wait_us = 1'000'000;     // then the seats that are waited for are held, even if their owner is heard
constexpr Time longest_step_us = 100'000;    // more than this between two calls is our own pause, not the peer's silence
constexpr Time most_gather_us = 1'000'000;   // that a new host waits for the others
constexpr Time most_telling_us = 2'000'000;  // and for what those who have come by then know
constexpr std::uint32_t least_in_step = 8;   // ticks that a held guest may be behind when it gets its seats back, or a window

}  // namespace

void Session::Impl::pass_time(Time now) {
    const Time step = time_known_ && now > last_now_ ? std::min(now - last_now_, longest_step_us) : 0;
    if (!time_known_) {
        began_ = now;
        begin_ = now + setup_.wait_us;
    }
    time_known_ = true;
    last_now_ = std::max(last_now_, now);
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        peer.silent_for += step;
        notice_silence(peer);
    }
    if (taking_over_ && (all_have_told() || now >= takeover_at_ + (somebody_tells() ? most_telling_us : most_gather_us))) settle();
    if (!stalled_ || rests_) return;
    stalled_for_ += step;
    if (decides_ && stalled_for_ >= most_wait_us) hold_waited_for();
}

void Session::Impl::notice_silence(PeerState& peer) {
    if (peer.silent || peer.silent_for < silent_us) return;
    peer.silent = true;
    peer.timed = false;
    tell(SessionEvent::Kind::PeerSilent, peer.id);
    if (decides_) hold(peer);
}

void Session::Impl::hold(PeerState& peer) {
    peer.held_at = peer.guessed_through = std::max<Tick>(newest_, 1);
    for (int s = 0; s < max_seats; ++s) {
        if (!is_of(peer, s)) continue;
        if (owners_[s] == Owner::Peer) take_seat(s, SeatState::Held);
        peer.guessed_through = std::max(peer.guessed_through, queues_[s].known());
    }
}

// A guest that is heard but does not move (stopped in a debugger, say) must not stop the others.
void Session::Impl::hold_waited_for() {
    const Tick known = known_by_others();
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        bool waited_for = false;
        for (int s = 0; s < max_seats; ++s) waited_for |= is_of(peer, s) && owners_[s] == Owner::Peer && queues_[s].known() == known;
        if (!waited_for) continue;
        hold(peer);
    }
}

// From here on the host fills the seat in itself. What was guessed of it up to now becomes final, so that nobody's picture jumps.
void Session::Impl::take_seat(int seat, SeatState state) {
    InputQueue& queue = queues_[seat];
    while (queue.known() < newest_) queue.confirm(queue.at(queue.known() + 1));
    owners_[seat] = Owner::Here;
    ordered_[seat] = state;
}

// Also tells that somebody who joined is in step.
void Session::Impl::give_back_seats(PeerState& peer) {
    if (peer.gone || peer.silent || peer.standing != Standing::Playing) return;
    // What is heard of it is half a round trip old, and what it heard of here another half.
    const auto round_trip = static_cast<Tick>(std::max(0.0, peer.rtt_us) / 1e6 * setup_.rate);
    const Tick in_step = std::max(round_trip, least_in_step) + (peer.seats == 0 ? setup_.rate / 2 : 0);
    // After a standstill of this machine it is ahead of everybody: nobody waits longer for who is where the others are.
    Tick front = newest_;
    for (const PeerState& other : peers_)
        if (other.id != peer.id && other.seats != 0 && other.held_at == 0 && other.standing == Standing::Playing && !other.gone &&
            !other.silent)
            front = std::min(front, other.tick);
    if (peer.held_at != 0 && (peer.tick <= peer.held_at || peer.tick + in_step < front)) return;
    peer.held_at = 0;
    if (peer.announces) tell(SessionEvent::Kind::Joined, peer.id);
    peer.announces = false;
    for (int s = 0; s < max_seats; ++s) {
        if (!is_of(peer, s) || owners_[s] == Owner::Peer || ordered_away_[s]) continue;
        // The next tick is still filled in here: a world to go back to is saved only from then on.
        fill_seat(s, newest_ + 1 + setup_.delay_ticks);
        owners_[s] = Owner::Peer;
    }
}

PeerState& Session::Impl::new_peer(PeerId id, std::uint8_t seats) {
    PeerState& peer = peers_.emplace_back();
    peer.id = id;
    peer.seats = seats;
    peer.acked.fill(newest_);
    peer.tick = newest_;
    peer.number = wire_tick(newest_);  // so numbers and ticks stay close together, which is cheap on the wire
    return peer;
}

void Session::Impl::add_peer(const Peer& peer) {
    CHECK((decides_ || taking_over_) && setup_.role != Role::Alone);
    CHECK((peer.seats & setup_.local_seats & ~taken_here_) == 0);
    CHECK(find(peer.id) == nullptr);
    for (int s = 0; s < max_seats; ++s)
        if ((peer.seats >> s & 1) != 0) release_seat(s, SeatState::Held);
    for (PeerState& other : peers_) {
        if (other.gone || (other.seats & peer.seats) == 0) continue;
        other.gone = true;
        for (int s = 0; s < max_seats; ++s) {
            if (!is_of(other, s) || !decides_) continue;
            const bool stays = (peer.seats >> s & 1) != 0 && (owners_[s] == Owner::Peer || ordered_[s] != SeatState::Absent);
            take_seat(s, stays ? SeatState::Held : SeatState::Absent);
        }
    }
    std::erase_if(peers_, [](const PeerState& other) { return other.gone; });
    for (int s = 0; s < max_seats; ++s)
        if ((peer.seats >> s & 1) != 0) ordered_away_[s] = false;
    want_fresh(new_peer(peer.id, peer.seats));
}

bool Session::Impl::take_seat_here(int seat) {
    CHECK(seat >= 0 && seat < max_seats && setup_.role != Role::Alone);
    if (!decides_) return false;
    if (is_own(seat)) return true;
    for (const PeerState& peer : peers_) CHECK(peer.gone || !is_of(peer, seat));
    const auto bit = static_cast<std::uint8_t>(1u << seat);
    setup_.local_seats |= bit;
    taken_here_ |= bit;
    bits_[seat] = 0;
    ordered_away_[seat] = false;
    take_seat(seat, SeatState::Flown);
    return true;
}

void Session::Impl::release_seat(int seat, SeatState state) {
    const auto bit = static_cast<std::uint8_t>(1u << seat);
    if ((taken_here_ & bit) == 0) return;
    setup_.local_seats = static_cast<std::uint8_t>(setup_.local_seats & ~bit);
    taken_here_ = static_cast<std::uint8_t>(taken_here_ & ~bit);
    take_seat(seat, state);
}

Session::PeerFigures Session::Impl::figures(PeerId id) const {
    const auto peer = std::find_if(peers_.begin(), peers_.end(), [&](const PeerState& each) { return each.id == id && !each.gone; });
    if (peer == peers_.end()) return {};
    return {.rtt_ms = static_cast<std::uint32_t>(std::max(0.0, peer->rtt_us) / 1000),
            .loss_percent = peer->loss_percent,
            .silent = peer->silent};
}

std::uint8_t Session::Impl::waited_for() const {
    if (!stalled_ || !joined_ || watches()) return 0;
    const Tick known = known_by_others();
    unsigned seats = 0;
    for (int s = 0; s < max_seats; ++s)
        if (owners_[s] == Owner::Peer && !(is_own(s) && !decides_) && queues_[s].known() == known) seats |= 1u << s;
    return static_cast<std::uint8_t>(seats);
}

void Session::Impl::peer_gone(PeerId id, std::string reason) {
    PeerState* const peer = find(id);
    if (peer == nullptr) return;
    peer->gone = true;
    tell(SessionEvent::Kind::PeerGone, id, std::move(reason));
    if (taking_over_) return;
    if (!decides_) return settle();  // alone
    for (int s = 0; s < max_seats; ++s)
        if (is_of(*peer, s)) take_seat(s, SeatState::Absent);
}

// Both sides compare how far each is ahead of what it hears of the other. Equal means that both go back equally far, whatever the way
// there and the way back take. Whoever is further ahead slows down: 1 % for each tick, 3 % at most.
std::uint32_t Session::Impl::speed_permille() const {
    double most = 0;
    for (const PeerState& peer : peers_)
        if (!peer.gone && peer.timed && peer.held_at == 0 && (peer.seats != 0 || !decides_))
            most = std::max(most, (peer.ahead - peer.their_ahead) / 2);
    return 1000 - static_cast<std::uint32_t>(std::lround(std::clamp((most - 0.05) * 10, 0.0, 30.0)));
}

void Session::Impl::tell(SessionEvent::Kind kind, PeerId peer, std::string text) {
    events_.push_back({.kind = kind, .seat = -1, .peer = peer, .tick = newest_, .text = std::move(text)});
}

}  // namespace net
