#include "game/sim/world.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include "engine/core/hash.h"

namespace game {

static_assert(std::endian::native == std::endian::little, "worlds and their hashes are little endian");

namespace {

// Hashes pieces of memory one after the other; small ones are gathered, since many hashes of little cost more than one of much.
class Hasher {
  public:
    void add(std::span<const std::byte> piece) {
        if (piece.size() >= direct_from) {
            take();
            hash_ = engine::hash_bytes(piece, hash_);
            return;
        }
        if (gathered_ + piece.size() > buffer_.size()) take();
        if (!piece.empty()) std::memcpy(buffer_.data() + gathered_, piece.data(), piece.size());
        gathered_ += piece.size();
    }
    std::uint64_t take() {
        if (gathered_ > 0) hash_ = engine::hash_bytes({buffer_.data(), gathered_}, hash_);
        gathered_ = 0;
        return hash_;
    }

  private:
    static constexpr std::size_t direct_from = 512;
    std::array<std::byte, 2048> buffer_;
    std::size_t gathered_ = 0;
    std::uint64_t hash_ = 0;
};

// The count, and the live items.
template <typename Group, typename F>
void each_live_piece(const Group& group, F f) {
    f(std::as_bytes(std::span(&group.count, 1)));
    group.each_column([&](const auto* column) { f(std::as_bytes(std::span(column, group.count))); });
}

}  // namespace

void copy_world(World& to, const World& from) {
    to.header = from.header;
    for_each_group([](auto& into, const auto& out_of) { into.copy_from(out_of); }, to, from);
}

std::uint64_t hash_world(const World& world) {
    Hasher hasher;
    hasher.add(std::as_bytes(std::span(&world.header, 1)));
    for_each_group([&](const auto& group) { each_live_piece(group, [&](std::span<const std::byte> piece) { hasher.add(piece); }); }, world);
    return hasher.take();
}

std::array<std::uint32_t, world_parts> hash_world_parts(const World& world) {
    std::array<std::uint32_t, world_parts> parts{};
    std::size_t at = 0;
    parts[at++] = static_cast<std::uint32_t>(engine::hash_bytes(std::as_bytes(std::span(&world.header, 1))));
    for_each_group(
        [&](const auto& group) {
            Hasher hasher;
            each_live_piece(group, [&](std::span<const std::byte> piece) { hasher.add(piece); });
            parts[at++] = static_cast<std::uint32_t>(hasher.take());
        },
        world);
    return parts;
}

std::size_t live_bytes(const World& world) {
    std::size_t bytes = sizeof(world.header);
    for_each_group([&](const auto& group) { each_live_piece(group, [&](std::span<const std::byte> piece) { bytes += piece.size(); }); },
                   world);
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
