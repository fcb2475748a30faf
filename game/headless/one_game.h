// One game of a run: played through the match loop, and its line. Used by the run command, from several threads at once.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/match/play.h"
#include "game/match/replay.h"

namespace game {

constexpr int line_schema = 1;

// What all games of a run have in common; read only while they play.
struct RunPlan {
    Content content;
    std::string mode;  // as it was given; goes into replays
    std::vector<Override> overrides;
    std::string difficulty;
    int players = 1;
    std::vector<std::string> bots;                // a name for each seat
    std::array<Bot, engine::max_seats> flying{};  // nullptr: by the script, or idle
    std::vector<ScriptLine> script;
    std::uint32_t ticks = 0;  // the last tick at the latest
    std::optional<Replay> from;
    std::uint32_t from_tick = 0;
    std::filesystem::path trace, record;  // empty: none
    std::string identity;                 // 16 digits: equal for games that belong into one output
};

// Plays it and returns its line; writes trace and replay where the plan says so. Throws engine::Error (Failure) when they cannot be
// written. made counts ticks while it plays, for progress.
std::string play_game(const RunPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made);

// "classic-2p-7.wmr"
std::string replay_file_name(const std::string& mode, int players, std::uint64_t seed);

// [{"seat":0,"bot":"ace","score":1,"kills":1,"lives":1,"state":"flying"}, ...]
std::string pilots_json(const World& world, const std::vector<std::string>& bots);

}  // namespace game
