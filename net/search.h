// Looks for games on every network that this machine is on: asks by broadcast and multicast, and keeps a list of who answers. Used by the
// screen to join a game and by wingmate-headless list.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "net/discovery.h"
#include "net/udp_socket.h"

namespace net {

struct FoundGame {
    Address address;             // to connect to
    std::uint32_t instance = 0;  // tells hosts apart, also where one answers by several networks
    GameInfo game;
    std::uint32_t ping_us = 0;  // the least of the last few round trips
};

class Search {
  public:
    // reach: Nobody asks nobody, Anyone is the same as Lan. Where no socket can be opened nothing is found, and problem() says why.
    explicit Search(Reach reach, std::uint16_t port = discovery_port);

    // Asks when it is time to, and takes the answers; to be called at least every 50 ms. Asks four times in the first second, then every
    // second.
    void poll(Time now);
    // Asks that machine by itself as well: broadcasts do not get everywhere.
    void ask_too(std::uint32_t ip);
    // Asks at the next poll, and often again for a second.
    void look_again() { next_round_ = rounds_at_first_; }

    // In the order in which they were found. Who has not answered for 3 s is gone.
    const std::vector<FoundGame>& games() const { return games_; }
    const std::string& problem() const { return socket_.problem(); }

    static constexpr Time gone_after_us = 3'000'000;
    static constexpr std::size_t most_games = 64;
    static constexpr std::size_t most_games_of_an_address = 8;
    static constexpr std::size_t most_asked_too = 16;

  private:
    struct Round {
        std::uint64_t nonce = 0;
        Time asked_at = 0;
    };
    // What is behind a row of games_, at the same place.
    struct Heard {
        Time last = 0, here = 0;  // from anywhere; from the row's address
        std::deque<std::uint32_t> trips_us;
    };

    void ask(Time now);
    void take(const UdpSocket::Datagram& datagram, Time now);
    void forget(Time now);

    static constexpr int rounds_at_first_ = 4;
    Reach reach_;
    std::uint16_t port_;
    UdpSocket socket_;
    std::vector<std::uint32_t> asked_too_;
    std::array<Round, 8> rounds_{};
    std::size_t round_ = 0;
    int next_round_ = rounds_at_first_;  // that many more at short intervals
    Time ask_at_ = 0;
    std::vector<FoundGame> games_;
    std::vector<Heard> heard_;
};

}  // namespace net
