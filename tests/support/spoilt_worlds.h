// Worlds with bytes changed in their live parts, as a lying machine might send them: for tests and fuzz targets of snapshots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "engine/core/inputs.h"
#include "engine/core/rng.h"
#include "game/content/content.h"
#include "game/sim/snapshot.h"
#include "game/sim/step.h"

namespace game::testing {

// Byte `at` of the header and the live items, counted through all parts; nullptr beyond them.
inline std::byte* live_byte(World& world, std::size_t at) {
    if (at < sizeof(world.header)) return reinterpret_cast<std::byte*>(&world.header) + at;
    at -= sizeof(world.header);
    std::byte* found = nullptr;
    for_each_group(
        [&](auto& group) {
            group.each_column([&](auto* column) {
                const std::size_t size = group.count * sizeof(*column);
                if (found == nullptr && at < size) found = reinterpret_cast<std::byte*>(column) + at;
                if (found == nullptr) at -= size;
            });
        },
        world);
    return found;
}

// Plays on with any keys; all seats but the first come and go. For sanitizers to watch.
inline void play_on(World& world, const Content& content, std::uint64_t seed, int ticks) {
    engine::Rng rng{seed};
    const auto events = std::make_unique<Events>();
    engine::Inputs inputs;
    inputs.seats[0].state = engine::SeatState::Flown;
    for (int i = 0; i < ticks; ++i) {
        for (engine::SeatInput& input : inputs.seats) {
            if (rng.below(8) == 0) input.bits = static_cast<std::uint16_t>(rng.next());
            if (rng.below(40) == 0 && &input != inputs.seats.data()) input.state = static_cast<engine::SeatState>(rng.below(3));
        }
        events->clear();
        step(world, inputs, content, *events);
    }
}

// Whether the world is refused as a snapshot. Where it is not, it plays on, and stays a world that would not be refused.
inline bool refused_or_plays(const World& spoilt, const Content& content, std::uint64_t seed, int ticks) {
    const auto taken = std::make_unique<World>();
    if (unpack_world(pack_world(spoilt, content), content, *taken)) return true;
    play_on(*taken, content, seed, ticks);
    const auto problem = world_problem(*taken, content);
    CHECK(!problem);
    return false;
}

}  // namespace game::testing
