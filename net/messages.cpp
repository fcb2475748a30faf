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

template <class Io, class Key>
void key(Io& io, Key& value) {
    for (auto& byte : value) {
        auto raw = static_cast<std::uint8_t>(byte);
        whole(io, raw);
        if constexpr (Io::reading) byte = static_cast<std::byte>(raw);
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

// A wire number as its distance from another one, sign in the lowest bit: one byte while they are less than 64 apart.
template <class Io, class T>
void near_to(Io& io, T& value, std::uint16_t base) {
    const auto distance = static_cast<std::int16_t>(static_cast<std::uint16_t>(value - base));
    auto zigzag = static_cast<std::uint16_t>(distance << 1 ^ distance >> 15);
    if constexpr (Io::reading) {
        const std::uint64_t raw = io.varint();
        if (raw > 0xFFFF) io.fail();
        zigzag = static_cast<std::uint16_t>(raw);
        value = static_cast<std::uint16_t>(base + static_cast<std::uint16_t>(zigzag >> 1 ^ -(zigzag & 1)));
    } else {
        io.varint(zigzag);
    }
}

// In the high half of the first byte.
constexpr std::uint8_t has_ack = 1 << 4, has_hash = 1 << 5, unused = 3 << 6;

std::uint8_t flags_of(const InputsMessage& m) { return static_cast<std::uint8_t>((m.ack ? has_ack : 0) | (m.hash ? has_hash : 0)); }

// Which seats have a span (low half), and which of them the same ticks as the first one (high half).
std::uint8_t seats_of(const InputsMessage& m) {
    unsigned seats = 0;
    for (const InputSpan& span : m.spans) {
        CHECK(span.seat < engine::max_seats && !span.deltas.empty() && span.deltas.size() <= most_inputs);
        CHECK((seats & 15) >> span.seat == 0);
        const InputSpan& first = m.spans[0];
        seats |= 1u << span.seat;
        if (span.seat != first.seat && span.first == first.first && span.deltas.size() == first.deltas.size()) seats |= 16u << span.seat;
    }
    return static_cast<std::uint8_t>(seats);
}

// A bit: anything but "the same throughout"? Then a bit: as the receiver sent it? If not, the deltas.
template <class Io, class Span>
void span_bits(Bits<Io>& bits, Span& span) {
    std::uint32_t varied = span.as_sent ? 1 : 0;
    for (const InputDelta& delta : span.deltas) varied |= delta == InputDelta{} ? 0u : 1u;
    bits.take(varied, 1);
    if (varied == 0) return;
    std::uint32_t as_sent = span.as_sent ? 1 : 0;
    bits.take(as_sent, 1);
    if constexpr (Io::reading) span.as_sent = as_sent != 0;
    if (as_sent != 0) return;
    for (auto& delta : span.deltas) delta_fields(bits, delta);
}

template <class Io, class M>
void input_fields(Io& io, M& m, std::uint8_t flags) {
    std::uint8_t seats = 0;
    if constexpr (!Io::reading) seats = seats_of(m);
    whole(io, seats);
    const unsigned with_span = seats & 15u, shared = seats >> 4;
    if constexpr (Io::reading) {
        const unsigned first_seat = with_span & (~with_span + 1);
        if ((flags & unused) != 0 || (shared & ~with_span) != 0 || (shared & first_seat) != 0) io.fail();
        if ((flags & has_ack) != 0) m.ack.emplace();
        if ((flags & has_hash) != 0) m.hash.emplace();
        for (std::uint8_t s = 0; s < engine::max_seats && io.ok(); ++s)
            if ((with_span >> s & 1) != 0) m.spans.push_back({.seat = s, .first = 0, .deltas = {}});
    }
    whole(io, m.number);
    if (m.ack) near_to(io, *m.ack, m.number);
    near_to(io, m.tick, m.number);
    if ((m.number & 1) != 0) {
        whole(io, m.ahead);
    } else if (m.ack) {
        whole(io, m.held_ms);
    }
    for (auto& span : m.spans) {
        if ((shared >> span.seat & 1) != 0) {
            if constexpr (Io::reading) {
                span.first = m.spans[0].first;
                span.deltas.resize(m.spans[0].deltas.size());
            }
            continue;
        }
        near_to(io, span.first, m.tick);
        auto count = static_cast<std::uint8_t>(span.deltas.size());
        number(io, count, 1, most_inputs);
        if constexpr (Io::reading) span.deltas.resize(io.ok() ? count : 0);
    }
    if (m.hash) {
        auto& hash = *m.hash;
        near_to(io, hash.tick, m.tick);
        whole(io, hash.hash);
    }
    Bits<Io> bits(io);
    for (auto& span : m.spans) span_bits(bits, span);
    bits.finish();
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Hello> {
    number(io, m.magic, hello_magic, hello_magic);
    whole(io, m.protocol);
    text(io, m.build, most_name_bytes);
    key(io, m.key);
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
    key(io, m.key);
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

template <std::size_t I = 1>
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
    static_assert(std::variant_size_v<Message> <= 16 && std::is_same_v<std::variant_alternative_t<0, Message>, InputsMessage>);
    ByteWriter writer;
    std::visit(
        [&](const auto& m) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(m)>, InputsMessage>) {
                writer.u8(flags_of(m));
                input_fields(writer, m, 0);
            } else {
                writer.u8(static_cast<std::uint8_t>(message.index()));
                fields(writer, m);
            }
        },
        message);
    return writer.take();
}

std::optional<Message> decode(std::span<const std::byte> bytes) {
    ByteReader reader(bytes);
    const std::uint8_t first = reader.u8();
    if (!reader.ok()) return std::nullopt;
    if ((first & 15) != 0) return decode_as(first, reader);
    InputsMessage m;
    input_fields(reader, m, first);
    if (!reader.done()) return std::nullopt;
    return Message(std::move(m));
}

std::size_t wire_bits(const InputDelta& delta) {
    if (delta == InputDelta{}) return 1;
    std::size_t bits = 1 + 1 + 4 + (delta.state != 0 ? 2 : 0);
    for (int n = 0; n < 4; ++n) bits += (delta.bits >> (4 * n) & 15) != 0 ? 4 : 0;
    return bits;
}

}  // namespace net
