// A link to nobody: what is sent is lost, nothing is heard. For tests and fuzz targets that hand a session its packets themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "net/link.h"

namespace net::testing {

class DeadLink : public Link {
  public:
    void send(PeerId /*to*/, Channel /*channel*/, std::span<const std::byte> /*data*/, Time /*now*/) override {}
    std::optional<LinkEvent> next(Time /*now*/) override { return std::nullopt; }
    void close(PeerId /*peer*/, Time /*now*/) override {}
    PeerId connect(const Address& /*to*/, Time /*now*/) override { return 0; }
    Address address(PeerId /*peer*/) const override { return {}; }
    std::uint16_t port() const override { return 0; }
    std::uint64_t wire_bytes_sent() const override { return 0; }
};

}  // namespace net::testing
