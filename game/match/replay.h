// A recorded game: what it was played with, the world it began with where that is inside a game, every seat's confirmed inputs, and hashes
// of the world. One format for the app, network games and headless runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/inputs.h"
#include "game/content/load_content.h"

namespace game {

constexpr std::uint32_t replay_version = 2;
constexpr std::uint32_t replay_hash_period = 60;  // ticks between stored hashes
// The longest recording: 18 hours at 60 ticks a second. Bounds what a lying file can make a reader set aside.
constexpr std::size_t replay_most_ticks = 4'000'000;
constexpr std::uint32_t replay_most_first_tick = 1U << 30;

struct ReplayHash {
    std::uint32_t tick = 0;
    std::uint64_t hash = 0;
};

struct Replay {
    std::string mode;  // as given: a name or a path
    std::uint64_t content_hash = 0;
    std::vector<Override> overrides;
    std::uint64_t seed = 1;
    int players = 1;
    std::vector<std::string> pilots;  // names, "bot:ace"
    std::uint32_t first_tick = 1;     // at most replay_most_first_tick
    std::vector<std::byte> start;     // the world after tick first_tick - 1 (snapshot.h); empty: the one of seed and players, before tick 1
    std::vector<engine::Inputs> inputs;  // inputs[k] is tick first_tick + k
    std::vector<ReplayHash> hashes;      // every replay_hash_period ticks, and after the last

    std::uint32_t last_tick() const { return first_tick - 1 + static_cast<std::uint32_t>(inputs.size()); }
    // first_tick to last_tick()
    const engine::Inputs& at(std::uint32_t tick) const { return inputs[tick - first_tick]; }
};

// A sentence that says what is wrong with a file; without the file's name from decode_replay, with it from load_replay.
struct ReplayError {
    bool is_mismatch = false;  // readable, but of another version or content (exit code 5); else damaged (4)
    std::string sentence;
};

// Packed, compressed, with a checksum. At most replay_most_ticks ticks.
std::vector<std::byte> encode_replay(const Replay& replay);
// Bytes from outside: never throws.
std::variant<Replay, ReplayError> decode_replay(std::span<const std::byte> bytes);

// Written aside, synced, renamed: there is the whole file or none. Throws engine::Error (Failure) with a sentence.
void save_replay(const std::filesystem::path& file, const Replay& replay);
std::variant<Replay, ReplayError> load_replay(const std::filesystem::path& file);

}  // namespace game
