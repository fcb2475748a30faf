#include <gtest/gtest.h>

#include <algorithm>

#include "net/sim_link.h"
#include "tests/net/wire.h"

using net::SimLink;
using net::SimNet;
using namespace wire;

namespace {

std::vector<std::byte> number(int value) { return {static_cast<std::byte>(value & 255), static_cast<std::byte>(value >> 8)}; }
int value_of(const LinkEvent& event) { return static_cast<int>(event.data.at(0)) | static_cast<int>(event.data.at(1)) << 8; }

// Programs on machines, and what each of them has heard; one clock.
struct Party {
    explicit Party(std::uint64_t seed = 1) : net(seed) {}
    void step() {
        now += 5 * ms;
        for (auto& [machine, link] : links)
            while (auto event = link->next(now)) heard[machine].push_back(*event);
    }
    void run(Time time) {
        for (const Time end = now + time; now < end;) step();
    }
    SimLink& open(std::uint32_t machine, std::uint16_t port = 0) {
        heard[machine].clear();
        return *(links[machine] = net.open(machine, port));
    }
    void kill(std::uint32_t machine) {
        net.kill(machine);
        links.erase(machine);
    }
    std::size_t count(std::uint32_t machine, LinkEvent::Kind kind) {
        return static_cast<std::size_t>(
            std::count_if(heard[machine].begin(), heard[machine].end(), [kind](const auto& event) { return event.kind == kind; }));
    }
    std::vector<int> values(std::uint32_t machine) {
        std::vector<int> found;
        for (const LinkEvent& event : heard[machine])
            if (event.kind == LinkEvent::Kind::Packet) found.push_back(value_of(event));
        return found;
    }

    SimNet net;
    Time now = 1'000'000;
    std::map<std::uint32_t, std::unique_ptr<SimLink>> links;
    std::map<std::uint32_t, std::vector<LinkEvent>> heard;
};

}  // namespace

TEST(SimLink, ConnectsInARoundTripAndSaysWhoBegan) {
    Party party;
    party.net.set_line(1, 2, line(50 * ms, 0), line(30 * ms, 0));
    SimLink& a = party.open(1);
    SimLink& b = party.open(2);
    const Time began = party.now;
    const net::PeerId host = a.connect(b.own_address(), party.now);
    while (party.heard[1].empty()) party.step();
    EXPECT_LE(party.now - began, 90 * ms);
    party.run(100 * ms);
    ASSERT_EQ(party.heard[1].size(), 1u);
    ASSERT_EQ(party.heard[2].size(), 1u);
    EXPECT_EQ(party.heard[1][0].peer, host);
    EXPECT_FALSE(party.heard[1][0].incoming);
    EXPECT_TRUE(party.heard[2][0].incoming);
    EXPECT_EQ(a.address(host), (net::Address{2, b.port()}));
    EXPECT_EQ(b.address(party.heard[2][0].peer), (net::Address{1, a.port()}));
    EXPECT_EQ(a.address(77), net::Address{});
}

TEST(SimLink, ConnectsThroughLossAndGivesUpWhereNobodyIs) {
    std::vector<Time> times;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Party party(seed);
        party.net.set_line(1, 2, line(50 * ms, 0.1), line(50 * ms, 0.1));
        SimLink& a = party.open(1);
        const net::Address there = party.open(2).own_address();
        const Time began = party.now;
        a.connect(there, party.now);
        while (party.heard[1].empty()) party.step();
        EXPECT_EQ(party.heard[1][0].kind, LinkEvent::Kind::Connected);
        times.push_back(party.now - began);
    }
    std::sort(times.begin(), times.end());
    EXPECT_LE(times[times.size() * 99 / 100], 700 * ms);

    Party party;
    SimLink& a = party.open(1);
    const net::Address there = party.open(2).own_address();
    party.kill(2);
    a.connect(there, party.now);
    a.connect({3, 1000}, party.now);
    a.connect({1, static_cast<std::uint16_t>(a.port() + 1)}, party.now);
    party.run(4900 * ms);
    EXPECT_TRUE(party.heard[1].empty());
    party.run(200 * ms);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Gone), 3u);
    EXPECT_EQ(party.heard[1][0].reason, "no answer");
}

TEST(SimLink, BringsReliablePacketsOnceAndInOrderThroughAnything) {
    Party party(7);
    net::TroubleSetup bad = line(60 * ms, 0.3, 40 * ms);
    bad.duplicate = 0.2;
    bad.reorder = 0.2;
    party.net.set_line(1, 2, bad, bad);
    SimLink& a = party.open(1);
    const net::PeerId peer = a.connect(party.open(2).own_address(), party.now);
    while (party.count(1, LinkEvent::Kind::Connected) == 0 || party.count(2, LinkEvent::Kind::Connected) == 0) party.step();
    std::vector<int> sent;
    for (int i = 0; i < 500; ++i) {
        a.send(peer, Channel::Lobby, number(i), party.now);
        sent.push_back(i);
        party.step();
    }
    a.close(peer, party.now);
    party.run(8000 * ms);
    EXPECT_EQ(party.values(2), sent);
    EXPECT_EQ(party.heard[2].back().kind, LinkEvent::Kind::Gone);
    EXPECT_TRUE(party.heard[2].back().closed);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Gone), 0u) << "who closes is not told that it is closed";
    EXPECT_GT(party.net.counts(1, 2).packets, 0u);
}

// ENet alone would end it: with its doubling waits, five lost tries in ten seconds are enough.
TEST(SimLink, KeepsAConnectionThroughTenMinutesInWhichEveryFifthPacketIsLost) {
    Party party(3);
    party.net.set_line(1, 2, line(150 * ms, 0.2, 30 * ms), line(150 * ms, 0.2, 30 * ms));
    SimLink& a = party.open(1);
    a.connect(party.open(2).own_address(), party.now);
    party.run(600'000 * ms);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Gone) + party.count(2, LinkEvent::Kind::Gone), 0u);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Connected), 1u);
}

TEST(SimLink, NobodyIsToldOfAKilledMachineUntilItsSilenceIsNoticed) {
    Party party;
    SimLink& a = party.open(1);
    a.connect(party.open(2).own_address(), party.now);
    party.run(100 * ms);
    party.kill(2);
    party.run(9000 * ms);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Gone), 0u);
    party.run(2000 * ms);
    ASSERT_EQ(party.count(1, LinkEvent::Kind::Gone), 1u);
    EXPECT_FALSE(party.heard[1].back().closed);
    EXPECT_EQ(party.heard[1].back().reason, "connection lost");
}

TEST(SimLink, AMachineComesBackAsSomebodyElse) {
    Party party;
    party.net.set_line(1, 2, line(20 * ms, 0), line(20 * ms, 0));
    SimLink& host = party.open(1, 17430);
    SimLink& guest = party.open(2);
    const net::PeerId first = guest.connect({1, 17430}, party.now);
    party.run(100 * ms);
    ASSERT_EQ(party.heard[1].size(), 1u);
    guest.send(first, Channel::Play, number(1), party.now);  // still on its way when the machine dies
    party.kill(2);
    SimLink& again = party.open(2);
    again.connect({1, 17430}, party.now);
    party.run(200 * ms);
    ASSERT_EQ(party.count(1, LinkEvent::Kind::Connected), 2u);
    const net::PeerId old = party.heard[1][0].peer, fresh = party.heard[1].back().peer;
    EXPECT_NE(old, fresh);
    EXPECT_NE(host.address(old), host.address(fresh)) << "another program has another port";
    EXPECT_EQ(party.values(1), std::vector<int>{1});
    host.send(old, Channel::Play, number(2), party.now);
    host.send(fresh, Channel::Play, number(3), party.now);
    party.run(100 * ms);
    EXPECT_EQ(party.values(2), std::vector<int>{3}) << "nothing of the old connection reaches it";
}

TEST(SimLink, AProgramThatEndsSaysGoodbye) {
    Party party;
    SimLink& a = party.open(1);
    a.connect(party.open(2).own_address(), party.now);
    party.run(100 * ms);
    party.links.erase(2);
    party.run(100 * ms);
    ASSERT_EQ(party.count(1, LinkEvent::Kind::Gone), 1u);
    EXPECT_TRUE(party.heard[1].back().closed);
}

TEST(SimLink, ABlackoutIsSurvivedAndACutLineEndsTheConnection) {
    Party party;
    SimLink& a = party.open(1);
    const net::PeerId peer = a.connect(party.open(2).own_address(), party.now);
    party.run(100 * ms);
    party.net.set_line(1, 2, line(0, 1), line(0, 1));
    a.send(peer, Channel::Lobby, number(5), party.now);
    party.run(8000 * ms);
    EXPECT_TRUE(party.values(2).empty());
    party.net.set_line(1, 2, {}, {});
    party.run(500 * ms);
    EXPECT_EQ(party.values(2), std::vector<int>{5});
    party.net.cut(1, 2);
    party.run(11'000 * ms);
    EXPECT_EQ(party.count(1, LinkEvent::Kind::Gone), 1u);
    EXPECT_EQ(party.count(2, LinkEvent::Kind::Gone), 1u);
}

TEST(SimLink, IsRepeatedByItsSeed) {
    const auto run = [](std::uint64_t seed) {
        Party party(seed);
        party.net.set_line(1, 2, line(50 * ms, 0.2, 20 * ms), line(50 * ms, 0.2, 20 * ms));
        SimLink& a = party.open(1);
        const net::PeerId peer = a.connect(party.open(2).own_address(), party.now);
        while (party.count(1, LinkEvent::Kind::Connected) == 0) party.step();
        for (int i = 0; i < 200; ++i) {
            a.send(peer, i % 5 == 0 ? Channel::Lobby : Channel::Play, number(i), party.now);
            party.step();
        }
        party.run(2000 * ms);
        return std::pair{party.values(2), a.wire_bytes_sent()};
    };
    EXPECT_EQ(run(4), run(4));
    EXPECT_NE(run(4), run(5));
}

TEST(SimLink, CountsBytesAsEnetSendsThem) {
    Party party;
    SimLink& a = party.open(1);
    const net::PeerId peer = a.connect(party.open(2).own_address(), party.now);
    party.run(100 * ms);
    const std::uint64_t before = a.wire_bytes_sent();
    a.send(peer, Channel::Play, std::vector<std::byte>(16), party.now);
    EXPECT_EQ(a.wire_bytes_sent() - before, 28u + 2 + 8 + 16);
}
