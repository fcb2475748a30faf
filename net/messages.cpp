#include "net/messages.h"

#include <algorithm>
#include <type_traits>

#include "engine/core/bytes.h"
#include "engine/core/check.h"
#include "net/messages_io.h"

namespace net {

namespace {

using engine::ByteReader;
using engine::ByteWriter;

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Hello> {
    number(io, m.magic, hello_magic, hello_magic);
    whole(io, m.protocol);
    text(io, m.build, most_name_bytes);
    key(io, m.key);
    if (m.protocol >= 3) whole(io, m.match);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Refused> {
    text(io, m.sentence, most_sentence_bytes);
    auto why = static_cast<std::uint8_t>(m.why);
    whole(io, why);
    if constexpr (Io::reading) m.why = why <= static_cast<std::uint8_t>(Refusal::Last) ? static_cast<Refusal>(why) : Refusal::Other;
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Offer> {
    text(io, m.game, most_name_bytes);
    text(io, m.mode, most_name_bytes);
    whole(io, m.content_hash);
    number(io, m.rate, 1, 1000);
    number(io, m.seats, 1, engine::max_seats);
    key(io, m.key);
    number(io, m.has_password, 0, 1);
    key(io, m.salt);
    whole(io, m.match);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Join> {
    whole(io, m.content_hash);
    token(io, m.token);
    whole(io, m.match_id);
    whole(io, m.machine);
    list(io, m.pilots, 0, engine::max_seats, [&](auto& pilot) { text(io, pilot, most_pilot_bytes); });
    key(io, m.proof);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, LobbyMessage> {
    list(io, m.seats, 1, engine::max_seats, [&](auto& seat) {
        auto flags = static_cast<std::uint8_t>(seat.taken | seat.host << 1 | seat.ready << 2 | seat.locked << 3);
        number(io, flags, 0, 15);
        if constexpr (Io::reading) {
            seat.taken = (flags & 1) != 0;
            seat.host = (flags & 2) != 0;
            seat.ready = (flags & 4) != 0;
            seat.locked = (flags & 8) != 0;
        }
        text(io, seat.pilot, most_pilot_bytes);
        whole(io, seat.ping_ms);
    });
    number(io, m.yours, 0, (1u << engine::max_seats) - 1);
    number(io, m.spectators, 0, most_spectators);
    number(io, m.playing, 0, 1);
    number(io, m.countdown_ms, 0, most_countdown_ms);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Start> {
    number(io, m.kind, 0, static_cast<std::uint8_t>(StartKind::WithOwnWorld));
    whole(io, m.match_id);
    token(io, m.token);
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
    number(io, m.reason, 0, static_cast<std::uint8_t>(LeaveReason::Banned));
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Farewell> {
    number(io, m.reason, 0, static_cast<std::uint8_t>(LeaveReason::Banned));
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Ready> {
    number(io, m.ready, 0, 1);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Crew> {
    list(io, m.pilots, 1, engine::max_seats, [&](auto& pilot) { text(io, pilot, most_pilot_bytes); });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Again> {
    whole(io, m.match_id);
}

template <class Io, class M>
void fields(Io&, M&) requires std::is_same_v<std::remove_const_t<M>, StatsAsk> {}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, StatsTell> {
    list(io, m.machines, 0, most_figures, [&](auto& machine) {
        number(io, machine.seats, 0, (1u << engine::max_seats) - 1);
        whole(io, machine.ping_ms);
        number(io, machine.loss_percent, 0, 100);
        number(io, machine.depth_p50, 0, 63);
        number(io, machine.depth_p99, 0, 63);
        number(io, machine.delay_ticks, 0, 3);
        whole(io, machine.tick);
    });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Roster> {
    whole(io, m.match_id);
    std::uint8_t seen = 0;
    list(io, m.machines, 0, engine::max_seats, [&](auto& machine) {
        number(io, machine.seats, 1, (1u << engine::max_seats) - 1);
        number(io, machine.host, 0, 1);
        whole(io, machine.ip);
        whole(io, machine.port);
        token(io, machine.verifier);
        if constexpr (Io::reading) {
            if ((seen & machine.seats) != 0) io.fail();
        }
        seen = static_cast<std::uint8_t>(seen | machine.seats);
    });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, WorldParts> {
    whole(io, m.tick);
    list(io, m.hashes, 0, most_parts, [&](auto& hash) { whole(io, hash); });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Say> {
    whole(io, m.run);
    whole(io, m.number);
    whole(io, m.seat);
    number(io, m.quick, 0, quick_messages);
    text(io, m.text, most_chat_bytes);
    if constexpr (Io::reading) {
        if ((m.seat != no_seat && m.seat >= engine::max_seats) || m.text.empty() != (m.quick != 0)) io.fail();
    }
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Said> {
    fields(io, m.line);
    number(io, m.yours, 0, 1);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, PauseAsk> {
    number(io, m.pause, 0, 1);
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, PauseState> {
    whole(io, m.number);
    number(io, m.paused, 0, 1);
    whole(io, m.seat);
    number(io, m.resume_in_ms, 0, most_resume_ms);
    if constexpr (Io::reading) {
        if (m.seat != no_seat && m.seat >= engine::max_seats) io.fail();
    }
}

// The pieces' lengths follow from the whole: all are as long as they may be, but for the last.
template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, SnapshotPiece> {
    whole(io, m.id);
    number(io, m.fresh, 0, 1);
    number(io, m.tick, 0, most_tick);
    number(io, m.size, 1, most_transfer_bytes);
    whole(io, m.hash);
    const std::size_t size = std::max<std::size_t>(m.size, 1);
    number(io, m.index, 0, (size - 1) / piece_bytes);
    const std::size_t length = std::min(piece_bytes, size - std::min(size, m.index * piece_bytes));
    if constexpr (Io::reading) {
        const auto data = io.bytes(length);
        m.data.assign(data.begin(), data.end());
    } else {
        CHECK(m.data.size() == length);
        io.bytes(m.data);
    }
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, SnapshotAck> {
    whole(io, m.id);
    number(io, m.adopted, 0, 1);
    list(io, m.have, 0, (most_transfer_bytes / piece_bytes + 8) / 8, [&](auto& byte) { whole(io, byte); });
}

template <class Io, class M>
void fields(Io& io, M& m) requires std::is_same_v<std::remove_const_t<M>, Knowledge> {
    for (auto& seat : m.seats) {
        number(io, seat.known, 0, most_tick);
        number(io, seat.from, 0, seat.known);
        whole(io, seat.base.bits);
        auto state = static_cast<std::uint8_t>(seat.base.state);
        number(io, state, 0, static_cast<std::uint8_t>(engine::SeatState::Held));
        auto count = static_cast<std::uint8_t>(seat.deltas.size());
        number(io, count, 0, most_inputs);
        if constexpr (Io::reading) {
            seat.base.state = static_cast<engine::SeatState>(state);
            if (count > seat.known - seat.from) io.fail();
            seat.deltas.resize(io.ok() ? count : 0);
        }
    }
    Bits<Io> bits(io);
    for (auto& seat : m.seats)
        for (auto& delta : seat.deltas) delta_fields(bits, delta);
    bits.finish();
}

// A byte whose low half is 0 begins an InputsMessage: the sixteenth alternative and those after it step over such numbers.
constexpr std::uint8_t type_byte(std::size_t index) { return static_cast<std::uint8_t>(index + (index - 1) / 15); }
constexpr std::size_t index_of(std::uint8_t type) { return type - type / 16u; }

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
    static_assert(std::variant_size_v<Message> <= 128 && std::is_same_v<std::variant_alternative_t<0, Message>, InputsMessage>);
    ByteWriter writer;
    std::visit(
        [&](const auto& m) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(m)>, InputsMessage>) {
                write_inputs(writer, m);
            } else {
                writer.u8(type_byte(message.index()));
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
    if ((first & 15) != 0) return decode_as(index_of(first), reader);
    auto inputs = read_inputs(reader, first);
    if (!inputs) return std::nullopt;
    return Message(std::move(*inputs));
}

bool is_of_session(const Message& message) {
    return std::holds_alternative<InputsMessage>(message) || std::holds_alternative<SnapshotPiece>(message) ||
           std::holds_alternative<SnapshotAck>(message) || std::holds_alternative<Knowledge>(message);
}

}  // namespace net
