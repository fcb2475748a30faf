#include "game/headless/fleet_storm.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace game {
namespace {

using net::Time;

constexpr Time second_us = 1'000'000;
constexpr Time pause_us = 2 * second_us;
constexpr Time blackout_us = 8 * second_us;
constexpr Time look_every_us = second_us / 10;
// Whoever goes on alone beside the game while its lines are fine will not come back by itself: somebody has it join again.
constexpr Time most_split_us = 6 * second_us;
constexpr Time settle_us = 2 * second_us;  // so long all is calm before the next one leaves: nobody promises more than one at a time
constexpr Time most_watch_us = 12 * second_us;
constexpr Time most_lonely_us = 3 * second_us;
// A blackout, and what it takes to find together again.
constexpr Time most_unrest_us = 40 * second_us;

}  // namespace

FleetStorm::FleetStorm(std::uint64_t seed, FleetStormSetup setup, Lines lines, net::SimNet& net, FleetMachines& machines, Time now)
    : rng_{seed},
      setup_(std::move(setup)),
      lines_(std::move(lines)),
      net_(net),
      machines_(machines),
      next_at_(now + setup_.every_us),
      calm_at_(now) {}

void FleetStorm::set_line(const std::pair<std::uint32_t, std::uint32_t>& ends, const StormLine& line) {
    net_.set_line(ends.first, ends.second, line.there, line.back);
}

bool FleetStorm::is_away(std::size_t machine) const {
    return std::any_of(away_.begin(), away_.end(), [machine](const Absence& absence) { return absence.machine == machine; });
}

// That is in play.
std::size_t FleetStorm::some_pilot() {
    std::vector<std::size_t> pilots;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
        const FleetMachine& machine = *machines_[i];
        if (machine.plays() && !machine.watches() && (setup_.hosts_as_well || !machine.is_host())) pilots.push_back(i);
    }
    return pilots.empty() ? machines_.size() : pilots[rng_.below(static_cast<std::uint32_t>(pilots.size()))];
}

void FleetStorm::pass(Time now) {
    if (dark_ && now >= dark_until_) {
        const std::uint32_t number = machines_[*dark_]->number();
        for (const auto& [ends, line] : lines_)
            if (ends.first == number || ends.second == number) set_line(ends, line);
        dark_.reset();
    }
    let_go_on(now);
    bring_back(now);
    if (now >= looked_at_ + look_every_us) look_around(now);
    if (now < next_at_) return;
    if (at_ == 0) {
        for (std::size_t i = setup_.incidents.size(); i-- > 1;)
            std::swap(setup_.incidents[i], setup_.incidents[rng_.below(static_cast<std::uint32_t>(i + 1))]);
    }
    if (!happen(setup_.incidents[at_], now)) return;
    next_at_ = std::max(next_at_, now) + setup_.every_us + static_cast<Time>(rng_.below(static_cast<std::uint32_t>(2 * setup_.every_us)));
    at_ = (at_ + 1) % setup_.incidents.size();
}

// False: not now, all has to be calm first.
bool FleetStorm::happen(FleetIncident incident, Time now) {
    switch (incident) {
        case FleetIncident::Pause: {
            const std::size_t who = rng_.below(static_cast<std::uint32_t>(machines_.size()));
            if (!machines_[who]->runs()) return true;
            machines_[who]->sleep_until(now + pause_us);
            ++counts_.pauses;
            return true;
        }
        case FleetIncident::PauseForAll: pause_for_all(now); return true;
        case FleetIncident::Blackout:
            if (!calm_ || now < calm_since_ + settle_us) return false;
            black_out(now);
            return true;
        case FleetIncident::OtherLine: {
            auto which = lines_.begin();
            std::advance(which, rng_.below(static_cast<std::uint32_t>(lines_.size())));
            which->second = draw_storm_line(rng_);
            if (!dark_) set_line(which->first, which->second);
            ++counts_.line_changes;
            return true;
        }
        case FleetIncident::Leave:
            if (!calm_ || now < calm_since_ + settle_us) return false;
            leave(now);
            return true;
        case FleetIncident::Watch: watch(now); return true;
    }
    return true;
}

void FleetStorm::pause_for_all(Time now) {
    const std::size_t who = some_pilot();
    if (who == machines_.size()) return;
    machines_[who]->online().pause(now);
    resume_at_ = now + second_us + static_cast<Time>(rng_.below(static_cast<std::uint32_t>(pause_us)));
    ++counts_.pauses_for_all;
}

void FleetStorm::let_go_on(Time now) {
    if (now < resume_at_) return;
    resume_at_ = now + second_us / 2;
    // Everybody, again and again: what is asked for may be late, who pauses may be cut off or lost, and others pause apart from the rest.
    for (const auto& machine : machines_)
        if (machine->plays() && !machine->watches() && machine->online().pause_status().paused) machine->online().resume(now);
}

void FleetStorm::black_out(Time now) {
    const std::size_t who = some_pilot();
    if (who == machines_.size()) return;
    dark_ = who;
    dark_until_ = now + blackout_us;
    StormLine nothing;
    nothing.there.loss = nothing.back.loss = 1;
    const std::uint32_t number = machines_[who]->number();
    for (const auto& [ends, line] : lines_)
        if (ends.first == number || ends.second == number) set_line(ends, nothing);
    calm_ = false;
    ++counts_.blackouts;
}

// With a goodbye, or killed; the host as well: then the others have to keep what was final.
void FleetStorm::leave(Time now) {
    const std::size_t who = some_pilot();
    if (who == machines_.size()) return;
    FleetMachine& machine = *machines_[who];
    if (machine.is_host()) {
        ++counts_.hosts_lost;
        for (const auto& other : machines_)
            if (other.get() != &machine && other->plays()) memories_.push_back({other->number(), other->match().recording()});
    }
    away_.push_back({who, now + second_us / 5 + static_cast<Time>(rng_.below(static_cast<std::uint32_t>(setup_.away_us)))});
    calm_ = false;
    ++counts_.leavings;
    if (rng_.below(2) == 0) {
        machine.leave(now);
    } else {
        machine.kill(now);
        ++counts_.kills;
    }
}

void FleetStorm::watch(Time now) {
    for (std::size_t i = 0; i < machines_.size(); ++i) {
        FleetMachine& machine = *machines_[i];
        if (!machine.watches() || is_away(i) || rng_.below(2) == 0) continue;
        if (!machine.runs()) {
            away_.push_back({i, now});
            ++counts_.watchers;
        } else if (rng_.below(2) == 0) {
            machine.leave(now);
        } else {
            machine.kill(now);
        }
        return;
    }
}

void FleetStorm::bring_back(Time now) {
    for (std::size_t i = away_.size(); i-- > 0;) {
        FleetMachine& machine = *machines_[away_[i].machine];
        if (now < away_[i].back_at || machine.runs()) continue;
        FleetMachine* host = fleet_host(machines_);
        if (host == nullptr) {
            away_[i].back_at = now + second_us / 5;
            continue;
        }
        machine.join(host->address(), now);
        away_.erase(away_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

std::string FleetStorm::unrest(const FleetMachine* host) const {
    if (host == nullptr) return "nobody is the host";
    for (const auto& machine : machines_) {
        if (machine->watches() && !machine->runs()) continue;
        const std::uint32_t number = machine->number();
        if (!machine->runs()) return fmt::format("machine {} is not there ({})", number, machine->ended());
        if (!machine->plays()) return fmt::format("machine {} has no world", number);
        if (machine.get() == host) continue;
        if (machine->is_host()) return fmt::format("machines {} and {} are both the host", host->number(), number);
        if (!fleet_agrees(*host, *machine))
            return fmt::format("{} between machine {} and its host",
                               fleet_difference(host->match().recording(), machine->match().recording()), number);
        const std::uint32_t apart = std::max(host->confirmed(), machine->confirmed()) - std::min(host->confirmed(), machine->confirmed());
        if (apart > 90) return fmt::format("machine {} is {} ticks apart from its host", number, apart);
        if (!machine->watches() && machine->match().world().header.tick == 0) return fmt::format("machine {} has no tick", number);
    }
    return {};
}

void FleetStorm::look_around(Time now) {
    looked_at_ = now;
    // a program that ended by itself is started again, as its pilot would do
    for (std::size_t i = 0; i < machines_.size(); ++i)
        if (!machines_[i]->runs() && !machines_[i]->watches() && !is_away(i)) away_.push_back({i, now + second_us});
    FleetMachine* host = fleet_host(machines_);
    const std::string wrong = unrest(host);
    if (!calm_) calm_since_ = now;
    calm_ = wrong.empty() && !dark_;
    if (calm_) {
        calm_at_ = now;
        split_since_ = 0;
        look_back(*host);
    } else if (host != nullptr && !dark_) {
        mend_split(*host, now);
    }
    // Nor does a spectator stay who sees nothing move.
    for (const auto& machine : machines_)
        if (machine->watches() && machine->runs() && now > machine->moved_at() + most_watch_us) machine->kill(now);
    // Nor a pilot whose game has ended while it went on alone.
    for (std::size_t i = 0; i < machines_.size() && !calm_; ++i) {
        if (machines_[i]->finished() && now > machines_[i]->moved_at() + most_lonely_us) send_back(i, now);
    }
    if (now > calm_at_ + most_unrest_us && trouble_.empty()) trouble_ = "the machines do not find together again: " + wrong;
}

void FleetStorm::mend_split(FleetMachine& host, Time now) {
    const auto apart =
        std::find_if(machines_.begin(), machines_.end(), [&](const auto& machine) { return machine.get() != &host && machine->is_host(); });
    if (apart == machines_.end()) {
        split_since_ = 0;
    } else if (split_since_ == 0) {
        split_since_ = now;
    } else if (now >= split_since_ + most_split_us) {
        split_since_ = 0;
        ++counts_.splits;
        send_back(static_cast<std::size_t>(apart - machines_.begin()), now);
    }
}

void FleetStorm::send_back(std::size_t machine, Time now) {
    const bool others = std::any_of(machines_.begin(), machines_.end(), [&](const auto& other) {
        return other != machines_[machine] && !other->watches() && other->plays() && !other->finished();
    });
    if (is_away(machine) || !others) return;
    machines_[machine]->leave(now);
    away_.push_back({machine, now + second_us / 2});
}

void FleetStorm::look_back(const FleetMachine& host) {
    for (Memory& memory : std::exchange(memories_, {})) {
        memory.recording.hashes.clear();
        const std::string differs = fleet_difference(host.match().recording(), memory.recording);
        if (!differs.empty() && trouble_.empty())
            trouble_ = fmt::format("what was final on machine {} has changed with its host: {}", memory.machine, differs);
    }
}

void FleetStorm::clear(Time /*now*/) {
    away_.clear();
    StormLine fair;
    fair.there.delay_us = fair.back.delay_us = 30'000;
    for (const auto& [ends, line] : lines_) set_line(ends, fair);
    dark_.reset();
}

}  // namespace game
