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

struct LinkEvent {
    enum class Kind : std::uint8_t { Connected, Packet, Gone } kind = Kind::Packet;
    PeerId peer = 0;
    Channel channel = Channel::Play;
    std::vector<std::byte> data;  // Packet
    std::string reason;           // Gone: for people
    bool closed = false;          // Gone: the other side closed it on purpose; else it was lost
};

class Link {
  public:
    virtual ~Link() = default;
    virtual void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) = 0;
    // The next thing that has happened by `now`, in order; nothing when there is no more.
    virtual std::optional<LinkEvent> next(Time now) = 0;
    // Lets queued reliable packets go out, then closes that peer's connection.
    virtual void close(PeerId peer, Time now) = 0;
};

}  // namespace net
