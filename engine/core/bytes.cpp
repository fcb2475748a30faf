#include "engine/core/bytes.h"

namespace engine {

void ByteWriter::varint(std::uint64_t v) {
    while (v >= 0x80) {
        u8(static_cast<std::uint8_t>(v | 0x80));
        v >>= 7;
    }
    u8(static_cast<std::uint8_t>(v));
}

void ByteWriter::text(std::string_view s, std::size_t /*most*/) {
    varint(s.size());
    bytes(std::as_bytes(std::span(s.data(), s.size())));
}

std::uint64_t ByteReader::get(int count) {
    const auto part = bytes(static_cast<std::size_t>(count));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < part.size(); ++i) value |= static_cast<std::uint64_t>(part[i]) << (8 * i);
    return value;
}

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::uint8_t b = u8();
        const auto low = static_cast<std::uint64_t>(b & 0x7F);
        if (shift == 63 && low > 1) break;
        value |= low << shift;
        if ((b & 0x80) == 0) return ok_ ? value : 0;
    }
    fail();
    return 0;
}

std::span<const std::byte> ByteReader::bytes(std::size_t count) {
    if (!ok_ || data_.size() - at_ < count) {
        fail();
        return {};
    }
    const auto part = data_.subspan(at_, count);
    at_ += count;
    return part;
}

std::string ByteReader::text(std::size_t most) {
    const std::uint64_t length = varint();
    if (length > most) {
        fail();
        return {};
    }
    const auto part = bytes(static_cast<std::size_t>(length));
    return {reinterpret_cast<const char*>(part.data()), part.size()};
}

}  // namespace engine
