#include "tests/online/relay.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace processes {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int open_socket(std::uint16_t port, std::uint16_t& bound) {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in own = loopback(port);
    EXPECT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
    socklen_t size = sizeof own;
    EXPECT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size), 0);
    bound = ntohs(own.sin_port);
    return socket;
}

void send(int socket, const sockaddr_in& to, std::span<const std::byte> data) {
    ::sendto(socket, data.data(), data.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

}  // namespace

Relay::Relay(std::uint16_t to_host, std::uint16_t towards_host) : to_host_(to_host) {
    guest_side_ = open_socket(0, port_);
    host_side_ = open_socket(towards_host, towards_host_);
    thread_ = std::thread([this] { pass_on(); });
}

Relay::~Relay() {
    is_over_ = true;
    thread_.join();
    ::close(guest_side_);
    ::close(host_side_);
}

std::string Relay::address() const { return "127.0.0.1:" + std::to_string(port_); }

std::vector<Datagram> Relay::from_guest() {
    const std::lock_guard lock(mutex_);
    return from_guest_;
}

void Relay::send_as_guest(std::span<const std::byte> datagram) { send(host_side_, loopback(to_host_), datagram); }

void Relay::pass_on() {
    sockaddr_in guest{};
    std::array<std::byte, 2048> buffer{};
    while (!is_over_) {
        std::array<pollfd, 2> both{
            {{.fd = guest_side_, .events = POLLIN, .revents = 0}, {.fd = host_side_, .events = POLLIN, .revents = 0}}};
        ::poll(both.data(), both.size(), 20);
        for (;;) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            const ssize_t count = ::recvfrom(guest_side_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (count <= 0) break;
            guest = from;
            const std::span data(buffer.data(), static_cast<std::size_t>(count));
            {
                const std::lock_guard lock(mutex_);
                from_guest_.emplace_back(data.begin(), data.end());
            }
            send(host_side_, loopback(to_host_), data);
        }
        for (;;) {
            const ssize_t count = ::recv(host_side_, buffer.data(), buffer.size(), 0);
            if (count <= 0) break;
            if (guest.sin_port != 0) send(guest_side_, guest, std::span(buffer.data(), static_cast<std::size_t>(count)));
        }
    }
}

void send_from_elsewhere(std::uint16_t port, std::span<const Datagram> datagrams) {
    std::uint16_t own = 0;
    const int socket = open_socket(0, own);
    for (const Datagram& each : datagrams) send(socket, loopback(port), each);
    ::close(socket);
}

Datagram enet_disconnect(std::uint16_t connection) {
    constexpr unsigned disconnect = 4, unsequenced = 1 << 6;
    Datagram datagram(2 + 8);
    datagram[0] = static_cast<std::byte>(connection >> 8);
    datagram[1] = static_cast<std::byte>(connection);
    datagram[2] = static_cast<std::byte>(disconnect | unsequenced);
    datagram[3] = std::byte{0xFF};  // no channel's
    return datagram;
}

}  // namespace processes
