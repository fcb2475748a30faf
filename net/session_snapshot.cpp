// Worlds on their way: a host asks the game for a packed one (Pack), sends it in pieces, and goes on sending inputs since then; a guest
// puts it together and has the game play with it (Adopt). For whoever has just come, is too far behind, or differs.
#include <algorithm>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatInput;
using engine::SeatState;

namespace {

constexpr std::size_t head_bytes = 3 * max_seats + 3;
constexpr Tick shared_for = 30;  // a snapshot at most this many ticks old is given to the next who needs one
constexpr Tick most_age = 600;   // one that has not arrived after so many ticks is replaced
constexpr double bytes_a_second = 150'000, most_burst = 8'000;
constexpr int most_spoilt = 3;

// What a session needs besides the world.
struct Head {
    std::array<SeatInput, max_seats> seats{};  // of the snapshot's tick
    std::uint8_t window = 0;                   // ticks
    std::uint16_t hash_period = 1;
};

Head read_head(std::span<const std::byte> bytes, bool& good) {
    engine::ByteReader reader(bytes);
    Head head;
    good = true;
    for (SeatInput& seat : head.seats) {
        seat.bits = reader.u16();
        const std::uint8_t state = reader.u8();
        good = good && state <= static_cast<std::uint8_t>(SeatState::Held);
        seat.state = static_cast<SeatState>(state);
    }
    head.window = reader.u8();
    head.hash_period = reader.u16();
    good = good && reader.ok() && head.hash_period >= 1 && head.hash_period <= 600;
    return head;
}

}  // namespace

// ---- host

void Session::Impl::want_fresh(PeerState& peer) {
    peer.standing = Standing::Joining;
    peer.wants_snapshot = peer.wants_fresh = peer.announces = true;
    peer.transfer = {};
    peer.differs = peer.repaired = false;
    peer.unacked_hashes.clear();
    if (decides_) hold(peer);
    // What was sent from there until now is not what it will have as its own.
    for (int s = 0; s < max_seats; ++s)
        if (is_of(peer, s)) sent_through_[s] = 0;
}

// Gives out what is there; true when a new one is needed.
bool Session::Impl::pack_wanted() {
    bool wanted = false;
    for (PeerState& peer : peers_) {
        if (peer.gone) continue;
        if (peer.transfer.snapshot && newest_ > peer.transfer.snapshot->tick + most_age) {
            peer.wants_snapshot = true;
            peer.wants_fresh = peer.standing == Standing::Joining;
            peer.transfer = {};
        }
        if (!peer.wants_snapshot) continue;
        const bool recent = newest_snapshot_ && newest_snapshot_->tick + shared_for >= confirmed_;
        if (recent && (peer.wants_fresh || newest_snapshot_->tick >= peer.differs_at)) {
            begin_transfer(peer);
        } else {
            wanted = true;
        }
    }
    return wanted;
}

void Session::Impl::give_snapshot(Tick tick, const std::vector<std::byte>& bytes) {
    CHECK(decides_ && tick == confirmed_ && bytes.size() <= most_snapshot_bytes);
    engine::ByteWriter writer;
    for (const SeatInput& seat : used_[tick % InputQueue::kept].seats) {
        writer.u16(seat.bits);
        writer.u8(static_cast<std::uint8_t>(seat.state));
    }
    writer.u8(static_cast<std::uint8_t>(window_));
    writer.u16(static_cast<std::uint16_t>(setup_.hash_period));
    CHECK(writer.size() == head_bytes);
    writer.bytes(bytes);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->tick = tick;
    snapshot->bytes = writer.take();
    snapshot->hash = engine::hash_bytes(snapshot->bytes);
    newest_snapshot_ = std::move(snapshot);
    for (PeerState& peer : peers_)
        if (!peer.gone && peer.wants_snapshot) begin_transfer(peer);
}

void Session::Impl::begin_transfer(PeerState& peer) {
    peer.wants_snapshot = false;
    peer.transfer = {};
    Transfer& transfer = peer.transfer;
    transfer.snapshot = newest_snapshot_;
    if (++peer.transfers == 0) ++peer.transfers;
    transfer.id = peer.transfers;
    transfer.fresh = peer.wants_fresh;
    transfer.unsent = transfer.missing = (newest_snapshot_->bytes.size() + piece_bytes - 1) / piece_bytes;
    transfer.sent_at.assign(transfer.unsent, 0);
    transfer.arrived.assign(transfer.unsent, false);
    peer.transfer_budget = most_burst;
    peer.budget_at = last_now_;
    if (!transfer.fresh) return;
    peer.acked.fill(newest_snapshot_->tick);
    for (SentPacket& sent : peer.sent) sent.used = false;
    peer.heard = false;
}

void Session::Impl::send_pieces(PeerState& peer, Time now) {
    Transfer& transfer = peer.transfer;
    peer.transfer_budget += static_cast<double>(now - std::min(now, peer.budget_at)) * bytes_a_second / 1e6;
    peer.transfer_budget = std::min(peer.transfer_budget, most_burst);
    peer.budget_at = now;
    const Time wait = peer.rtt_us < 0 ? 150'000 : 40'000 + static_cast<Time>(peer.rtt_us);
    for (std::size_t i = 0; i < transfer.arrived.size() && transfer.missing != 0; ++i) {
        if (transfer.arrived[i] || (transfer.sent_at[i] != 0 && (transfer.unsent != 0 || now < transfer.sent_at[i] + wait))) continue;
        const std::span<const std::byte> whole = transfer.snapshot->bytes;
        const auto data = whole.subspan(i * piece_bytes, std::min(piece_bytes, whole.size() - i * piece_bytes));
        if (peer.transfer_budget < static_cast<double>(data.size())) return;
        peer.transfer_budget -= static_cast<double>(data.size());
        if (transfer.sent_at[i] == 0) --transfer.unsent;
        transfer.sent_at[i] = std::max<Time>(now, 1);
        SnapshotPiece piece{.id = transfer.id,
                            .fresh = transfer.fresh,
                            .tick = transfer.snapshot->tick,
                            .size = static_cast<std::uint32_t>(whole.size()),
                            .hash = transfer.snapshot->hash,
                            .index = static_cast<std::uint16_t>(i),
                            .data = {data.begin(), data.end()}};
        send_message(peer, piece, now);
        stats_.snapshot_bytes += data.size();
    }
}

bool Session::Impl::take_snapshot_ack(PeerState& peer, const SnapshotAck& ack) {
    if (taking_over_) return true;
    if (!decides_) return false;
    Transfer& transfer = peer.transfer;
    if (!transfer.snapshot || ack.id != transfer.id) return true;
    for (std::size_t i = 0; i < std::min(transfer.arrived.size(), ack.have.size() * 8); ++i) {
        if ((ack.have[i / 8] >> i % 8 & 1) == 0 || transfer.arrived[i]) continue;
        if (transfer.sent_at[i] == 0) return false;
        transfer.arrived[i] = true;
        --transfer.missing;
    }
    if (!ack.adopted) return true;
    if (transfer.unsent != 0) return false;
    peer_adopted(peer);
    return true;
}

void Session::Impl::peer_adopted(PeerState& peer) {
    ++stats_.snapshots_sent;
    peer.adopted = peer.transfer.id;
    if (peer.transfer.fresh) {
        peer.standing = Standing::Playing;
        peer.tick = peer.transfer.snapshot->tick;
        peer.timed = false;
    } else {
        peer.repaired = true;
    }
    forget_hashes(peer);
    peer.transfer = {};
}

// ---- guest

SnapshotAck Session::Impl::snapshot_ack() const {
    return {.id = incoming_.id, .adopted = incoming_.id == adopted_ && adopted_ != 0, .have = incoming_.have};
}

bool Session::Impl::take_piece(PeerState& peer, const SnapshotPiece& piece) {
    if (taking_over_) return true;
    if (decides_ || piece.id == 0) return false;
    Incoming& incoming = incoming_;
    if (incoming.id != 0 && serial_distance(piece.id, incoming.id) < 0) return true;
    if (piece.id != incoming.id) {
        const bool in_step = joined_ && peer.standing == Standing::Playing;
        if (!piece.fresh && (!in_step || piece.tick > newest_ + InputQueue::kept)) return false;
        if (piece.size <= head_bytes) return false;
        const std::size_t pieces = (piece.size + piece_bytes - 1) / piece_bytes;
        incoming = {};
        incoming.id = piece.id;
        incoming.fresh = piece.fresh;
        incoming.tick = piece.tick;
        incoming.hash = piece.hash;
        incoming.bytes.resize(piece.size);
        incoming.have.resize((pieces + 7) / 8);
        incoming.missing = pieces;
    }
    if (piece.fresh != incoming.fresh || piece.tick != incoming.tick || piece.hash != incoming.hash || piece.size != incoming.bytes.size())
        return false;
    std::uint8_t& have = incoming.have[piece.index / 8];
    const auto bit = static_cast<std::uint8_t>(1u << piece.index % 8);
    if ((have & bit) != 0) return true;
    have |= bit;
    std::copy(piece.data.begin(), piece.data.end(), incoming.bytes.begin() + static_cast<std::ptrdiff_t>(piece.index * piece_bytes));
    if (--incoming.missing != 0) return true;
    if (whole_is_right()) {
        incoming.whole = true;
        return true;
    }
    std::fill(incoming.have.begin(), incoming.have.end(), std::uint8_t{0});
    incoming.missing = (incoming.bytes.size() + piece_bytes - 1) / piece_bytes;
    if (++incoming.spoilt >= most_spoilt) peer_gone(peer.id, "sends a world that makes no sense");
    return false;
}

bool Session::Impl::whole_is_right() const {
    if (engine::hash_bytes(incoming_.bytes) != incoming_.hash) return false;
    bool good = false;
    const Head head = read_head(incoming_.bytes, good);
    return good && head.window <= most_window;
}

// A repair waits until all inputs up to its tick are final here, so that everything since can be made again.
bool Session::Impl::may_adopt() const {
    if (decides_ || taking_over_ || !incoming_.whole || incoming_.id == adopted_) return false;
    if (incoming_.fresh) return true;
    return incoming_.tick >= setup_.first_tick && incoming_.tick <= confirmed_ && newest_ < incoming_.tick + most_behind;
}

void Session::Impl::adopt() {
    before_ = std::make_unique<Before>(Before{.joined = joined_,
                                              .first = setup_.first_tick,
                                              .newest = newest_,
                                              .confirmed = confirmed_,
                                              .agreed = agreed_,
                                              .queues = queues_,
                                              .used = used_});
    PeerState& host = peers_[0];
    requests_.push_back({.kind = RequestKind::Adopt, .confirmed = true, .again = !incoming_.fresh, .tick = incoming_.tick, .inputs = {}});
    forget_hashes(host);
    if (incoming_.fresh) {
        begin_with_snapshot();
    } else {
        repair_with_snapshot();
    }
    adopted_ = incoming_.id;
    tells_adopted_ = true;
    adopted_from_ = static_cast<std::uint16_t>(host.number + 1);
}

void Session::Impl::begin_with_snapshot() {
    bool good = false;
    const Head head = read_head(incoming_.bytes, good);
    CHECK(good);
    PeerState& host = peers_[0];
    setup_.first_tick = incoming_.tick + 1;
    setup_.hash_period = head.hash_period;
    window_ = head.window;
    load_depth_ = 2 * window_ + most_delay + 1;
    if (window_ == 0) setup_.delay_ticks = std::max(setup_.delay_ticks, 1u);
    newest_ = confirmed_ = agreed_ = incoming_.tick;
    for (int s = 0; s < max_seats; ++s) queues_[s].reset(setup_.first_tick, head.seats[s]);
    used_[newest_ % InputQueue::kept].seats = head.seats;
    host.theirs.fill({});
    host.differs = host.repaired = host.timed = host.heard = false;
    host.tick = newest_;
    host.number = wire_tick(newest_);
    if (host.standing == Standing::Surviving) tell(SessionEvent::Kind::HostChanged, host.id);
    host.standing = Standing::Playing;
    joined_ = first_saved_ = fills_buffer_ = true;
    requests_.push_back({.kind = RequestKind::Save, .confirmed = true, .again = false, .tick = newest_, .inputs = {}});
}

void Session::Impl::repair_with_snapshot() {
    PeerState& host = peers_[0];
    if (!host.differs) {  // the host has noticed first
        host.differs = true;
        ++stats_.desyncs;
        events_.push_back({.kind = SessionEvent::Kind::Desync, .seat = -1, .peer = host.id, .tick = incoming_.tick, .text = {}});
    }
    host.repaired = true;
    if (may_come_back_to(incoming_.tick))
        requests_.push_back({.kind = RequestKind::Save, .confirmed = true, .again = false, .tick = incoming_.tick, .inputs = {}});
    for (Tick tick = incoming_.tick + 1; tick <= newest_; ++tick) make(tick, true);
    confirm();
}

std::span<const std::byte> Session::Impl::snapshot() const {
    if (incoming_.bytes.size() < head_bytes) return {};
    return std::span(incoming_.bytes).subspan(head_bytes);
}

void Session::Impl::refuse_snapshot() {
    CHECK(before_ != nullptr && !decides_);
    joined_ = before_->joined;
    setup_.first_tick = before_->first;
    newest_ = before_->newest;
    confirmed_ = before_->confirmed;
    agreed_ = before_->agreed;
    queues_ = before_->queues;
    used_ = before_->used;
    before_ = nullptr;
    incoming_ = {};
    tells_adopted_ = false;
    peer_gone(peers_[0].id, "sends a world that makes no sense");
}

}  // namespace net
