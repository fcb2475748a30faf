// The gate, ENet's handshake and its acknowledgements over a line that loses datagrams: a relay on loopback that passes on what it does not
// lose.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "net/enet_link.h"
#include "net/trouble.h"
#include "tests/net/wire.h"

using net::EnetLink;
using namespace wire;

namespace {

// Between one guest and a host; the virtual clock alone makes anything late.
class Relay {
  public:
    Relay(std::uint16_t host_port, const net::TroubleSetup& line, std::uint64_t seed)
        : lines_{net::Trouble(line, seed), net::Trouble(line, ~seed)} {
        for (int& socket : sockets_) {
            socket = ::socket(AF_INET, SOCK_DGRAM, 0);
            const sockaddr_in any = at(0);
            EXPECT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
            EXPECT_EQ(::fcntl(socket, F_SETFL, O_NONBLOCK), 0);
        }
        ends_[1] = at(host_port);
    }
    ~Relay() {
        for (const int socket : sockets_) ::close(socket);
    }
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    std::uint16_t port() const {
        sockaddr_in own{};
        socklen_t size = sizeof own;
        EXPECT_EQ(::getsockname(sockets_[0], reinterpret_cast<sockaddr*>(&own), &size), 0);
        return ntohs(own.sin_port);
    }
    void pass(Time now) {
        for (std::size_t side = 0; side < 2; ++side) {
            std::array<std::byte, 2000> data{};
            sockaddr_in from{};
            socklen_t size = sizeof from;
            for (ssize_t length = 0;
                 (length = ::recvfrom(sockets_[side], data.data(), data.size(), 0, reinterpret_cast<sockaddr*>(&from), &size)) > 0;
                 size = sizeof from) {
                if (side == 0) ends_[0] = from;
                if (lines_[side].loses()) continue;
                late_[side].push_back({now + lines_[side].travel(), {data.begin(), data.begin() + length}});
            }
            for (; !late_[side].empty() && late_[side].front().first <= now; late_[side].pop_front()) {
                const auto& bytes = late_[side].front().second;
                ::sendto(sockets_[1 - side], bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&ends_[1 - side]),
                         sizeof(sockaddr_in));
            }
        }
    }

  private:
    static sockaddr_in at(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    std::array<int, 2> sockets_{};  // towards the guest, towards the host
    std::array<sockaddr_in, 2> ends_{};
    std::array<net::Trouble, 2> lines_;
    std::array<std::deque<std::pair<Time, std::vector<std::byte>>>, 2> late_;
};

// How long until the guest may speak and is heard; nothing: it gave up.
std::optional<Time> time_to_connect(const net::TroubleSetup& trouble, std::uint64_t seed) {
    const auto host = EnetLink::open(0), guest = EnetLink::open(0);
    Relay relay(host->port(), trouble, seed);
    const Time began = 1'000'000;
    Time now = began;
    guest->connect({loopback, relay.port()}, now);
    bool at_host = false, at_guest = false;
    while (!at_host || !at_guest) {
        now += 5 * ms;
        relay.pass(now);
        while (auto event = host->next(now)) at_host = at_host || event->kind == LinkEvent::Kind::Connected;
        relay.pass(now);
        while (auto event = guest->next(now)) {
            if (event->kind == LinkEvent::Kind::Gone) return std::nullopt;
            at_guest = at_guest || event->kind == LinkEvent::Kind::Connected;
        }
    }
    return now - began;
}

}  // namespace

TEST(EnetLoss, ConnectingIsQuickWhereEveryTenthDatagramIsLost) {
    for (const Time delay_us : {0 * ms, 50 * ms, 100 * ms}) {
        std::vector<Time> times;
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            const auto time = time_to_connect(line(delay_us, 0.1), seed);
            ASSERT_TRUE(time.has_value()) << "seed " << seed;
            times.push_back(*time);
        }
        std::sort(times.begin(), times.end());
        std::printf("one way %3d ms, 10 %% lost: connected after %3d ms in half of all cases, %d ms in 99 of 100, %d ms at most\n",
                    static_cast<int>(delay_us / ms), static_cast<int>(times[150] / ms), static_cast<int>(times[297] / ms),
                    static_cast<int>(times.back() / ms));
        EXPECT_LE(times[297], 600 * ms + 5 * delay_us);
    }
}

TEST(EnetLoss, AConnectionLastsWhereEveryFifthDatagramIsLost) {
    const auto host = EnetLink::open(0), guest = EnetLink::open(0);
    Relay relay(host->port(), line(150 * ms, 0.2), 5);
    Time now = 1'000'000;
    guest->connect({loopback, relay.port()}, now);
    int connected = 0, gone = 0;
    for (const Time end = now + 900'000 * ms; now < end; now += 20 * ms) {
        relay.pass(now);
        for (const auto& link : {host.get(), guest.get()})
            while (auto event = link->next(now)) ++(event->kind == LinkEvent::Kind::Gone ? gone : connected);
    }
    EXPECT_EQ(connected, 2);
    EXPECT_EQ(gone, 0);
}
