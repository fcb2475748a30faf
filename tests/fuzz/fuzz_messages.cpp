// Any bytes as a network message: nothing, or a message that survives a round trip.
#include <cstddef>
#include <cstdint>

#include "engine/core/check.h"
#include "net/messages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = net::decode({reinterpret_cast<const std::byte*>(data), size});
    if (message) CHECK(net::decode(net::encode(*message)) == message);
    net::clean_text({reinterpret_cast<const char*>(data), size}, 24);
    return 0;
}
