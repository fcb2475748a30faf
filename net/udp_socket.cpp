#include "net/udp_socket.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace net {

namespace {

constexpr int most_dropped_at_once = 64;
constexpr Time longest_age_us = 1'000'000;

std::uint32_t ip_of(const sockaddr* address) {
    return address != nullptr && address->sa_family == AF_INET ? ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) : 0;
}

sockaddr_in socket_address(const Address& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(address.ip);
    to.sin_port = htons(address.port);
    return to;
}

bool set(int socket, int level, int option, int value) { return ::setsockopt(socket, level, option, &value, sizeof value) == 0; }

// How long the system has had it, by the time that it noted.
Time age_of(msghdr& message) {
    for (cmsghdr* each = CMSG_FIRSTHDR(&message); each != nullptr; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_TIMESTAMP) continue;
        timeval then{}, now{};
        std::memcpy(&then, CMSG_DATA(each), sizeof then);
        ::gettimeofday(&now, nullptr);
        const std::int64_t age = (std::int64_t{now.tv_sec} - then.tv_sec) * 1'000'000 + (now.tv_usec - then.tv_usec);
        // the time of day may have been set in between
        return age < 0 ? 0 : std::min(static_cast<Time>(age), longest_age_us);
    }
    return 0;
}

}  // namespace

std::vector<Interface> interfaces() {
    std::vector<Interface> found;
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return found;
    for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
        const std::uint32_t ip = ip_of(each->ifa_addr);
        if (ip == 0 || (each->ifa_flags & IFF_UP) == 0) continue;
        Interface one;
        one.name = each->ifa_name;
        one.index = static_cast<int>(::if_nametoindex(each->ifa_name));
        one.ip = ip;
        one.is_loopback = (each->ifa_flags & IFF_LOOPBACK) != 0;
        if (one.is_loopback)
            one.broadcast = ip | ~ip_of(each->ifa_netmask);  // the system names none
        else if ((each->ifa_flags & IFF_BROADCAST) != 0)
            one.broadcast = ip_of(each->ifa_broadaddr);
        if (one.broadcast == ip) one.broadcast = 0;
        found.push_back(std::move(one));
    }
    ::freeifaddrs(list);
    return found;
}

bool is_loopback(std::uint32_t ip) { return ip >> 24 == 127; }

bool is_private(std::uint32_t ip) {
    return ip >> 24 == 10 || ip >> 20 == (172u << 4 | 1) || ip >> 16 == (192u << 8 | 168) || ip >> 16 == (169u << 8 | 254);
}

std::string ip_text(std::uint32_t ip) { return fmt::format("{}.{}.{}.{}", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255); }

std::optional<std::uint32_t> ip_of_text(const std::string& text) {
    in_addr address{};
    if (::inet_pton(AF_INET, text.c_str(), &address) != 1) return std::nullopt;
    return ntohl(address.s_addr);
}

UdpSocket::UdpSocket(std::uint16_t port, bool is_shared) : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    const sockaddr_in own = socket_address({INADDR_ANY, port});
    const bool good = socket_ >= 0 && (!is_shared || set(socket_, SOL_SOCKET, SO_REUSEADDR, 1)) &&
                      set(socket_, SOL_SOCKET, SO_BROADCAST, 1) && set(socket_, IPPROTO_IP, IP_MULTICAST_TTL, 1) &&
                      set(socket_, IPPROTO_IP, IP_MULTICAST_ALL, 0) && set(socket_, SOL_SOCKET, SO_TIMESTAMP, 1) &&
                      ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0;
    if (!good) {
        problem_ = errno == EADDRINUSE ? fmt::format("port {} is in use by another program", port)
                                       : fmt::format("port {} cannot be opened: {}", port, std::strerror(errno));
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
        return;
    }
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size) == 0) port_ = ntohs(bound.sin_port);
}

UdpSocket::~UdpSocket() {
    if (socket_ >= 0) ::close(socket_);
}

bool UdpSocket::send(const Address& to, std::span<const std::byte> data) {
    const sockaddr_in address = socket_address(to);
    return ::sendto(socket_, data.data(), data.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
           static_cast<ssize_t>(data.size());
}

bool UdpSocket::send_to_group(const Address& group, const Interface& by, std::span<const std::byte> data) {
    ip_mreqn way{};
    way.imr_address.s_addr = htonl(by.ip);
    way.imr_ifindex = by.index;
    return ::setsockopt(socket_, IPPROTO_IP, IP_MULTICAST_IF, &way, sizeof way) == 0 && send(group, data);
}

void UdpSocket::join_group(std::uint32_t group, const Interface& on) {
    ip_mreqn membership{};
    membership.imr_multiaddr.s_addr = htonl(group);
    membership.imr_address.s_addr = htonl(on.ip);
    membership.imr_ifindex = on.index;
    // fails where it is a member already, or the interface knows no groups: broadcasts are left then
    ::setsockopt(socket_, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership);
}

std::optional<UdpSocket::Datagram> UdpSocket::receive() {
    for (int dropped = 0; socket_ >= 0 && dropped < most_dropped_at_once; ++dropped) {
        sockaddr_in from{};
        iovec buffer{buffer_.data(), buffer_.size()};
        alignas(cmsghdr) std::array<char, 128> control{};
        msghdr message{};
        message.msg_name = &from;
        message.msg_namelen = sizeof from;
        message.msg_iov = &buffer;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t size = ::recvmsg(socket_, &message, 0);
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
        if (size < 0 || static_cast<std::size_t>(size) > most_bytes || message.msg_namelen < sizeof from) continue;
        return Datagram{{ntohl(from.sin_addr.s_addr), ntohs(from.sin_port)},
                        std::span<const std::byte>(buffer_).first(static_cast<std::size_t>(size)),
                        age_of(message)};
    }
    return std::nullopt;
}

}  // namespace net
