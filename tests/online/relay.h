// Stands on the line between a host and one guest, as a real socket does: passes their datagrams on, keeps those of the guest, and sends
// what it likes from the address that the host takes for the guest's. For tests of network games between real processes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace processes {

using Datagram = std::vector<std::byte>;

class Relay {
  public:
    // to_host: UDP port of a host on this machine. towards_host: the port that the host sees; 0: a free one.
    explicit Relay(std::uint16_t to_host, std::uint16_t towards_host = 0);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    std::string address() const;  // for the guest
    std::uint16_t towards_host() const { return towards_host_; }
    std::vector<Datagram> from_guest();  // all of them so far
    void send_as_guest(std::span<const std::byte> datagram);

  private:
    void pass_on();
    int guest_side_ = -1, host_side_ = -1;
    std::uint16_t port_ = 0, towards_host_ = 0, to_host_;
    std::mutex mutex_;
    std::vector<Datagram> from_guest_;
    std::atomic<bool> is_over_{false};
    std::thread thread_;
};

// Sends from a socket that is neither end's.
void send_from_elsewhere(std::uint16_t port, std::span<const Datagram> datagrams);

// ENet's DISCONNECT, as the owner of a connection sends it: the first two bytes of a datagram of ENet's name the connection.
Datagram enet_disconnect(std::uint16_t connection);

}  // namespace processes
