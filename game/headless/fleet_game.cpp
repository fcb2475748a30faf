#include "game/headless/fleet_game.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <memory>

#include "engine/core/check.h"
#include "game/headless/fleet_compare.h"
#include "game/headless/fleet_machine.h"
#include "net/sim_link.h"

namespace game {
namespace {

using net::Time;

constexpr Time second_us = 1'000'000;
constexpr Time start_us = second_us;
constexpr Time countdown_us = 3 * second_us;  // in a full lobby; pings are measured meanwhile
constexpr Time most_lobby_us = 30 * second_us;
// Longer than any pause and blackout together: whoever has made no tick for so long never will.
constexpr Time most_wait_us = 30 * second_us;
constexpr Time talk_on_its_way_us = 5 * second_us;  // a line said so shortly before the end need not have come
constexpr Time most_settle_us = 20 * second_us;     // for the last machine to finish after the host

double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

class FleetGame {
  public:
    FleetGame(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made) : plan_(plan), made_(made), rng_{seed} {}

    FleetResult play() {
        const double started = thread_seconds();
        deeds_.resize(static_cast<std::size_t>(plan_.players));
        while (result_.trouble.empty() && result_.figures.ticks < plan_.ticks) {
            begin_match();
            if (meet()) play_match();
            end_match();
        }
        check_play();
        result_.figures.cpu_seconds = thread_seconds() - started;
        return result_;
    }

  private:
    void begin_match() {
        ++result_.figures.matches;
        storm_.reset();
        machines_.clear();
        net_ = std::make_unique<net::SimNet>(rng_.next());
        now_ = start_us;
        host_ = nullptr;
        const std::uint64_t seed = rng_.next();
        const int watchers = plan_.profile.storm ? std::max(1, plan_.spectators) : plan_.spectators;
        for (int i = 0; i < plan_.players + watchers; ++i) {
            FleetMachineSetup setup;
            setup.number = static_cast<std::uint32_t>(i + 1);
            if (i < plan_.players) setup.bot = plan_.flying[static_cast<std::size_t>(i)];
            setup.last_tick = plan_.ticks - static_cast<std::uint32_t>(result_.figures.ticks);
            setup.delay_ticks = plan_.delay_ticks;
            setup.talks = plan_.chat;
            if (result_.figures.matches == 1 && i == plan_.spoil_machine) {
                setup.mishears = plan_.mishears;
                setup.spoil_tick = plan_.spoil_tick;
                setup.hang_tick = plan_.hang_tick;
            }
            if (plan_.profile.storm) setup.clock = 1 + (i == 0 ? -100e-6 : 100e-6) * (seed % 2 == 0 ? 1 : -1);
            machines_.push_back(std::make_unique<FleetMachine>(plan_.content, setup, *net_));
            for (std::uint32_t other = 1; other < setup.number; ++other) {
                const StormLine line = plan_.profile.storm ? draw_storm_line(rng_) : StormLine{plan_.profile.line, plan_.profile.line};
                lines_[{setup.number, other}] = line;
                net_->set_line(setup.number, other, line.there, line.back);
            }
        }
        machines_[0]->host(seed, plan_.players, now_);
        const std::size_t coming = static_cast<std::size_t>(plan_.players + plan_.spectators);
        const Time tick_us = second_us / plan_.content.mode.rate;
        for (std::size_t i = 0; i < coming; ++i) {
            if (i > 0) machines_[i]->join(machines_[0]->address(), now_);
            machines_[i]->sleep_until(now_ + rng_.below(static_cast<std::uint32_t>(tick_us)));
        }
    }

    FleetMachine* next_machine() {
        FleetMachine* next = nullptr;
        for (const auto& machine : machines_)
            if (machine->runs() && (next == nullptr || machine->next_turn() < next->next_turn())) next = machine.get();
        if (next != nullptr) now_ = std::max(now_, next->next_turn());
        return next;
    }

    // The lobby: until everybody is there and the host has started the game.
    bool meet() {
        Online& host = machines_[0]->online();
        Time full_at = 0;
        while (now_ < start_us + most_lobby_us) {
            FleetMachine& machine = *next_machine();
            machine.turn(now_);
            if (!machine.runs()) return fail(fmt::format("machine {} cannot join: {}", machine.number(), machine.ended()));
            const auto& seats = host.seats();
            if (std::all_of(seats.begin(), seats.end(), [](const LobbySeat& seat) { return seat.taken; }) &&
                host.spectators() == plan_.spectators && full_at == 0)
                full_at = now_;
            if (full_at != 0 && now_ >= full_at + countdown_us) {
                host.start(now_);
                began_ = now_;
                begin_storm();
                return true;
            }
        }
        return fail("the lobby does not fill");
    }

    void begin_storm() {
        FleetStormSetup setup;
        setup.every_us = 2 * second_us;
        if (plan_.profile.storm) {
            setup.incidents = {FleetIncident::Pause, FleetIncident::PauseForAll, FleetIncident::Blackout, FleetIncident::OtherLine,
                               FleetIncident::Leave, FleetIncident::Leave,       FleetIncident::Watch};
            setup.hosts_as_well = true;
            setup.away_us = 6 * second_us;
        } else if (plan_.rejoin_seconds > 0) {
            setup.incidents = {FleetIncident::Leave};
            setup.every_us = static_cast<Time>(plan_.rejoin_seconds * second_us / 2);
            setup.away_us = second_us;
        } else {
            return;
        }
        storm_ = std::make_unique<FleetStorm>(rng_.next(), std::move(setup), lines_, *net_, machines_, now_);
    }

    bool all_finished() const {
        return std::all_of(machines_.begin(), machines_.end(), [](const auto& machine) { return !machine->runs() || machine->finished(); });
    }

    // Of the match: whoever is cut off from the others while its game ends does not end theirs.
    bool is_the_end(const FleetMachine& machine) const {
        return machine.is_host() && (!storm_ || storm_->is_calm(machine) || all_finished()) && fleet_host(machines_) == &machine;
    }

    std::string unfinished() const {
        std::string list;
        for (const auto& machine : machines_)
            if (machine->runs() && !machine->finished())
                list += fmt::format("{}{} (at tick {})", list.empty() ? "" : ", ", machine->number(), machine->confirmed());
        return list;
    }

    void play_match() {
        Time settle_until = 0;
        std::uint32_t counted = 0;
        while (result_.trouble.empty()) {
            FleetMachine* machine = next_machine();
            if (machine == nullptr) now_ += second_us / 10;
            if (storm_ && host_ == nullptr) {
                storm_->pass(now_);
                if (!storm_->trouble().empty()) fail(storm_->trouble());
            } else if (storm_) {
                storm_->let_go_on(now_);
            }
            if (machine == nullptr || !machine->runs() || machine->next_turn() > now_) continue;
            machine->turn(now_);
            if (!machine->runs()) {
                if (!storm_ || (host_ != nullptr && !machine->watches()))
                    fail(fmt::format("machine {} ends: {}", machine->number(), machine->ended()));
                continue;
            }
            if (host_ == nullptr && machine->finished() && is_the_end(*machine)) {
                host_ = machine;
                settle_until = now_ + most_settle_us;
                settle();
            }
            if (host_ != nullptr && all_finished()) return;
            if (!machine->finished() && now_ > machine->moved_at() + most_wait_us) {
                fail(fmt::format("machine {} waits for ever after tick {}", machine->number(), machine->confirmed()));
            }
            if (settle_until != 0 && now_ > settle_until)
                fail(fmt::format("machine {} never learns how the match ended after tick {}", unfinished(), host_->confirmed()));
            if (machine->confirmed() >= counted + 1024) {
                made_ += machine->confirmed() - counted;
                counted = machine->confirmed();
            }
        }
    }

    // The match has ended at the host. Whoever is in it has to come to the same end; whoever was just coming (back) has nowhere to go.
    void settle() {
        if (!storm_) return;
        storm_->clear(now_);
        for (const auto& machine : machines_) {
            if (machine.get() == host_ || !machine->runs()) continue;
            const bool is_in = machine->plays() && !machine->is_host() && machine->online().connected();
            if (!is_in || !fleet_agrees(*host_, *machine)) machine->kill(now_);
        }
    }

    void end_match() {
        FleetFigures& sum = result_.figures;
        sum.seconds += static_cast<double>(now_ - began_) / second_us;
        const FleetMachine* host = host_ != nullptr ? host_ : fleet_host(machines_);
        if (host != nullptr) {
            for (const auto& machine : machines_) {
                if (machine.get() == host || !machine->plays()) continue;
                const std::string differs = fleet_difference(host->match().recording(), machine->match().recording());
                if (!differs.empty()) fail(fmt::format("{} between machines {} and {}", differs, host->number(), machine->number()));
            }
            sum.ticks += host->confirmed();
            for (const Hero& hero : host->match().world().heroes) sum.kills += hero.kills;
        }
        if (host == nullptr || host->confirmed() == 0) fail("a match without a single tick");
        if (plan_.chat) compare_talk();
        for (const auto& machine : machines_) {
            if (machine->plays())
                machine->leave(now_);
            else if (machine->runs())
                machine->kill(now_);
        }
        while (FleetMachine* machine = next_machine()) machine->turn(now_);
        for (std::size_t i = 0; i < machines_.size(); ++i) add_deeds(i);
        if (!storm_) return;
        const FleetStormCounts& counts = storm_->counts();
        for (const auto field : {&FleetStormCounts::pauses, &FleetStormCounts::pauses_for_all, &FleetStormCounts::blackouts,
                                 &FleetStormCounts::line_changes, &FleetStormCounts::leavings, &FleetStormCounts::kills,
                                 &FleetStormCounts::hosts_lost, &FleetStormCounts::splits, &FleetStormCounts::watchers})
            sum.storm.*field += counts.*field;
    }

    void compare_talk() {
        std::vector<const FleetTalk*> stayed;
        for (const auto& machine : machines_)
            if (machine->has_stayed()) stayed.push_back(&machine->talk());
        const FleetTalkCounts counts = FleetTalk::compare(stayed, now_ - std::min(now_, talk_on_its_way_us));
        FleetTalkCounts& sum = result_.figures.talk;
        sum.lines += counts.lines;
        sum.lost += counts.lost;
        sum.doubled += counts.doubled;
        if (counts.lost + counts.doubled > 0) fail(fmt::format("{} lines of chat were lost, {} came twice", counts.lost, counts.doubled));
    }

    void add_deeds(std::size_t i) {
        FleetFigures& sum = result_.figures;
        const FleetMachine& machine = *machines_[i];
        const FleetDeeds& deeds = machine.deeds();
        const net::SessionStats& stats = deeds.stats;
        if (!machine.watches()) {
            sum.made += stats.ticks;
            sum.stalls += stats.stalls;
            sum.rollbacks += stats.rollbacks;
            for (std::size_t depth = 0; depth < sum.rollback_depths.size(); ++depth)
                sum.rollback_depths[depth] += stats.rollback_depths[depth];
            sum.delay_ticks = std::max(sum.delay_ticks, deeds.delay_ticks);
            deeds_[i].flown += deeds.flown;
            deeds_[i].changed += deeds.changed;
            deeds_[i].pressed += deeds.pressed;
        }
        sum.hashes_compared += stats.hashes_compared;
        sum.desyncs += stats.desyncs;
        sum.repairs += stats.repairs;
        sum.bad_packets += stats.bad_packets;
        sum.conflicts += stats.conflicts;
        sum.packets += deeds.host_packets;
        sum.payload_bytes += deeds.host_payload_bytes;
        sum.wire_bytes += deeds.host_wire_bytes;
        sum.host_seconds += deeds.host_seconds;
        sum.link_seconds += deeds.guest_seconds;
        sum.repair_seconds = std::max(sum.repair_seconds, deeds.repair_seconds);
        sum.rejoin_seconds.insert(sum.rejoin_seconds.end(), deeds.rejoin_seconds.begin(), deeds.rejoin_seconds.end());
        if (stats.desyncs > (plan_.spoil_tick != 0 ? stats.repairs : 0))
            fail(fmt::format("machine {} has noticed that its world and another differ", machine.number()));
        if (stats.bad_packets != 0) fail(fmt::format("machine {} has got packets that it could not read", machine.number()));
        if (stats.conflicts != 0) fail(fmt::format("machine {} has got an input twice with different values", machine.number()));
    }

    // Nothing going wrong means something only where play happened.
    void check_play() {
        FleetFigures& sum = result_.figures;
        double quietest = -1;
        for (std::size_t i = 0; i < deeds_.size(); ++i) {
            const double seconds = static_cast<double>(deeds_[i].flown) / plan_.content.mode.rate;
            const double rate = seconds > 0 ? static_cast<double>(deeds_[i].changed) / seconds : 0;
            if (quietest < 0 || rate < quietest) quietest = rate;
            if (deeds_[i].pressed == 0) fail(fmt::format("pilot {} has never pressed anything", i + 1));
        }
        sum.inputs_changed_per_second = quietest;
        if (sum.kills == 0) fail("nobody has shot anything down");
        if (sum.hashes_compared == 0) fail("no hashes were compared");
        if (sum.rollbacks == 0 && plan_.profile.name != "lan") fail("nobody ever had to go back");
    }

    bool fail(const std::string& sentence) {
        if (result_.trouble.empty())
            result_.trouble = fmt::format("match {} at {:.1f} s: {}{}", result_.figures.matches, static_cast<double>(now_) / second_us,
                                          sentence, state());
        return false;
    }

    // Of every machine, for whoever looks for the cause.
    std::string state() const {
        std::string all;
        for (const auto& machine : machines_) all += fmt::format("; machine {}{}", machine->number(), machine->state(now_));
        return all;
    }

    const FleetPlan& plan_;
    std::atomic<std::uint64_t>& made_;
    engine::Rng rng_;
    std::unique_ptr<net::SimNet> net_;  // before the machines, which use it
    FleetMachines machines_;
    FleetStorm::Lines lines_;
    std::unique_ptr<FleetStorm> storm_;
    FleetMachine* host_ = nullptr;  // once the match has ended there
    Time now_ = start_us;
    Time began_ = start_us;          // to play
    std::vector<FleetDeeds> deeds_;  // of pilots, of all matches
    FleetResult result_;
};

}  // namespace

FleetResult play_fleet(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made) {
    CHECK(plan.players >= 2 && plan.players <= plan.content.mode.players_max && plan.ticks >= 1);
    return FleetGame(plan, seed, made).play();
}

double fleet_rejoin_seconds(const FleetFigures& figures, double part) {
    if (figures.rejoin_seconds.empty()) return 0;
    std::vector<double> sorted = figures.rejoin_seconds;
    std::sort(sorted.begin(), sorted.end());
    const auto at = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(at, 1, sorted.size()) - 1];
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
