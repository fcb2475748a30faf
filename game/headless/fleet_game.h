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

namespace game {

// What all seeds have in common; read only while they play.
struct FleetPlan {
    Content content;
    FleetProfile profile;
    int players = 2;  // 2 to Mode::players_max, each at a machine of its own; the first one's is the host
    std::array<Bot, engine::max_seats> flying{};
    std::uint32_t ticks = 0;                   // all matches together, at least 1
    std::optional<std::uint32_t> delay_ticks;  // fixed, 0 to 3; without: every machine chooses by itself, as in play
    // A planted fault for trials of the alarm: the world of this seat's machine goes wrong in this tick of the first match.
    int spoil_seat = 0;
    std::uint32_t spoil_tick = 0;  // 0: never
};

struct FleetFigures {
    std::uint32_t matches = 0;
    std::uint64_t ticks = 0;  // final ones, of the host
    double seconds = 0;       // virtual, from each match's first turn to its last
    double link_seconds = 0;  // the same, times the guests that were there

    // Over all machines:
    std::uint64_t made = 0, stalls = 0;  // turns that made a tick / that had to wait
    std::uint64_t rollbacks = 0, hashes_compared = 0, desyncs = 0, repairs = 0;
    std::array<std::uint64_t, 64> rollback_depths{};
    std::uint64_t bad_packets = 0, conflicts = 0;
    std::uint32_t delay_ticks = 0;  // the largest at a match's end

    // Of the host's sending, the busier direction:
    std::uint64_t packets = 0, payload_bytes = 0;

    std::uint64_t kills = 0;
    double inputs_changed_per_second = 0;  // of the quietest seat, in the ticks in which it was flown

    // Of a storm:
    std::uint32_t pauses = 0, blackouts = 0, leavings = 0, line_changes = 0;

    double cpu_seconds = 0;
};

struct FleetResult {
    FleetFigures figures;
    std::string trouble;  // the first thing that went wrong, a sentence; empty: nothing did
};

FleetResult play_fleet(const FleetPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made);

// The depth that this part of the rollbacks stayed within, ticks; with `of_ticks` also counting that many ticks without any.
std::uint32_t fleet_percentile(const FleetFigures& figures, double part, bool of_ticks);

}  // namespace game
