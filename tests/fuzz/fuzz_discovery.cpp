// Any bytes as a question or an answer of the search for games: nothing, or something that survives a round trip.
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/check.h"
#include "net/discovery.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> datagram{reinterpret_cast<const std::byte*>(data), size};
    if (const auto ask = net::decode_ask(datagram)) CHECK(net::decode_ask(net::encode_ask(*ask)) == ask);
    if (const auto info = net::decode_info(datagram)) {
        const auto bytes = net::encode_info(*info);
        CHECK(bytes.size() <= net::ask_bytes);
        CHECK(net::decode_info(bytes) == info);
    }
    return 0;
}
