#include "net/messages.h"

#include <bit>
#include <type_traits>

#include "engine/core/bytes.h"
#include "engine/core/check.h"

namespace net {

namespace {

using engine::ByteReader;
using engine::ByteWriter;

// Both directions of a field. When reading, a value outside low ... high fails the whole message.
template <class Io, class T>
void number(Io& io, T& value, std::uint64_t low, std::uint64_t high) {
    using Bare = std::remove_const_t<T>;
    if constexpr (Io::reading) {
        std::uint64_t raw = 0;
        if constexpr (sizeof(Bare) == 1) raw = io.u8();
        if constexpr (sizeof(Bare) == 2) raw = io.u16();
        if constexpr (sizeof(Bare) == 4) raw = io.u32();
        if constexpr (sizeof(Bare) == 8) raw = io.u64();
        if (raw < low || raw > high) {
            io.fail();
            raw = low;
        }
        value = static_cast<Bare>(raw);
    } else {
        if constexpr (sizeof(Bare) == 1) io.u8(static_cast<std::uint8_t>(value));
        if constexpr (sizeof(Bare) == 2) io.u16(static_cast<std::uint16_t>(value));
        if constexpr (sizeof(Bare) == 4) io.u32(static_cast<std::uint32_t>(value));
        if constexpr (sizeof(Bare) == 8) io.u64(static_cast<std::uint64_t>(value));
    }
}

template <class Io, class T>
void whole(Io& io, T& value) {
    number(io, value, 0, static_cast<std::make_unsigned_t<std::remove_const_t<T>>>(-1));
}

template <class Io, class T>
void text(Io& io, T& value, std::size_t most) {
    if constexpr (Io::reading) {
        value = io.text(most);
    } else {
        io.text(std::string_view(value).substr(0, most));
    }
}

// A count byte, then that many elements, which `each` handles.
template <class Io, class List, class Each>
void list(Io& io, List& items, std::size_t low, std::size_t high, const Each& each) {
    auto count = static_cast<std::uint8_t>(items.size());
    number(io, count, low, high);
    if constexpr (Io::reading) items.resize(io.ok() ? count : 0);
    for (auto& item : items) each(item);
}

// Single bits, low first, in whole bytes; the unused bits of the last one are zero.
template <class Io>
class Bits {
  public:
    explicit Bits(Io& io) : io_(io) {}
    template <class T>
    void take(T& value, int count) {
        std::uint32_t raw = Io::reading ? 0u : static_cast<std::uint32_t>(value);
        for (int i = 0; i < count; ++i) {
            if constexpr (Io::reading) {
                if (at_ == 0) byte_ = io_.u8();
                raw |= static_cast<std::uint32_t>(byte_ >> at_ & 1) << i;
            } else {
                byte_ = static_cast<std::uint8_t>(byte_ | (raw >> i & 1) << at_);
            }
            if (++at_ == 8) next_byte();
        }
        if constexpr (Io::reading) value = static_cast<T>(raw);
    }
    void finish() {
        if constexpr (Io::reading) {
            if (at_ != 0 && byte_ >> at_ != 0) io_.fail();
        } else {
            if (at_ != 0) io_.u8(byte_);
        }
    }

  private:
    void next_byte() {
        if constexpr (!Io::reading) io_.u8(byte_);
        at_ = 0;
        byte_ = 0;
    }
    Io& io_;
    int at_ = 0;
    std::uint8_t byte_ = 0;
};

// A bit: changed? Then a bit: the state? with its two bits; four bits: which nibbles? with each of them.
template <class Io, class Delta>
void delta_fields(Bits<Io>& bits, Delta& delta) {
    std::uint32_t changed = delta == InputDelta{} ? 0 : 1;
    bits.take(changed, 1);
    if (changed == 0) return;
    std::uint32_t state_changed = delta.state != 0 ? 1 : 0;
    bits.take(state_changed, 1);
    std::uint32_t state = delta.state;
    if (state_changed != 0) bits.take(state, 2);
    std::uint32_t nibbles = 0;
    for (int n = 0; n < 4; ++n) nibbles |= (delta.bits >> (4 * n) & 15) != 0 ? 1u << n : 0u;
    bits.take(nibbles, 4);
    std::uint32_t changed_bits = 0;
    for (int n = 0; n < 4; ++n) {
        if ((nibbles >> n & 1) == 0) continue;
        std::uint32_t nibble = delta.bits >> (4 * n) & 15;
        bits.take(nibble, 4);
        changed_bits |= nibble << (4 * n);
    }
    if constexpr (Io::reading) delta = {static_cast<std::uint16_t>(changed_bits), static_cast<std::uint16_t>(state)};
}

constexpr std::uint8_t has_ack = 1 << 4, has_hash = 1 << 5, same_span = 1 << 6, unused = 1 << 7;

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, InputsMessage> {
    std::uint8_t flags = 0;
    if constexpr (!Io::reading) {
        for (const InputSpan& span : m.spans) {
            CHECK(span.seat < engine::max_seats && span.deltas.size() >= 1 && span.deltas.size() <= most_inputs);
            CHECK(flags >> span.seat == 0);
            flags = static_cast<std::uint8_t>(flags | 1 << span.seat);
        }
        bool same = m.spans.size() >= 2;
        for (const InputSpan& span : m.spans)
            same = same && span.first == m.spans[0].first && span.deltas.size() == m.spans[0].deltas.size();
        if (same) flags |= same_span;
        if (m.ack) flags |= has_ack;
        if (m.hash) flags |= has_hash;
    }
    whole(io, flags);
    if constexpr (Io::reading) {
        if ((flags & unused) != 0 || ((flags & same_span) != 0 && std::popcount(static_cast<unsigned>(flags & 15)) < 2)) io.fail();
        if ((flags & has_ack) != 0) m.ack.emplace();
        if ((flags & has_hash) != 0) m.hash.emplace();
        if (io.ok())
            for (std::uint8_t s = 0; s < engine::max_seats; ++s)
                if ((flags >> s & 1) != 0) m.spans.push_back({.seat = s, .first = 0, .deltas = {}});
    }
    whole(io, m.number);
    if (m.ack) {
        whole(io, *m.ack);
        whole(io, m.held_ms);
    }
    whole(io, m.tick);
    whole(io, m.ahead);
    for (std::size_t i = 0; i < m.spans.size(); ++i) {
        auto& span = m.spans[i];
        if (i > 0 && (flags & same_span) != 0) {
            if constexpr (Io::reading) {
                span.first = m.spans[0].first;
                span.deltas.resize(m.spans[0].deltas.size());
            }
            continue;
        }
        // distance of the first tick from `tick`, sign in the lowest bit
        const auto distance = static_cast<std::int16_t>(static_cast<std::uint16_t>(span.first - m.tick));
        auto zigzag = static_cast<std::uint16_t>(distance << 1 ^ distance >> 15);
        auto count = static_cast<std::uint8_t>(span.deltas.size());
        if constexpr (Io::reading) {
            const std::uint64_t raw = io.varint();
            if (raw > 0xFFFF) io.fail();
            zigzag = static_cast<std::uint16_t>(raw);
            span.first = static_cast<std::uint16_t>(m.tick + static_cast<std::uint16_t>(zigzag >> 1 ^ -(zigzag & 1)));
        } else {
            io.varint(zigzag);
        }
        number(io, count, 1, most_inputs);
        if constexpr (Io::reading) span.deltas.resize(io.ok() ? count : 0);
    }
    if (m.hash) {
        auto& hash = *m.hash;
        whole(io, hash.tick);
        whole(io, hash.hash);
    }
    Bits<Io> bits(io);
    for (auto& span : m.spans)
        for (auto& delta : span.deltas) delta_fields(bits, delta);
    bits.finish();
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Hello> {
    number(io, m.magic, hello_magic, hello_magic);
    whole(io, m.protocol);
    text(io, m.build, most_name_bytes);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Refused> {
    text(io, m.sentence, most_sentence_bytes);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Offer> {
    text(io, m.game, most_name_bytes);
    text(io, m.mode, most_name_bytes);
    whole(io, m.content_hash);
    number(io, m.rate, 1, 1000);
    number(io, m.seats, 1, engine::max_seats);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Join> {
    whole(io, m.content_hash);
    list(io, m.pilots, 1, engine::max_seats, [&](auto& pilot) { text(io, pilot, most_pilot_bytes); });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, LobbyMessage> {
    list(io, m.seats, 1, engine::max_seats, [&](auto& seat) {
        number(io, seat.taken, 0, 1);
        number(io, seat.host, 0, 1);
        text(io, seat.pilot, most_pilot_bytes);
        whole(io, seat.ping_ms);
    });
    number(io, m.yours, 0, (1u << engine::max_seats) - 1);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Start> {
    whole(io, m.seed);
    number(io, m.first_tick, 1, 0x7FFFFFFF);
    for (auto& state : m.states) {
        auto raw = static_cast<std::uint8_t>(state);
        number(io, raw, 0, static_cast<std::uint8_t>(engine::SeatState::Held));
        if constexpr (Io::reading) state = static_cast<engine::SeatState>(raw);
    }
    number(io, m.window_ms, 0, 1000);
    number(io, m.delay_ticks, 0, 3);
    number(io, m.hash_period, 1, 600);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Ping> || std::is_same_v<std::remove_const_t<M>, Pong> {
    whole(io, m.stamp);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, SeatsLeft> {
    number(io, m.seats, 1, (1u << engine::max_seats) - 1);
    number(io, m.reason, 0, static_cast<std::uint8_t>(LeaveReason::HostEnded));
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Farewell> {
    number(io, m.reason, 0, static_cast<std::uint8_t>(LeaveReason::HostEnded));
}

template <std::size_t I = 0>
std::optional<Message> decode_as(std::size_t index, ByteReader& reader) {
    if constexpr (I < std::variant_size_v<Message>) {
        if (index != I) return decode_as<I + 1>(index, reader);
        using M = std::variant_alternative_t<I, Message>;
        M m;
        fields(reader, m);
        // another version's greeting may go on after what we know of it
        const bool open_ended = std::is_same_v<M, Hello> || std::is_same_v<M, Refused>;
        if (!(open_ended ? reader.ok() : reader.done())) return std::nullopt;
        return Message(std::in_place_index<I>, std::move(m));
    } else {
        return std::nullopt;
    }
}

}  // namespace

std::vector<std::byte> encode(const Message& message) {
    ByteWriter writer;
    writer.u8(static_cast<std::uint8_t>(message.index()));
    std::visit([&](const auto& m) { fields(writer, m); }, message);
    return writer.take();
}

std::optional<Message> decode(std::span<const std::byte> bytes) {
    ByteReader reader(bytes);
    const std::uint8_t index = reader.u8();
    if (!reader.ok()) return std::nullopt;
    return decode_as(index, reader);
}

std::size_t wire_bits(const InputDelta& delta) {
    if (delta == InputDelta{}) return 1;
    std::size_t bits = 1 + 1 + 4 + (delta.state != 0 ? 2 : 0);
    for (int n = 0; n < 4; ++n) bits += (delta.bits >> (4 * n) & 15) != 0 ? 4 : 0;
    return bits;
}

}  // namespace net
