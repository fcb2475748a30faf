#include "game/match/replay.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"

namespace game {
namespace {

using engine::ByteReader;
using engine::ByteWriter;
using engine::SeatInput;
using engine::SeatState;

// The file: magic, version, checksum of all that follows, size of the unpacked body, the body packed by zstd.
constexpr std::array<std::byte, 4> magic{std::byte{'W'}, std::byte{'M'}, std::byte{'R'}, std::byte{0x1A}};
constexpr std::size_t header_bytes = 4 + 4 + 8 + 4;
constexpr std::size_t most_packed = std::size_t{64} << 20;
// Far above what replay_most_ticks of restless pilots need, and small enough to be harmless when a file lies.
constexpr std::size_t most_unpacked = std::size_t{128} << 20;
constexpr std::size_t most_text = 4096;
constexpr std::size_t most_overrides = 256;

void put_texts(ByteWriter& out, const std::vector<std::string>& texts) {
    out.varint(texts.size());
    for (const std::string& text : texts) out.text(text);
}

// A column of one seat: runs of equal input as (length, what changed in the bits, state).
void put_column(ByteWriter& out, const std::vector<engine::Inputs>& inputs, std::size_t seat) {
    std::uint16_t before = 0;
    for (std::size_t at = 0; at < inputs.size();) {
        const SeatInput value = inputs[at].seats[seat];
        std::size_t end = at + 1;
        while (end < inputs.size() && inputs[end].seats[seat] == value) ++end;
        out.varint(end - at);
        out.varint(static_cast<std::uint64_t>(value.bits ^ before) << 2 | static_cast<std::uint64_t>(value.state));
        before = value.bits;
        at = end;
    }
}

void get_column(ByteReader& in, std::vector<engine::Inputs>& inputs, std::size_t seat) {
    std::uint16_t bits = 0;
    for (std::size_t at = 0; at < inputs.size();) {
        const std::uint64_t run = in.varint();
        const std::uint64_t value = in.varint();
        const std::uint64_t state = value & 3;
        if (!in.ok() || run == 0 || run > inputs.size() - at || value >> 18 != 0 || state > static_cast<std::uint64_t>(SeatState::Held)) {
            in.fail();
            return;
        }
        bits = static_cast<std::uint16_t>(bits ^ (value >> 2));
        const SeatInput input{bits, static_cast<SeatState>(state)};
        for (const std::size_t end = at + static_cast<std::size_t>(run); at < end; ++at) inputs[at].seats[seat] = input;
    }
}

// Names end up on terminals: no control characters.
bool printable(const std::string& text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string get_name(ByteReader& in) {
    std::string text = in.text(most_text);
    if (!printable(text)) in.fail();
    return text;
}

bool read_body(ByteReader& in, Replay& replay) {
    replay.mode = get_name(in);
    replay.content_hash = in.u64();
    const std::uint64_t overrides = in.varint();
    if (overrides > most_overrides) return false;
    for (std::uint64_t i = 0; i < overrides && in.ok(); ++i) {
        Override& o = replay.overrides.emplace_back();
        o.key = get_name(in);
        o.value = get_name(in);
    }
    replay.seed = in.u64();
    const std::uint64_t players = in.varint();
    if (players < 1 || players > engine::max_seats) return false;
    replay.players = static_cast<int>(players);
    const std::uint64_t pilots = in.varint();
    if (pilots > engine::max_seats) return false;
    for (std::uint64_t i = 0; i < pilots && in.ok(); ++i) replay.pilots.push_back(get_name(in));

    const std::uint64_t ticks = in.varint();
    if (!in.ok() || ticks > replay_most_ticks) return false;
    replay.inputs.resize(static_cast<std::size_t>(ticks));
    for (std::size_t seat = 0; seat < engine::max_seats && in.ok(); ++seat) get_column(in, replay.inputs, seat);

    const std::uint64_t hashes = in.varint();
    if (!in.ok() || hashes > ticks) return false;
    replay.hashes.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(hashes, in.left() / 9)));
    std::uint64_t tick = 0;
    for (std::uint64_t i = 0; i < hashes && in.ok(); ++i) {
        const std::uint64_t gap = in.varint();
        if (gap == 0 || gap > ticks - tick) return false;
        tick += gap;
        replay.hashes.push_back({static_cast<std::uint32_t>(tick), in.u64()});
    }
    return in.done();
}

ReplayError damaged(const std::string& what) { return {false, what}; }

}  // namespace

std::vector<std::byte> encode_replay(const Replay& replay) {
    CHECK(replay.inputs.size() <= replay_most_ticks);
    ByteWriter body;
    body.text(replay.mode);
    body.u64(replay.content_hash);
    body.varint(replay.overrides.size());
    for (const Override& o : replay.overrides) {
        body.text(o.key);
        body.text(o.value);
    }
    body.u64(replay.seed);
    body.varint(static_cast<std::uint64_t>(replay.players));
    put_texts(body, replay.pilots);
    body.varint(replay.inputs.size());
    for (std::size_t seat = 0; seat < engine::max_seats; ++seat) put_column(body, replay.inputs, seat);
    body.varint(replay.hashes.size());
    std::uint32_t before = 0;
    for (const ReplayHash& h : replay.hashes) {
        body.varint(h.tick - before);
        body.u64(h.hash);
        before = h.tick;
    }

    std::vector<std::byte> packed(ZSTD_compressBound(body.size()));
    const std::size_t packed_size = ZSTD_compress(packed.data(), packed.size(), body.data().data(), body.size(), 9);
    CHECK(ZSTD_isError(packed_size) == 0);
    packed.resize(packed_size);

    ByteWriter rest;
    rest.u32(static_cast<std::uint32_t>(body.size()));
    rest.bytes(packed);
    ByteWriter out;
    out.bytes(magic);
    out.u32(replay_version);
    out.u64(engine::hash_bytes(rest.data()));
    out.bytes(rest.data());
    return out.take();
}

std::variant<Replay, ReplayError> decode_replay(std::span<const std::byte> bytes) {
    if (bytes.size() < magic.size() || !std::equal(magic.begin(), magic.end(), bytes.begin())) return damaged("not a replay of Wingmate");
    ByteReader in(bytes);
    in.bytes(magic.size());
    const std::uint32_t version = in.u32();
    if (!in.ok()) return damaged("the replay is cut off after its first bytes");
    if (version != replay_version) {
        return ReplayError{true, fmt::format("the replay is of version {}, this program plays version {}", version, replay_version)};
    }
    const std::uint64_t checksum = in.u64();
    if (bytes.size() < header_bytes) return damaged("the replay is cut off after its first bytes");
    if (engine::hash_bytes(bytes.subspan(16)) != checksum) return damaged("the replay is cut off or damaged: its checksum is wrong");
    const std::uint32_t size = in.u32();
    const auto packed = in.bytes(in.left());
    // The frame says its size itself; both must agree before anything is set aside for it.
    if (size > most_unpacked || ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) {
        return damaged("the replay is damaged: its sizes do not agree");
    }
    std::vector<std::byte> body(size);
    if (ZSTD_decompress(body.data(), body.size(), packed.data(), packed.size()) != size) {
        return damaged("the replay is damaged: it does not unpack");
    }
    Replay replay;
    ByteReader content(body);
    if (!read_body(content, replay)) return damaged("the replay is damaged: a value in it is out of range");
    return replay;
}

void save_replay(const std::filesystem::path& file, const Replay& replay) {
    const std::string problem = engine::write_file(file, encode_replay(replay));
    if (!problem.empty()) throw engine::Error(engine::ExitCode::Failure, problem);
}

std::variant<Replay, ReplayError> load_replay(const std::filesystem::path& file) {
    const auto bytes = engine::read_file(file, most_packed);
    if (!bytes) return damaged(fmt::format("{}: cannot be read", file.string()));
    auto result = decode_replay(*bytes);
    if (auto* error = std::get_if<ReplayError>(&result)) error->sentence = file.string() + ": " + error->sentence;
    return result;
}

}  // namespace game
