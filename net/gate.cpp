#include "net/gate.h"

#include <algorithm>

#include "engine/core/bytes.h"

namespace net {

namespace {

// As ENet reads them, these begin datagrams for the connection number 1,870, which is none: neither takes the other's for its own.
constexpr std::uint32_t call_magic = 0x48474E57;    // "WNGH" in the order of the wire
constexpr std::uint32_t cookie_magic = 0x43474E57;  // "WNGC"
constexpr std::uint8_t gate_version = 1;

// Of ENet's protocol, which sends big endian: a header of 2 bytes (connection number, and flags above it), 2 more of the time where the
// flag says so, then commands.
constexpr std::uint16_t enet_no_connection = 0x0FFF, enet_compressed = 1 << 14, enet_has_time = 1 << 15;
constexpr std::size_t enet_header_bytes = 4, enet_connect_bytes = 48, enet_connect_data_at = 44;
constexpr unsigned enet_connect_command = 2, enet_command_mask = 0x0F;

std::uint32_t big_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value;
}

template <class Datagram>
Datagram padded(const engine::ByteWriter& writer) {
    Datagram datagram{};
    std::copy_n(writer.data().begin(), std::min(writer.size(), datagram.size()), datagram.begin());
    return datagram;
}

}  // namespace

CallDatagram encode_call(std::uint64_t nonce) {
    engine::ByteWriter writer;
    writer.u32(call_magic);
    writer.u8(gate_version);
    writer.u64(nonce);
    return padded<CallDatagram>(writer);
}

CookieDatagram encode_cookie(const Cookie& cookie) {
    engine::ByteWriter writer;
    writer.u32(cookie_magic);
    writer.u64(cookie.nonce);
    writer.u32(cookie.value);
    return padded<CookieDatagram>(writer);
}

Knock read_knock(std::span<const std::byte> datagram) {
    Knock knock;
    if (datagram.size() < 2 || datagram.size() > most_datagram_bytes) return knock;
    engine::ByteReader reader(datagram);
    const std::uint32_t magic = datagram.size() >= 4 ? reader.u32() : 0;
    if (magic == call_magic) {
        // shorter ones would get more than they sent
        const bool good = datagram.size() == call_bytes && reader.u8() == gate_version;
        if (good) knock = {Knock::Kind::Call, reader.u64(), 0};
        return knock;
    }
    if (magic == cookie_magic) {
        if (datagram.size() != cookie_bytes) return knock;
        knock.kind = Knock::Kind::Cookie;
        knock.nonce = reader.u64();
        knock.cookie = reader.u32();
        return knock;
    }
    const std::uint32_t head = big_endian(datagram.first(2));
    if ((head & enet_no_connection) != enet_no_connection) {
        knock.kind = Knock::Kind::Connected;
        return knock;
    }
    if ((head & enet_compressed) != 0 || (head & enet_has_time) == 0 || datagram.size() != enet_header_bytes + enet_connect_bytes)
        return knock;
    if ((std::to_integer<unsigned>(datagram[enet_header_bytes]) & enet_command_mask) != enet_connect_command) return knock;
    knock.kind = Knock::Kind::Connect;
    knock.cookie = big_endian(datagram.subspan(enet_header_bytes + enet_connect_data_at, 4));
    return knock;
}

Gate::Gate() : key_(make_hash_key()), limit_(of_an_address, overall) {}

std::optional<Cookie> Gate::answer(std::uint64_t nonce, const Address& caller, Time now) {
    if (!limit_.take(caller.ip, now)) return std::nullopt;
    return Cookie{nonce, cookie_of(caller, now / slot_us)};
}

bool Gate::is_right(std::uint32_t cookie, const Address& caller, Time now) const {
    const Time slot = now / slot_us;
    return cookie == cookie_of(caller, slot) || (slot > 0 && cookie == cookie_of(caller, slot - 1));
}

std::uint32_t Gate::cookie_of(const Address& caller, Time slot) const {
    engine::ByteWriter writer;
    writer.u32(caller.ip);
    writer.u16(caller.port);
    writer.u64(slot);
    return static_cast<std::uint32_t>(keyed_hash(key_, writer.data()));
}

}  // namespace net
