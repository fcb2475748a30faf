#include "net/discovery.h"

#include <algorithm>

#include "engine/core/bytes.h"
#include "engine/core/inputs.h"
#include "net/messages.h"

namespace net {

namespace {

constexpr std::uint32_t ask_magic = 0x44474E57;   // "WNGD" in the order of the wire
constexpr std::uint32_t info_magic = 0x49474E57;  // "WNGI"
constexpr std::uint8_t discovery_version = 1;
constexpr std::uint32_t held_step_us = 100;
constexpr std::size_t most_mode_bytes = 24, most_version_bytes = 12, most_title_bytes = 60;
constexpr std::size_t most_shown = 24;  // code points
constexpr unsigned is_playing = 4, has_password = 8, is_watchable = 16, is_one_of_many = 32;

// The beginning of a text, in whole code points.
std::string cut(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

std::array<std::byte, ask_bytes> encode_ask(const Ask& ask) {
    engine::ByteWriter writer;
    writer.u32(ask_magic);
    writer.u8(discovery_version);
    writer.u64(ask.nonce);
    writer.u32(ask.instance);
    writer.u16(ask.match);
    std::array<std::byte, ask_bytes> datagram{};
    std::copy(writer.data().begin(), writer.data().end(), datagram.begin());
    return datagram;
}

std::optional<Ask> decode_ask(std::span<const std::byte> datagram) {
    engine::ByteReader reader(datagram);
    // shorter ones would get more than they sent
    if (datagram.size() != ask_bytes || reader.u32() != ask_magic || reader.u8() != discovery_version) return std::nullopt;
    Ask ask;
    ask.nonce = reader.u64();
    ask.instance = reader.u32();
    ask.match = reader.u16();
    return ask;
}

std::vector<std::byte> encode_info(const Info& info) {
    const GameInfo& game = info.game;
    engine::ByteWriter writer;
    writer.u32(info_magic);
    writer.u8(discovery_version);
    writer.u64(info.nonce);
    writer.u32(info.instance);
    writer.u16(static_cast<std::uint16_t>(std::min(info.held_us / held_step_us, 0xFFFFu)));
    writer.u16(game.port);
    writer.u16(game.protocol);
    writer.u32(game.content);
    writer.u8(static_cast<std::uint8_t>(game.seats | game.taken << 4));
    writer.u8(game.spectators);
    writer.u8(static_cast<std::uint8_t>(static_cast<unsigned>(game.door) | (game.playing ? is_playing : 0) |
                                        (game.password ? has_password : 0) | (game.watchable ? is_watchable : 0) |
                                        (info.matches > 1 ? is_one_of_many : 0)));
    writer.text(cut(game.version, most_version_bytes));
    writer.text(cut(game.mode, most_mode_bytes));
    const std::size_t after_name = info.matches > 1 ? 4 : 0;
    writer.text(cut(game.name, std::min(most_info_bytes - after_name - writer.size() - 1, most_title_bytes)));
    if (info.matches > 1) {
        writer.u16(info.matches);
        writer.u16(game.match);
    }
    return writer.take();
}

std::optional<Info> decode_info(std::span<const std::byte> datagram) {
    engine::ByteReader reader(datagram);
    if (datagram.size() > most_info_bytes || reader.u32() != info_magic || reader.u8() != discovery_version) return std::nullopt;
    Info info;
    GameInfo& game = info.game;
    info.nonce = reader.u64();
    info.instance = reader.u32();
    info.held_us = reader.u16() * held_step_us;
    game.port = reader.u16();
    game.protocol = reader.u16();
    game.content = reader.u32();
    const unsigned seats = reader.u8();
    game.seats = static_cast<std::uint8_t>(seats & 0xF);
    game.taken = static_cast<std::uint8_t>(seats >> 4);
    game.spectators = reader.u8();
    const unsigned flags = reader.u8();
    game.door = static_cast<GameInfo::Door>(flags & 3);
    game.playing = (flags & is_playing) != 0;
    game.password = (flags & has_password) != 0;
    game.watchable = (flags & is_watchable) != 0;
    game.version = clean_text(reader.text(most_version_bytes), most_shown);
    game.mode = clean_text(reader.text(most_mode_bytes), most_shown);
    game.name = clean_text(reader.text(most_title_bytes), most_shown);
    if ((flags & is_one_of_many) != 0) {
        info.matches = reader.u16();
        game.match = reader.u16();
        if (info.matches < 2 || info.matches > most_matches || game.match == 0 || game.match > info.matches) return std::nullopt;
    }
    const bool fits = game.port != 0 && game.seats >= 1 && game.seats <= engine::max_seats && game.taken >> game.seats == 0;
    // more may follow in versions to come
    return reader.ok() && fits ? std::optional(info) : std::nullopt;
}

}  // namespace net
