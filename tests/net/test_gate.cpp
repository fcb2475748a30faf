#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/rng.h"
#include "net/enet_link.h"
#include "net/gate.h"
#include "tests/net/wire.h"

using net::Address;
using net::EnetLink;
using net::Gate;
using net::Knock;
using namespace wire;

namespace {

constexpr Address caller{0xC0A80114, 40000};

using Bytes = std::vector<std::byte>;

template <class Datagram>
Bytes bytes_of(const Datagram& datagram) {
    return {datagram.begin(), datagram.end()};
}

// What ENet sends to begin a connection.
Bytes connect_datagram(std::uint32_t data) {
    Bytes bytes(52, std::byte{0});
    bytes[0] = std::byte{0x8F};  // no connection yet, and the time follows
    bytes[1] = std::byte{0xFF};
    bytes[4] = std::byte{0x82};  // CONNECT, to be acknowledged
    bytes[5] = std::byte{0xFF};
    bytes[17] = std::byte{0x05};  // room in a datagram: 1,400 bytes
    bytes[18] = std::byte{0x78};
    bytes[27] = std::byte{2};  // channels
    for (std::size_t i = 0; i < 4; ++i) bytes[48 + i] = static_cast<std::byte>(data >> (24 - 8 * i));
    return bytes;
}

Knock::Kind kind(const Bytes& bytes) { return net::read_knock(bytes).kind; }

// A stranger with a socket of his own, at any address of this machine.
class Stranger {
  public:
    Stranger(std::uint16_t port, std::uint32_t own_ip = loopback) : socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
        to_.sin_family = AF_INET;
        sockaddr_in own = to_;
        own.sin_addr.s_addr = htonl(own_ip);
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
        EXPECT_EQ(::fcntl(socket_, F_SETFL, O_NONBLOCK), 0);
        to_.sin_port = htons(port);
        to_.sin_addr.s_addr = htonl(loopback);
    }
    ~Stranger() { ::close(socket_); }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;
    void send(const Bytes& data) {
        ASSERT_EQ(::sendto(socket_, data.data(), data.size(), 0, reinterpret_cast<const sockaddr*>(&to_), sizeof to_),
                  static_cast<ssize_t>(data.size()));
        sent_ += data.size();
    }
    // The datagrams that have come, in order.
    std::vector<Bytes> receive() {
        std::vector<Bytes> all;
        std::array<std::byte, 5000> buffer{};
        for (ssize_t size = 0; (size = ::recv(socket_, buffer.data(), buffer.size(), 0)) >= 0;) {
            all.emplace_back(buffer.begin(), buffer.begin() + size);
            received_ += static_cast<std::size_t>(size);
        }
        return all;
    }
    std::size_t sent() const { return sent_; }
    std::size_t received() const { return received_; }

  private:
    int socket_;
    sockaddr_in to_{};
    std::size_t sent_ = 0, received_ = 0;
};

}  // namespace

TEST(Gate, ACookieIsGoodForOneAddressAndPortAndForATime) {
    Gate gate;
    const Time made = 100 * Gate::slot_us;
    const auto cookie = gate.answer(7, caller, made);
    ASSERT_TRUE(cookie);
    EXPECT_EQ(cookie->nonce, 7u);
    EXPECT_TRUE(gate.is_right(cookie->value, caller, made));
    EXPECT_TRUE(gate.is_right(cookie->value, caller, made + 2 * Gate::slot_us - 1));
    EXPECT_FALSE(gate.is_right(cookie->value, caller, made + 2 * Gate::slot_us)) << "two slots are over";
    EXPECT_FALSE(gate.is_right(cookie->value, {caller.ip, 40001}, made)) << "another port";
    EXPECT_FALSE(gate.is_right(cookie->value, {caller.ip + 1, caller.port}, made)) << "another address";
    EXPECT_FALSE(gate.is_right(cookie->value ^ 1, caller, made));
    EXPECT_FALSE(Gate().is_right(cookie->value, caller, made)) << "another host";
}

TEST(Gate, AnswersAreShorterThanWhatTheyAnswer) {
    EXPECT_LT(net::cookie_bytes, net::call_bytes);
    Bytes call = bytes_of(net::encode_call(9));
    EXPECT_EQ(kind(call), Knock::Kind::Call);
    EXPECT_EQ(net::read_knock(call).nonce, 9u);
    call.pop_back();
    EXPECT_EQ(kind(call), Knock::Kind::Noise) << "who sends less gets nothing";
    call.resize(net::call_bytes + 1);
    EXPECT_EQ(kind(call), Knock::Kind::Noise);
}

TEST(Gate, CallsAreAnsweredSoOftenAndNoOftener) {
    Gate gate;
    const auto answered = [&gate](const Address& from, Time now, int calls) {
        int count = 0;
        for (int i = 0; i < calls; ++i) count += gate.answer(1, from, now) ? 1 : 0;
        return count;
    };
    EXPECT_EQ(answered(caller, second, 500), static_cast<int>(Gate::of_an_address.at_once));
    EXPECT_EQ(answered(caller, 2 * second, 500), static_cast<int>(Gate::of_an_address.per_second));
    EXPECT_GE(answered({caller.ip + 1, 1}, 2 * second, 10), 10) << "another address has its own limit";
    int all = 0;
    for (std::uint32_t ip = 1; ip < 20'000; ++ip) all += answered({ip, 1}, 10 * second, 1);
    EXPECT_LE(all, static_cast<int>(Gate::overall.at_once)) << "and all of them have one together";
    EXPECT_GT(all, static_cast<int>(Gate::overall.at_once) * 9 / 10);
}

TEST(Gate, OnlyAWholeConnectOfEnetAndNothingElseIsOne) {
    const Bytes connect = connect_datagram(0x01020304);
    EXPECT_EQ(kind(connect), Knock::Kind::Connect);
    EXPECT_EQ(net::read_knock(connect).cookie, 0x01020304u);
    Bytes more = connect;
    more.resize(connect.size() + 8);
    EXPECT_EQ(kind(more), Knock::Kind::Noise) << "commands behind it would be let in with it";
    Bytes other = connect;
    other[4] = std::byte{0x85};
    EXPECT_EQ(kind(other), Knock::Kind::Noise) << "a ping that belongs to no connection";
    Bytes compressed = connect;
    compressed[0] = std::byte{0xCF};
    EXPECT_EQ(kind(compressed), Knock::Kind::Noise);
    for (std::size_t size = 2; size < connect.size(); ++size)
        EXPECT_EQ(kind({connect.begin(), connect.begin() + static_cast<std::ptrdiff_t>(size)}), Knock::Kind::Noise);
    EXPECT_EQ(kind(Bytes(net::most_datagram_bytes, std::byte{0})), Knock::Kind::Connected);
    EXPECT_EQ(kind(Bytes(net::most_datagram_bytes + 1, std::byte{0})), Knock::Kind::Noise);
    EXPECT_EQ(kind({}), Knock::Kind::Noise);
}

TEST(Gate, ConnectsWithoutACookieTakeNoConnectionAndGetNoAnswer) {
    const auto host = EnetLink::open(0), guest = EnetLink::open(0);
    std::vector<std::unique_ptr<Stranger>> strangers;
    Time now = second;
    for (std::uint32_t i = 0; i < 60; ++i) {  // more than there are connections
        strangers.push_back(std::make_unique<Stranger>(host->port(), loopback + i));
        for (const std::uint32_t guess : {0u, i, 0xFFFFFFFFu}) strangers.back()->send(connect_datagram(guess));
        EXPECT_FALSE(host->next(now));
    }
    EXPECT_EQ(host->noise().uninvited, 180u);
    for (const auto& stranger : strangers) EXPECT_TRUE(stranger->receive().empty());
    EXPECT_EQ(host->wire_bytes_sent(), 0u);
    guest->connect({loopback, host->port()}, now);
    int connected = 0;
    for (int i = 0; i < 20; ++i, now += 5 * ms)
        for (const auto& link : {host.get(), guest.get()})
            while (auto event = link->next(now)) connected += event->kind == net::LinkEvent::Kind::Connected;
    EXPECT_EQ(connected, 2) << "there is room for who asks properly";
}

TEST(Gate, ACookieOpensItForItsOwnerAlone) {
    const auto host = EnetLink::open(0);
    Stranger owner(host->port(), loopback + 1), thief(host->port(), loopback + 2);
    owner.send(bytes_of(net::encode_call(5)));
    host->next(second);
    const auto answer = owner.receive();
    ASSERT_EQ(answer.size(), 1u);
    const Knock cookie = net::read_knock(answer[0]);
    ASSERT_EQ(cookie.kind, Knock::Kind::Cookie);
    EXPECT_EQ(cookie.nonce, 5u);
    thief.send(connect_datagram(cookie.cookie));
    host->next(second);
    EXPECT_EQ(host->noise().uninvited, 1u);
    EXPECT_TRUE(thief.receive().empty());
    owner.send(connect_datagram(cookie.cookie));
    host->next(second);
    EXPECT_EQ(host->noise().uninvited, 1u) << "the same word from its owner passes";
}

TEST(Gate, AnAnswerThatNobodyAskedForBeginsNoConnection) {
    const auto host = EnetLink::open(0), guest = EnetLink::open(0);
    Stranger liar(guest->port(), loopback);
    const net::PeerId peer = guest->connect({loopback, host->port()}, second);
    for (std::uint64_t nonce = 0; nonce < 100; ++nonce) liar.send(bytes_of(net::encode_cookie({nonce, 1})));
    for (int i = 0; i < 4; ++i) guest->next(second);
    const std::uint64_t bytes = guest->wire_bytes_sent();
    EXPECT_EQ(bytes, 28 + net::call_bytes) << "no CONNECT has gone out";
    EXPECT_EQ(guest->address(peer), (Address{loopback, host->port()}));
}

TEST(Gate, StrangersNeverGetMoreThanTheySend) {
    const auto host = EnetLink::open(0);
    Stranger stranger(host->port());
    engine::Rng rng{11};
    Time now = second;
    std::vector<Bytes> starts = {bytes_of(net::encode_call(1)), bytes_of(net::encode_cookie({1, 2})), connect_datagram(3), Bytes(128)};
    for (int i = 0; i < 20'000; ++i, now += ms) {
        Bytes junk = starts[rng.below(static_cast<std::uint32_t>(starts.size()))];
        if (rng.below(4) != 0)
            for (auto flips = rng.below(6); flips > 0; --flips)
                junk[rng.below(static_cast<std::uint32_t>(junk.size()))] = static_cast<std::byte>(rng.next());
        if (rng.below(8) == 0) junk.resize(1 + rng.below(1500));
        const std::size_t before = stranger.received();
        stranger.send(junk);
        while (host->next(now)) {
        }
        stranger.receive();
        ASSERT_LE(stranger.received() - before, junk.size());
    }
    EXPECT_GT(stranger.received(), 0u) << "some of it was asked properly";
    EXPECT_GT(host->noise().answered, 100u);
    EXPECT_GT(host->noise().unanswered, 100u) << "a thousand calls a second are too many";
}

TEST(Gate, EveryLinkOfAProcessLooksAtItsOwnDatagrams) {
    const auto one = EnetLink::open(0), other = EnetLink::open(0);
    Stranger to_one(one->port()), to_other(other->port());
    to_one.send(connect_datagram(1));
    for (int i = 0; i < 3; ++i) to_other.send(Bytes(1500));
    for (int i = 0; i < 3; ++i)
        for (const auto& link : {one.get(), other.get()}) link->next(second);
    EXPECT_EQ(one->noise().uninvited, 1u);
    EXPECT_EQ(one->noise().oversized, 0u);
    EXPECT_EQ(other->noise().uninvited, 0u);
    EXPECT_EQ(other->noise().oversized, 3u);
}
