// A host's answers to those who look for games. A game that others may find has one beside its link; so has a server with many matches.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "net/discovery.h"
#include "net/rate_limit.h"
#include "net/udp_socket.h"

namespace net {

class Beacon {
  public:
    // Listens on the port of the search, which all hosts of a machine share. Where it cannot be opened nobody finds this game by searching:
    // problem() says why, and is empty otherwise.
    // has_many: matches, each of which is asked for by itself.
    explicit Beacon(Reach reach, std::uint16_t port = discovery_port, bool has_many = false);

    // Answers those who have asked; to be called at least every 50 ms. games: one, or many in the order of their numbers, at most
    // most_matches. An answer is one game, and never longer than the question.
    void poll(std::span<const GameInfo> games, Time now);
    void poll(const GameInfo& game, Time now) { poll(std::span(&game, 1), now); }

    const std::string& problem() const { return socket_.problem(); }
    std::uint64_t answers() const { return answers_; }

    static constexpr Rate of_an_address{.per_second = 10, .at_once = 10};
    static constexpr Rate overall{.per_second = 50, .at_once = 50};
    static constexpr Rate of_an_address_for_many{.per_second = 50, .at_once = 80};
    static constexpr Rate overall_for_many{.per_second = 400, .at_once = 400};

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
