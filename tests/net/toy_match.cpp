#include "tests/net/toy_match.h"

#include <algorithm>
#include <utility>

#include "engine/core/bytes.h"

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
            if (!peer.joins && (peer.seats >> s & 1) != 0) session.states[s] = SeatState::Flown;
    session.window_ms = setup.window_ms;
    session.delay_ticks = setup.delay_ticks;
    session.adapt_delay = setup.adapt_delay;
    if (index == 0) session.wait_us = setup.host_wait_us;
    session.joins = setup.peers[index].joins;
    session.first_tick = setup.first_tick;
    return session;
}

std::vector<net::Session::Peer> session_peers(const MatchSetup& setup, std::size_t index, net::PeerId host) {
    std::vector<net::Session::Peer> peers;
    if (index != 0) return {{.id = host, .seats = 0}};
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

Player::Player(const MatchSetup& setup, std::size_t index, net::SimLink& link, net::PeerId host)
    : self_(setup.peers[index]),
      first_(setup.first_tick),
      link_(link),
      world_bytes_(std::max<std::size_t>(setup.world_bytes, 16)),
      session_(std::make_unique<net::Session>(session_setup(setup, index), &link, session_peers(setup, index, host))),
      rng_{setup.seed * 1000 + index},
      final_(setup.first_tick - 1) {
    world_.tick = setup.first_tick - 1;
}

void Player::expect(bool good, const std::string& what) {
    if (!good && trouble.empty()) trouble = what + " at tick " + std::to_string(world_.tick);
}

void Player::listen(Time now) {
    while (const auto event = link_.next(now)) {
        if (deaf) continue;
        const auto expected = expected_.find(event->peer);
        if (event->kind == net::LinkEvent::Kind::Packet && expected != expected_.end()) {
            const net::Session::Peer peer{.id = event->peer, .seats = expected->second.seats};
            if (expected->second.survives) {
                session_->take_survivor(peer, now);
            } else {
                session_->add_peer(peer, now);
            }
            expected_.erase(expected);
        }
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
                ++loads;
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
                if (self_.spoil_at == request.tick || (self_.spoils_always && request.tick > self_.spoil_at && request.tick % 50 == 0))
                    world_.value ^= 1;
                made_with_[request.tick] = request.inputs;
                hash_after_[request.tick] = world_.value;
                if (request.confirmed) final_ = request.tick;
                // in a world that was repaired
                if (request.confirmed && request.tick >= first_ && request.tick < first_ + inputs_.size()) report(request.tick);
                break;
            }
            case RequestKind::Save:
                expect(request.tick == world_.tick, "a save of another tick");
                saved_[request.tick] = world_;
                break;
            case RequestKind::Adopt:
                expect(&request == requests.data(), "a snapshot begins a list");
                if (self_.refuses) return session_->refuse_snapshot();
                adopt(request);
                break;
            case RequestKind::Pack: {
                expect(&request == &requests.back() && request.tick == session_->confirmed(), "the newest confirmed world is packed last");
                ++packs;
                const auto saved = saved_.find(request.tick);
                expect(request.tick == world_.tick || saved != saved_.end(), "a world to be packed is there");
                if (request.tick != world_.tick && saved == saved_.end()) return;
                const World& world = request.tick == world_.tick ? world_ : saved->second;
                engine::ByteWriter writer;
                writer.u64(world.tick);
                writer.u64(world.value);
                auto bytes = writer.take();
                engine::Rng rest{world.value};
                while (bytes.size() < world_bytes_) bytes.push_back(static_cast<std::byte>(rest.next()));
                session_->give_snapshot(request.tick, bytes);
                break;
            }
        }
    }
    if (!session_->joined()) return;
    expect(world_.tick == session_->newest(), "newest() is the tick that was made");
    saved_.erase(saved_.begin(), saved_.lower_bound(world_.tick > session_->load_depth() ? world_.tick - session_->load_depth() : 0));
}

void Player::adopt(const net::Request& request) {
    ++adopted;
    engine::ByteReader reader(session_->snapshot());
    expect(reader.u64() == request.tick, "a snapshot is of its tick");
    const std::uint64_t value = reader.u64();
    expect(session_->snapshot().size() == world_bytes_, "a snapshot is whole");
    engine::Rng rest{value};
    for (const std::byte byte : session_->snapshot().subspan(16))
        expect(byte == static_cast<std::byte>(rest.next()), "no byte of it is wrong");
    world_ = {.tick = request.tick, .value = value};
    final_ = request.tick;
    if (request.again) {
        expect(request.tick < first_ + inputs_.size(), "a repair is of a confirmed tick");
        for (Tick tick = session_->agreed() + 1; tick < first_ + hashes_.size(); ++tick)
            if (tick >= first_) hashes_[tick - first_] = 0;
        return;
    }
    first_ = request.tick + 1;
    inputs_.clear();
    hashes_.clear();
    made_with_.clear();
    hash_after_.clear();
    saved_.clear();
}

void Player::report(Tick tick) {
    hashes_[tick - first_] = hash_after_[tick];
    if (session_->hash_period() != 0 && tick % session_->hash_period() == 0) session_->report_hash(tick, hash_after_[tick]);
}

void Player::record_confirmed() {
    if (!session_->joined()) return;
    expect(session_->confirmed() >= final_, "a final tick is confirmed");
    for (Tick tick = first_ + static_cast<Tick>(inputs_.size()); tick <= session_->confirmed(); ++tick) {
        const Inputs& inputs = session_->confirmed_inputs(tick);
        expect(made_with_[tick] == inputs, "a confirmed tick was made with its inputs");
        inputs_.push_back(inputs);
        hashes_.push_back(0);
        report(tick);
        const Tick old = world_.tick > 950 ? world_.tick - 950 : 0;
        made_with_.erase(made_with_.begin(), made_with_.lower_bound(old));
        hash_after_.erase(hash_after_.begin(), hash_after_.lower_bound(old));
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
        players_.push_back(std::make_unique<Player>(setup, i, link, 1));
        players_.back()->next_turn = now_ + setup.peers[i].start_us;
    }
}

std::size_t Match::join(const PeerSetup& peer, std::size_t host) {
    const std::size_t index = players_.size();
    setup_.peers.push_back(peer);
    setup_.peers.back().joins = true;
    net::SimLink& link = net_.add_peer();
    const auto host_id = static_cast<net::PeerId>(host + 1);
    net_.connect(link.id(), host_id, setup_.there, setup_.back, now_);
    players_[host]->expect_peer(link.id(), peer.seats, false);
    players_.push_back(std::make_unique<Player>(setup_, index, link, host_id));
    players_.back()->next_turn = now_ + peer.start_us;
    return index;
}

void Match::kill(std::size_t index) {
    players_[index]->stopped = true;
    for (std::size_t i = 0; i < players_.size(); ++i)
        if (i != index) net_.cut(static_cast<net::PeerId>(index + 1), static_cast<net::PeerId>(i + 1));
}

void Match::take_over(std::size_t heir, const std::vector<std::size_t>& others, const std::vector<double>& later) {
    std::uint8_t expected = 0;
    for (const std::size_t other : others) expected |= setup_.peers[other].seats;
    players_[heir]->session().become_host(expected, now_);
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (i >= later.size() || later[i] <= 0) {
            follow(others[i], heir);
        } else {
            followers_.push_back({.at = now_ + static_cast<Time>(later[i] * 1e6), .guest = others[i], .host = heir});
        }
    }
}

void Match::follow(std::size_t guest, std::size_t host) {
    const auto guest_id = static_cast<net::PeerId>(guest + 1), host_id = static_cast<net::PeerId>(host + 1);
    net_.connect(guest_id, host_id, setup_.there, setup_.back, now_);
    players_[host]->expect_peer(guest_id, setup_.peers[guest].seats, players_[guest]->session().joined());
    players_[guest]->session().follow(host_id, now_);
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
        for (const Later& later : std::exchange(followers_, {})) {
            if (later.at <= now_) {
                follow(later.guest, later.host);
            } else {
                followers_.push_back(later);
            }
        }
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
    for (const std::size_t a : among) {
        for (const std::size_t b : among) {
            if (b <= a) continue;
            const Player &one = *players_[a], &other = *players_[b];
            const Tick from = std::max(one.first(), other.first());
            const auto until = static_cast<Tick>(std::min(one.first() + one.inputs().size(), other.first() + other.inputs().size()));
            const std::string both = " of peers " + std::to_string(a) + " and " + std::to_string(b) + " differ at ";
            for (Tick tick = from; tick < until; ++tick) {
                const std::size_t i = tick - one.first(), j = tick - other.first();
                if (one.inputs()[i] != other.inputs()[j]) return "inputs" + both + std::to_string(tick);
                if (one.hashes()[i] != other.hashes()[j] && one.hashes()[i] != 0 && other.hashes()[j] != 0)
                    return "worlds" + both + std::to_string(tick);
            }
        }
    }
    return {};
}

net::TroubleSetup line(double one_way_ms, double jitter_ms, double loss, double burst) {
    net::TroubleSetup trouble;
    trouble.delay_us = static_cast<Time>(one_way_ms * 1000);
    trouble.jitter_us = static_cast<Time>(jitter_ms * 1000);
    trouble.loss = loss;
    trouble.burst = burst;
    return trouble;
}

net::TroubleSetup any_line(engine::Rng& rng, const Worst& worst) {
    net::TroubleSetup trouble;
    trouble.delay_us = worst.delay_from_us + rng.below(static_cast<std::uint32_t>(worst.delay_range_us));
    trouble.jitter_us = rng.below(static_cast<std::uint32_t>(worst.jitter_us));
    trouble.loss = any_part(rng) * worst.loss;
    trouble.burst = 1 + rng.below(worst.burst);
    trouble.duplicate = any_part(rng) * 0.1;
    trouble.reorder = any_part(rng) * 0.1;
    return trouble;
}

MatchSetup match_over(const net::TroubleSetup& trouble, int peers) {
    MatchSetup setup;
    setup.there = setup.back = trouble;
    for (int i = 0; i < peers; ++i) setup.peers.push_back({.seats = static_cast<std::uint8_t>(1 << i)});
    return setup;
}

std::size_t told(const Player& player, net::SessionEvent::Kind kind) {
    return static_cast<std::size_t>(
        std::count_if(player.events.begin(), player.events.end(), [&](const auto& e) { return e.kind == kind; }));
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
