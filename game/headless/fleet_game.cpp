#include "game/headless/fleet_game.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "engine/core/check.h"
#include "game/headless/fleet_machine.h"
#include "game/headless/fleet_storm.h"
#include "game/match/online_start.h"
#include "net/sim_link.h"

namespace game {
namespace {

using net::Time;

constexpr Time second_us = 1'000'000;
// Longer than any pause and blackout together: whoever has made no tick for so long never will.
constexpr Time most_wait_us = 20 * second_us;
constexpr Time most_settle_us = 20 * second_us;  // for the last machine to finish after the host

double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// How far two recordings that began together agree.
std::string difference(const Replay& host, const Replay& guest, int seat) {
    const std::size_t both = std::min(host.inputs.size(), guest.inputs.size());
    for (std::size_t i = 0; i < both; ++i)
        if (host.inputs[i] != guest.inputs[i]) return fmt::format("the inputs of tick {} differ between host and seat {}", i + 1, seat);
    auto theirs = guest.hashes.begin();
    for (const ReplayHash& ours : host.hashes) {
        while (theirs != guest.hashes.end() && theirs->tick < ours.tick) ++theirs;
        if (theirs == guest.hashes.end()) break;
        if (theirs->tick == ours.tick && theirs->hash != ours.hash)
            return fmt::format("the worlds after tick {} differ between host and seat {}", ours.tick, seat);
    }
    return {};
}

// On average: |N(0,1)| is 0.8.
std::uint32_t round_trip_ms(const StormLine& line) {
    const Time delays_us = line.there.delay_us + line.back.delay_us;
    return static_cast<std::uint32_t>((delays_us + (line.there.jitter_us + line.back.jitter_us) * 4 / 5) / 1000);
}

class FleetGame {
  public:
    FleetGame(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made) : plan_(plan), made_(made), rng_{seed} {}

    FleetResult play() {
        const double started = thread_seconds();
        while (result_.trouble.empty() && result_.figures.ticks < plan_.ticks) {
            begin_match();
            play_match();
            end_match();
        }
        check_play();
        result_.figures.cpu_seconds = thread_seconds() - started;
        return result_;
    }

  private:
    void begin_match() {
        ++result_.figures.matches;
        net_ = std::make_unique<net::SimNet>(rng_.next());
        storm_.reset();
        machines_.clear();
        const std::uint64_t seed = rng_.next();
        const Time tick_us = second_us / plan_.content.mode.rate;
        std::vector<StormLine> lines;
        std::uint32_t ping_ms = 0;  // the slowest guest's, as the lobby would have measured it
        for (int seat = 0; seat < plan_.players; ++seat) {
            lines.push_back(plan_.profile.storm ? draw_storm_line(rng_) : StormLine{plan_.profile.line, plan_.profile.line});
            if (seat > 0) ping_ms = std::max(ping_ms, round_trip_ms(lines.back()));
        }
        for (int seat = 0; seat < plan_.players; ++seat) {
            const StormLine& line = lines[static_cast<std::size_t>(seat)];
            net::SimLink& link = net_->add_peer();
            if (seat > 0) net_->connect(link.id(), 1, line.there, line.back, start_us);
            FleetMachineSetup setup;
            setup.seat = seat;
            setup.players = plan_.players;
            setup.bot = plan_.flying[static_cast<std::size_t>(seat)];
            setup.seed = seed;
            setup.last_tick = plan_.ticks - static_cast<std::uint32_t>(result_.figures.ticks);
            setup.delay_ticks = plan_.delay_ticks.value_or(starting_delay(ping_ms, plan_.content.mode.rate));
            if (seat == 0) setup.wait_us = starting_wait_us(ping_ms);
            setup.adapt_delay = !plan_.delay_ticks;
            setup.spoil_tick = result_.figures.matches == 1 && seat == plan_.spoil_seat ? plan_.spoil_tick : 0;
            if (plan_.profile.storm) setup.clock = 1 + (seat == 0 ? -100e-6 : 100e-6) * (seed % 2 == 0 ? 1 : -1);
            // A guest begins when the host's word reaches it, at any moment of its own clock.
            setup.first_turn = start_us + (seat == 0 ? 0 : line.back.delay_us) + rng_.below(static_cast<std::uint32_t>(tick_us));
            machines_.push_back(std::make_unique<FleetMachine>(plan_.content, setup, link));
        }
        if (plan_.profile.storm) storm_ = std::make_unique<FleetStorm>(rng_.next(), std::move(lines), *net_, machines_, start_us);
    }

    FleetMachine& host() { return *machines_.front(); }

    FleetMachine& next_machine() {
        FleetMachine* next = &host();
        for (const auto& machine : machines_)
            if (!machine->left() && machine->next_turn() < next->next_turn()) next = machine.get();
        return *next;
    }

    bool all_finished() const {
        return std::all_of(machines_.begin(), machines_.end(),
                           [](const auto& machine) { return machine->left() || machine->match().finished(); });
    }

    void play_match() {
        Time settle_until = 0;
        std::uint32_t counted = 0;
        for (;;) {
            FleetMachine& machine = next_machine();
            now_ = machine.next_turn();
            if (storm_ && settle_until == 0) storm_->pass(now_);
            if (storm_ && storm_->over(now_)) return;
            if (machine.left() || machine.next_turn() > now_) continue;
            machine.turn(now_);
            const bool is_host = &machine == &host();
            if (machine.match().finished()) {
                if (is_host && settle_until == 0) {
                    settle_until = now_ + most_settle_us;
                    if (storm_) storm_->clear(now_);
                }
                if (all_finished()) return;
            } else if (now_ > machine.moved_at() + most_wait_us) {
                return fail(fmt::format("seat {} waits for ever after tick {}", machine.seat(), machine.match().world().header.tick));
            }
            if (settle_until != 0 && now_ > settle_until) return fail("a machine never learns how the match ended");
            if (is_host && machine.match().confirmed_tick() >= counted + 1024) {
                made_ += machine.match().confirmed_tick() - counted;
                counted = machine.match().confirmed_tick();
            }
        }
    }

    void end_match() {
        FleetFigures& sum = result_.figures;
        const double seconds = static_cast<double>(now_ - start_us) / second_us;
        sum.seconds += seconds;
        for (const auto& machine : machines_) {
            const net::SessionStats& stats = machine->session().stats();
            sum.made += stats.ticks;
            sum.stalls += stats.stalls;
            sum.rollbacks += stats.rollbacks;
            sum.hashes_compared += stats.hashes_compared;
            sum.desyncs += stats.desyncs;
            sum.repairs += stats.repairs;
            sum.bad_packets += stats.bad_packets;
            sum.conflicts += stats.conflicts;
            for (std::size_t i = 0; i < sum.rollback_depths.size(); ++i) sum.rollback_depths[i] += stats.rollback_depths[i];
            sum.delay_ticks = std::max(sum.delay_ticks, machine->session().delay_ticks());
            if (machine.get() != &host()) {
                const Time until = machine->left() ? machine->next_turn() : now_;
                sum.link_seconds += static_cast<double>(std::min(until, now_) - start_us) / second_us;
                const std::string differs = difference(host().match().recording(), machine->match().recording(), machine->seat());
                if (!differs.empty()) fail(differs);
            }
            if (stats.desyncs > (plan_.spoil_tick != 0 ? stats.repairs : 0))
                fail(fmt::format("seat {} has noticed that its world and another differ", machine->seat()));
            if (stats.bad_packets != 0) fail(fmt::format("seat {} has got packets that it could not read", machine->seat()));
            if (stats.conflicts != 0) fail(fmt::format("seat {} has got an input twice with different values", machine->seat()));
        }
        sum.packets += host().session().stats().packets_sent;
        sum.payload_bytes += host().session().stats().payload_bytes_sent;
        if (storm_) {
            sum.pauses += storm_->counts().pauses;
            sum.blackouts += storm_->counts().blackouts;
            sum.leavings += storm_->counts().leavings;
            sum.line_changes += storm_->counts().line_changes;
            if (!storm_->trouble().empty()) fail(storm_->trouble());
        }
        const Replay& record = host().match().recording();
        sum.ticks += record.inputs.size();
        for (std::size_t i = 1; i < record.inputs.size(); ++i) {
            for (std::size_t s = 0; s < static_cast<std::size_t>(plan_.players); ++s) {
                const engine::SeatInput& input = record.inputs[i].seats[s];
                flown_[s] += input.state == engine::SeatState::Flown;
                const auto change = static_cast<std::uint16_t>(input.bits ^ record.inputs[i - 1].seats[s].bits);
                changed_[s] += change != 0;
                // Focus is the fleet's own doing
                pressed_[s] += (change & ~static_cast<std::uint16_t>(engine::Button::Focus)) != 0;
            }
        }
        for (const Hero& hero : host().match().world().heroes) sum.kills += hero.kills;
        if (record.inputs.empty()) fail("a match without a single tick");
    }

    // Nothing going wrong means something only where play happened.
    void check_play() {
        FleetFigures& sum = result_.figures;
        double quietest = -1;
        for (std::size_t s = 0; s < static_cast<std::size_t>(plan_.players); ++s) {
            const double seconds = static_cast<double>(flown_[s]) / plan_.content.mode.rate;
            const double rate = seconds > 0 ? static_cast<double>(changed_[s]) / seconds : 0;
            if (quietest < 0 || rate < quietest) quietest = rate;
            if (pressed_[s] == 0) fail(fmt::format("seat {} has never pressed anything", s));
        }
        sum.inputs_changed_per_second = quietest;
        if (sum.kills == 0) fail("nobody has shot anything down");
        if (sum.hashes_compared == 0) fail("no hashes were compared");
        if (sum.rollbacks == 0 && plan_.profile.name != "lan") fail("nobody ever had to go back");
    }

    void fail(const std::string& sentence) {
        if (result_.trouble.empty()) result_.trouble = fmt::format("match {}: {}", result_.figures.matches, sentence);
    }

    static constexpr Time start_us = second_us;

    const FleetPlan& plan_;
    std::atomic<std::uint64_t>& made_;
    engine::Rng rng_;
    std::unique_ptr<net::SimNet> net_;  // before the machines, which use it
    std::vector<std::unique_ptr<FleetMachine>> machines_;
    std::unique_ptr<FleetStorm> storm_;
    Time now_ = start_us;
    std::array<std::uint64_t, engine::max_seats> flown_{}, changed_{}, pressed_{};
    FleetResult result_;
};

}  // namespace

FleetResult play_fleet(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made) {
    CHECK(plan.players >= 2 && plan.players <= plan.content.mode.players_max && plan.ticks >= 1);
    return FleetGame(plan, seed, made).play();
}

std::uint32_t fleet_percentile(const FleetFigures& figures, double part, bool of_ticks) {
    const std::uint64_t all = of_ticks ? std::max(figures.made, figures.rollbacks) : figures.rollbacks;
    std::uint64_t seen = all - figures.rollbacks;
    for (std::uint32_t depth = 0; depth < figures.rollback_depths.size(); ++depth) {
        seen += figures.rollback_depths[depth];
        if (static_cast<double>(seen) >= part * static_cast<double>(all)) return depth;
    }
    return static_cast<std::uint32_t>(figures.rollback_depths.size());
}

}  // namespace game
