// A fleet's game from one seed: matches of several machines over bad lines under a virtual clock, one after the other until so many minutes
// are played; figures of all of them, and what went wrong. Used by the fleet command and by tests, from several threads at once.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/headless/fleet_profile.h"
#include "game/headless/fleet_storm.h"

namespace game {

// What all seeds have in common; read only while they play.
struct FleetPlan {
    Content content;
    FleetProfile profile;
    int players = 2;  // 2 to Mode::players_max, each at a machine of its own; the first one's is the host
    std::array<Bot, engine::max_seats> flying{};
    std::uint32_t ticks = 0;                   // all matches together, at least 1
    std::optional<std::uint32_t> delay_ticks;  // fixed, 0 to 3; without: every machine chooses by itself, as in play
    int spectators = 0;                        // 0 to 16, from the beginning, each at a machine of its own
    bool chat = false;                         // every machine says a line as often as it may
    double rejoin_seconds = 0;                 // so often a guest is killed and comes back at once; 0: never. A storm has its own
    // Planted faults for trials of the alarm, at this machine (the host is 0), in this tick of the first match; 0: never. Its world goes
    // wrong; it makes no further tick.
    int spoil_machine = 1;
    std::uint32_t spoil_tick = 0, hang_tick = 0;
    bool mishears = false;  // this machine does not hear all that is said
};

struct FleetFigures {
    std::uint32_t matches = 0;
    std::uint64_t ticks = 0;  // final ones, of the host
    double seconds = 0;       // virtual, from each match's first tick to its last
    // Over all machines:
    std::uint64_t made = 0, stalls = 0;  // turns that made a tick / that had to wait
    std::uint64_t rollbacks = 0, hashes_compared = 0, desyncs = 0, repairs = 0;
    std::array<std::uint64_t, 64> rollback_depths{};
    std::uint64_t bad_packets = 0, conflicts = 0;
    std::uint32_t delay_ticks = 0;  // the largest at a match's end

    // What hosts send, the busier direction:
    std::uint64_t packets = 0, payload_bytes = 0;  // of their sessions
    std::uint64_t wire_bytes = 0;                  // everything, with IP and UDP headers
    double host_seconds = 0;                       // that somebody was the host
    double link_seconds = 0;                       // the same, times the others in play

    std::vector<double> rejoin_seconds;  // of those who came back: from the first packet to their first own input that was final

    double repair_seconds = 0;  // from the tick that was to go wrong to that world being repaired; 0: none was

    std::uint64_t kills = 0;
    double inputs_changed_per_second = 0;  // of the quietest pilot, while flying

    FleetStormCounts storm;
    FleetTalkCounts talk;

    double cpu_seconds = 0;
};

struct FleetResult {
    FleetFigures figures;
    std::string trouble;  // the first thing that went wrong, a sentence; empty: nothing did
};

FleetResult play_fleet(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made);

// The time that this part of those who came back stayed within; 0 where nobody did.
double fleet_rejoin_seconds(const FleetFigures& figures, double part);

// The depth that this part of the rollbacks stayed within, ticks; with `of_ticks` also counting that many ticks without any.
std::uint32_t fleet_percentile(const FleetFigures& figures, double part, bool of_ticks);

}  // namespace game
