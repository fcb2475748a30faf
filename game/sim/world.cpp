#include "game/sim/world.h"

#include <algorithm>
#include <bit>
#include <span>

#include "engine/core/hash.h"

namespace game {

static_assert(std::endian::native == std::endian::little, "worlds and their hashes are little endian");

namespace {

// The count and the live items of a group lie next to each other.
template <typename T, std::uint32_t Capacity>
std::span<const std::byte> live_part(const engine::Group<T, Capacity>& group) {
    static_assert(sizeof(group) == 8 + Capacity * sizeof(T));
    return {reinterpret_cast<const std::byte*>(&group), 8 + group.count * sizeof(T)};
}

}  // namespace

void copy_world(World& to, const World& from) {
    to.header = from.header;
    for_each_group([](auto& into, const auto& out_of) { into.copy_from(out_of); }, to, from);
}

std::uint64_t hash_world(const World& world) {
    std::uint64_t hash = engine::hash_bytes(std::as_bytes(std::span(&world.header, 1)));
    for_each_group([&](const auto& group) { hash = engine::hash_bytes(live_part(group), hash); }, world);
    return hash;
}

std::array<std::uint32_t, world_parts> hash_world_parts(const World& world) {
    std::array<std::uint32_t, world_parts> parts{};
    std::size_t at = 0;
    parts[at++] = static_cast<std::uint32_t>(engine::hash_bytes(std::as_bytes(std::span(&world.header, 1))));
    for_each_group([&](const auto& group) { parts[at++] = static_cast<std::uint32_t>(engine::hash_bytes(live_part(group))); }, world);
    return parts;
}

std::size_t live_bytes(const World& world) {
    std::size_t bytes = sizeof(world.header);
    for_each_group([&](const auto& group) { bytes += live_part(group).size(); }, world);
    return bytes;
}

std::int32_t team_score(const World& world) {
    std::int32_t sum = 0;
    for (const Hero& hero : world.heroes) sum += hero.score;
    return sum;
}

const Hero* hero_of_seat(const World& world, int seat) {
    for (const Hero& hero : world.heroes) {
        if (hero.seat == seat) return &hero;
    }
    return nullptr;
}

}  // namespace game
