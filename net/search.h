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
    GameInfo game;               // GameInfo::match tells those of one host apart
    std::uint32_t ping_us = 0;   // the least of the last few round trips
};

class Search {
  public:
    // reach: Nobody asks nobody, Anyone is the same as Lan. Where no socket can be opened nothing is found, and problem() says why.
    explicit Search(Reach reach, std::uint16_t port = discovery_port);

    // Asks when it is time to, and takes the answers; to be called at least every 50 ms. Asks four times in the first second, then every
    // second. A host with many matches is asked for one after the other, up to 40 a second.
    void poll(Time now);
    // Asks that machine by itself as well: broadcasts do not get everywhere.
    void ask_too(std::uint32_t ip);
    // Asks at the next poll, and often again for a second.
    void look_again() { next_round_ = rounds_at_first_; }

    // In the order in which their hosts were found, a host's matches by their numbers. A host that has not answered for 3 s is gone, and so
    // are its matches.
    const std::vector<FoundGame>& games() const { return games_; }
    const std::string& problem() const { return socket_.problem(); }

    static constexpr Time gone_after_us = 3'000'000;
    static constexpr std::size_t most_hosts = 64;
    static constexpr std::size_t most_hosts_of_an_address = 8;
    static constexpr std::size_t most_games = 1024;
    static constexpr std::size_t most_asked_too = 16;

  private:
    struct Question {
        std::uint64_t nonce = 0;
        Time asked_at = 0;
        std::uint32_t instance = 0;  // of the host whose match was asked for; 0: everybody was asked
    };
    // Who has answered.
    struct Host {
        std::uint32_t instance = 0;
        Address address;          // of its games
        Time last = 0, here = 0;  // heard from anywhere; from that address
        std::uint16_t matches = 1;
        std::uint16_t next = 1;  // match that is asked for next, where it has many
        Time ask_at = 0;
        int unanswered = 0;     // such questions in a row
        bool is_direct = true;  // they go to its address alone: it may not be the one of its machine that gets them
    };
    // What is behind a row of games_, at the same place.
    struct Heard {
        Time last = 0;
        std::deque<std::uint32_t> trips_us;
    };

    void ask(Time now);
    void ask_for_matches(Host& host, Time now);
    std::uint64_t new_question(std::uint32_t instance, Time now);
    void send_everywhere(const Ask& ask);
    void take(const UdpSocket::Datagram& datagram, Time now);
    Host* host_of(const Info& info, const Address& address, Time now);
    void put(const Host& host, const Info& info, std::uint32_t trip_us, Time now);
    void forget(Time now);

    static constexpr int rounds_at_first_ = 4;
    Reach reach_;
    std::uint16_t port_;
    UdpSocket socket_;
    std::vector<std::uint32_t> asked_too_;
    std::array<Question, 64> questions_{};  // the last ones
    std::size_t question_ = 0;
    int next_round_ = rounds_at_first_;  // that many more at short intervals
    Time ask_at_ = 0;
    std::vector<Host> hosts_;
    std::vector<FoundGame> games_;
    std::vector<Heard> heard_;
};

}  // namespace net
