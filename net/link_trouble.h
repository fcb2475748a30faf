// Worsens the sending side of another link, for trials: `--link-delay`, `--link-jitter`, `--link-loss`. Used by game/match/online.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "net/link.h"
#include "net/trouble.h"

namespace net {

// Play packets are late, overtake each other and get lost. Lobby packets stay in order; where one is lost it comes late, as if it was sent
// again after a round trip. What is late leaves when the link is next used: so poll often.
class TroubledLink final : public Link {
  public:
    // link outlives this one.
    TroubledLink(Link& link, const TroubleSetup& setup, std::uint64_t seed);

    PeerId connect(const Address& to, Time now) override { return link_.connect(to, now); }
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;  // after what was sent to it on Channel::Lobby
    Address address(PeerId peer) const override { return link_.address(peer); }
    std::uint16_t port() const override { return link_.port(); }
    std::uint64_t wire_bytes_sent() const override { return link_.wire_bytes_sent(); }

  private:
    struct Late {
        Time due = 0;
        PeerId to = 0;
        Channel channel = Channel::Play;
        bool closes = false;
        std::vector<std::byte> data;
    };
    void enter(Late late);
    void release(Time now);

    Link& link_;
    Trouble trouble_;
    std::deque<Late> late_;             // by due time
    std::map<PeerId, Time> lobby_due_;  // of the newest lobby packet to a peer
};

}  // namespace net
