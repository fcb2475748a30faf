#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "net/keys.h"
#include "net/messages.h"
#include "net/sim_link.h"
#include "net/tagged_link.h"
#include "tests/net/wire.h"

using namespace wire;

namespace {

// Changes or doubles what is sent through it, or takes it down.
class Meddler final : public net::Link {
  public:
    explicit Meddler(std::unique_ptr<net::Link> link) : link_(std::move(link)) {}
    net::PeerId connect(const net::Address& to, Time now) override { return link_->connect(to, now); }
    void send(net::PeerId to, Channel channel, std::span<const std::byte> data, Time now) override {
        taken.emplace_back(data.begin(), data.end());
        std::vector<std::byte> changed = taken.back();
        if (meddle) meddle(changed, channel);
        link_->send(to, channel, changed, now);
    }
    std::optional<LinkEvent> next(Time now) override { return link_->next(now); }
    void close(net::PeerId peer, Time now) override { link_->close(peer, now); }
    net::Address address(net::PeerId peer) const override { return link_->address(peer); }
    std::uint16_t port() const override { return link_->port(); }
    std::uint64_t wire_bytes_sent() const override { return link_->wire_bytes_sent(); }

    std::function<void(std::vector<std::byte>&, Channel&)> meddle;
    std::vector<std::vector<std::byte>> taken;

  private:
    std::unique_ptr<net::Link> link_;
};

net::TroubleSetup rough() {
    net::TroubleSetup line;
    line.delay_us = 40 * ms;
    line.jitter_us = 30 * ms;
    line.loss = 0.2;
    line.duplicate = 0.2;
    line.reorder = 0.2;
    return line;
}

// A host and a guest that are connected, in the middle of their greeting.
struct Pair {
    explicit Pair(std::uint64_t seed = 1, const net::TroubleSetup& line = {}) : net(seed) {
        net.set_line(1, 2, line, line);
        auto host_end = net.open(1);
        const net::Address there = host_end->own_address();
        host_wire = std::make_unique<Meddler>(std::move(host_end));
        guest_wire = std::make_unique<Meddler>(net.open(2));
        host = std::make_unique<net::TaggedLink>(*host_wire);
        guest = std::make_unique<net::TaggedLink>(*guest_wire);
        at_guest = guest->connect(there, now);
        while (at_host == 0) step();
    }
    void step() {
        now += 5 * ms;
        while (auto event = host->next(now)) {
            if (event->kind == LinkEvent::Kind::Connected) at_host = event->peer;
            if (event->kind == LinkEvent::Kind::Packet) host_heard.push_back(*event);
        }
        while (auto event = guest->next(now))
            if (event->kind == LinkEvent::Kind::Packet) guest_heard.push_back(*event);
    }
    void run(Time time) {
        for (const Time end = now + time; now < end;) step();
    }
    void protect() {
        host->protect(at_host, *net::keys_of_host(host_pair, guest_pair.open));
        guest->protect(at_guest, *net::keys_of_guest(guest_pair, host_pair.open));
    }
    // Both ends have heard a right tag.
    void settle() {
        protect();
        host->send(at_host, Channel::Lobby, bytes("to the guest"), now);
        guest->send(at_guest, Channel::Lobby, bytes("to the host"), now);
        run(300 * ms);
        ASSERT_EQ(host_heard.size(), 1u);
        ASSERT_EQ(guest_heard.size(), 1u);
        host_heard.clear();
        guest_heard.clear();
    }

    net::SimNet net;
    Time now = 1'000'000;
    std::unique_ptr<Meddler> host_wire, guest_wire;
    std::unique_ptr<net::TaggedLink> host, guest;
    net::PeerId at_host = 0, at_guest = 0;  // the other one's id
    net::KeyPair host_pair = net::make_key_pair(), guest_pair = net::make_key_pair();
    std::vector<LinkEvent> host_heard, guest_heard;
};

}  // namespace

TEST(Keys, AreTheSameSecretsAtBothEnds) {
    const net::KeyPair host = net::make_key_pair(), guest = net::make_key_pair();
    const auto at_host = net::keys_of_host(host, guest.open), at_guest = net::keys_of_guest(guest, host.open);
    ASSERT_TRUE(at_host && at_guest);
    EXPECT_EQ(at_host->send, at_guest->receive);
    EXPECT_EQ(at_host->receive, at_guest->send);
    EXPECT_NE(at_host->send, at_host->receive) << "a packet sent back to its sender has no right tag";
    const auto others = net::keys_of_host(net::make_key_pair(), guest.open);
    ASSERT_TRUE(others);
    EXPECT_NE(others->send, at_host->send) << "each connection has its own";
}

TEST(Keys, ThatAreNoneAreRefused) {
    EXPECT_FALSE(net::keys_of_host(net::make_key_pair(), {}));
    EXPECT_FALSE(net::keys_of_guest(net::make_key_pair(), {}));
}

TEST(TaggedLink, CarriesPacketsAsTheyWereOnBothChannels) {
    Pair pair;
    pair.settle();
    const std::vector<std::byte> longest(net::most_packet_bytes, std::byte{7});
    pair.guest->send(pair.at_guest, Channel::Play, longest, pair.now);
    pair.guest->send(pair.at_guest, Channel::Lobby, bytes("a"), pair.now);
    pair.run(50 * ms);
    ASSERT_EQ(pair.host_heard.size(), 2u);
    EXPECT_EQ(pair.host_heard[0].data, longest);
    EXPECT_EQ(pair.host_heard[1].data, bytes("a"));
    EXPECT_TRUE(pair.host_heard[0].tagged && pair.host_heard[1].tagged);
    EXPECT_EQ(pair.guest_wire->taken.back().size(), 1 + net::tag_bytes);
    EXPECT_EQ(pair.host->dropped(), 0u);
}

TEST(TaggedLink, DropsWhatWasForgedChangedOrCutShort) {
    Pair pair;
    pair.settle();
    using Meddle = std::function<void(std::vector<std::byte>&, Channel&)>;
    const std::vector<Meddle> all = {
        [](auto& data, Channel&) { data[0] ^= std::byte{1}; },
        [](auto& data, Channel&) { data.back() ^= std::byte{0x80}; },
        [](auto& data, Channel&) { data.pop_back(); },
        [](auto& data, Channel&) { data.erase(data.end() - static_cast<std::ptrdiff_t>(net::tag_bytes), data.end()); },
        [](auto& data, Channel&) { data.erase(data.begin() + static_cast<std::ptrdiff_t>(net::tag_bytes), data.end()); },
        [](auto& data, Channel&) { data.erase(data.begin() + 1, data.end()); },
        [](auto& data, Channel&) { data.push_back(std::byte{0}); },
        [](auto& data, Channel&) { data.assign(40, std::byte{0}); },
        [](auto&, Channel& channel) { channel = Channel::Lobby; },
    };
    for (const Meddle& meddle : all) {
        pair.guest_wire->meddle = meddle;
        pair.guest->send(pair.at_guest, Channel::Play, bytes("what was meant"), pair.now);
        pair.run(50 * ms);
    }
    EXPECT_TRUE(pair.host_heard.empty());
    EXPECT_EQ(pair.host->dropped(), all.size());
    // none of them changed anything for what comes after
    pair.guest_wire->meddle = nullptr;
    pair.guest->send(pair.at_guest, Channel::Play, bytes("what was meant"), pair.now);
    pair.run(50 * ms);
    EXPECT_EQ(pair.host_heard.size(), 1u);
}

TEST(TaggedLink, DropsWhatWasRecordedFromAnotherConnectionOrTheOtherDirection) {
    Pair old(1);
    old.settle();
    Pair pair(2);
    pair.settle();
    const auto from_old = old.guest_wire->taken.back(), from_host = pair.host_wire->taken.back(), own = pair.guest_wire->taken.back();
    pair.guest_wire->send(pair.at_guest, Channel::Lobby, from_old, pair.now);
    pair.guest_wire->send(pair.at_guest, Channel::Lobby, from_host, pair.now);
    pair.run(50 * ms);
    EXPECT_TRUE(pair.host_heard.empty());
    EXPECT_EQ(pair.host->dropped(), 2u);
    pair.guest_wire->send(pair.at_guest, Channel::Lobby, own, pair.now);
    pair.run(50 * ms);
    EXPECT_EQ(pair.host_heard.size(), 1u) << "one of this connection is right again: packets have their own numbers for that";
}

TEST(TaggedLink, AGuestWithOtherKeysIsNotHeard) {
    Pair pair;
    pair.settle();
    pair.guest->protect(pair.at_guest, *net::keys_of_guest(net::make_key_pair(), pair.host_pair.open));
    pair.guest->send(pair.at_guest, Channel::Play, bytes("hello"), pair.now);
    pair.run(50 * ms);
    EXPECT_TRUE(pair.host_heard.empty());
    EXPECT_EQ(pair.host->dropped(), 1u);
}

TEST(TaggedLink, ANewConnectionBeginsWithoutKeys) {
    Pair pair;
    pair.settle();
    pair.guest->close(pair.at_guest, pair.now);
    pair.run(50 * ms);
    EXPECT_FALSE(pair.host->is_protected(pair.at_host));
    EXPECT_FALSE(pair.guest->is_protected(pair.at_guest));
}

// The greeting as a host and a guest carry it out, over a line that loses, doubles and turns round a fifth of everything.
TEST(TaggedLink, TheGreetingComesThroughLossAndDisorder) {
    int repeated = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Pair pair(seed, rough());
        bool begun = false;
        int joins = 0;
        std::vector<std::byte> first_hello;
        const auto hello = net::encode(net::Hello{.protocol = 2, .build = "0", .key = pair.guest_pair.open});
        const auto offer =
            net::encode(net::Offer{.game = "g", .mode = "m", .content_hash = 1, .rate = 60, .seats = 2, .key = pair.host_pair.open});
        const Time end = pair.now + 5000 * ms;
        Time again_at = pair.now;
        for (; pair.now < end && joins < 20; pair.step()) {
            if (pair.now >= again_at) {
                again_at += 100 * ms;
                if (!begun) pair.guest->send(pair.at_guest, Channel::Play, hello, pair.now);
            }
            if (begun) pair.guest->send(pair.at_guest, Channel::Play, bytes("join"), pair.now);
            for (const LinkEvent& event : std::exchange(pair.host_heard, {})) {
                const auto message = net::decode(event.data);
                if (!event.tagged) {
                    const auto* greeting = message ? std::get_if<net::Hello>(&*message) : nullptr;
                    ASSERT_NE(greeting, nullptr) << "only greetings are without a tag";
                    if (!pair.host->is_protected(pair.at_host)) {
                        first_hello = event.data;
                        pair.host->protect(pair.at_host, *net::keys_of_host(pair.host_pair, greeting->key));
                    } else {
                        ++repeated;
                    }
                    if (event.data == first_hello) pair.host->send_plain(pair.at_host, Channel::Play, offer, pair.now);
                } else {
                    EXPECT_EQ(event.data, bytes("join"));
                    ++joins;
                    pair.host->send(pair.at_host, Channel::Play, bytes("lobby"), pair.now);
                }
            }
            for (const LinkEvent& event : std::exchange(pair.guest_heard, {})) {
                if (event.tagged) {
                    EXPECT_EQ(event.data, bytes("lobby"));
                    continue;
                }
                const auto message = net::decode(event.data);
                const auto* answer = message ? std::get_if<net::Offer>(&*message) : nullptr;
                ASSERT_NE(answer, nullptr) << "only offers are without a tag";
                if (!begun) pair.guest->protect(pair.at_guest, *net::keys_of_guest(pair.guest_pair, answer->key));
                begun = true;
            }
        }
        EXPECT_GE(joins, 20);
    }
    EXPECT_GT(repeated, 20) << "the overlap was tested";
}
