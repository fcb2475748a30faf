// Packets to and from peers, whatever carries them: ENet (enet_link), or many peers in one process under a virtual clock (sim_link).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/session.h"

namespace net {

enum class Channel : std::uint8_t {
    Play,   // unsequenced, may be lost: inputs, acknowledgements, hashes; repeated by us until acknowledged
    Lobby,  // reliable and ordered: greeting, lobby, chat, farewell
};

constexpr std::size_t tag_bytes = 4;  // that tagged_link adds to a packet

// Where a machine is found. IPv4 alone: ENet knows no other.
struct Address {
    std::uint32_t ip = 0;  // host byte order: 127.0.0.1 is 0x7F000001; 0: none. Under sim_link the machine's number
    std::uint16_t port = 0;
    friend constexpr bool operator==(const Address&, const Address&) = default;
};

struct LinkEvent {
    enum class Kind : std::uint8_t { Connected, Packet, Gone } kind = Kind::Packet;
    PeerId peer = 0;
    Channel channel = Channel::Play;
    std::vector<std::byte> data;  // Packet
    std::string reason;           // Gone: for people
    bool closed = false;          // Gone: the other side closed it on purpose; else it was lost, or never came about
    bool tagged = false;          // Packet: it is proven to come from this peer (tagged_link)
    bool incoming = false;        // Connected: the other side began it
};

// Both ends of a connection are equal: every link can connect to others and be connected to, at the same time.
class Link {
  public:
    virtual ~Link() = default;
    // Begins a connection: Connected or Gone of this peer follows, within 5 s. A peer's id belongs to this link, and to one connection for
    // the life of the link: who comes again has another one.
    virtual PeerId connect(const Address& to, Time now) = 0;
    virtual void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) = 0;
    // The next thing that has happened by `now`, in order; nothing when there is no more.
    virtual std::optional<LinkEvent> next(Time now) = 0;
    // A link that gathers what is sent lets it go out now; others have done so already.
    virtual void flush(Time /*now*/) {}
    // Lets queued reliable packets go out, then closes that peer's connection.
    // Nothing more is heard of it. A connection that is only begun is given up.
    virtual void close(PeerId peer, Time now) = 0;
    // Where that peer is seen from here; ip 0 once it is gone.
    virtual Address address(PeerId peer) const = 0;
    // Where this end can be connected to.
    virtual std::uint16_t port() const = 0;
    // Of all that this end has sent so far, with 28 bytes of IP and UDP headers a datagram.
    virtual std::uint64_t wire_bytes_sent() const = 0;
};

}  // namespace net
