#include "tests/match/online_party.h"

#include <algorithm>

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

void Machine::turn(Time now) {
    if (stopped || vanished()) return;
    online_->poll(now);
    while (auto notice = online_->next_notice()) notices_.push_back(*notice);
    if (online_->stage() != game::Online::Stage::Playing || !advances) return;
    if (next_tick_ == 0) next_tick_ = now;
    for (; next_tick_ <= now; next_tick_ += 1'000'000'000 / 60 / session().speed_permille()) advance(now);
}

void Machine::advance(Time now) {
    for (int s = 0; s < engine::max_seats; ++s) {
        if ((online_->local_seats() >> s & 1) == 0) continue;
        if (rng_.below(60) < 8) bits_[s] = static_cast<std::uint16_t>(bits_[s] ^ 1u << rng_.below(16));
        session().set_bits(s, bits_[s]);
    }
    for (const net::Request& request : session().advance(now)) {
        switch (request.kind) {
            case RequestKind::Load: world_ = saved_.at(request.tick); break;
            case RequestKind::Adopt:
            case RequestKind::Pack: break;
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
        }
    }
    while (hashes_.size() < session().confirmed()) {
        const auto tick = static_cast<Tick>(hashes_.size() + 1);
        hashes_.push_back(made_.at(tick));
        inputs_.push_back(session().confirmed_inputs(tick));
        if (tick % session().hash_period() == 0) session().report_hash(tick, hashes_.back());
    }
}

int Machine::changes(int seat) const {
    int count = 0;
    for (std::size_t i = 1; i < inputs_.size(); ++i) count += inputs_[i].seats[seat].bits != inputs_[i - 1].seats[seat].bits ? 1 : 0;
    return count;
}

bool Machine::was_told(const std::string& notice) const { return std::find(notices_.begin(), notices_.end(), notice) != notices_.end(); }

Party::Party(const game::OnlineSetup& host) {
    machines_.push_back(std::make_unique<Machine>(game::Online::host(host, now_), 1));
    port_ = machines_[0]->online().port();
}

Machine& Party::join(std::vector<std::string> pilots) { return join(guest_setup(std::move(pilots), port_)); }

Machine& Party::join(const game::OnlineSetup& setup, game::Online::ContentFor content_for) {
    machines_.push_back(std::make_unique<Machine>(game::Online::join(setup, content_for, nullptr, now_), machines_.size() + 1));
    return *machines_.back();
}

void Party::run(Time time, const std::function<void()>& each) {
    for (const Time end = now_ + time; now_ < end;) {
        now_ += 4 * ms;
        for (auto& machine : machines_) machine->turn(now_);
        if (each) each();
    }
}

std::string Party::differences() const {
    const Machine& first = *machines_[0];
    for (std::size_t i = 1; i < machines_.size(); ++i) {
        const Machine& other = *machines_[i];
        for (std::size_t t = 0; t < std::min(first.hashes().size(), other.hashes().size()); ++t)
            if (first.hashes()[t] != other.hashes()[t]) return "machine " + std::to_string(i) + " differs at tick " + std::to_string(t + 1);
    }
    return "";
}

void RawGuest::poll(Time now) {
    while (auto event = link->next(now)) {
        if (event->kind == net::LinkEvent::Kind::Connected) host = event->peer;
        if (event->kind == net::LinkEvent::Kind::Gone) gone = true;
        if (event->kind != net::LinkEvent::Kind::Packet) continue;
        if (auto message = net::decode(event->data)) messages.push_back(std::move(*message));
    }
}

}  // namespace party
