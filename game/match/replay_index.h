// Any tick of a replay at once: snapshots of its worlds at even distances, made by playing it through once on opening. Used by the replay
// scene and by whoever starts inside a game.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/content/content.h"
#include "game/match/replay.h"
#include "game/sim/world.h"

namespace game {

constexpr std::size_t replay_index_most_bytes = std::size_t{24} << 20;

class ReplayIndex {
  public:
    // Plays the replay, which fits the content, through. Both outlive the index.
    ReplayIndex(const Replay& replay, const Content& content);

    // The newest snapshot of a world after `tick` or an earlier one.
    struct Snapshot {
        std::uint32_t tick = 0;
        std::vector<std::byte> bytes;  // as pack_world
    };
    const Snapshot& before(std::uint32_t tick) const;
    // The world after this tick, first_tick - 1 to last_tick(): by playing at most spacing() ticks.
    void world_after(std::uint32_t tick, World& world) const;

    std::uint32_t spacing() const { return spacing_; }  // ticks
    std::size_t bytes() const { return bytes_; }        // at most replay_index_most_bytes, or of two snapshots

  private:
    void add(const World& world);

    const Replay& replay_;
    const Content& content_;
    std::vector<Snapshot> snapshots_;  // by tick
    std::uint32_t spacing_;
    std::size_t bytes_ = 0;
};

}  // namespace game
