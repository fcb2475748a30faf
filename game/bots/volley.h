// The shots that are under way, and what they will hit if nothing changes: enemies that are as good as dead need no more of them, and are
// no danger for long. Used by ace.
#pragma once

#include <array>
#include <cstdint>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

struct Volley {
    static constexpr int never = 1 << 20;

    // By place in the group of enemies.
    std::array<std::int32_t, decltype(World::enemies)::capacity> hits;     // shots on their way to it, at most what it takes
    std::array<std::int32_t, decltype(World::enemies)::capacity> dead_in;  // ticks until they have destroyed it, or never

    std::array<Fixed, decltype(World::enemies)::capacity> speed;  // as speed_of

    Volley(const World& world, const Content& content);
};

// Down, per tick, with what levels add.
Fixed speed_of(const Enemy& enemy, const World& world, const Content& content);

}  // namespace game
