// What of a session goes over the link: packets and acknowledgements.
#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatInput;
using engine::SeatState;

namespace {

constexpr Time watch_gap_us = 65'000;  // between two packets to or from somebody who only watches: every fourth tick
constexpr Tick most_early = 400;       // ticks beyond the newest that are taken
// Packets that go twice, each of whose bytes and packets is dear: where more than twice_from_loss percent are lost.
constexpr double twice_a_second = 3.5, most_twice = 2, twice_from_loss = 7.5;
constexpr std::size_t span_bits = 2200;  // of one seat in one packet: four of them fit

}  // namespace

void Session::Impl::poll(Time now) {
    if (setup_.role == Role::Alone) return;
    pass_time(now);
    send_due(now, resend_us);
}

void Session::Impl::send_due(Time now, Time gap) {
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        const bool seldom =
            watches() ? joined_ && incoming_.id == adopted_ && !tells_adopted_ : decides_ && peer.seats == 0 && !peer.announces;
        const Time least = seldom && peer.standing == Standing::Playing ? watch_gap_us : 0;
        if (now >= peer.sent_at + std::max(gap, least) || std::max(gap, least) == 0) send(peer, now);
    }
}

// What is to be said to a peer now, depending on how both stand to the game.
void Session::Impl::send(PeerState& peer, Time now) {
    peer.sent_at = now;
    if (taking_over_ || (!decides_ && joined_ && peer.standing == Standing::Surviving)) send_message(peer, knowledge(peer), now);
    if (taking_over_) return;
    if (decides_) {
        if (peer.transfer.snapshot) send_pieces(peer, now);
        // As soon as all pieces are on their way: whoever has them needs what came since.
        if (peer.standing == Standing::Joining && (!peer.transfer.snapshot || peer.transfer.unsent != 0)) return;
        if (joined_) send_inputs(peer, now);
        return;
    }
    if (!joined_ || tells_adopted_ || incoming_.id != adopted_) send_message(peer, snapshot_ack(), now);
    if (joined_ && peer.standing == Standing::Playing) send_inputs(peer, now);
}

void Session::Impl::send_message(PeerState& peer, const Message& message, Time now) {
    const std::vector<std::byte> bytes = encode(message);
    link_->send(peer.id, Channel::Play, bytes, now);
    ++stats_.packets_sent;
    stats_.payload_bytes_sent += bytes.size();
}

void Session::Impl::send_inputs(PeerState& peer, Time now) {
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
            if (queue.known() > peer.acked[s] + most_behind) return want_fresh(peer);
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
    const std::uint16_t world = !decides_ ? adopted_ : peer.standing == Standing::Joining ? peer.transfer.id : peer.adopted;
    message.odd_world = (world & 1) != 0;
    send_message(peer, message, now);
    if (goes_twice(peer, message)) send_message(peer, message, now);
}

// Where much is lost, some packets go twice: first of all those that end in two changes, for what is late then makes more to be made again.
// Whoever gets both takes one.
bool Session::Impl::goes_twice(PeerState& peer, const InputsMessage& message) const {
    if (watches() || (decides_ && peer.seats == 0)) return false;
    peer.twice_budget = std::min(peer.twice_budget + twice_a_second / setup_.rate, most_twice);
    if (peer.twice_budget < 1 || peer.slow_loss < twice_from_loss) return false;
    const std::size_t wanted = peer.twice_budget == most_twice ? 1 : 2;
    const bool changes = std::any_of(message.spans.begin(), message.spans.end(), [wanted](const InputSpan& span) {
        const auto is_change = [](const InputDelta& delta) { return delta != InputDelta{}; };
        return !span.as_sent && span.deltas.size() >= wanted && std::all_of(span.deltas.end() - wanted, span.deltas.end(), is_change);
    });
    if (changes) peer.twice_budget -= 1;
    return changes;
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
        const InputDelta delta = delta_between(before, value);
        bits += wire_bits(delta);
        span.deltas.push_back(delta);
        before = value;
    }
    message.spans.push_back(std::move(span));
}

PeerState* Session::Impl::find(PeerId id) {
    const auto found = std::find_if(peers_.begin(), peers_.end(), [&](const PeerState& peer) { return peer.id == id && !peer.gone; });
    return found == peers_.end() ? nullptr : &*found;
}

void Session::Impl::receive(PeerId from, std::span<const std::byte> packet, Time now) {
    PeerState* const peer = find(from);
    const auto message = decode(packet);
    bool makes_sense = false;
    if (peer != nullptr && message) {
        if (const auto* inputs = std::get_if<InputsMessage>(&*message)) makes_sense = take_inputs(*peer, *inputs, now);
        if (const auto* piece = std::get_if<SnapshotPiece>(&*message)) makes_sense = take_piece(*peer, *piece);
        if (const auto* ack = std::get_if<SnapshotAck>(&*message)) makes_sense = take_snapshot_ack(*peer, *ack);
        if (const auto* knowledge = std::get_if<Knowledge>(&*message)) makes_sense = take_knowledge(*peer, *knowledge);
    }
    if (!makes_sense) {
        ++stats_.bad_packets;
        return;
    }
    peer->silent_for = 0;
    if (!peer->silent || peer->gone) return;
    peer->silent = false;
    tell(SessionEvent::Kind::PeerBack, peer->id);
}

// False: it makes no sense.
bool Session::Impl::take_inputs(PeerState& peer, const InputsMessage& message, Time now) {
    const std::uint16_t world = decides_ ? peer.adopted : adopted_;
    const bool same_world = message.odd_world == ((world & 1) != 0);
    if (!joined_ || taking_over_ || (decides_ && peer.standing != Standing::Playing)) return true;
    if (decides_ && !same_world && !peer.differs) return true;  // from before it had this world
    if (peer.standing == Standing::Surviving) {
        if (!same_world) return true;  // for one who joins: the snapshot comes first
        peer.standing = Standing::Playing;
        tell(SessionEvent::Kind::HostChanged, peer.id);
    }
    const auto tick = full_tick(message.tick, newest_);
    if (!tick) return false;
    const bool newer = !peer.heard || serial_distance(message.number, peer.received) > 0;
    if (!first_arrival(peer, message.number)) return true;
    bool usable = true;
    for (const InputSpan& span : message.spans) usable = take_span(peer, span) && usable;
    take_ack(peer, message, now);
    // Inputs are worth the same in a world that is repaired, hashes are not: such a packet is not acknowledged.
    if (decides_ && !same_world) return true;
    if (message.hash)
        if (const auto hash_tick = full_tick(message.hash->tick, newest_)) take_hash(peer, *hash_tick, message.hash->hash);
    if (!newer || !usable) return true;
    peer.heard = true;
    peer.received = message.number;
    peer.received_at = now;
    peer.tick = std::max(peer.tick, *tick);
    const double ahead = static_cast<double>(newest_) - static_cast<double>(*tick);
    peer.ahead = peer.timed ? peer.ahead + (ahead - peer.ahead) / 32 : ahead;
    peer.their_ahead = carries_ahead(message.number) ? message.ahead / 8.0 : peer.timed ? peer.their_ahead : peer.ahead;
    peer.timed = true;
    return true;
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
        peer.slow_loss = peer.slow_loss < 0 ? peer.loss_percent : peer.slow_loss + (peer.loss_percent - peer.slow_loss) / 4;
        measure();
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
    if (tells_adopted_ && serial_distance(*message.ack, adopted_from_) >= 0) tells_adopted_ = false;
    for (int s = 0; s < max_seats; ++s) peer.acked[s] = std::max(peer.acked[s], record.through[s]);
    if (record.hash_tick != 0) std::erase_if(peer.unacked_hashes, [&](const PeerState::Hash& own) { return own.tick == record.hash_tick; });
    const double held = message.held_ms * 1000.0;
    const double round_trip = std::max(0.0, static_cast<double>(now - std::min(now, record.at)) - held);
    if (carries_held(message.number) && message.held_ms < 255) {
        peer.rtt_us = peer.rtt_us < 0 ? round_trip : peer.rtt_us + (round_trip - peer.rtt_us) / 4;
        peer.slow_rtt_us = peer.slow_rtt_us < 0 ? round_trip : peer.slow_rtt_us + (round_trip - peer.slow_rtt_us) / 32;
    }
    measure();
}

void Session::Impl::measure() {
    stats_.rtt_ms = stats_.loss_percent = 0;
    for (const PeerState& peer : peers_) {
        if (peer.gone || (decides_ && peer.seats == 0)) continue;
        stats_.rtt_ms = std::max(stats_.rtt_ms, static_cast<std::uint32_t>(std::max(0.0, peer.rtt_us) / 1000));
        stats_.loss_percent = std::max(stats_.loss_percent, peer.loss_percent);
    }
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
        value = after(value, delta);
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

}  // namespace net
