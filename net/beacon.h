// A host's answers to those who look for games. A game that others may find has one beside its link.
#pragma once

#include <cstdint>
#include <string>

#include "net/discovery.h"
#include "net/rate_limit.h"
#include "net/udp_socket.h"

namespace net {

class Beacon {
  public:
    // Listens on the port of the search, which all hosts of a machine share. Where it cannot be opened nobody finds this game by searching:
    // problem() says why, and is empty otherwise.
    explicit Beacon(Reach reach, std::uint16_t port = discovery_port);

    // Answers those who have asked; to be called at least every 50 ms. At most 10 times a second to one address and 50 in all.
    void poll(const GameInfo& game, Time now);

    const std::string& problem() const { return socket_.problem(); }
    std::uint64_t answers() const { return answers_; }

    static constexpr Rate of_an_address{.per_second = 10, .at_once = 10};
    static constexpr Rate overall{.per_second = 50, .at_once = 50};

  private:
    void join_groups(Time now);
    bool answers_to(std::uint32_t ip) const;

    Reach reach_;
    UdpSocket socket_;
    RateLimit limit_;
    std::uint32_t instance_;
    Time join_again_at_ = 0;
    std::uint64_t answers_ = 0;
};

}  // namespace net
