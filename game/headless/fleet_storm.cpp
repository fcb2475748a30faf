#include "game/headless/fleet_storm.h"

#include <algorithm>
#include <utility>

namespace game {
namespace {

using net::Time;

constexpr Time second_us = 1'000'000;
constexpr Time pause_us = 2 * second_us;
constexpr Time blackout_us = 8 * second_us;
constexpr Time give_up_us = 5 * second_us;  // as a host gives up who is silent
constexpr Time alone_us = 3 * second_us;    // that the host is watched going on alone

net::PeerId id_of(std::size_t seat) { return static_cast<net::PeerId>(seat + 1); }

}  // namespace

FleetStorm::FleetStorm(std::uint64_t seed, std::vector<StormLine> lines, net::SimNet& net, Machines& machines, Time now)
    : rng_{seed}, lines_(std::move(lines)), net_(net), machines_(machines), next_at_(now + 3 * second_us) {}

std::size_t FleetStorm::guests_there() const {
    return static_cast<std::size_t>(
        std::count_if(machines_.begin() + 1, machines_.end(), [](const auto& machine) { return !machine->left(); }));
}

std::size_t FleetStorm::some_guest() {
    std::size_t which = rng_.below(static_cast<std::uint32_t>(guests_there()));
    for (std::size_t seat = 1;; ++seat) {
        if (machines_[seat]->left()) continue;
        if (which-- == 0) return seat;
    }
}

void FleetStorm::set_line(std::size_t seat, const StormLine& line) {
    net_.change(id_of(seat), 1, line.there);
    net_.change(1, id_of(seat), line.back);
}

void FleetStorm::pass(Time now) {
    if (dark_ != 0 && now >= dark_until_) {
        set_line(dark_, lines_[dark_]);
        dark_ = 0;
    }
    if (lost_ != 0 && now >= lost_at_) {
        machines_[0]->session().peer_gone(id_of(std::exchange(lost_, 0)), "connection lost", now);
    }
    if (guests_there() == 0) {
        if (alone_since_ == 0 && lost_ == 0) {
            alone_since_ = now;
            alone_from_tick_ = machines_[0]->match().confirmed_tick();
        }
        return;
    }
    if (now < next_at_) return;
    // All of them in each round, each time in another order; leaving comes last, because then there is less to happen to.
    if (at_ == 0) {
        for (std::size_t i = 2; i > 0; --i) {
            const std::size_t other = rng_.below(static_cast<std::uint32_t>(i + 1));
            std::swap(order_[i], order_[other]);
        }
    }
    happen(order_[at_], now);
    at_ = (at_ + 1) % order_.size();
}

void FleetStorm::happen(Kind kind, Time now) {
    next_at_ = now + 2 * second_us + rng_.below(4 * second_us);
    switch (kind) {
        case Kind::Pause: {
            // the host's program as well
            const std::size_t who = rng_.below(3) == 0 ? 0 : some_guest();
            machines_[who]->sleep_until(now + pause_us);
            ++counts_.pauses;
            next_at_ += pause_us;
            return;
        }
        case Kind::Blackout: {
            dark_ = some_guest();
            dark_until_ = now + blackout_us;
            net::TroubleSetup nothing;
            nothing.loss = 1;
            set_line(dark_, {nothing, nothing});
            ++counts_.blackouts;
            next_at_ += blackout_us;
            return;
        }
        case Kind::OtherLine: {
            const std::size_t seat = some_guest();
            lines_[seat] = draw_storm_line(rng_);
            set_line(seat, lines_[seat]);
            ++counts_.line_changes;
            return;
        }
        case Kind::Leave: {
            leave(*machines_[some_guest()], now);
            return;
        }
    }
}

// With a goodbye, or killed: then the host waits for it and gives it up.
void FleetStorm::leave(FleetMachine& machine, Time now) {
    const auto seat = static_cast<std::size_t>(machine.seat());
    machine.leave();
    ++counts_.leavings;
    if (rng_.below(2) == 0) {
        machine.link().close(1, now);
        return;
    }
    net_.cut(id_of(seat), 1);
    lost_ = seat;
    lost_at_ = now + give_up_us;
    next_at_ += give_up_us;
}

void FleetStorm::clear(Time now) {
    if (lost_ != 0) machines_[0]->session().peer_gone(id_of(std::exchange(lost_, 0)), "connection lost", now);
    StormLine fair;
    fair.there.delay_us = fair.back.delay_us = 30'000;
    for (std::size_t seat = 1; seat < machines_.size(); ++seat)
        if (!machines_[seat]->left()) set_line(seat, fair);
}

bool FleetStorm::over(Time now) {
    if (alone_since_ == 0 || now < alone_since_ + alone_us) return false;
    // at least half of the ticks that fit into that time
    const std::uint32_t made = machines_[0]->match().confirmed_tick() - alone_from_tick_;
    if (made * 2 < machines_[0]->rate() * (alone_us / second_us) && !machines_[0]->match().finished())
        trouble_ = "the host did not go on after its last guest had left";
    return true;
}

}  // namespace game
