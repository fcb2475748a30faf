#include "tests/net/toy_match.h"

#include <algorithm>

namespace toy {

using engine::Inputs;
using engine::max_seats;
using engine::SeatState;
using net::RequestKind;
using net::Tick;
using net::Time;

namespace {

net::SessionSetup session_setup(const MatchSetup& setup, std::size_t index) {
    net::SessionSetup session;
    session.role = index == 0 ? net::Role::Host : net::Role::Guest;
    session.rate = setup.rate;
    session.local_seats = setup.peers[index].seats;
    for (int s = 0; s < max_seats; ++s)
        for (const PeerSetup& peer : setup.peers)
            if ((peer.seats >> s & 1) != 0) session.states[s] = SeatState::Flown;
    session.window_ms = setup.window_ms;
    session.delay_ticks = setup.delay_ticks;
    session.adapt_delay = setup.adapt_delay;
    if (index == 0) session.wait_us = setup.host_wait_us;
    session.first_tick = setup.first_tick;
    return session;
}

std::vector<net::Session::Peer> session_peers(const MatchSetup& setup, std::size_t index) {
    std::vector<net::Session::Peer> peers;
    if (index != 0) return {{.id = 1, .seats = 0}};
    for (std::size_t i = 1; i < setup.peers.size(); ++i)
        peers.push_back({.id = static_cast<net::PeerId>(i + 1), .seats = setup.peers[i].seats});
    return peers;
}

std::uint64_t mix(std::uint64_t value, const Inputs& inputs) {
    engine::Rng rng{value};
    for (const engine::SeatInput& seat : inputs.seats) {
        rng.state ^= seat.bits | static_cast<std::uint64_t>(seat.state) << 16;
        rng.next();
    }
    return rng.next();
}

}  // namespace

Player::Player(const MatchSetup& setup, std::size_t index, net::SimLink& link)
    : self_(setup.peers[index]),
      first_(setup.first_tick),
      link_(link),
      session_(std::make_unique<net::Session>(session_setup(setup, index), &link, session_peers(setup, index))),
      rng_{setup.seed * 1000 + index},
      final_(setup.first_tick - 1) {
    world_.tick = setup.first_tick - 1;
}

void Player::expect(bool good, const std::string& what) {
    if (!good && trouble.empty()) trouble = what + " at tick " + std::to_string(world_.tick);
}

void Player::listen(Time now) {
    while (const auto event = link_.next(now)) {
        if (event->kind == net::LinkEvent::Kind::Packet) session_->receive(event->peer, event->data, now);
        if (event->kind == net::LinkEvent::Kind::Gone) session_->peer_gone(event->peer, event->reason, now);
    }
    session_->poll(now);
    while (auto event = session_->next_event()) events.push_back(*event);
}

void Player::turn(Time now) {
    listen(now);
    for (int s = 0; s < max_seats; ++s) {
        if ((self_.seats >> s & 1) == 0) continue;
        if (self_.presses && rng_.below(60) < 8) bits_[s] = static_cast<std::uint16_t>(bits_[s] ^ 1u << rng_.below(16));
        session_->set_bits(s, bits_[s]);
    }
    carry_out(session_->advance(now));
    record_confirmed();
}

void Player::carry_out(std::span<const net::Request> requests) {
    for (const net::Request& request : requests) {
        switch (request.kind) {
            case RequestKind::Load: {
                const auto found = saved_.find(request.tick);
                expect(found != saved_.end(), "a load of a world that was never saved");
                if (found == saved_.end()) return;
                expect(world_.tick - request.tick <= session_->load_depth(), "a load from too long ago");
                expect(request.tick >= final_, "a load that undoes a final tick");
                world_ = found->second;
                break;
            }
            case RequestKind::Advance: {
                expect(request.tick == world_.tick + 1, "a tick out of order");
                const auto before = made_with_.find(request.tick);
                expect(request.again == (before != made_with_.end()), "a tick is made again exactly when it was made before");
                world_.tick = request.tick;
                world_.value = mix(world_.value, request.inputs);
                if (self_.spoil_at == request.tick) world_.value ^= 1;
                made_with_[request.tick] = request.inputs;
                hash_after_[request.tick] = world_.value;
                if (request.confirmed) final_ = request.tick;
                break;
            }
            case RequestKind::Adopt:
            case RequestKind::Pack: break;
            case RequestKind::Save:
                expect(request.tick == world_.tick, "a save of another tick");
                saved_[request.tick] = world_;
                break;
        }
    }
    expect(world_.tick == session_->newest(), "newest() is the tick that was made");
    saved_.erase(saved_.begin(), saved_.lower_bound(world_.tick > session_->load_depth() ? world_.tick - session_->load_depth() : 0));
}

void Player::record_confirmed() {
    expect(session_->confirmed() >= final_, "a final tick is confirmed");
    for (Tick tick = first_ + static_cast<Tick>(inputs_.size()); tick <= session_->confirmed(); ++tick) {
        const Inputs& inputs = session_->confirmed_inputs(tick);
        expect(made_with_[tick] == inputs, "a confirmed tick was made with its inputs");
        inputs_.push_back(inputs);
        hashes_.push_back(hash_after_[tick]);
        if (session_->hash_period() != 0 && tick % session_->hash_period() == 0) session_->report_hash(tick, hash_after_[tick]);
        made_with_.erase(made_with_.begin(), made_with_.lower_bound(tick > 100 ? tick - 100 : 0));
        hash_after_.erase(hash_after_.begin(), hash_after_.lower_bound(tick > 100 ? tick - 100 : 0));
    }
}

std::uint64_t Player::changes(int seat) const {
    std::uint64_t count = 0;
    for (std::size_t i = 1; i < inputs_.size(); ++i) count += inputs_[i].seats[seat].bits != inputs_[i - 1].seats[seat].bits;
    return count;
}

Match::Match(const MatchSetup& setup) : setup_(setup), net_(setup.seed) {
    for (std::size_t i = 0; i < setup.peers.size(); ++i) {
        net::SimLink& link = net_.add_peer();
        if (i > 0) net_.connect(link.id(), 1, setup.there, setup.back, now_);
        players_.push_back(std::make_unique<Player>(setup, i, link));
        players_.back()->next_turn = now_ + setup.peers[i].start_us;
    }
}

void Match::run(double seconds, const std::function<void(Time)>& each) {
    const Time end = now_ + static_cast<Time>(seconds * 1e6);
    for (;;) {
        std::size_t next = players_.size();
        for (std::size_t i = 0; i < players_.size(); ++i)
            if (!players_[i]->stopped && (next == players_.size() || players_[i]->next_turn < players_[next]->next_turn)) next = i;
        if (next == players_.size() || players_[next]->next_turn >= end) break;
        Player& player = *players_[next];
        now_ = player.next_turn;
        if (each) each(now_);
        if (player.stopped) continue;
        player.turn(now_);
        const double tick_us = 1e9 / setup_.rate / player.session().speed_permille() * setup_.peers[next].clock;
        player.next_turn += static_cast<Time>(tick_us);
    }
    now_ = end;
}

std::string Match::differences(std::vector<std::size_t> among) const {
    if (among.empty())
        for (std::size_t i = 0; i < players_.size(); ++i) among.push_back(i);
    for (const std::size_t i : among)
        if (!players_[i]->trouble.empty()) return "peer " + std::to_string(i) + ": " + players_[i]->trouble;
    const Player& first = *players_[among[0]];
    for (const std::size_t i : among) {
        const Player& other = *players_[i];
        for (std::size_t t = 0; t < std::min(first.inputs().size(), other.inputs().size()); ++t) {
            if (first.inputs()[t] != other.inputs()[t]) return "inputs of peer " + std::to_string(i) + " differ at " + std::to_string(t);
            if (first.hashes()[t] != other.hashes()[t]) return "worlds of peer " + std::to_string(i) + " differ at " + std::to_string(t);
        }
    }
    return {};
}

std::uint32_t rollback_percentile(const net::SessionStats& stats, double part) {
    std::uint64_t seen = stats.ticks - std::min(stats.ticks, stats.rollbacks);
    for (std::uint32_t depth = 0; depth < stats.rollback_depths.size(); ++depth) {
        seen += stats.rollback_depths[depth];
        if (static_cast<double>(seen) >= part * static_cast<double>(stats.ticks)) return depth;
    }
    return static_cast<std::uint32_t>(stats.rollback_depths.size());
}

}  // namespace toy
