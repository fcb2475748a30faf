// Where two replays differ first, by playing both side by side. For the command diff and for whoever looks for the reason of a difference.
#pragma once

#include <cstdint>
#include <optional>

#include "game/content/content.h"
#include "game/match/replay.h"
#include "game/match/world_difference.h"

namespace game {

struct ReplayDiff {
    // The first tick that ends in different worlds, and the first field there; 0 with the worlds that they begin with. Where all worlds are
    // equal: group "inputs" (index: seat; field "bits" or "state"), "hashes" (as stored) or "replay" ("first_tick", "last_tick").
    std::uint32_t tick = 0;
    WorldDifference first;
    // The first tick with different inputs, and the seat.
    std::optional<std::uint32_t> inputs_tick;
    int inputs_seat = 0;
};

struct ReplayWithContent {
    const Replay& replay;
    const Content& content;  // fits the replay
};

// Nothing where both are the same game, tick by tick, with the same stored hashes.
std::optional<ReplayDiff> diff_replays(const ReplayWithContent& a, const ReplayWithContent& b);

}  // namespace game
