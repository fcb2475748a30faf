// Fields of messages in both directions: the same template writes with a ByteWriter and reads with a ByteReader. For messages*.cpp
// only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "engine/core/bytes.h"
#include "net/messages.h"

namespace net {

// messages_inputs.cpp: the whole of an InputsMessage. first: the byte that has been read already. Nothing where it is cut short, has a
// value out of range or something left over.
void write_inputs(engine::ByteWriter& writer, const InputsMessage& m);
std::optional<InputsMessage> read_inputs(engine::ByteReader& reader, std::uint8_t first);

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

template <class Io, class T>
void token(Io& io, T& value) {
    for (auto& byte : value) whole(io, byte);
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

// How the inputs of a seat mostly change: by its direction keys, the fire button or its axes.
enum class DeltaKind : std::uint8_t { Fire, Dx, Dy, Both, Keys, Other };

constexpr std::uint16_t key_nibble = 0x000F, dx_nibble = 0x0F00, dy_nibble = 0xF000, fire_bit = 0x0010;

constexpr DeltaKind kind_of(const InputDelta& delta) {
    if (delta.state != 0) return DeltaKind::Other;
    if (delta.bits == fire_bit) return DeltaKind::Fire;
    if ((delta.bits & ~key_nibble) == 0) return DeltaKind::Keys;
    if ((delta.bits & ~dx_nibble) == 0) return DeltaKind::Dx;
    if ((delta.bits & ~dy_nibble) == 0) return DeltaKind::Dy;
    return (delta.bits & ~(dx_nibble | dy_nibble)) == 0 ? DeltaKind::Both : DeltaKind::Other;
}

// A bit: changed? Then a bit 0: the direction keys; or bits 1, 0 and two more: fire alone, dx, dy, both; or bits 1, 1, a bit: the state?
// with its two bits, and four bits: which nibbles? Then those nibbles, four bits each.
template <class Io, class Delta>
void delta_fields(Bits<Io>& bits, Delta& delta) {
    std::uint32_t changed = delta == InputDelta{} ? 0 : 1;
    bits.take(changed, 1);
    if (changed == 0) return;
    const DeltaKind kind = kind_of(delta);
    std::uint32_t more = kind == DeltaKind::Keys ? 0 : 1, other = kind == DeltaKind::Other ? 1 : 0;
    auto which = static_cast<std::uint32_t>(kind);
    std::uint32_t state_changed = delta.state != 0 ? 1 : 0, state = delta.state, nibbles = 1;
    bits.take(more, 1);
    if (more != 0) {
        bits.take(other, 1);
        if (other == 0) {
            bits.take(which, 2);
            nibbles = which << 2;
        } else {
            bits.take(state_changed, 1);
            if (state_changed != 0) bits.take(state, 2);
            nibbles = 0;
            for (int n = 0; n < 4; ++n) nibbles |= (delta.bits >> (4 * n) & 15) != 0 ? 1u << n : 0u;
            bits.take(nibbles, 4);
        }
    }
    std::uint32_t changed_bits = more != 0 && other == 0 && which == 0 ? fire_bit : 0;
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

}  // namespace net
