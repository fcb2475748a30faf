// What travels in a simulated net, and what each end of a connection knows. For sim_*.cpp only.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "net/link.h"
#include "net/sim_link.h"

namespace net {

enum class SimKind : std::uint8_t { Call, Answer, Play, Data, Ping, Close, Acknowledgement, Bye };

struct SimDatagram {
    SimKind kind = SimKind::Play;
    Address from;
    std::uint16_t port = 0;        // where it is sent to
    std::uint64_t connection = 0;  // one number for both ends
    std::uint32_t number = 0;      // Data, Ping, Close: counts them; Acknowledgement: of what; 0: of Answer
    Time stamp = 0;                // when it was sent; an acknowledgement's is that of what it is for
    std::vector<std::byte> data;
    Time at = 0;  // when it arrives, and among those that arrive together, which is first
    std::uint64_t order = 0;
};

// One end of a connection.
struct SimConnection {
    static constexpr Time call_again_us = 100'000;        // CONNECT and its answer, as enet_link sets ENet up
    static constexpr Time first_round_trip_us = 500'000;  // ENet's own

    struct Waiting {
        SimDatagram datagram;
        Time begun = 0, again_at = 0, wait = 0;
    };
    enum class State : std::uint8_t { Calling, Answering, Open, Closing } state = State::Calling;
    PeerId id = 0;
    std::uint64_t number = 0;
    Address to;
    Time begun = 0, again_at = 0;  // of the handshake
    Time round_trip = first_round_trip_us, deviation = 0;
    bool measured = false;
    Time reliable_sent_at = 0;
    std::uint32_t next_out = 1, next_in = 1;
    std::deque<Waiting> unacknowledged;
    std::map<std::uint32_t, SimDatagram> early;

    // As ENet measures it.
    void measure(Time sample) {
        if (!measured) {
            measured = true;
            round_trip = sample;
            deviation = (sample + 1) / 2;
            return;
        }
        const Time apart = sample > round_trip ? sample - round_trip : round_trip - sample;
        deviation = deviation - deviation / 4 + apart / 4;
        round_trip = sample > round_trip ? round_trip + apart / 8 : round_trip - apart / 8;
    }
};

// For heaps: the datagram that arrives first is on top.
inline bool later(const SimDatagram& a, const SimDatagram& b) { return std::pair{a.at, a.order} > std::pair{b.at, b.order}; }

}  // namespace net
