#include "game/match/replay_diff.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "game/sim/snapshot.h"
#include "game/sim/step.h"

namespace game {
namespace {

// One of the two, at some tick.
class Playing {
  public:
    explicit Playing(const ReplayWithContent& source) : replay_(source.replay), content_(source.content) {
        if (replay_.start.empty()) {
            start_world(*world_, content_, replay_.seed, replay_.players);
            return;
        }
        const auto problem = unpack_world(replay_.start, content_, *world_);
        CHECK(!problem);
    }
    void go_to(std::uint32_t tick) {
        while (world_->header.tick < tick) {
            events_->clear();
            step(*world_, replay_.at(world_->header.tick + 1), content_, *events_);
        }
    }
    const World& world() const { return *world_; }

  private:
    const Replay& replay_;
    const Content& content_;
    std::unique_ptr<World> world_ = std::make_unique<World>();
    std::unique_ptr<Events> events_ = std::make_unique<Events>();
};

// Where the worlds are equal but something else is not.
ReplayDiff other_difference(std::uint32_t tick, const char* group, int index, const char* field, const std::string& a,
                            const std::string& b) {
    ReplayDiff diff;
    diff.tick = tick;
    diff.first = {group, static_cast<std::uint32_t>(index), 0, field, a, b};
    return diff;
}

std::optional<ReplayDiff> compare_inputs(const Replay& a, const Replay& b, std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t tick = first; tick <= last; ++tick) {
        if (a.at(tick) == b.at(tick)) continue;
        for (int seat = 0; seat < engine::max_seats; ++seat) {
            const auto& ours = a.at(tick).seats[static_cast<std::size_t>(seat)];
            const auto& theirs = b.at(tick).seats[static_cast<std::size_t>(seat)];
            if (ours == theirs) continue;
            const bool bits = ours.bits != theirs.bits;
            const auto text = [&](const engine::SeatInput& input) {
                return std::to_string(bits ? input.bits : static_cast<int>(input.state));
            };
            return other_difference(tick, "inputs", seat, bits ? "bits" : "state", text(ours), text(theirs));
        }
    }
    return std::nullopt;
}

std::optional<ReplayDiff> compare_hashes(const Replay& a, const Replay& b) {
    std::map<std::uint32_t, std::uint64_t> ours;
    for (const ReplayHash& hash : a.hashes) ours[hash.tick] = hash.hash;
    for (const ReplayHash& hash : b.hashes) {
        const auto found = ours.find(hash.tick);
        if (found == ours.end() || found->second == hash.hash) continue;
        return other_difference(hash.tick, "hashes", 0, "hash", engine::hash_text(found->second), engine::hash_text(hash.hash));
    }
    return std::nullopt;
}

}  // namespace

std::optional<ReplayDiff> diff_replays(const ReplayWithContent& a, const ReplayWithContent& b) {
    const std::uint32_t first = std::max(a.replay.first_tick, b.replay.first_tick);
    const std::uint32_t last = std::min(a.replay.last_tick(), b.replay.last_tick());
    const auto text = [](std::uint32_t tick) { return std::to_string(tick); };
    if (first > last + 1) {
        return other_difference(first, "replay", 0, "first_tick", text(a.replay.first_tick), text(b.replay.first_tick));
    }
    const auto inputs = compare_inputs(a.replay, b.replay, first, last);
    Playing ours(a);
    Playing theirs(b);
    for (std::uint32_t tick = first - 1; tick <= last; ++tick) {
        ours.go_to(tick);
        theirs.go_to(tick);
        if (hash_world(ours.world()) == hash_world(theirs.world())) continue;
        const auto difference = find_difference(ours.world(), theirs.world());
        CHECK(difference);
        ReplayDiff diff;
        diff.tick = tick;
        diff.first = *difference;
        if (inputs && inputs->tick <= tick) {
            diff.inputs_tick = inputs->tick;
            diff.inputs_seat = static_cast<int>(inputs->first.index);
        }
        return diff;
    }
    if (inputs) {
        ReplayDiff diff = *inputs;
        diff.inputs_tick = inputs->tick;
        diff.inputs_seat = static_cast<int>(inputs->first.index);
        return diff;
    }
    if (auto hashes = compare_hashes(a.replay, b.replay)) return hashes;
    if (a.replay.first_tick != b.replay.first_tick) {
        return other_difference(first - 1, "replay", 0, "first_tick", text(a.replay.first_tick), text(b.replay.first_tick));
    }
    if (a.replay.last_tick() != b.replay.last_tick()) {
        return other_difference(last + 1, "replay", 0, "last_tick", text(a.replay.last_tick()), text(b.replay.last_tick()));
    }
    return std::nullopt;
}

}  // namespace game
