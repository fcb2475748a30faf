// Many peers in one process under a virtual clock: delay, jitter, loss, bursts, reordering, duplicates, each direction by itself, all from
// a seed. Used by tests and the fleet. Reliable packets are sent again until they arrive, as ENet does it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "net/link.h"
#include "net/trouble.h"

namespace net {

class SimNet;

// The end of one peer. Its PeerIds are those of SimNet.
class SimLink : public Link {
  public:
    SimLink(SimNet& net, PeerId self) : net_(net), self_(self) {}
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;
    PeerId id() const { return self_; }

  private:
    SimNet& net_;
    PeerId self_;
};

struct SimCounts {
    std::uint64_t packets = 0, bytes = 0, lost = 0;  // sent, payload; lost: of the Play channel
};

class SimNet {
  public:
    explicit SimNet(std::uint64_t seed) : seed_(seed) {}
    // Peers are numbered from 1. The link lives as long as the net.
    SimLink& add_peer();
    // Both ends get Connected; `there` is what happens from a to b.
    void connect(PeerId a, PeerId b, const TroubleSetup& there, const TroubleSetup& back, Time now);
    // From now on, in this direction. loss 1 is a blackout.
    void change(PeerId from, PeerId to, const TroubleSetup& trouble);
    // Nothing that is on its way arrives any more, and nobody is told: a killed process or a pulled cable.
    void cut(PeerId a, PeerId b);
    const SimCounts& counts(PeerId from, PeerId to) const;

  private:
    friend class SimLink;
    struct Direction {
        Trouble trouble;
        bool open = true;
        Time last_reliable = 0;  // when the newest reliable packet arrives: the next one is not earlier
        SimCounts counts;
    };
    struct Pending {
        PeerId from;
        LinkEvent event;
    };
    Direction* find(PeerId from, PeerId to);
    void deliver(PeerId from, PeerId to, Time at, LinkEvent event);

    std::uint64_t seed_;
    std::uint64_t order_ = 0;
    std::vector<std::unique_ptr<SimLink>> links_;
    std::map<std::pair<PeerId, PeerId>, Direction> directions_;
    std::vector<std::map<std::pair<Time, std::uint64_t>, Pending>> arriving_;  // by receiver, then by time and order of sending
};

}  // namespace net
