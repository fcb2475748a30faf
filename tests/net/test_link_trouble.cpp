#include <gtest/gtest.h>

#include <algorithm>

#include "net/link_trouble.h"
#include "tests/net/wire.h"
#include "tests/support/dead_link.h"

using net::TroubledLink;
using net::TroubleSetup;
using namespace wire;

namespace {

// Notes what is sent and when.
struct NotingLink : net::testing::DeadLink {
    struct Sent {
        net::PeerId to;
        Channel channel;
        int value;  // -1: closed
        Time at;
    };
    void send(net::PeerId to, Channel channel, std::span<const std::byte> data, Time now) override {
        sent.push_back({to, channel, static_cast<int>(data[0]) | static_cast<int>(data[1]) << 8, now});
    }
    void close(net::PeerId peer, Time now) override { sent.push_back({peer, Channel::Lobby, -1, now}); }
    std::vector<Sent> sent;
};

// `count` packets, one a millisecond from time 0, and then two seconds.
std::vector<NotingLink::Sent> run(const TroubleSetup& trouble, Channel channel, int count, std::uint64_t seed = 1) {
    NotingLink inner;
    TroubledLink link(inner, trouble, seed);
    Time now = 0;
    for (int i = 0; i < count; ++i, now += ms) {
        const std::byte data[] = {static_cast<std::byte>(i & 255), static_cast<std::byte>(i >> 8)};
        link.send(1, channel, data, now);
    }
    for (int i = 0; i < 60'000; ++i, now += ms) link.next(now);
    return inner.sent;
}

}  // namespace

TEST(LinkTrouble, OfNoneChangesNothing) {
    const auto sent = run({}, Channel::Play, 100);
    ASSERT_EQ(sent.size(), 100u);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(sent[i].value, i);
        EXPECT_EQ(sent[i].at, i * ms);
    }
}

TEST(LinkTrouble, DelaysByTheDelay) {
    const auto sent = run(line(50 * ms, 0), Channel::Play, 100);
    ASSERT_EQ(sent.size(), 100u);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(sent[i].at, (i + 50) * ms);
}

TEST(LinkTrouble, JitterIsTheAbsoluteNormalDistribution) {
    const int count = 5000;
    auto sent = run(line(20 * ms, 0, 10 * ms), Channel::Play, count);
    ASSERT_EQ(sent.size(), static_cast<std::size_t>(count));
    EXPECT_FALSE(std::is_sorted(sent.begin(), sent.end(), [](auto& a, auto& b) { return a.value < b.value; })) << "packets overtake";
    double sum = 0;
    int within_one = 0;
    for (const auto& s : sent) {
        const double late = (static_cast<double>(s.at) - s.value * 1000.0) / 1000.0 - 20;
        ASSERT_GE(late, 0);
        sum += late;
        within_one += late <= 10 + 1 ? 1 : 0;
    }
    // mean of |N| is 0.798; packets leave at whole milliseconds, half a millisecond late on average
    EXPECT_NEAR(sum / count, 7.98 + 0.5, 0.5);
    EXPECT_NEAR(static_cast<double>(within_one) / count, 0.71, 0.04);
}

TEST(LinkTrouble, LosesThePercentageOfPlayPackets) {
    const auto sent = run(line(0, 0.2), Channel::Play, 5000);
    EXPECT_NEAR(static_cast<double>(sent.size()), 4000, 120);
    EXPECT_TRUE(run(line(0, 1), Channel::Play, 50).empty());
}

TEST(LinkTrouble, LeavesLobbyPacketsCompleteAndInOrder) {
    const auto sent = run(line(10 * ms, 0.3, 20 * ms), Channel::Lobby, 1000);
    ASSERT_EQ(sent.size(), 1000u);
    Time latest = 0;
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(sent[i].value, i);
        latest = std::max(latest, sent[i].at - i * ms);
    }
    EXPECT_GE(latest, 100 * ms) << "a lost one comes late";
}

TEST(LinkTrouble, ClosesAfterTheLastLobbyPacket) {
    NotingLink inner;
    TroubledLink link(inner, line(30 * ms, 0, 30 * ms), 5);
    const std::byte data[] = {std::byte{7}, std::byte{0}};
    link.send(1, Channel::Lobby, data, 0);
    link.close(1, 0);
    EXPECT_TRUE(inner.sent.empty());
    for (Time now = 0; now < 1000 * ms; now += ms) link.next(now);
    ASSERT_EQ(inner.sent.size(), 2u);
    EXPECT_EQ(inner.sent[0].value, 7);
    EXPECT_EQ(inner.sent[1].value, -1);
}

TEST(LinkTrouble, ASeedAlwaysHasTheSameLuck) {
    const TroubleSetup trouble = line(10 * ms, 0.1, 10 * ms);
    const auto first = run(trouble, Channel::Play, 500, 42), second = run(trouble, Channel::Play, 500, 42);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].at, second[i].at);
    const auto third = run(trouble, Channel::Play, 500, 43);
    EXPECT_TRUE(third.size() != first.size() || third[0].at != first[0].at);
}
