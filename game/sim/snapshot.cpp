#include "game/sim/snapshot.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cstring>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "game/sim/fields.h"

namespace game {
namespace {

using engine::ByteReader;
using engine::ByteWriter;

// Version, hash of the content, size of the unpacked body, the body packed by zstd. The body: the header, then each group's count and its
// live items, as they lie in memory (little endian on every machine).
constexpr std::uint8_t snapshot_version = 1;
constexpr int level = 3;  // of zstd

template <typename T>
std::span<const std::byte> bytes_of(const T* items, std::size_t count) {
    return std::as_bytes(std::span(items, count));
}

// The counter in the high byte of an id.
std::uint32_t counter_of(Id id) { return id >> 24; }

template <typename Struct>
std::optional<std::string> range_problem(const char* where, std::uint32_t index, const Struct& item) {
    std::optional<std::string> problem;
    for_each_field(item, [&](const auto& field, std::int64_t value) {
        if (problem || (value >= field.least && value <= field.most)) return;
        problem = fmt::format("{} {}: {} is {}", where, index, field.name, value);
    });
    return problem;
}

std::optional<std::string> header_problem(const World& world, const Content& content) {
    const WorldHeader& header = world.header;
    if (auto problem = range_problem("header", 0, header)) return problem;
    if (header.next_spawn > content.mode.spawns.size()) return "header: next_spawn is beyond the mode's list";
    if (header.supply_timer > header.tick) return "header: supply_timer is ahead of the tick";
    if (header.over_tick > header.tick) return "header: over_tick is ahead of the tick";
    if ((header.over_tick != 0) != (header.phase == Phase::Over)) return "header: phase and over_tick do not agree";
    if (header.players > content.mode.players_max) return "header: more players than the mode has";
    return std::nullopt;
}

std::optional<std::string> heroes_problem(const World& world, const Content& content) {
    int last_seat = -1;
    for (const Hero& hero : world.heroes) {
        if (hero.seat <= last_seat || hero.seat >= content.mode.players_max) return "heroes: seats are not in order";
        last_seat = hero.seat;
        const bool has_plane = hero.state == HeroState::Flying || hero.state == HeroState::Absent;
        if (has_plane && hero.lives == 0) return "heroes: one without a life flies";
        if (hero.id == 0) return "heroes: one has no id";
    }
    for (int seat = 0; seat < world.header.players; ++seat) {
        if (hero_of_seat(world, seat) == nullptr) return "heroes: a seat that the game began with is missing";
    }
    return std::nullopt;
}

std::optional<std::string> others_problem(const World& world, const Content& content) {
    for (const Shot& shot : world.hero_shots) {
        if (hero_of_seat(world, shot.seat) == nullptr) return "hero_shots: one is of a seat without a hero";
        if (counter_of(shot.id) != shot.seat + 1U) return "hero_shots: an id is not of its seat";
    }
    for (const Enemy& enemy : world.enemies) {
        if (enemy.kind >= content.enemies.size()) return "enemies: one is of no known kind";
        if ((enemy.state == EnemyState::Flying) != (enemy.hits_left > 0)) return "enemies: state and hits_left do not agree";
    }
    for (const EnemyShot& shot : world.enemy_shots) {
        if (shot.pattern >= content.patterns.size()) return "enemy_shots: one is of no known pattern";
    }
    return std::nullopt;
}

void clear(World& world) {
    world.header = {};
    for_each_group([](auto& group) { group.clear(); }, world);
}

template <typename Group>
bool read_group(ByteReader& in, Group& group) {
    const std::uint32_t count = in.u32();
    if (!in.ok() || count > Group::capacity) return false;
    bool fine = true;
    group.each_column([&](auto* column) {
        const auto items = in.bytes(count * sizeof(*column));
        fine = fine && in.ok();
        if (fine && count > 0) std::memcpy(static_cast<void*>(column), items.data(), items.size());
    });
    group.count = count;  // also when cut off, so that what was read is cleared
    return fine;
}

bool read_body(ByteReader& in, World& world) {
    const auto header = in.bytes(sizeof(world.header));
    if (!in.ok()) return false;
    std::memcpy(static_cast<void*>(&world.header), header.data(), header.size());
    bool fine = true;
    for_each_group([&](auto& group) { fine = fine && read_group(in, group); }, world);
    return fine && in.done();
}

}  // namespace

std::vector<std::byte> pack_world(const World& world, const Content& content) {
    ByteWriter body;
    body.bytes(bytes_of(&world.header, 1));
    for_each_group(
        [&](const auto& group) {
            body.u32(group.count);
            group.each_column([&](const auto* column) { body.bytes(bytes_of(column, group.count)); });
        },
        world);
    std::vector<std::byte> packed(ZSTD_compressBound(body.size()));
    const std::size_t packed_size = ZSTD_compress(packed.data(), packed.size(), body.data().data(), body.size(), level);
    CHECK(ZSTD_isError(packed_size) == 0);
    packed.resize(packed_size);

    ByteWriter out;
    out.u8(snapshot_version);
    out.u64(content.hash);
    out.u32(static_cast<std::uint32_t>(body.size()));
    out.bytes(packed);
    CHECK(out.size() <= most_snapshot_bytes);
    return out.take();
}

std::optional<std::string> unpack_world(std::span<const std::byte> bytes, const Content& content, World& world) {
    clear(world);
    if (bytes.size() > most_snapshot_bytes) return "the snapshot is too large";
    ByteReader in(bytes);
    const std::uint8_t version = in.u8();
    if (in.ok() && version != snapshot_version) {
        return fmt::format("the snapshot is of version {}, this program reads version {}", version, snapshot_version);
    }
    const std::uint64_t content_hash = in.u64();
    const std::uint32_t size = in.u32();
    if (!in.ok()) return "the snapshot is cut off";
    if (content_hash != content.hash) {
        return fmt::format("the snapshot is of content {}, this program has {}", engine::hash_text(content_hash),
                           engine::hash_text(content.hash));
    }
    const auto packed = in.bytes(in.left());
    // The frame says its size itself; both must agree, and no world is larger, before anything is set aside for it.
    if (size > sizeof(World) || ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) {
        return "the snapshot is damaged: its sizes do not agree";
    }
    std::vector<std::byte> body(size);
    if (ZSTD_decompress(body.data(), body.size(), packed.data(), packed.size()) != size) {
        return "the snapshot is damaged: it does not unpack";
    }
    ByteReader content_of(body);
    std::optional<std::string> problem;
    if (!read_body(content_of, world)) {
        problem = "a count in it is out of range";
    } else {
        problem = world_problem(world, content);
    }
    if (!problem) return std::nullopt;
    clear(world);
    return "the snapshot is damaged: " + *problem;
}

std::optional<std::string> world_problem(const World& world, const Content& content) {
    if (auto problem = header_problem(world, content)) return problem;
    std::optional<std::string> problem;
    std::size_t name = 0;
    for_each_group(
        [&](const auto& group) {
            const char* const where = group_names[name++];
            if (!problem && group.reserved != 0) problem = fmt::format("{}: reserved is {}", where, group.reserved);
            for (std::uint32_t i = 0; i < group.count && !problem; ++i) problem = range_problem(where, i, group[i]);
        },
        world);
    if (problem) return problem;
    if ((problem = heroes_problem(world, content))) return problem;
    return others_problem(world, content);
}

}  // namespace game
