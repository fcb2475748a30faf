#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <tuple>

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "net/enet_link.h"
#include "net/messages.h"
#include "tests/net/wire.h"

using net::EnetLink;
using namespace wire;

namespace {

// A host and its guests on loopback, all under one clock that only step() moves.
struct Party {
    explicit Party(int guest_count) : host(EnetLink::open(0)) {
        for (int i = 0; i < guest_count; ++i) add_guest();
    }
    void add_guest() {
        guests.push_back(EnetLink::open(0));
        guests.back()->connect({loopback, host->port()}, now);
        at_guests.emplace_back();
    }
    void step(Time by = 5 * ms) {
        now += by;
        while (auto event = host->next(now)) at_host.push_back(*event);
        for (std::size_t i = 0; i < guests.size(); ++i)
            while (guests[i]) {
                auto event = guests[i]->next(now);
                if (!event) break;
                at_guests[i].push_back(*event);
            }
    }
    void run(Time time) {
        for (const Time end = now + time; now < end;) step();
    }
    std::vector<LinkEvent> packets_at_host() const {
        std::vector<LinkEvent> packets;
        for (const auto& event : at_host)
            if (event.kind == LinkEvent::Kind::Packet) packets.push_back(event);
        return packets;
    }
    Time now = 1'000'000;
    std::unique_ptr<EnetLink> host;
    std::vector<std::unique_ptr<EnetLink>> guests;
    std::vector<LinkEvent> at_host;
    std::vector<std::vector<LinkEvent>> at_guests;
};

// A stranger who knows the port and sends what he likes.
struct Stranger {
    explicit Stranger(std::uint16_t port) : socket(::socket(AF_INET, SOCK_DGRAM, 0)) {
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    ~Stranger() { ::close(socket); }
    void send(const std::vector<std::byte>& data) const {
        ASSERT_EQ(::sendto(socket, data.data(), data.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to),
                  static_cast<ssize_t>(data.size()));
    }
    int socket;
    sockaddr_in to{};
};

std::string sentence_of(const std::string& address) {
    try {
        net::resolve(address, 17430);
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::Network);
        return error.what();
    }
    return "";
}

}  // namespace

TEST(EnetLink, ConnectsAndCarriesPacketsBothWaysOnBothChannels) {
    Party party(3);
    party.run(100 * ms);
    ASSERT_EQ(party.at_host.size(), 3u);
    for (const auto& event : party.at_host) EXPECT_EQ(event.kind, LinkEvent::Kind::Connected);
    for (const auto& events : party.at_guests) {
        ASSERT_EQ(events.size(), 1u);
        EXPECT_EQ(events[0].kind, LinkEvent::Kind::Connected);
    }
    const net::PeerId second = party.at_host[1].peer;
    party.guests[1]->send(party.at_guests[1][0].peer, Channel::Play, bytes(net::most_packet_bytes, 3), party.now);
    party.guests[1]->send(party.at_guests[1][0].peer, Channel::Lobby, bytes(5000, 4), party.now);
    party.host->send(second, Channel::Play, bytes(1, 5), party.now);
    party.run(100 * ms);
    const auto packets = party.packets_at_host();
    ASSERT_EQ(packets.size(), 2u);
    EXPECT_EQ(packets[0].peer, second);
    EXPECT_EQ(packets[0].channel, Channel::Play);
    EXPECT_EQ(packets[0].data, bytes(net::most_packet_bytes, 3));
    EXPECT_EQ(packets[1].channel, Channel::Lobby);
    EXPECT_EQ(packets[1].data, bytes(5000, 4));
    ASSERT_EQ(party.at_guests[1].size(), 2u);
    EXPECT_EQ(party.at_guests[1][1].data, bytes(1, 5));
    EXPECT_EQ(party.at_guests[0].size(), 1u) << "nobody else hears it";
}

TEST(EnetLink, SendsAtOnceAndNotOnlyWhenNextIsCalled) {
    Party party(1);
    party.run(100 * ms);
    party.guests[0]->send(party.at_guests[0][0].peer, Channel::Play, bytes(16, 1), party.now);
    const auto event = party.host->next(party.now);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->kind, LinkEvent::Kind::Packet);
}

TEST(EnetLink, LosesNoPlayPacketToItsThrottle) {
    Party party(1);
    party.run(100 * ms);
    const net::PeerId host = party.at_guests[0][0].peer;
    // round trips that grow from 10 to 250 ms
    int sent = 0;
    for (int i = 0; i < 1200; ++i) {
        party.now += 10 * ms;
        party.guests[0]->send(host, Channel::Play, bytes(16, 1), party.now);
        ++sent;
        if (i % (1 + i / 50) == 0) party.step(0);
    }
    party.run(100 * ms);
    EXPECT_EQ(party.packets_at_host().size(), static_cast<std::size_t>(sent));
}

TEST(EnetLink, TellsAClosedConnectionFromALostOne) {
    Party party(2);
    party.run(100 * ms);
    party.guests[0].reset();
    party.run(200 * ms);
    ASSERT_EQ(party.at_host.size(), 3u);
    EXPECT_EQ(party.at_host[2].kind, LinkEvent::Kind::Gone);
    EXPECT_EQ(party.at_host[2].peer, party.at_host[0].peer);
    EXPECT_TRUE(party.at_host[2].closed);
    // the other one falls silent without a word
    const auto silent = std::move(party.guests[1]);
    party.run(12'000 * ms);
    ASSERT_EQ(party.at_host.size(), 4u);
    EXPECT_EQ(party.at_host[3].kind, LinkEvent::Kind::Gone);
    EXPECT_FALSE(party.at_host[3].closed);
    EXPECT_EQ(party.at_host[3].reason, "connection lost");
}

TEST(EnetLink, DeliversWhatWasSentReliablyBeforeItClosed) {
    Party party(1);
    party.run(100 * ms);
    const net::PeerId guest = party.at_host[0].peer;
    party.host->send(guest, Channel::Lobby, bytes(3000, 9), party.now);
    party.host->close(guest, party.now);
    party.run(200 * ms);
    ASSERT_EQ(party.at_guests[0].size(), 3u);
    EXPECT_EQ(party.at_guests[0][1].data, bytes(3000, 9));
    EXPECT_EQ(party.at_guests[0][2].kind, LinkEvent::Kind::Gone);
    EXPECT_TRUE(party.at_guests[0][2].closed);
    EXPECT_EQ(party.at_host.size(), 1u) << "who closes is not told that it is closed";
}

TEST(EnetLink, SaysWhichPortIsInUse) {
    const auto first = EnetLink::open(0);
    try {
        EnetLink::open(first->port());
        FAIL() << "two programs listen on one port";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::Network);
        EXPECT_EQ(std::string(error.what()),
                  "Port " + std::to_string(first->port()) + " is in use by another program; --port chooses another one, 0 a free one.");
    }
}

TEST(EnetLink, SaysWhatIsWrongWithAnAddress) {
    EXPECT_NE(sentence_of("").find("An address is needed"), std::string::npos);
    EXPECT_NE(sentence_of("127.0.0.1:").find("port from 1 to 65535"), std::string::npos);
    EXPECT_NE(sentence_of("127.0.0.1:0").find("port from 1 to 65535"), std::string::npos);
    EXPECT_NE(sentence_of("127.0.0.1:65536").find("port from 1 to 65535"), std::string::npos);
    EXPECT_NE(sentence_of("127.0.0.1:12x").find("port from 1 to 65535"), std::string::npos);
    EXPECT_NE(sentence_of(":17430").find("port from 1 to 65535"), std::string::npos);
    EXPECT_NE(sentence_of("::1").find("no IPv4 address"), std::string::npos);
    EXPECT_NE(sentence_of(std::string(70, 'x') + ".invalid").find("is not known"), std::string::npos);
    EXPECT_EQ(sentence_of("127.0.0.1"), "");
}

TEST(EnetLink, LivesOnUnderJunkFromAStranger) {
    Party party(1);
    party.run(100 * ms);
    const Stranger stranger(party.host->port());
    engine::Rng rng{3};
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::byte> junk(1 + rng.below(i % 50 == 0 ? 9000 : 200));
        for (auto& b : junk) b = static_cast<std::byte>(rng.next());
        stranger.send(junk);
        if (i % 20 == 0) party.step();
    }
    party.run(100 * ms);
    EXPECT_GT(party.host->noise().unreadable, 0u) << "datagrams over ENet's buffer";
    EXPECT_GT(party.host->noise().oversized, 0u);
    party.guests[0]->send(party.at_guests[0][0].peer, Channel::Lobby, bytes(4, 1), party.now);
    party.run(100 * ms);
    EXPECT_EQ(party.packets_at_host().size(), 1u);
    EXPECT_EQ(party.at_host.size(), 2u) << "nobody else has come";
}

TEST(EnetLink, ConnectionsThatAreBegunAndLeftAreForgottenSoon) {
    Party party(0);
    std::vector<std::unique_ptr<EnetLink>> mute;
    for (std::size_t i = 0; i < EnetLink::most_peers_of_loopback; ++i) {
        mute.push_back(EnetLink::open(0));
        mute.back()->connect({loopback, party.host->port()}, party.now);
        party.step(0);                 // the cookie
        mute.back()->next(party.now);  // CONNECT, and then not a word
    }
    party.run(100 * ms);
    party.add_guest();
    party.run(900 * ms);
    EXPECT_TRUE(party.at_guests[0].empty()) << "one address has as many connections as it may";
    EXPECT_GT(party.host->noise().uninvited, 0u);
    party.run(4000 * ms);
    EXPECT_EQ(party.at_guests[0].size(), 1u) << "its earlier tries are forgotten";
    EXPECT_EQ(party.at_host.size(), 1u);
}

TEST(EnetLink, RefusesPacketsThatWouldBeCutUp) {
    Party party(1);
    party.run(100 * ms);
    const net::PeerId host = party.at_guests[0][0].peer;
    party.guests[0]->send(host, Channel::Play, bytes(net::most_packet_bytes + net::tag_bytes + 1, 1), party.now);
    party.guests[0]->send(host, Channel::Play, {}, party.now);
    party.guests[0]->send(host + 1, Channel::Play, bytes(1, 1), party.now);
    party.run(100 * ms);
    EXPECT_TRUE(party.packets_at_host().empty());
    EXPECT_EQ(party.guests[0]->noise().unsendable, 3u);
}

TEST(EnetLink, CountsHeadersOnTheWire) {
    Party party(1);
    party.run(500 * ms);
    const std::uint64_t before = party.guests[0]->wire_bytes_sent();
    party.guests[0]->send(party.at_guests[0][0].peer, Channel::Play, bytes(16, 1), party.now);
    // 28 of IP and UDP, 2 of ENet, 8 of the command
    EXPECT_EQ(party.guests[0]->wire_bytes_sent() - before, 28u + 2 + 8 + 16);
}

TEST(EnetLink, BothEndsCanBeginAndSayWhereTheOtherOneIs) {
    const auto a = EnetLink::open(0), b = EnetLink::open(0);
    Time now = 1'000'000;
    const net::PeerId there = a->connect({loopback, b->port()}, now), back = b->connect({loopback, a->port()}, now);
    std::vector<LinkEvent> at_a, at_b;
    for (int i = 0; i < 40; ++i, now += 5 * ms) {
        while (auto event = a->next(now)) at_a.push_back(*event);
        while (auto event = b->next(now)) at_b.push_back(*event);
    }
    ASSERT_EQ(at_a.size(), 2u);
    ASSERT_EQ(at_b.size(), 2u);
    for (const auto& [events, link, own, other] :
         {std::tuple{&at_a, a.get(), there, b->port()}, std::tuple{&at_b, b.get(), back, a->port()}}) {
        for (const LinkEvent& event : *events) {
            EXPECT_EQ(event.kind, LinkEvent::Kind::Connected);
            EXPECT_EQ(event.incoming, event.peer != own);
            EXPECT_EQ(link->address(event.peer), (net::Address{loopback, other}));
        }
        EXPECT_NE((*events)[0].peer, (*events)[1].peer);
    }
    EXPECT_EQ(a->address(99), net::Address{});
}

TEST(EnetLink, TellsWhereNobodyAnswers) {
    std::uint16_t free_port = 0;
    { free_port = EnetLink::open(0)->port(); }
    const auto link = EnetLink::open(0);
    Time now = 1'000'000;
    const net::PeerId peer = link->connect({loopback, free_port}, now);
    const Time began = now;
    std::optional<LinkEvent> event;
    for (; !event && now < began + 10'000 * ms; now += 20 * ms) event = link->next(now);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->kind, LinkEvent::Kind::Gone);
    EXPECT_EQ(event->peer, peer);
    EXPECT_EQ(event->reason, "no answer");
    EXPECT_FALSE(event->closed);
    EXPECT_NEAR(static_cast<double>(now - began), 5'000.0 * ms, 500.0 * ms);
}

TEST(EnetLink, SaysAtOnceWhereThereIsNoConnectionLeft) {
    const auto link = EnetLink::open(0), other = EnetLink::open(0);
    const Time now = 1'000'000;
    for (std::size_t i = 0; i < EnetLink::most_peers; ++i) link->connect({loopback, other->port()}, now);
    const net::PeerId one_more = link->connect({loopback, other->port()}, now), nowhere = link->connect({}, now);
    for (const net::PeerId peer : {one_more, nowhere}) {
        const auto event = link->next(now);
        ASSERT_TRUE(event);
        EXPECT_EQ(event->kind, LinkEvent::Kind::Gone);
        EXPECT_EQ(event->peer, peer);
    }
}

TEST(EnetLink, ATryThatIsGivenUpIsHeardOfNoMore) {
    Party party(0);
    const auto link = EnetLink::open(0);
    const net::PeerId peer = link->connect({loopback, party.host->port()}, party.now);
    link->close(peer, party.now);
    for (int i = 0; i < 100; ++i) {
        party.step();
        EXPECT_FALSE(link->next(party.now));
    }
    EXPECT_TRUE(party.at_host.empty());
    EXPECT_EQ(link->address(peer), net::Address{});
}
