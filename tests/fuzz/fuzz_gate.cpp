// Any bytes as a datagram from a stranger: noise, or something that means the same when it is written again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/check.h"
#include "net/gate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> datagram{reinterpret_cast<const std::byte*>(data), size};
    const net::Knock knock = net::read_knock(datagram);
    switch (knock.kind) {
        case net::Knock::Kind::Call: {
            CHECK(size == net::call_bytes);
            const auto call = net::encode_call(knock.nonce);
            CHECK(net::read_knock(call).nonce == knock.nonce);
            break;
        }
        case net::Knock::Kind::Cookie: {
            const auto cookie = net::encode_cookie({knock.nonce, knock.cookie});
            CHECK(std::equal(cookie.begin(), cookie.end(), datagram.begin(), datagram.end()));
            break;
        }
        case net::Knock::Kind::Connect: CHECK(size == 52); break;
        case net::Knock::Kind::Connected: CHECK(size >= 2 && size <= net::most_datagram_bytes); break;
        case net::Knock::Kind::Noise: break;
    }
    return 0;
}
