// One bounds-checked writer and reader for everything that is stored or sent; little endian. A reader that runs out, or meets a value out
// of range, turns bad and gives zeros from then on: test ok() once at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class ByteWriter {
  public:
    static constexpr bool reading = false;

    void u8(std::uint8_t v) { put(v, 1); }
    void u16(std::uint16_t v) { put(v, 2); }
    void u32(std::uint32_t v) { put(v, 4); }
    void u64(std::uint64_t v) { put(v, 8); }
    // 7 bits a byte, low first; at most 10 bytes.
    void varint(std::uint64_t v);
    void bytes(std::span<const std::byte> data) { out_.insert(out_.end(), data.begin(), data.end()); }
    // A varint length and the bytes; `most` is only used when reading.
    void text(std::string_view s, std::size_t most = 0);

    const std::vector<std::byte>& data() const { return out_; }
    std::vector<std::byte> take() { return std::move(out_); }
    std::size_t size() const { return out_.size(); }

  private:
    void put(std::uint64_t v, int count) {
        for (int i = 0; i < count; ++i) out_.push_back(static_cast<std::byte>(v >> (8 * i)));
    }
    std::vector<std::byte> out_;
};

class ByteReader {
  public:
    static constexpr bool reading = true;

    explicit ByteReader(std::span<const std::byte> data) : data_(data) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(get(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(get(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(get(4)); }
    std::uint64_t u64() { return get(8); }
    std::uint64_t varint();
    // The next `count` bytes, or an empty span and a bad reader.
    std::span<const std::byte> bytes(std::size_t count);
    // At most `most` bytes; longer turns the reader bad. Not checked for UTF-8.
    std::string text(std::size_t most);

    void fail() { ok_ = false; }
    bool ok() const { return ok_; }
    std::size_t left() const { return ok_ ? data_.size() - at_ : 0; }
    // ok and nothing left over
    bool done() const { return ok_ && at_ == data_.size(); }

  private:
    std::uint64_t get(int count);
    std::span<const std::byte> data_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

}  // namespace engine
