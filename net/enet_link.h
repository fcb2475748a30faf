// A Link over ENet on one UDP port, for hosts and guests; game/match/online owns one. Nothing that comes from outside can end it: what is
// no packet of ours is counted and dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "net/link.h"

namespace net {

// What came in, or was to go out, and was dropped.
struct LinkNoise {
    std::uint64_t oversized = 0;   // datagrams longer than any of ours
    std::uint64_t unreadable = 0;  // errors of the socket, among them datagrams that do not fit into ENet's buffer
    std::uint64_t unsendable = 0;  // packets to nobody, or longer than most_packet_bytes
};

class EnetLink final : public Link {
  public:
    // Listens on every interface. port 0: a free one. Throws engine::Error (Network) where the port cannot be opened.
    static std::unique_ptr<EnetLink> listen(std::uint16_t port);
    // Begins to connect: Connected follows, or Gone. address: a host name or an IPv4 address, with or without ":port". Throws engine::Error
    // (Network) where that is no address or the name is unknown. Resolving a name may block for as long as the system takes.
    static std::unique_ptr<EnetLink> connect(const std::string& address, std::uint16_t default_port, Time now);

    // Says goodbye to everybody that is still there: once, without waiting for an answer.
    ~EnetLink() override;
    EnetLink(const EnetLink&) = delete;
    EnetLink& operator=(const EnetLink&) = delete;

    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;

    std::uint16_t port() const;             // the own one
    std::uint64_t wire_bytes_sent() const;  // of all datagrams, with 28 bytes of IP and UDP headers each
    const LinkNoise& noise() const;

    // Connections at a time. More than there are seats, so that those who may not stay can be told why.
    static constexpr std::size_t most_peers = 16;

  private:
    struct Impl;
    explicit EnetLink(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace net
