// A world's episode as bytes that may come from anywhere: magic, version, checksum of all that follows; seed, seeds to come, ticks, players
// and totals; the world as game/sim/snapshot packs it.
#include "engine/core/bytes.h"
#include "engine/core/hash.h"
#include "game/env/worlds.h"
#include "game/sim/snapshot.h"

namespace game {

namespace {

constexpr std::uint32_t magic = 0x1A534D57;  // WMS and 0x1A
constexpr std::uint8_t saved_version = 1;
constexpr std::uint32_t most_total = 1'000'000'000;  // more than any score; leaves room to add

}  // namespace

std::vector<std::byte> Worlds::save(std::size_t place) const {
    const Episode& episode = episodes_[place];
    engine::ByteWriter body;
    body.u64(episode.seed);
    body.u64(episode.seeds.state);
    body.u32(episode.ticks);
    body.u8(static_cast<std::uint8_t>(setup_.players));
    for (std::uint32_t seat = 0; seat < setup_.players; ++seat) {
        for (const std::int32_t total : episode.totals[seat]) body.u32(static_cast<std::uint32_t>(total));
    }
    body.bytes(pack_world(worlds_[place], content_));
    engine::ByteWriter out;
    out.u32(magic);
    out.u8(saved_version);
    out.u64(engine::hash_bytes(body.data()));
    out.bytes(body.data());
    return out.take();
}

std::optional<std::string> Worlds::load(std::size_t place, std::span<const std::byte> bytes) {
    engine::ByteReader in(bytes);
    if (in.u32() != magic || !in.ok()) return "this is no saved world";
    const std::uint8_t version = in.u8();
    const std::uint64_t checksum = in.u64();
    if (!in.ok()) return "the saved world is cut off";
    if (version != saved_version) {
        return "the saved world is of version " + std::to_string(version) + ", this library reads version " + std::to_string(saved_version);
    }
    const auto body = in.bytes(in.left());
    if (engine::hash_bytes(body) != checksum) return "the saved world is damaged: its checksum differs";

    engine::ByteReader of(body);
    Episode episode;
    episode.seed = of.u64();
    episode.seeds.state = of.u64();
    episode.ticks = of.u32();
    const std::uint32_t players = of.u8();
    if (!of.ok()) return "the saved world is cut off";
    if (players != setup_.players) {
        return "the saved world has " + std::to_string(players) + " players, these worlds have " + std::to_string(setup_.players);
    }
    for (std::uint32_t seat = 0; seat < players; ++seat) {
        for (std::int32_t& total : episode.totals[seat]) {
            const std::uint32_t value = of.u32();
            if (value > most_total) of.fail();
            total = static_cast<std::int32_t>(value);
        }
    }
    const auto packed = of.bytes(of.left());
    if (!of.ok()) return "the saved world is damaged: it is cut off, or a total is out of range";
    if (!spare_) spare_ = std::make_unique<World>();
    if (auto problem = unpack_world(packed, content_, *spare_)) return problem;
    if (spare_->header.players != players || spare_->heroes.count != players || spare_->header.tick != episode.ticks) {
        return "the saved world is damaged: its parts do not agree";
    }
    copy_world(worlds_[place], *spare_);
    episodes_[place] = episode;
    return std::nullopt;
}

}  // namespace game
