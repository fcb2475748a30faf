#include "game/match/replay.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "game/sim/snapshot.h"

namespace game {
namespace {

using engine::ByteReader;
using engine::ByteWriter;
using engine::SeatState;

// The file: magic, version, checksum of all that follows; then the sections, each its unpacked size, its packed size, and its bytes packed
// by zstd. What is alike lies together and is packed by itself.
constexpr std::array<std::byte, 4> magic{std::byte{'W'}, std::byte{'M'}, std::byte{'R'}, std::byte{0x1A}};
constexpr std::size_t header_bytes = 4 + 4 + 8;
constexpr std::size_t most_packed = std::size_t{64} << 20;
constexpr std::size_t most_text = 4096;
constexpr std::size_t most_overrides = 256;
constexpr int pack_level = 12;

struct Sections {
    ByteWriter head;     // all that is small; seat states as runs; the ticks of hashes
    ByteWriter lengths;  // seat by seat: how long the bits stay as they are
    ByteWriter buttons;  // what changed then: the low byte of the bits, against the one before
    ByteWriter axes;     // the high byte
    ByteWriter hashes;

    std::array<const ByteWriter*, 5> all() const { return {&head, &lengths, &buttons, &axes, &hashes}; }
};

// A tick takes at most so many bytes of each section, head included besides its texts and the start.
constexpr std::array<std::size_t, 5> most_bytes_per_tick = {25, 4 * engine::max_seats, engine::max_seats, engine::max_seats, 8};
constexpr std::size_t most_head = (std::size_t{2} * most_overrides + 8) * (most_text + 2) + most_snapshot_bytes + 64;

// The length of the run of equal values that begins at `at`.
template <typename Value>
std::size_t run_length(const std::vector<engine::Inputs>& inputs, std::size_t at, const Value& value) {
    std::size_t end = at + 1;
    while (end < inputs.size() && value(inputs[end]) == value(inputs[at])) ++end;
    return end - at;
}

void put_seat(Sections& out, const std::vector<engine::Inputs>& inputs, std::size_t seat) {
    const auto state_of = [&](const engine::Inputs& tick) { return tick.seats[seat].state; };
    for (std::size_t at = 0; at < inputs.size();) {
        const std::size_t run = run_length(inputs, at, state_of);
        out.head.varint(run);
        out.head.u8(static_cast<std::uint8_t>(state_of(inputs[at])));
        at += run;
    }
    const auto bits_of = [&](const engine::Inputs& tick) { return tick.seats[seat].bits; };
    std::uint16_t before = 0;
    for (std::size_t at = 0; at < inputs.size();) {
        const std::size_t run = run_length(inputs, at, bits_of);
        const std::uint16_t bits = bits_of(inputs[at]);
        out.lengths.varint(run);
        out.buttons.u8(static_cast<std::uint8_t>(bits ^ before));
        out.axes.u8(static_cast<std::uint8_t>(bits >> 8));
        before = bits;
        at += run;
    }
}

// One of the lists of runs: set(tick, value) for every tick, while the reader lasts.
template <typename Read, typename Set>
void get_runs(ByteReader& lengths, std::size_t ticks, const Read& read, const Set& set) {
    for (std::size_t at = 0; at < ticks;) {
        const std::uint64_t run = lengths.varint();
        const auto value = read();
        if (!lengths.ok() || run == 0 || run > ticks - at) {
            lengths.fail();
            return;
        }
        for (const std::size_t end = at + static_cast<std::size_t>(run); at < end; ++at) set(at, value);
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

void put_head(ByteWriter& head, const Replay& replay) {
    head.text(replay.mode);
    head.u64(replay.content_hash);
    head.varint(replay.overrides.size());
    for (const Override& o : replay.overrides) {
        head.text(o.key);
        head.text(o.value);
    }
    head.u64(replay.seed);
    head.varint(static_cast<std::uint64_t>(replay.players));
    head.varint(replay.pilots.size());
    for (const std::string& pilot : replay.pilots) head.text(pilot);
    head.varint(replay.first_tick);
    head.varint(replay.start.size());
    head.bytes(replay.start);
    head.varint(replay.inputs.size());
    head.varint(replay.hashes.size());
}

// Up to the number of ticks and of hashes.
bool read_head(ByteReader& in, Replay& replay, std::size_t& ticks, std::size_t& hashes) {
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
    const std::uint64_t first_tick = in.varint();
    if (first_tick < 1 || first_tick > replay_most_first_tick) return false;
    replay.first_tick = static_cast<std::uint32_t>(first_tick);
    const std::uint64_t start_bytes = in.varint();
    if (start_bytes > most_snapshot_bytes || (first_tick != 1 && start_bytes == 0)) return false;
    const auto start = in.bytes(static_cast<std::size_t>(start_bytes));
    replay.start.assign(start.begin(), start.end());
    const std::uint64_t tick_count = in.varint();
    const std::uint64_t hash_count = in.varint();
    if (!in.ok() || tick_count > replay_most_ticks || hash_count > tick_count) return false;
    ticks = static_cast<std::size_t>(tick_count);
    hashes = static_cast<std::size_t>(hash_count);
    return true;
}

// What one section holds, unpacked; nothing where it lies about its size or would be larger than `most`.
std::optional<std::vector<std::byte>> unpack_section(ByteReader& in, std::size_t most) {
    const std::uint32_t size = in.u32();
    const std::uint32_t packed_size = in.u32();
    const auto packed = in.bytes(packed_size);
    // The frame says its size itself; both must agree before anything is set aside for it.
    if (!in.ok() || size > most || ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) return std::nullopt;
    std::vector<std::byte> section(size);
    if (ZSTD_decompress(section.data(), section.size(), packed.data(), packed.size()) != size) return std::nullopt;
    return section;
}

bool read_sections(ByteReader& in, Replay& replay) {
    const auto head_bytes = unpack_section(in, most_head + replay_most_ticks * most_bytes_per_tick[0]);
    if (!head_bytes) return false;
    ByteReader head(*head_bytes);
    std::size_t ticks = 0;
    std::size_t hashes = 0;
    if (!read_head(head, replay, ticks, hashes)) return false;
    std::array<std::vector<std::byte>, 5> sections;
    for (std::size_t i = 1; i < sections.size(); ++i) {
        auto section = unpack_section(in, ticks * most_bytes_per_tick[i]);
        if (!section) return false;
        sections[i] = std::move(*section);
    }
    ByteReader lengths(sections[1]);
    ByteReader buttons(sections[2]);
    ByteReader axes(sections[3]);
    ByteReader values(sections[4]);

    replay.inputs.resize(ticks);
    for (std::size_t seat = 0; seat < engine::max_seats; ++seat) {
        const auto read_state = [&] {
            const std::uint8_t state = head.u8();
            if (state > static_cast<std::uint8_t>(SeatState::Held)) head.fail();
            return static_cast<SeatState>(state);
        };
        get_runs(head, ticks, read_state, [&](std::size_t at, SeatState state) { replay.inputs[at].seats[seat].state = state; });
        std::uint16_t bits = 0;
        const auto read_bits = [&] {
            const auto low = static_cast<std::uint8_t>(bits ^ buttons.u8());
            bits = static_cast<std::uint16_t>(low | axes.u8() << 8);
            return bits;
        };
        get_runs(lengths, ticks, read_bits, [&](std::size_t at, std::uint16_t now) { replay.inputs[at].seats[seat].bits = now; });
    }
    replay.hashes.reserve(hashes);
    std::uint64_t tick = replay.first_tick - 1;
    for (std::size_t i = 0; i < hashes && head.ok(); ++i) {
        const std::uint64_t gap = head.varint();
        if (gap == 0 || gap > replay.last_tick() - tick) return false;
        tick += gap;
        replay.hashes.push_back({static_cast<std::uint32_t>(tick), values.u64()});
    }
    return in.done() && head.done() && lengths.done() && buttons.done() && axes.done() && values.done();
}

ReplayError damaged(const std::string& what) { return {false, what}; }

}  // namespace

std::vector<std::byte> encode_replay(const Replay& replay) {
    CHECK(replay.inputs.size() <= replay_most_ticks && replay.start.size() <= most_snapshot_bytes);
    CHECK(replay.first_tick >= 1 && replay.first_tick <= replay_most_first_tick && (replay.first_tick == 1 || !replay.start.empty()));
    Sections sections;
    put_head(sections.head, replay);
    for (std::size_t seat = 0; seat < engine::max_seats; ++seat) put_seat(sections, replay.inputs, seat);
    std::uint32_t before = replay.first_tick - 1;
    for (const ReplayHash& h : replay.hashes) {
        sections.head.varint(h.tick - before);
        sections.hashes.u64(h.hash);
        before = h.tick;
    }

    ByteWriter rest;
    for (const ByteWriter* section : sections.all()) {
        std::vector<std::byte> packed(ZSTD_compressBound(section->size()));
        const std::size_t packed_size = ZSTD_compress(packed.data(), packed.size(), section->data().data(), section->size(), pack_level);
        CHECK(ZSTD_isError(packed_size) == 0);
        rest.u32(static_cast<std::uint32_t>(section->size()));
        rest.u32(static_cast<std::uint32_t>(packed_size));
        rest.bytes(std::span(packed).first(packed_size));
    }
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
    Replay replay;
    if (!read_sections(in, replay)) return damaged("the replay is damaged: a size or a value in it is out of range");
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
