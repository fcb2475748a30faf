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
    std::uint64_t unsendable = 0;  // packets to nobody, or longer than most_packet_bytes and a tag
    std::uint64_t strange = 0;     // datagrams that are neither ours nor ENet's
    std::uint64_t uninvited = 0;   // connections begun without a right cookie (net/gate.h), or too many from one address
    std::uint64_t unanswered = 0;  // calls over the limits
    std::uint64_t answered = 0;    // calls: each got fewer bytes than it brought
};

// text: a host name or an IPv4 address, with or without ":port". Throws engine::Error (Network) where that is no address or the name is
// unknown. Resolving a name may block for as long as the system takes.
Address resolve(const std::string& text, std::uint16_t default_port);

class EnetLink final : public Link {
  public:
    // Connections at a time. More than pilots and spectators together, so that those who may not stay can be told why.
    static constexpr std::size_t most_peers = 40;
    // From one address, so that one machine alone cannot fill the host: two windows, and the two that they were before their connections
    // were lost.
    static constexpr std::size_t most_peers_of_an_address = 4;
    // From this machine itself.
    static constexpr std::size_t most_peers_of_loopback = 24;

    struct Setup {
        std::uint16_t port = 0;                         // 0: a free one
        std::uint32_t ip = 0;                           // of this machine, to listen there alone; 0: on every interface
        std::size_t most_peers = EnetLink::most_peers;  // 1 to 4095
        std::size_t most_of_loopback = most_peers_of_loopback;
        // What is sent waits for flush(), or until next() has nothing more: for links that send much at once.
        bool gathers = false;
    };
    // Throws engine::Error (Network) where the port cannot be opened.
    static std::unique_ptr<EnetLink> open(const Setup& setup);
    // On every interface, guests as well.
    static std::unique_ptr<EnetLink> open(std::uint16_t port);

    // Says goodbye to everybody that is still there: once, without waiting for an answer.
    ~EnetLink() override;
    EnetLink(const EnetLink&) = delete;
    EnetLink& operator=(const EnetLink&) = delete;

    // Calls every 100 ms for a cookie, then tries ENet's CONNECT with it as often. Gone follows at once where all connections are
    // taken.
    PeerId connect(const Address& to, Time now) override;
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void flush(Time now) override;
    void close(PeerId peer, Time now) override;
    Address address(PeerId peer) const override;
    std::uint16_t port() const override;
    std::uint64_t wire_bytes_sent() const override;
    const LinkNoise& noise() const;

  private:
    struct Impl;
    explicit EnetLink(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace net
