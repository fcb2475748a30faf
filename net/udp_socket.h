// A UDP socket that never waits, for what goes on beside a link: the search for games. And the interfaces of this machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/link.h"

namespace net {

// An IPv4 address of this machine, on an interface that is up.
struct Interface {
    std::string name;
    int index = 0;
    std::uint32_t ip = 0;         // host byte order
    std::uint32_t broadcast = 0;  // of its network; 0: there is none
    bool is_loopback = false;
    friend bool operator==(const Interface&, const Interface&) = default;
};

std::vector<Interface> interfaces();

// 127.0.0.0/8; and the networks that nobody on the internet has: 10/8, 172.16/12, 192.168/16, 169.254/16.
bool is_loopback(std::uint32_t ip);
bool is_private(std::uint32_t ip);
// "192.168.1.20"
std::string ip_text(std::uint32_t ip);
// Nothing where it is not written like that.
std::optional<std::uint32_t> ip_of_text(const std::string& text);

class UdpSocket {
  public:
    struct Datagram {
        Address from;
        std::span<const std::byte> data;  // until the next receive()
        Time age_us = 0;                  // since it arrived at this machine
    };

    // port 0: a free one. is_shared: other programs may listen at the same port, and what is sent to all comes to each of them.
    // Nothing is thrown where the port cannot be opened: is_open() is false then, and problem() says why.
    UdpSocket(std::uint16_t port, bool is_shared);
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    bool is_open() const { return socket_ >= 0; }
    const std::string& problem() const { return problem_; }
    std::uint16_t port() const { return port_; }

    bool send(const Address& to, std::span<const std::byte> data);
    // To a multicast group, by that interface, no farther than its network.
    bool send_to_group(const Address& group, const Interface& by, std::span<const std::byte> data);
    void join_group(std::uint32_t group, const Interface& on);
    // The next datagram that is here; longer ones than most_bytes are dropped.
    std::optional<Datagram> receive();

    static constexpr std::size_t most_bytes = 256;

  private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
    std::string problem_;
    std::array<std::byte, most_bytes + 1> buffer_{};
};

}  // namespace net
