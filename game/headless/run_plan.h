// What all games of a run have in common, worked out from the command line: content of every combination of --set, pilots, limits. Made by
// the run command, read by one_game.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/headless/options.h"
#include "game/match/play.h"
#include "game/match/replay.h"

namespace game {

// Names of pilots that are no bots of ours.
constexpr std::string_view inputs_pilot = "inputs";
constexpr std::string_view pipe_prefix = "pipe:";

// One combination of the values of --set.
struct Variant {
    Content content;
    std::vector<Override> overrides;
};

// Read only while games are played.
struct RunPlan {
    std::vector<Variant> variants;  // at least one
    std::string mode;               // as it was given; goes into replays
    std::string difficulty;
    int players = 1;
    std::vector<std::string> bots;                          // a name for each seat
    std::array<Bot, engine::max_seats> flying{};            // nullptr: by the script, by a program, or idle
    std::array<std::string, engine::max_seats> programs{};  // command of a seat's program (pipe:), or empty
    std::chrono::milliseconds bot_timeout{10'000};          // how long a program may think about a tick
    std::filesystem::path inputs;
    std::vector<ScriptLine> script;
    std::uint32_t ticks = 0;  // the last tick at the latest
    bool ticks_given = false;
    std::filesystem::path from_file;
    std::optional<Replay> from;
    std::uint32_t from_tick = 0;
    std::filesystem::path data, trace, record;  // empty: none
    std::filesystem::path crash_folder;         // where the replay of a game goes in which a CHECK failed
    std::uint32_t fail_tick = 0;                // a planted fault: a CHECK fails in this tick; 0: never. For trials of the alarm
    std::string identity;                       // 16 digits: equal for games that belong into one output

    std::uint64_t first_seed = 1, last_seed = 1;
    // A game's number, from 0: its seed and its place in `variants`. Lines come in this order.
    std::uint64_t seed_of(std::uint64_t number) const { return first_seed + number / variants.size(); }
    std::size_t variant_of(std::uint64_t number) const { return static_cast<std::size_t>(number % variants.size()); }
    std::uint64_t number_of(std::uint64_t seed, std::size_t variant) const { return (seed - first_seed) * variants.size() + variant; }
    std::uint64_t games() const { return (last_seed - first_seed + 1) * variants.size(); }
};

// Loads what is to be played. Throws engine::Error: Usage for what does not fit together, BadData for files.
RunPlan make_plan(const RunOptions& options);

// A command line that plays this one game again.
std::string command_of(const RunPlan& plan, std::uint64_t seed, std::size_t variant);

}  // namespace game
