// A world as bytes: what joiners, repairs, replays that begin inside a game, and their indexes hold. Bytes from outside are checked so far
// that the rules can go on from every world that passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

constexpr std::size_t most_snapshot_bytes = std::size_t{512} << 10;

// The live part of a world between two ticks, packed; with the version of the format and the hash of the content. At most
// most_snapshot_bytes.
std::vector<std::byte> pack_world(const World& world, const Content& content);

// Bytes from outside: never throws, sets nothing aside by what they say. Nothing: `world` is what was packed. Else a sentence that says why
// not, and `world` is empty.
std::optional<std::string> unpack_world(std::span<const std::byte> bytes, const Content& content, World& world);

// Why step() could not go on from this world; nothing where it can. Every world that step() made under this content passes.
std::optional<std::string> world_problem(const World& world, const Content& content);

}  // namespace game
