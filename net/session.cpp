#include "net/session.h"

#include <algorithm>

#include "engine/core/check.h"
#include "engine/core/timer.h"
#include "net/session_impl.h"

namespace net {

using engine::max_seats;
using engine::SeatState;

namespace {

constexpr Tick most_catch_up = 8;  // ticks made in one advance by whoever is behind what is final
constexpr std::uint32_t watch_buffer_ms = 200;

}  // namespace

Session::Impl::Impl(const SessionSetup& setup, Link* link, const std::vector<Peer>& peers)
    : setup_(setup),
      link_(link),
      decides_(setup.role != Role::Guest),
      joined_(!setup.joins),
      window_(engine::ms_to_ticks(setup.window_ms, setup.rate)),
      newest_(setup.first_tick - 1),
      confirmed_(newest_),
      ordered_(setup.states) {
    CHECK(setup.first_tick >= 1);
    CHECK(setup.rate >= 1);
    CHECK(setup.delay_ticks <= most_delay);
    CHECK(setup.hash_period >= 1);
    CHECK((setup.role == Role::Alone) == (link == nullptr));
    CHECK(setup.role != Role::Alone || peers.empty());
    CHECK(setup.role != Role::Guest || peers.size() == 1);
    CHECK(setup.role == Role::Guest || !setup.joins);
    window_ = std::min<std::uint32_t>(window_, most_window);
    // Without prediction an input has to be on its way before its tick is made.
    if (window_ == 0) setup_.delay_ticks = std::max(setup_.delay_ticks, 1u);
    for (const Peer& peer : peers) {
        CHECK((peer.seats & setup.local_seats) == 0);
        new_peer(peer.id, peer.seats);
        for (int s = 0; s < max_seats; ++s)
            if ((peer.seats >> s & 1) != 0) owners_[s] = Owner::Peer;
    }
    // A guest runs ahead of the host by up to a window, and the host of the guest's own inputs, before it may overrule those.
    if (setup.role == Role::Guest) {
        owners_.fill(Owner::Peer);
        load_depth_ = 2 * window_ + most_delay + 1;
    } else if (setup.role == Role::Host) {
        load_depth_ = window_ + 1;
    }
    for (int s = 0; s < max_seats; ++s) {
        queues_[s].reset(setup.first_tick, {0, setup.states[s]});
        used_[newest_ % InputQueue::kept].seats[s].state = setup.states[s];
    }
    requests_.resize(1);
    if (setup.role == Role::Alone || setup.joins) return;
    // What is pressed now counts delay_ticks later: before that nothing is.
    for (int s = 0; s < max_seats; ++s) {
        if (!is_own(s)) continue;
        if (decides_) fill_seat(s, newest_ + setup_.delay_ticks);
        while (!decides_ && queues_[s].own() < newest_ + setup_.delay_ticks) queues_[s].push_own(0);
    }
}

void Session::Impl::set_bits(int seat, std::uint16_t bits) {
    CHECK(seat >= 0 && seat < max_seats && is_own(seat));
    bits_[seat] = bits;
}

void Session::Impl::order_seat(int seat, SeatState state) {
    CHECK(seat >= 0 && seat < max_seats);
    CHECK(decides_);
    if (setup_.role == Role::Alone || is_own(seat)) {
        ordered_[seat] = state;
        return;
    }
    ordered_away_[seat] = state != SeatState::Flown;
    if (state != SeatState::Flown) take_seat(seat, state);
}

// Nothing is sent, predicted or allocated: a simulation runs through here at full speed.
std::span<const Request> Session::Impl::advance_alone() {
    const Tick tick = ++newest_;
    engine::Inputs& inputs = used_[tick % InputQueue::kept];
    const engine::Inputs& before = used_[(tick - 1) % InputQueue::kept];
    bool changed = false;
    for (int s = 0; s < max_seats; ++s) {
        inputs.seats[s] = {ordered_[s] == SeatState::Flown ? bits_[s] : std::uint16_t{0}, ordered_[s]};
        changed |= inputs.seats[s].state != before.seats[s].state;
    }
    if (changed) tell_seat_changes(tick);
    confirmed_ = tick;
    ++stats_.ticks;
    requests_[0] = {.kind = RequestKind::Advance, .confirmed = true, .again = false, .tick = tick, .inputs = inputs};
    return requests_;
}

std::span<const Request> Session::Impl::advance(Time now) {
    if (setup_.role == Role::Alone) return advance_alone();
    pass_time(now);
    requests_.clear();
    if (now < begin_) return finish_list();
    if (may_adopt()) adopt();
    if (rests_ && joined_) {
        stalled_ = false;
        send_due(now, resend_us);
        return finish_list();
    }
    if (decides_)
        for (PeerState& peer : peers_) give_back_seats(peer);
    const Tick count = joined_ && !taking_over_ ? ticks_to_make() : 0;
    if (count == 0) {
        stalled_ = joined_;
        ++stats_.stalls;
        send_due(now, joined_ ? 750000 / setup_.rate : 0);
        return finish_list();
    }
    stalled_ = false;
    stalled_for_ = 0;
    if (setup_.adapt_delay) adapt_delay();
    if (!first_saved_) {
        first_saved_ = true;
        requests_.push_back({.kind = RequestKind::Save, .confirmed = true, .again = false, .tick = newest_, .inputs = {}});
    }
    make_again();
    for (Tick made = 0; made < count; ++made) {
        const Tick tick = newest_ + 1;
        if (decides_) {
            fill_here(tick + setup_.delay_ticks);
        } else {
            for (int s = 0; s < max_seats; ++s)
                while (is_own(s) && queues_[s].own() < tick + setup_.delay_ticks) queues_[s].push_own(bits_[s]);
        }
        newest_ = tick;
        make(tick, false);
        ++stats_.ticks;
    }
    confirm();
    send_due(now, 0);
    return finish_list();
}

std::span<const Request> Session::Impl::finish_list() {
    if (decides_ && joined_ && pack_wanted())
        requests_.push_back({.kind = RequestKind::Pack, .confirmed = true, .again = false, .tick = confirmed_, .inputs = {}});
    return requests_;
}

// 0: this side has to wait.
Tick Session::Impl::ticks_to_make() {
    if (watches()) return ticks_to_watch();
    if (std::uint64_t{newest_} + 1 > latest_allowed()) return 0;
    return decides_ ? 1 : ticks_to_catch_up();
}

Tick Session::Impl::least_known() const {
    Tick known = 0xFFFFFFFF;
    for (const InputQueue& queue : queues_) known = std::min(known, queue.known());
    return known;
}

// Who only watches guesses nothing: it stays so far behind what it hears that the link's jitter and a lost packet or two are not seen.
Tick Session::Impl::ticks_to_watch() {
    const Tick buffer = std::max<Tick>(watch_buffer_ms * setup_.rate / 1000, 2);
    const Tick known = least_known(), waiting = known - newest_;
    if (known != watched_known_) watched_at_ = last_now_;
    watched_known_ = known;
    // Where nothing more comes, the game's end may be among what is there.
    const bool comes_more = last_now_ < watched_at_ + Time{watch_buffer_ms} * 1000;
    fills_buffer_ = waiting == 0 || (fills_buffer_ && waiting < buffer && comes_more);
    if (fills_buffer_) return 0;
    if (waiting > setup_.rate) return std::min(waiting - buffer, most_catch_up);
    return waiting > 2 * buffer ? 2 : 1;
}

Tick Session::Impl::known_by_others() const {
    Tick known = 0xFFFFFFFF;
    for (int s = 0; s < max_seats; ++s)
        if (owners_[s] == Owner::Peer && !(is_own(s) && !decides_)) known = std::min(known, queues_[s].known());
    return known;
}

// Somebody who flies is never behind what is final. Whoever was away, or has just come, makes several ticks at once until he is where the
// host is now: half a round trip beyond what he hears.
Tick Session::Impl::ticks_to_catch_up() const {
    const Tick final = least_known();
    bool flies = false;
    for (int s = 0; s < max_seats; ++s) flies |= is_own(s) && queues_[s].at(queues_[s].known()).state == SeatState::Flown;
    const auto on_the_way = static_cast<Tick>(std::max(0.0, peers_[0].rtt_us) / 2e6 * setup_.rate);
    const Tick aim = final + (flies ? 0 : on_the_way);
    if (aim <= newest_ + setup_.delay_ticks + 1) return 1;
    const std::uint64_t allowed = latest_allowed() - newest_;
    return static_cast<Tick>(std::min<std::uint64_t>({allowed, aim - newest_ - setup_.delay_ticks, most_catch_up}));
}

// Going back by one or two ticks is not seen; more than that is taken by the delay, one tick for each, but never more than two ticks while
// the window holds the rest. Changes one tick at a time, and only when the link has needed it for two seconds.
void Session::Impl::adapt_delay() {
    double round_trip_us = 0;
    for (const PeerState& peer : peers_)
        if (!peer.gone && !peer.silent && (peer.seats != 0 || !decides_)) round_trip_us = std::max(round_trip_us, peer.slow_rtt_us);
    const double one_way = round_trip_us / 2e6 * setup_.rate;
    const std::uint32_t least = window_ == 0 ? 1 : 0;
    const std::uint32_t most = one_way > window_ - 3.0 ? most_delay : 2;
    const double needed = std::clamp(one_way - 1.5, static_cast<double>(least), static_cast<double>(most));
    const auto delay = static_cast<double>(setup_.delay_ticks);
    const bool wrong = needed > delay + 0.75 || needed < delay - 0.75 || (needed <= least && setup_.delay_ticks > least);
    if (!wrong) {
        delay_wrong_since_ = 0;
        return;
    }
    if (delay_wrong_since_ == 0) delay_wrong_since_ = std::max<Time>(last_now_, 1);
    if (last_now_ < delay_wrong_since_ + 2'000'000) return;
    delay_wrong_since_ = 0;
    setup_.delay_ticks = needed > delay ? setup_.delay_ticks + 1 : setup_.delay_ticks - 1;
}

// The newest tick that may be made now.
std::uint64_t Session::Impl::latest_allowed() const {
    std::uint64_t latest = std::uint64_t{known_by_others()} + window_;
    // Holds by itself while the host is honest; no host can make a guest go on beyond what it can take back.
    if (!decides_)
        for (int s = 0; s < max_seats; ++s)
            if (is_own(s)) latest = std::min(latest, std::uint64_t{queues_[s].known()} + load_depth_ - 1);
    return latest;
}

void Session::Impl::fill_here(Tick through) {
    for (int s = 0; s < max_seats; ++s)
        if (owners_[s] == Owner::Here) fill_seat(s, through);
}

void Session::Impl::fill_seat(int seat, Tick through) {
    const bool flown = ordered_[seat] == SeatState::Flown && is_own(seat);
    while (queues_[seat].known() < through) queues_[seat].confirm({flown ? bits_[seat] : std::uint16_t{0}, ordered_[seat]});
}

engine::Inputs Session::Impl::wanted(Tick tick) const {
    engine::Inputs inputs;
    for (int s = 0; s < max_seats; ++s) inputs.seats[s] = queues_[s].at(tick);
    return inputs;
}

// Goes back to before the first tick that was made with wrong inputs, if there is one, and makes the ticks from there again.
void Session::Impl::make_again() {
    Tick wrong = confirmed_ + 1;
    while (wrong <= newest_ && wanted(wrong) == used_[wrong % InputQueue::kept]) ++wrong;
    if (wrong > newest_) return;
    const Tick depth = newest_ - wrong + 1;
    CHECK(depth <= load_depth_);
    ++stats_.rollbacks;
    ++stats_.rollback_depths[std::min<std::size_t>(depth, stats_.rollback_depths.size() - 1)];
    requests_.push_back({.kind = RequestKind::Load, .confirmed = false, .again = true, .tick = wrong - 1, .inputs = {}});
    for (Tick tick = wrong; tick <= newest_; ++tick) make(tick, true);
}

void Session::Impl::make(Tick tick, bool again) {
    const engine::Inputs inputs = wanted(tick);
    used_[tick % InputQueue::kept] = inputs;
    const bool final = std::all_of(queues_.begin(), queues_.end(), [&](const InputQueue& queue) { return queue.known() >= tick; });
    requests_.push_back({.kind = RequestKind::Advance, .confirmed = final, .again = again, .tick = tick, .inputs = inputs});
    if (may_come_back_to(tick))
        requests_.push_back({.kind = RequestKind::Save, .confirmed = final, .again = again, .tick = tick, .inputs = {}});
}

// Whether the tick after this one is made, now or later, with inputs that are only guessed.
bool Session::Impl::may_come_back_to(Tick tick) const {
    for (int s = 0; s < max_seats; ++s)
        if (owners_[s] == Owner::Peer && queues_[s].known() <= tick) return true;
    return false;
}

void Session::Impl::confirm() {
    const Tick final = std::min(newest_, least_known());
    for (Tick tick = confirmed_ + 1; tick <= final; ++tick) {
        tell_seat_changes(tick);
        if (!setup_.joins || stats_.join_ms != 0) continue;
        bool in = setup_.local_seats == 0;
        for (int s = 0; s < max_seats; ++s) in |= is_own(s) && used_[tick % InputQueue::kept].seats[s].state == SeatState::Flown;
        if (in) stats_.join_ms = static_cast<std::uint32_t>(std::max<Time>((last_now_ - began_) / 1000, 1));
    }
    confirmed_ = std::max(confirmed_, final);
}

void Session::Impl::tell_seat_changes(Tick tick) {
    const engine::Inputs& inputs = used_[tick % InputQueue::kept];
    const engine::Inputs& before = used_[(tick - 1) % InputQueue::kept];
    for (int s = 0; s < max_seats; ++s)
        if (inputs.seats[s].state != before.seats[s].state)
            events_.push_back({.kind = SessionEvent::Kind::SeatChanged, .seat = s, .peer = 0, .tick = tick, .text = {}});
}

Tick Session::Impl::acknowledged() const {
    Tick all = confirmed_;
    if (setup_.role != Role::Host) return all;  // what is final for a guest came from the host
    for (const PeerState& peer : peers_) {
        if (peer.gone || peer.standing != Standing::Playing) continue;
        for (const Tick seat : peer.acked) all = std::min(all, seat);
    }
    return all;
}

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

Session::Session(const SessionSetup& setup, Link* link, const std::vector<Peer>& peers)
    : impl_(std::make_unique<Impl>(setup, link, peers)) {}
Session::~Session() = default;

void Session::set_bits(int seat, std::uint16_t bits) { impl_->set_bits(seat, bits); }
void Session::order_seat(int seat, engine::SeatState state) { impl_->order_seat(seat, state); }
std::span<const Request> Session::advance(Time now) { return impl_->advance(now); }
void Session::rest(bool rests) { impl_->rest(rests); }
void Session::poll(Time now) { impl_->poll(now); }
void Session::receive(PeerId from, std::span<const std::byte> packet, Time now) { impl_->receive(from, packet, now); }
void Session::peer_gone(PeerId peer, std::string reason, Time) { impl_->peer_gone(peer, std::move(reason)); }
Tick Session::newest() const { return impl_->newest(); }
Tick Session::confirmed() const { return impl_->confirmed(); }
Tick Session::acknowledged() const { return impl_->acknowledged(); }
std::uint32_t Session::hash_period() const { return impl_->hash_period(); }
std::uint32_t Session::load_depth() const { return impl_->load_depth(); }
const engine::Inputs& Session::confirmed_inputs(Tick tick) const { return impl_->confirmed_inputs(tick); }
void Session::report_hash(Tick tick, std::uint64_t hash, std::span<const std::uint32_t> parts) { impl_->report_hash(tick, hash, parts); }
std::span<const std::uint32_t> Session::parts(Tick tick) const { return impl_->parts(tick); }
Tick Session::agreed() const { return impl_->agreed(); }
void Session::add_peer(const Peer& peer, Time) { impl_->add_peer(peer); }
bool Session::joined() const { return impl_->joined(); }
std::span<const std::byte> Session::snapshot() const { return impl_->snapshot(); }
void Session::give_snapshot(Tick tick, const std::vector<std::byte>& bytes) { impl_->give_snapshot(tick, bytes); }
void Session::refuse_snapshot() { impl_->refuse_snapshot(); }
void Session::become_host(std::uint8_t expected_seats, Time now) { impl_->become_host(expected_seats, now); }
void Session::take_survivor(const Peer& peer, Time) { impl_->take_survivor(peer); }
void Session::follow(PeerId new_host, Time) { impl_->follow(new_host); }
bool Session::take_seat_here(int seat) { return impl_->take_seat_here(seat); }
void Session::release_seat(int seat) { impl_->release_seat(seat); }
Session::PeerFigures Session::figures(PeerId peer) const { return impl_->figures(peer); }
std::uint8_t Session::waited_for() const { return impl_->waited_for(); }
std::uint32_t Session::delay_ticks() const { return impl_->delay_ticks(); }
std::uint32_t Session::speed_permille() const { return impl_->speed_permille(); }
const SessionStats& Session::stats() const { return impl_->stats(); }
std::optional<SessionEvent> Session::next_event() { return impl_->next_event(); }

}  // namespace net
