// Where two worlds differ first, down to the field: for the diff of replays and for people who look for the reason of a desync.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "game/sim/world.h"

namespace game {

struct WorldDifference {
    std::string group;        // "header", or as in group_names
    std::uint32_t index = 0;  // place in the group, from 0
    Id id = 0;                // of the first world's item there, or where it has none of the second's; 0 in the header
    std::string field;        // as in game/sim/fields.h; "count" where the groups are equal as far as the shorter one goes
    std::string a, b;         // both values, in decimal digits
};

// In the order of the header and for_each_group; nothing where the worlds are equal.
std::optional<WorldDifference> find_difference(const World& a, const World& b);

}  // namespace game
