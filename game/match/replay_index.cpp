#include "game/match/replay_index.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "engine/core/check.h"
#include "game/sim/snapshot.h"
#include "game/sim/step.h"

namespace game {
namespace {

constexpr std::uint32_t first_spacing = 512;  // ticks; doubled where the snapshots would take too much room

}  // namespace

ReplayIndex::ReplayIndex(const Replay& replay, const Content& content) : replay_(replay), content_(content), spacing_(first_spacing) {
    const auto world = std::make_unique<World>();
    if (replay.start.empty()) {
        start_world(*world, content, replay.seed, replay.players);
    } else {
        const auto problem = unpack_world(replay.start, content, *world);
        CHECK(!problem);
    }
    add(*world);
    const auto events = std::make_unique<Events>();
    for (const engine::Inputs& inputs : replay.inputs) {
        events->clear();
        step(*world, inputs, content, *events);
        if (world->header.tick - snapshots_.back().tick == spacing_) add(*world);
    }
}

void ReplayIndex::add(const World& world) {
    snapshots_.push_back({world.header.tick, pack_world(world, content_)});
    snapshots_.back().bytes.shrink_to_fit();
    bytes_ += sizeof(Snapshot) + snapshots_.back().bytes.size();
    if (bytes_ <= replay_index_most_bytes || snapshots_.size() <= 2) return;
    // Every second one goes; the first and, with it, the order of the others' distances stay.
    std::vector<Snapshot> kept;
    bytes_ = 0;
    for (std::size_t i = 0; i < snapshots_.size(); i += 2) {
        bytes_ += sizeof(Snapshot) + snapshots_[i].bytes.size();
        kept.push_back(std::move(snapshots_[i]));
    }
    snapshots_ = std::move(kept);
    spacing_ *= 2;
}

const ReplayIndex::Snapshot& ReplayIndex::before(std::uint32_t tick) const {
    const auto after = std::upper_bound(snapshots_.begin(), snapshots_.end(), tick,
                                        [](std::uint32_t wanted, const Snapshot& snapshot) { return wanted < snapshot.tick; });
    CHECK(after != snapshots_.begin() && tick <= replay_.last_tick());
    return *std::prev(after);
}

void ReplayIndex::world_after(std::uint32_t tick, World& world) const {
    const auto problem = unpack_world(before(tick).bytes, content_, world);
    CHECK(!problem);
    const auto events = std::make_unique<Events>();
    while (world.header.tick < tick) {
        events->clear();
        step(world, replay_.at(world.header.tick + 1), content_, *events);
    }
}

}  // namespace game
