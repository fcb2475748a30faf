// What a machine knows of a desync, as files for whoever looks for the reason: written when two machines of a game found that their worlds
// differ. Used by network play of app and headless programs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "game/match/match.h"
#include "game/match/online.h"
#include "game/match/replay.h"

namespace game {

struct DesyncReport {
    std::uint32_t tick = 0;  // whose hashes differ, the first that was noticed
    bool is_host = false;    // this machine is the host: its world counts
    std::uint8_t seats = 0;  // bit s: seat s is flown from the other machine
    std::string other;       // the other machine, for people: its pilots' names
    // Hashes of the world's parts after that tick as hash_world_parts gives them; empty: not known.
    std::vector<std::uint32_t> parts_here, parts_there;
};

struct WrittenReport {
    std::filesystem::path file;  // the JSON file; the recording lies beside it, with the ending .wmr
    std::string problem;         // a sentence; empty: both are written
};

// Two new files in `dir`, which is made where it is missing: desync-<mode>-<tick>.json with the last 600 confirmed inputs, and the
// recording. Files of earlier reports stay. Never throws.
WrittenReport write_desync_report(const std::filesystem::path& dir, const DesyncReport& report, const Replay& recording);

// Writes all that a network game has found to differ since the last call; empty `dir`: it is forgotten. One result a report.
std::vector<WrittenReport> write_differences(const std::filesystem::path& dir, Online& online, const Match& match);

}  // namespace game
