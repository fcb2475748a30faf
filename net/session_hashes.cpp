// Comparing: hashes of confirmed ticks go to the other side; a guest whose world differs is repaired with the host's.
#include <algorithm>

#include "engine/core/check.h"
#include "net/session_impl.h"

namespace net {

namespace {

constexpr Time repairs_us = 60'000'000;  // more than three repairs within this time, and a guest is given up

}  // namespace

std::span<const std::uint32_t> Session::Impl::parts(Tick tick) const {
    for (const OwnHash& own : hashes_)
        if (own.tick == tick) return {own.parts.data(), own.part_count};
    return {};
}

void Session::Impl::report_hash(Tick tick, std::uint64_t hash, std::span<const std::uint32_t> parts) {
    if (setup_.role == Role::Alone) return;
    CHECK(tick <= confirmed_ && parts.size() <= most_parts);
    OwnHash& own = hashes_.emplace_back();
    own.tick = tick;
    own.hash = static_cast<std::uint32_t>(hash);
    own.part_count = parts.size();
    std::copy(parts.begin(), parts.end(), own.parts.begin());
    if (hashes_.size() > PeerState::hashes_kept) hashes_.pop_front();
    for (PeerState& peer : peers_) {
        if (peer.gone || peer.standing != Standing::Playing) continue;
        peer.unacked_hashes.push_back({.tick = tick, .hash = static_cast<std::uint32_t>(hash), .sent_at = 0});
        if (peer.unacked_hashes.size() > PeerState::hashes_kept) peer.unacked_hashes.pop_front();
        const PeerState::Hash& heard = peer.theirs[tick / setup_.hash_period % PeerState::hashes_kept];
        if (heard.tick == tick && tick != 0) compare(peer, tick, static_cast<std::uint32_t>(hash), heard.hash);
    }
}

void Session::Impl::take_hash(PeerState& peer, Tick tick, std::uint32_t hash) {
    if (tick == 0 || tick % setup_.hash_period != 0) return;
    const std::size_t slot = tick / setup_.hash_period % PeerState::hashes_kept;
    if (peer.compared[slot] == tick || peer.theirs[slot].tick == tick) return;  // the first word counts
    peer.theirs[slot] = {.tick = tick, .hash = hash, .sent_at = 0};
    for (const OwnHash& own : hashes_)
        if (own.tick == tick && !own.repaired) return compare(peer, tick, own.hash, hash);
}

void Session::Impl::compare(PeerState& peer, Tick tick, std::uint32_t ours, std::uint32_t theirs) {
    Tick& compared = peer.compared[tick / setup_.hash_period % PeerState::hashes_kept];
    if (compared == tick) return;
    compared = tick;
    ++stats_.hashes_compared;
    if (peer.differs && !peer.repaired) return;  // until its world is repaired nothing else is expected
    if (ours == theirs) {
        if (!decides_) agreed_ = std::max(agreed_, tick);
        if (!peer.differs) return;
        peer.differs = peer.repaired = false;
        ++stats_.repairs;
        events_.push_back({.kind = SessionEvent::Kind::Repaired, .seat = -1, .peer = peer.id, .tick = tick, .text = {}});
        return;
    }
    peer.differs = true;
    peer.differs_at = tick;
    peer.repaired = false;
    ++stats_.desyncs;
    events_.push_back({.kind = SessionEvent::Kind::Desync, .seat = -1, .peer = peer.id, .tick = tick, .text = {}});
    if (decides_) repair(peer);
}

// The host's world is right by definition: the guest gets it.
void Session::Impl::repair(PeerState& peer) {
    Time& oldest = *std::min_element(peer.repairs_at.begin(), peer.repairs_at.end());
    if (oldest != 0 && last_now_ < oldest + repairs_us) return peer_gone(peer.id, "the games keep differing");
    oldest = std::max<Time>(last_now_, 1);
    peer.wants_snapshot = true;
    peer.wants_fresh = false;
}

// What was said of a world that is no more.
void Session::Impl::forget_hashes(PeerState& peer) {
    peer.compared.fill(0);
    if (decides_) {
        peer.theirs.fill({});
        return;
    }
    peer.unacked_hashes.clear();
    for (OwnHash& own : hashes_) own.repaired = true;
}

void Session::Impl::add_hash(PeerState& peer, InputsMessage& message, SentPacket& record, Time now) {
    const Time wait = 50'000 + static_cast<Time>(std::max(peer.rtt_us, 100'000.0) * 1.25);
    for (PeerState::Hash& own : peer.unacked_hashes) {
        if (own.sent_at != 0 && now < own.sent_at + wait) continue;
        own.sent_at = std::max<Time>(now, 1);
        message.hash = TickHash{.tick = wire_tick(own.tick), .hash = own.hash};
        record.hash_tick = own.tick;
        return;
    }
}

}  // namespace net
