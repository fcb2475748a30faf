#include "tests/match/online_party.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/bytes.h"

namespace party {

using net::RequestKind;
using net::Tick;
using net::Time;

std::optional<std::uint64_t> knows_classic(void* /*context*/, const std::string& mode) {
    if (mode != "classic") return std::nullopt;
    return content_hash;
}

game::OnlineSetup host_setup(std::vector<std::string> pilots, int seats) {
    game::OnlineSetup setup;
    setup.pilots = std::move(pilots);
    setup.content_hash = content_hash;
    setup.name = "A game";
    setup.port = 0;
    setup.mode = "classic";
    setup.seed = 77;
    setup.seats = seats;
    return setup;
}

game::OnlineSetup guest_setup(std::vector<std::string> pilots, std::uint16_t port) {
    game::OnlineSetup setup;
    setup.pilots = std::move(pilots);
    setup.address = "127.0.0.1:" + std::to_string(port);
    return setup;
}

void Machine::forget() {
    hashes_.clear();
    inputs_.clear();
    saved_.clear();
    made_.clear();
    world_ = 0;
    recorded_ = 0;
    next_tick_ = 0;
}

void Machine::turn(Time now) {
    if (stopped || vanished()) return;
    online_->poll(now);
    while (auto notice = online_->next_notice()) notices_.push_back(english(*notice));
    while (auto line = online_->next_chat()) chat_.push_back(english(*line));
    if (online_->stage() == game::Online::Stage::Lobby && next_tick_ != 0) forget();
    if (online_->stage() != game::Online::Stage::Playing || !advances) return;
    if (next_tick_ == 0) next_tick_ = now;
    for (; next_tick_ <= now; next_tick_ += 1'000'000'000 / 60 / session().speed_permille()) advance(now);
}

void Machine::carry_out(const net::Request& request) {
    switch (request.kind) {
        case RequestKind::Load: world_ = saved_.at(request.tick); break;
        case RequestKind::Save: saved_[request.tick] = world_; break;
        case RequestKind::Advance: {
            engine::Rng mix{world_ + (spoiled ? 1 : 0)};
            for (const engine::SeatInput& seat : request.inputs.seats) {
                mix.state ^= seat.bits | static_cast<std::uint64_t>(seat.state) << 16;
                mix.next();
            }
            made_[request.tick] = world_ = mix.next();
            break;
        }
        case RequestKind::Adopt: {
            engine::ByteReader reader(session().snapshot());
            world_ = reader.u64();
            ASSERT_TRUE(reader.ok());
            made_[request.tick] = saved_[request.tick] = world_;
            if (request.again) {
                // its own worlds since they were last equal are of no history
                hashes_.erase(hashes_.upper_bound(session().agreed()), hashes_.end());
            } else {
                hashes_.clear();
                inputs_.clear();
            }
            recorded_ = request.tick;
            break;
        }
        case RequestKind::Pack: {
            engine::ByteWriter writer;
            writer.u64(request.tick == 0 ? 0 : made_.at(request.tick));
            while (writer.size() < world_bytes) writer.u64(0);
            session().give_snapshot(request.tick, writer.take());
            break;
        }
    }
}

void Machine::advance(Time now) {
    for (int s = 0; s < engine::max_seats; ++s) {
        if ((online_->local_seats() >> s & 1) == 0) continue;
        if (rng_.below(60) < 8) bits_[s] = static_cast<std::uint16_t>(bits_[s] ^ 1u << rng_.below(16));
        session().set_bits(s, bits_[s]);
    }
    for (const net::Request& request : session().advance(now)) carry_out(request);
    if (!session().joined()) return;
    while (recorded_ < session().confirmed()) {
        const Tick tick = ++recorded_;
        hashes_[tick] = made_.at(tick);
        inputs_[tick] = session().confirmed_inputs(tick);
        const std::array<std::uint32_t, 2> parts = {static_cast<std::uint32_t>(hashes_[tick]),
                                                    static_cast<std::uint32_t>(hashes_[tick] >> 32)};
        if (tick % session().hash_period() == 0) session().report_hash(tick, hashes_[tick], parts);
    }
}

int Machine::changes(int seat) const {
    int count = 0;
    std::uint16_t before = 0;
    for (const auto& [tick, inputs] : inputs_) {
        count += inputs.seats[seat].bits != before ? 1 : 0;
        before = inputs.seats[seat].bits;
    }
    return count;
}

bool Machine::was_told(const std::string& notice) const { return std::find(notices_.begin(), notices_.end(), notice) != notices_.end(); }

net::TroubleSetup line(Time delay_ms, Time jitter_ms, double loss) {
    net::TroubleSetup setup;
    setup.delay_us = delay_ms * ms;
    setup.jitter_us = jitter_ms * ms;
    setup.loss = loss;
    return setup;
}

Party::Party(const game::OnlineSetup& host) {
    machines_.push_back(std::make_unique<Machine>(game::Online::host(host, now_), 1));
    port_ = machines_[0]->online().port();
}

Party::Party(const game::OnlineSetup& host, const net::TroubleSetup& lines, std::uint64_t seed)
    : net_(std::make_unique<net::SimNet>(seed)), lines_(lines) {
    auto link = net_->open(1);
    addresses_.push_back(link->own_address());
    machines_.push_back(std::make_unique<Machine>(game::Online::host(host, std::move(link), now_), 1));
    port_ = addresses_[0].port;
}

void Party::set_lines(std::size_t machine) {
    for (std::size_t other = 0; other < machine; ++other)
        net_->set_line(static_cast<std::uint32_t>(other + 1), static_cast<std::uint32_t>(machine + 1), lines_, lines_);
}

std::unique_ptr<game::Online> Party::open_guest(std::size_t machine, const game::OnlineSetup& setup, net::Address host,
                                                game::Online::ContentFor content_for) {
    auto link = net_->open(static_cast<std::uint32_t>(machine + 1));
    addresses_.resize(std::max(addresses_.size(), machine + 1));
    addresses_[machine] = link->own_address();
    return game::Online::join(setup, std::move(link), host, content_for, nullptr, now_);
}

Machine& Party::join(std::vector<std::string> pilots) { return join(guest_setup(std::move(pilots), port_)); }

Machine& Party::join(const game::OnlineSetup& setup, game::Online::ContentFor content_for) {
    const std::size_t machine = machines_.size();
    if (net_) set_lines(machine);
    auto online = net_ ? open_guest(machine, setup, addresses_[0], content_for) : game::Online::join(setup, content_for, nullptr, now_);
    machines_.push_back(std::make_unique<Machine>(std::move(online), machine + 1));
    return *machines_.back();
}

void Party::kill(std::size_t i) {
    net_->kill(static_cast<std::uint32_t>(i + 1));
    machines_[i]->vanish();
}

Machine& Party::join_again(std::size_t i, const net::Token& token, std::size_t host) {
    auto setup = guest_setup({"Somebody"}, addresses_[host].port);
    setup.token = token;
    machines_[i] = std::make_unique<Machine>(open_guest(i, setup, addresses_[host], knows_classic), 100 + i);
    return *machines_[i];
}

void Party::run(Time time, const std::function<void()>& each) {
    for (const Time end = now_ + time; now_ < end;) {
        now_ += 4 * ms;
        for (auto& machine : machines_) machine->turn(now_);
        if (each) each();
    }
}

std::string Party::differences() const {
    for (std::size_t i = 0; i < machines_.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            for (const auto& [tick, hash] : machines_[i]->hashes()) {
                const auto other = machines_[j]->hashes().find(tick);
                if (other != machines_[j]->hashes().end() && other->second != hash)
                    return "machines " + std::to_string(j) + " and " + std::to_string(i) + " differ at tick " + std::to_string(tick);
            }
    return "";
}

void RawGuest::greet(Time now) { say(net::Hello{.protocol = game::protocol_version, .build = WINGMATE_VERSION, .key = keys.open}, now); }

void RawGuest::poll(Time now) {
    while (auto event = link.next(now)) {
        if (event->kind == net::LinkEvent::Kind::Connected) host = event->peer;
        if (event->kind == net::LinkEvent::Kind::Gone) gone = true;
        if (event->kind != net::LinkEvent::Kind::Packet) continue;
        auto message = net::decode(event->data);
        if (!message) continue;
        if (const auto* offer = std::get_if<net::Offer>(&*message))
            if (const auto agreed = net::keys_of_guest(keys, offer->key); agreed && !link.is_protected(host)) link.protect(host, *agreed);
        messages.push_back(std::move(*message));
    }
}

}  // namespace party
