// Worsens the sending side of another link, for trials: `--link-delay`, `--link-jitter`, `--link-loss`. Used by game/match/online.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "engine/core/rng.h"
#include "net/link.h"

namespace net {

// Delay D one way; jitter J adds |N(0,1)| * J; loss in percent of packets. Seeded: the same sends have the same luck.
struct LinkTrouble {
    std::uint32_t delay_ms = 0, jitter_ms = 0;
    double loss_percent = 0;  // 0 to 100
    std::uint64_t seed = 1;

    bool any() const { return delay_ms != 0 || jitter_ms != 0 || loss_percent > 0; }
};

// Play packets are late, overtake each other and get lost. Lobby packets stay in order; where one is lost it comes late, as if it was sent
// again after a round trip. What is late leaves when the link is next used: so poll often.
class TroubledLink final : public Link {
  public:
    // link outlives this one.
    TroubledLink(Link& link, const LinkTrouble& trouble);

    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;  // after what was sent to it on Channel::Lobby
    // Everything that is still late goes out now.
    void flush(Time now);

  private:
    struct Late {
        Time due = 0;
        PeerId to = 0;
        Channel channel = Channel::Play;
        bool closes = false;
        std::vector<std::byte> data;
    };
    Time travel_us();
    bool lost();
    void enter(Late late);
    void release(Time now);

    Link& link_;
    LinkTrouble trouble_;
    engine::Rng rng_;
    std::deque<Late> late_;             // by due time
    std::map<PeerId, Time> lobby_due_;  // of the newest lobby packet to a peer
};

}  // namespace net
