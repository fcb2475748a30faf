// What of a session goes over the link: packets, acknowledgements, hashes, silence.
#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatInput;
using engine::SeatState;

namespace {

constexpr Time silent_us = 500'000;         // then a guest's seats are held
constexpr Time most_wait_us = 1'000'000;    // then the seats that are waited for are held, even if their owner is heard
constexpr Time longest_step_us = 100'000;   // more than this between two calls is our own pause, not the peer's silence
constexpr Time resend_us = 1'000'000 / 30;  // the longest time between two packets while nothing advances
constexpr Tick most_early = 400;            // ticks beyond the newest that are taken
constexpr Tick most_behind = 1000;          // a peer that has not acknowledged this many ticks is given up
constexpr std::size_t span_bits = 2200;     // of one seat in one packet: four of them fit
constexpr std::uint32_t least_in_step = 8;  // ticks that a held guest may be behind when it gets its seats back, or a window
constexpr std::size_t most_hashes = 128;

}  // namespace

void Session::Impl::pass_time(Time now) {
    const Time step = time_known_ && now > last_now_ ? std::min(now - last_now_, longest_step_us) : 0;
    if (!time_known_) begin_ = now + setup_.wait_us;
    time_known_ = true;
    last_now_ = std::max(last_now_, now);
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        peer.silent_for += step;
        notice_silence(peer);
    }
    if (!stalled_) return;
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
    for (int s = 0; s < max_seats; ++s)
        if ((peer.seats >> s & 1) != 0 && owners_[s] == Owner::Peer) take_seat(s, SeatState::Held);
}

// A guest that is heard but does not move (stopped in a debugger, say) must not stop the others.
void Session::Impl::hold_waited_for() {
    const Tick known = known_by_others();
    for (PeerState& peer : peers_) {
        bool waited_for = false;
        for (int s = 0; s < max_seats; ++s)
            waited_for |= (peer.seats >> s & 1) != 0 && owners_[s] == Owner::Peer && queues_[s].known() == known;
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

void Session::Impl::give_back_seats(PeerState& peer) {
    if (peer.gone || peer.silent) return;
    // What is heard of it is half a round trip old, and what it heard of here another half.
    const auto round_trip = static_cast<Tick>(std::max(0.0, peer.rtt_us) / 1e6 * setup_.rate);
    if (peer.held_at != 0 && (peer.tick <= peer.held_at || peer.tick + std::max({window_, round_trip, least_in_step}) < newest_)) return;
    peer.held_at = 0;
    for (int s = 0; s < max_seats; ++s) {
        if ((peer.seats >> s & 1) == 0 || owners_[s] == Owner::Peer || ordered_away_[s]) continue;
        // The next tick is still filled in here: a world to go back to is saved only from then on.
        fill_seat(s, newest_ + 1 + setup_.delay_ticks);
        owners_[s] = Owner::Peer;
    }
}

// A guest without a host: what was its own is final, what was guessed of the others too, and from now on they are absent.
void Session::Impl::go_on_alone() {
    for (int s = 0; s < max_seats; ++s) {
        InputQueue& queue = queues_[s];
        const SeatState state = queue.at(queue.known()).state;
        const Tick through = is_own(s) ? std::max(queue.own(), newest_) : newest_;
        while (queue.known() < through) queue.confirm(queue.at(queue.known() + 1));
        owners_[s] = Owner::Here;
        ordered_[s] = is_own(s) && state != SeatState::Absent ? SeatState::Flown : SeatState::Absent;
    }
    decides_ = true;
}

void Session::Impl::peer_gone(PeerId id, std::string reason) {
    for (PeerState& peer : peers_) {
        if (peer.id != id || peer.gone) continue;
        peer.gone = true;
        tell(SessionEvent::Kind::PeerGone, id, std::move(reason));
        if (!decides_) {
            go_on_alone();
        } else {
            for (int s = 0; s < max_seats; ++s)
                if ((peer.seats >> s & 1) != 0) take_seat(s, SeatState::Absent);
        }
        return;
    }
}

void Session::Impl::poll(Time now) {
    if (setup_.role == Role::Alone) return;
    pass_time(now);
    send_due(now, resend_us);
}

void Session::Impl::send_due(Time now, Time gap) {
    for (PeerState& peer : peers_)
        if (!peer.gone && (gap == 0 || now >= peer.sent_at + gap)) send(peer, now);
}

void Session::Impl::send(PeerState& peer, Time now) {
    InputsMessage message;
    message.number = ++peer.number;
    if (peer.heard) {
        message.ack = peer.received;
        message.held_ms = static_cast<std::uint8_t>(std::min<Time>((now - std::min(now, peer.received_at)) / 1000, 255));
    }
    message.tick = wire_tick(newest_);
    message.ahead = static_cast<std::int8_t>(std::clamp(std::lround(peer.ahead * 8), -127L, 127L));
    SentPacket& record = peer.sent[message.number % PeerState::sent_kept];
    record = {.number = message.number, .used = true, .at = now, .through = peer.acked, .hash_tick = 0};
    for (int s = 0; s < max_seats; ++s) {
        const InputQueue& queue = queues_[s];
        if (decides_) {
            if (queue.known() > peer.acked[s] + most_behind) {
                peer_gone(peer.id, "too far behind");
                return;
            }
            const Tick from = peer.acked[s] + 1;
            const bool as_sent = (peer.seats >> s & 1) != 0 && from >= sent_from_[s] && from <= sent_through_[s];
            add_span(message, s, from, as_sent ? sent_through_[s] : queue.known(), as_sent);
            if (!message.spans.empty() && message.spans.back().seat == s)
                record.through[s] = peer.acked[s] + static_cast<Tick>(message.spans.back().deltas.size());
        } else if (is_own(s)) {
            // Not what was acknowledged but what the host made final: it may have dropped what came while the seat was held.
            add_span(message, s, queue.known() + 1, queue.own(), false);
        }
    }
    add_hash(peer, message, record, now);
    const std::vector<std::byte> bytes = encode(message);
    link_->send(peer.id, Channel::Play, bytes, now);
    peer.sent_at = now;
    ++stats_.packets_sent;
    stats_.payload_bytes_sent += bytes.size();
}

void Session::Impl::add_span(InputsMessage& message, int seat, Tick from, Tick through, bool as_sent) const {
    if (from > through) return;
    InputSpan span{.seat = static_cast<std::uint8_t>(seat), .first = wire_tick(from), .deltas = {}, .as_sent = as_sent};
    if (as_sent) {
        span.deltas.resize(std::min<std::size_t>(through - from + 1, most_inputs));
        message.spans.push_back(std::move(span));
        return;
    }
    const InputQueue& queue = queues_[seat];
    SeatInput before = queue.at(from - 1);
    std::size_t bits = 0;
    for (Tick tick = from; tick <= through && span.deltas.size() < most_inputs && bits < span_bits; ++tick) {
        // a guest sends what it wants, whatever the host has made of its seat meanwhile
        const SeatInput value = decides_ ? queue.at(tick) : SeatInput{queue.own_bits(tick), SeatState::Flown};
        const InputDelta delta{static_cast<std::uint16_t>(value.bits ^ before.bits),
                               static_cast<std::uint16_t>(static_cast<unsigned>(value.state) ^ static_cast<unsigned>(before.state))};
        bits += wire_bits(delta);
        span.deltas.push_back(delta);
        before = value;
    }
    message.spans.push_back(std::move(span));
}

void Session::Impl::add_hash(PeerState& peer, InputsMessage& message, SentPacket& record, Time now) {
    const Time wait = 50'000 + static_cast<Time>(std::max(peer.rtt_us, 100'000.0) * 1.25);
    for (PeerState::OwnHash& own : peer.unacked_hashes) {
        if (own.sent_at != 0 && now < own.sent_at + wait) continue;
        own.sent_at = std::max<Time>(now, 1);
        message.hash = TickHash{.tick = wire_tick(own.tick), .hash = own.hash};
        record.hash_tick = own.tick;
        return;
    }
}

void Session::Impl::receive(PeerId from, std::span<const std::byte> packet, Time now) {
    const auto found = std::find_if(peers_.begin(), peers_.end(), [&](const PeerState& peer) { return peer.id == from && !peer.gone; });
    auto decoded = decode(packet);
    const auto* message = decoded ? std::get_if<InputsMessage>(&*decoded) : nullptr;
    if (message == nullptr || found == peers_.end()) {
        ++stats_.bad_packets;
        return;
    }
    PeerState& peer = *found;
    const auto tick = full_tick(message->tick, newest_);
    if (!tick) {
        ++stats_.bad_packets;
        return;
    }
    peer.silent_for = 0;
    if (peer.silent) {
        peer.silent = false;
        tell(SessionEvent::Kind::PeerBack, peer.id);
    }
    const bool newer = !peer.heard || serial_distance(message->number, peer.received) > 0;
    if (!first_arrival(peer, message->number)) return;
    bool usable = true;
    for (const InputSpan& span : message->spans) usable = take_span(peer, span) && usable;
    take_ack(peer, *message, now);
    if (message->hash)
        if (const auto hash_tick = full_tick(message->hash->tick, newest_)) take_hash(peer, *hash_tick, message->hash->hash);
    if (!newer || !usable) return;
    peer.heard = true;
    peer.received = message->number;
    peer.received_at = now;
    peer.tick = std::max(peer.tick, *tick);
    const double ahead = static_cast<double>(newest_) - static_cast<double>(*tick);
    peer.ahead = peer.timed ? peer.ahead + (ahead - peer.ahead) / 32 : ahead;
    peer.their_ahead = message->number % 2 != 0 ? message->ahead / 8.0 : peer.timed ? peer.their_ahead : peer.ahead;
    peer.timed = true;
}

// Counts for the loss. False: this packet was here before.
bool Session::Impl::first_arrival(PeerState& peer, std::uint16_t number) {
    if (!peer.counted) {
        peer.counted = true;
        peer.counted_number = number;
        peer.arrivals = 1;
        return true;
    }
    const int distance = serial_distance(number, peer.counted_number);
    if (distance <= -64) return true;  // too old to tell; inputs that are known already do no harm
    if (distance <= 0) {
        const std::uint64_t bit = std::uint64_t{1} << -distance;
        if ((peer.arrivals & bit) != 0) return false;
        peer.arrivals |= bit;
        ++peer.arrived;
        return true;
    }
    peer.arrivals = distance >= 64 ? 1 : (peer.arrivals << distance | 1);
    peer.counted_number = number;
    peer.expected += static_cast<std::uint32_t>(distance);
    ++peer.arrived;
    if (peer.expected >= 256) {
        const std::uint32_t arrived = std::min(peer.arrived, peer.expected);
        peer.loss_percent = ((peer.expected - arrived) * 100 + peer.expected / 2) / peer.expected;
        peer.expected = peer.arrived = 0;
        stats_.loss_percent = 0;
        for (const PeerState& each : peers_)
            if (!each.gone) stats_.loss_percent = std::max(stats_.loss_percent, each.loss_percent);
    }
    return true;
}

void Session::Impl::take_ack(PeerState& peer, const InputsMessage& message, Time now) {
    if (!message.ack) return;
    if (peer.acked_any && serial_distance(*message.ack, peer.acked_number) <= 0) return;
    const SentPacket& record = peer.sent[*message.ack % PeerState::sent_kept];
    if (!record.used || record.number != *message.ack) return;
    peer.acked_any = true;
    peer.acked_number = *message.ack;
    for (int s = 0; s < max_seats; ++s) peer.acked[s] = std::max(peer.acked[s], record.through[s]);
    if (record.hash_tick != 0)
        std::erase_if(peer.unacked_hashes, [&](const PeerState::OwnHash& own) { return own.tick == record.hash_tick; });
    const double held = message.held_ms * 1000.0;
    const double round_trip = std::max(0.0, static_cast<double>(now - std::min(now, record.at)) - held);
    if (message.number % 2 == 0 && message.held_ms < 255) {
        peer.rtt_us = peer.rtt_us < 0 ? round_trip : peer.rtt_us + (round_trip - peer.rtt_us) / 8;
        peer.slow_rtt_us = peer.slow_rtt_us < 0 ? round_trip : peer.slow_rtt_us + (round_trip - peer.slow_rtt_us) / 64;
    }
    stats_.rtt_ms = 0;
    for (const PeerState& each : peers_)
        if (!each.gone) stats_.rtt_ms = std::max(stats_.rtt_ms, static_cast<std::uint32_t>(std::max(0.0, each.rtt_us) / 1000));
}

// False: it begins after a tick that is not known here, or reaches too far ahead, and must come again.
bool Session::Impl::take_span(PeerState& peer, const InputSpan& span) {
    const int seat = span.seat;
    InputQueue& queue = queues_[seat];
    if (decides_ && (peer.seats >> seat & 1) == 0) {
        ++stats_.conflicts;
        return true;
    }
    const auto first = full_tick(span.first, newest_);
    if (!first || *first < setup_.first_tick || *first > queue.known() + 1) return false;
    if (*first + most_behind <= queue.own()) return true;
    if (span.as_sent) {
        const Tick through = *first + static_cast<Tick>(span.deltas.size()) - 1;
        if (decides_ || !is_own(seat) || through > queue.own()) return false;
        while (queue.known() < through) queue.confirm({queue.own_bits(queue.known() + 1), SeatState::Flown});
        return true;
    }
    SeatInput value = queue.at(*first - 1);
    Tick tick = *first;
    for (const InputDelta& delta : span.deltas) {
        value.bits ^= delta.bits;
        value.state = static_cast<SeatState>(static_cast<unsigned>(value.state) ^ delta.state);
        if (static_cast<unsigned>(value.state) > static_cast<unsigned>(SeatState::Held)) return false;
        if (tick <= queue.known()) {
            const SeatInput had = queue.at(tick);
            const bool same =
                decides_ ? had.bits == value.bits || had.state != SeatState::Flown || tick <= peer.guessed_through : had == value;
            if (!same) ++stats_.conflicts;
        } else if (decides_) {
            if (owners_[seat] != Owner::Peer || tick > newest_ + most_inputs) return true;
            queue.confirm({value.bits, SeatState::Flown});
            if (sent_through_[seat] + 1 != tick) sent_from_[seat] = tick;
            sent_through_[seat] = tick;
        } else {
            if (tick > newest_ + most_early) return false;
            queue.confirm(value);
        }
        ++tick;
    }
    return true;
}

std::span<const std::uint32_t> Session::Impl::parts(Tick tick) const {
    for (const OwnHash& own : hashes_)
        if (own.tick == tick) return {own.parts.data(), own.part_count};
    return {};
}

void Session::Impl::report_hash(Tick tick, std::uint64_t hash, std::span<const std::uint32_t> parts) {
    if (setup_.role == Role::Alone) return;
    CHECK(tick <= confirmed_ && parts.size() <= most_parts);
    const auto low = static_cast<std::uint32_t>(hash);
    OwnHash& own = hashes_.emplace_back();
    own.tick = tick;
    own.hash = low;
    own.part_count = parts.size();
    std::copy(parts.begin(), parts.end(), own.parts.begin());
    if (hashes_.size() > most_hashes) hashes_.pop_front();
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        peer.unacked_hashes.push_back({tick, low, 0});
        if (peer.unacked_hashes.size() > most_hashes) peer.unacked_hashes.pop_front();
        const auto early = std::find_if(peer.early_hashes.begin(), peer.early_hashes.end(), [&](auto& h) { return h.first == tick; });
        if (early == peer.early_hashes.end()) continue;
        compare(peer, tick, low, early->second);
        peer.early_hashes.erase(early);
    }
}

void Session::Impl::take_hash(PeerState& peer, Tick tick, std::uint32_t hash) {
    if (tick % setup_.hash_period != 0 || peer.compared[tick / setup_.hash_period % peer.compared.size()] == tick) return;
    for (const OwnHash& own : hashes_)
        if (own.tick == tick) return compare(peer, tick, own.hash, hash);
    if (tick <= confirmed_ && !hashes_.empty() && tick < hashes_.front().tick) return;
    for (const auto& early : peer.early_hashes)
        if (early.first == tick) return;
    peer.early_hashes.emplace_back(tick, hash);
    if (peer.early_hashes.size() > most_hashes) peer.early_hashes.pop_front();
}

void Session::Impl::compare(PeerState& peer, Tick tick, std::uint32_t ours, std::uint32_t theirs) {
    peer.compared[tick / setup_.hash_period % peer.compared.size()] = tick;
    ++stats_.hashes_compared;
    if (ours != theirs && !peer.differs) {
        ++stats_.desyncs;
        events_.push_back({.kind = SessionEvent::Kind::Desync, .seat = -1, .peer = peer.id, .tick = tick, .text = {}});
    }
    peer.differs = ours != theirs;
    if (!peer.differs) agreed_ = std::max(agreed_, tick);
}

// Both sides compare how far each is ahead of what it hears of the other. Equal means that both go back equally far, whatever the way
// there and the way back take. Whoever is further ahead slows down: 1 % for each tick, 3 % at most.
std::uint32_t Session::Impl::speed_permille() const {
    double most = 0;
    for (const PeerState& peer : peers_)
        if (!peer.gone && peer.timed && peer.held_at == 0) most = std::max(most, (peer.ahead - peer.their_ahead) / 2);
    return 1000 - static_cast<std::uint32_t>(std::lround(std::clamp((most - 0.25) * 10, 0.0, 30.0)));
}

void Session::Impl::tell(SessionEvent::Kind kind, PeerId peer, std::string text) {
    events_.push_back({.kind = kind, .seat = -1, .peer = peer, .tick = newest_, .text = std::move(text)});
}

}  // namespace net
