// InputsMessage as bytes: its flags, its spans, and the bits of what was pressed.
#include <cstdlib>
#include <utility>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "net/messages.h"
#include "net/messages_io.h"

namespace net {

namespace {

using engine::ByteReader;
using engine::ByteWriter;

// In the high half of the first byte.
constexpr std::uint8_t has_ack = 1 << 4, has_hash = 1 << 5, odd_world = 1 << 6, unused = 1 << 7;

std::uint8_t flags_of(const InputsMessage& m) {
    return static_cast<std::uint8_t>((m.ack ? has_ack : 0) | (m.hash ? has_hash : 0) | (m.odd_world ? odd_world : 0));
}

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

// The ticks of a span after those of the span before it, which are mostly close: a byte with both differences, four bits each with their
// sign; or, where one is larger than 7, the byte 0x88 and both in full.
template <class Io, class Span>
void span_ticks(Io& io, Span& span, const InputSpan* before, std::uint16_t tick) {
    constexpr std::uint8_t in_full = 0x88;
    const auto nibble = [](unsigned raw) { return static_cast<int>(raw & 15u) - ((raw & 8u) != 0 ? 16 : 0); };
    auto count = static_cast<int>(span.deltas.size());
    if (before != nullptr) {
        const auto count_before = static_cast<int>(before->deltas.size());
        std::uint8_t both = in_full;
        if constexpr (!Io::reading) {
            const int later = static_cast<std::int16_t>(static_cast<std::uint16_t>(span.first - before->first)),
                      more = count - count_before;
            if (std::abs(later) <= 7 && std::abs(more) <= 7)
                both = static_cast<std::uint8_t>((static_cast<unsigned>(later) & 15u) << 4 | (static_cast<unsigned>(more) & 15u));
        }
        whole(io, both);
        if (both != in_full) {
            if constexpr (Io::reading) {
                const int later = nibble(both >> 4u), more = nibble(both);
                count = count_before + more;
                if (later == -8 || more == -8 || count < 1 || count > static_cast<int>(most_inputs)) return io.fail();
                span.first = static_cast<std::uint16_t>(before->first + later);
                span.deltas.resize(static_cast<std::size_t>(count));
            }
            return;
        }
    }
    near_to(io, span.first, tick);
    auto raw = static_cast<std::uint8_t>(count);
    number(io, raw, 1, most_inputs);
    if constexpr (Io::reading) span.deltas.resize(io.ok() ? raw : 0);
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
        m.odd_world = (flags & odd_world) != 0;
        if ((flags & has_ack) != 0) m.ack.emplace();
        if ((flags & has_hash) != 0) m.hash.emplace();
        for (std::uint8_t s = 0; s < engine::max_seats && io.ok(); ++s)
            if ((with_span >> s & 1) != 0) m.spans.push_back({.seat = s, .first = 0, .deltas = {}});
    }
    whole(io, m.number);
    if (m.ack) near_to(io, *m.ack, m.number);
    near_to(io, m.tick, m.number);
    if (carries_ahead(m.number)) {
        whole(io, m.ahead);
    } else if (m.ack && carries_held(m.number)) {
        whole(io, m.held_ms);
    }
    const InputSpan* before = nullptr;
    for (auto& span : m.spans) {
        if ((shared >> span.seat & 1) != 0) {
            if constexpr (Io::reading) {
                span.first = m.spans[0].first;
                span.deltas.resize(m.spans[0].deltas.size());
            }
            continue;
        }
        span_ticks(io, span, before, m.tick);
        before = &span;
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

}  // namespace

void write_inputs(ByteWriter& writer, const InputsMessage& m) {
    writer.u8(flags_of(m));
    input_fields(writer, m, 0);
}

std::optional<InputsMessage> read_inputs(ByteReader& reader, std::uint8_t first) {
    InputsMessage m;
    input_fields(reader, m, first);
    if (!reader.done()) return std::nullopt;
    return m;
}

std::size_t wire_bits(const InputDelta& delta) {
    if (delta == InputDelta{}) return 1;
    switch (kind_of(delta)) {
        case DeltaKind::Keys: return 1 + 1 + 4;
        case DeltaKind::Fire: return 1 + 2 + 2;
        case DeltaKind::Dx:
        case DeltaKind::Dy: return 1 + 2 + 2 + 4;
        case DeltaKind::Both: return 1 + 2 + 2 + 8;
        case DeltaKind::Other: break;
    }
    std::size_t bits = 1 + 2 + 1 + 4 + (delta.state != 0 ? 2 : 0);
    for (int n = 0; n < 4; ++n) bits += (delta.bits >> (4 * n) & 15) != 0 ? 4 : 0;
    return bits;
}

}  // namespace net
