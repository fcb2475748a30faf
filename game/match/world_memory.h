// Memory for worlds that are kept besides the one in play. Used inside game/match only.
#pragma once

#include <cstdlib>
#include <memory>
#include <new>

#include "game/sim/world.h"

namespace game {

// Fresh zeroed memory that is only touched where a world lives: a World's capacity is far larger than what flies in it.
struct FreeWorld {
    void operator()(World* world) const { std::free(world); }
};
using WorldPointer = std::unique_ptr<World, FreeWorld>;
inline WorldPointer make_world() {
    auto* world = static_cast<World*>(std::calloc(1, sizeof(World)));
    if (world == nullptr) throw std::bad_alloc();
    return WorldPointer(world);
}

}  // namespace game
