// Many machines in one process under a virtual clock: delay, jitter, loss, bursts, reordering, duplicates, each direction by itself, all
// from a seed. Used by tests and the fleet. Connections and reliable packets work as ENet's do: see enet_link.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "net/link.h"
#include "net/trouble.h"

namespace net {

class SimNet;
enum class SimKind : std::uint8_t;
struct SimDatagram;
struct SimConnection;

// One program on a machine. A machine has at most one at a time; a killed one does nothing any more.
class SimLink final : public Link {
  public:
    // Says goodbye to everybody, once and without waiting for an answer; a killed one says nothing.
    ~SimLink() override;
    SimLink(const SimLink&) = delete;
    SimLink& operator=(const SimLink&) = delete;

    // The first connection with a machine has the machine's number as its id, later ones of the same link others.
    PeerId connect(const Address& to, Time now) override;
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;
    Address address(PeerId peer) const override;
    std::uint16_t port() const override { return port_; }
    // As ENet would send it: 38 bytes with each packet, 38 an acknowledgement of a reliable one, two pings of 36 bytes a second.
    std::uint64_t wire_bytes_sent() const override { return wire_bytes_; }

    std::uint32_t id() const { return machine_; }  // the machine's number
    Address own_address() const { return {machine_, port_}; }

  private:
    friend class SimNet;
    SimLink(SimNet& net, std::uint32_t machine, std::uint16_t port);

    SimConnection* find(PeerId id);
    SimConnection* find_number(std::uint64_t number);
    SimConnection& add(const Address& to, std::uint64_t number);
    void forget(const SimConnection& connection);
    void open(SimConnection& connection, Time now);
    void end(const SimConnection& connection, bool closed);
    void tell_packet(const SimConnection& connection, Channel channel, std::vector<std::byte> data);
    void transmit(const SimConnection& connection, SimDatagram datagram, Time now);
    void send_reliable(SimConnection& connection, SimKind kind, std::span<const std::byte> data, Time now);
    void call_again(Time now);
    void send_again(Time now);
    void acknowledge(const SimConnection& connection, const SimDatagram& what, Time now);
    void take(SimDatagram datagram, Time now);
    void take_acknowledgement(SimConnection& connection, const SimDatagram& datagram, Time now);
    void take_reliable(SimConnection& connection, SimDatagram datagram, Time now);

    SimNet& net_;
    std::uint32_t machine_;
    std::uint16_t port_;
    bool dead_ = false;
    Time time_ = 0;  // of the last look at what is to be sent again
    std::vector<std::unique_ptr<SimConnection>> connections_;
    std::map<std::uint32_t, std::uint32_t> connections_with_;  // by machine: how many there have been
    std::deque<LinkEvent> events_;
    std::uint64_t wire_bytes_ = 0;
};

struct SimCounts {
    std::uint64_t packets = 0, bytes = 0, lost = 0;  // given to send(), payload; lost: of the Play channel
};

class SimNet {
  public:
    explicit SimNet(std::uint64_t seed);
    ~SimNet();
    SimNet(const SimNet&) = delete;
    SimNet& operator=(const SimNet&) = delete;

    // Another program on that machine (1 and up); its address is (machine, port), port 0: one that was not in use there before. An earlier
    // one has to be gone or killed. The net outlives it.
    std::unique_ptr<SimLink> open(std::uint32_t machine, std::uint16_t port = 0);
    // The machine's program stops here and now; nobody is told.
    void kill(std::uint32_t machine);
    // The line between two machines from now on, whoever is or will be connected over it: `there` is what happens from a to b. Without a
    // word, lines are perfect.
    void set_line(std::uint32_t a, std::uint32_t b, const TroubleSetup& there, const TroubleSetup& back);
    // In this direction alone. loss 1 is a blackout.
    void change(std::uint32_t from, std::uint32_t to, const TroubleSetup& trouble);
    // Nothing that is on its way arrives any more, and nothing that is sent from now on, until set_line: a pulled cable.
    void cut(std::uint32_t a, std::uint32_t b);
    const SimCounts& counts(std::uint32_t from, std::uint32_t to);

    // For tests without a greeting: the next machine, with a link that lives as long as the net; and two of them connected at once. Their
    // ids for each other are their numbers.
    SimLink& add_peer();
    void connect(std::uint32_t a, std::uint32_t b, const TroubleSetup& there, const TroubleSetup& back, Time now);

  private:
    friend class SimLink;
    struct Direction {
        Trouble trouble;
        bool open = true;
        SimCounts counts;
    };
    struct Machine {
        SimLink* link = nullptr;  // that runs there now
        std::uint16_t next_port = 1000;
        std::vector<SimDatagram> arriving;  // a heap: the next one first
    };
    Direction& direction(std::uint32_t from, std::uint32_t to);
    void deliver(std::uint32_t to, SimDatagram datagram, Time at);

    std::uint64_t seed_;
    std::uint64_t order_ = 0;
    std::uint64_t next_connection_ = 1;
    std::map<std::uint32_t, Machine> machines_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Direction> directions_;
    std::vector<std::unique_ptr<SimLink>> links_;  // of add_peer
};

}  // namespace net
