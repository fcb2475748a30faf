// The replays that are saved after each game: data folder/replays, the last fifty. Used by the play, results and replay scenes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/match/replay.h"

namespace game {

struct ReplayFile {
    std::filesystem::path file;
    std::string date;  // "2026-11-21 07:57"
    std::string mode;
    std::int64_t score = 0;
};

constexpr std::size_t most_replays = 50;

// "2026-11-21-075752-classic-56000.wingmate"; `seconds` since 1970, shown in the machine's own time zone.
std::string replay_name(std::int64_t seconds, const std::string& mode, std::int64_t score);
// Nothing when the name is not one that replay_name gives.
std::optional<ReplayFile> parse_replay_name(const std::filesystem::path& file);

// Newest first.
std::vector<ReplayFile> list_replays(const std::filesystem::path& folder);
// Saves and removes the oldest beyond `most_replays`. The file, or nothing (with a log line) when that failed.
std::optional<std::filesystem::path> keep_replay(const std::filesystem::path& folder, const Replay& replay, const std::string& mode,
                                                 std::int64_t score, std::int64_t seconds);

}  // namespace game
