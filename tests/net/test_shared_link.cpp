// Many matches on one link, under a virtual clock.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "net/messages.h"
#include "net/shared_link.h"
#include "net/sim_link.h"
#include "tests/net/wire.h"

using net::PeerId;
using net::SharedLink;
using namespace wire;

namespace {

using Packets = std::vector<std::vector<std::byte>>;

constexpr std::uint32_t host_machine = 1;

std::vector<std::byte> hello(std::uint32_t match) {
    return net::encode(net::Hello{.protocol = 3, .build = "0.1.0", .key = {}, .match = match});
}

struct Guest {
    std::unique_ptr<net::SimLink> link;
    PeerId host = 0;
    bool connected = false, gone = false, closed = false;
    Packets heard;

    void poll(Time now) {
        while (auto event = link->next(now)) {
            connected |= event->kind == LinkEvent::Kind::Connected;
            if (event->kind == LinkEvent::Kind::Packet) heard.push_back(event->data);
            if (event->kind != LinkEvent::Kind::Gone) continue;
            gone = true;
            closed = event->closed;
        }
    }
};

struct Hall {
    net::SimNet net{7};
    std::unique_ptr<SharedLink> shared;
    std::vector<std::unique_ptr<net::Link>> ends;  // of the matches 1, 2, ...
    std::vector<std::vector<LinkEvent>> at;        // what came to each
    std::vector<std::unique_ptr<Guest>> guests;
    std::uint16_t port = 0;
    Time now = second;

    explicit Hall(std::uint32_t matches) {
        auto link = net.open(host_machine, 17430);
        port = link->port();
        shared = std::make_unique<SharedLink>(std::move(link));
        for (std::uint32_t m = 1; m <= matches; ++m) ends.push_back(shared->open(m));
        at.resize(matches);
    }
    ~Hall() { ends.clear(); }
    Hall(const Hall&) = delete;
    Hall& operator=(const Hall&) = delete;

    Guest& add() {
        guests.push_back(std::make_unique<Guest>());
        Guest& guest = *guests.back();
        guest.link = net.open(host_machine + static_cast<std::uint32_t>(guests.size()));
        guest.host = guest.link->connect({host_machine, port}, now);
        return guest;
    }
    // As a server does: who asks for a match that there is goes there.
    void pass(Time us) {
        for (const Time end = now + us; now < end; now += ms) {
            shared->poll(now);
            while (const auto arrival = shared->next_arrival()) {
                if (arrival->match >= 1 && arrival->match <= ends.size())
                    shared->admit(arrival->peer, arrival->match, now);
                else
                    shared->refuse(arrival->peer, {"There is no such match.", net::Refusal::NoSuchMatch}, now);
            }
            for (std::size_t m = 0; m < ends.size(); ++m)
                while (ends[m] && shared->has_events(static_cast<std::uint32_t>(m) + 1)) at[m].push_back(*ends[m]->next(now));
            for (const auto& guest : guests) guest->poll(now);
        }
    }
    Guest& join(std::uint32_t match) {
        Guest& guest = add();
        pass(50 * ms);
        guest.link->send(guest.host, Channel::Play, hello(match), now);
        pass(50 * ms);
        return guest;
    }
};

Packets packets(const std::vector<LinkEvent>& events) {
    Packets found;
    for (const LinkEvent& event : events)
        if (event.kind == LinkEvent::Kind::Packet) found.push_back(event.data);
    return found;
}

}  // namespace

TEST(SharedLink, AMatchHearsItsOwnGuestsAlone) {
    Hall hall(3);
    Guest& a = hall.join(1);
    Guest& b = hall.join(3);
    a.link->send(a.host, Channel::Lobby, bytes("from a"), hall.now);
    b.link->send(b.host, Channel::Play, bytes("from b"), hall.now);
    hall.pass(50 * ms);
    ASSERT_EQ(hall.at[0].size(), 3u);
    EXPECT_EQ(hall.at[0][0].kind, LinkEvent::Kind::Connected);
    EXPECT_TRUE(hall.at[0][0].incoming);
    EXPECT_EQ(packets(hall.at[0]), (Packets{hello(1), bytes("from a")}));
    EXPECT_EQ(hall.at[0][2].channel, Channel::Lobby);
    EXPECT_TRUE(hall.at[1].empty());
    EXPECT_EQ(packets(hall.at[2]), (Packets{hello(3), bytes("from b")}));

    const PeerId peer_a = hall.at[0][0].peer, peer_b = hall.at[2][0].peer;
    hall.ends[0]->send(peer_a, Channel::Lobby, bytes("to a"), hall.now);
    hall.ends[0]->send(peer_b, Channel::Lobby, bytes("not yours"), hall.now);
    hall.ends[0]->close(peer_b, hall.now);
    hall.pass(50 * ms);
    EXPECT_EQ(a.heard, Packets{bytes("to a")});
    EXPECT_TRUE(b.heard.empty()) << "a match speaks to its own guests only";
    EXPECT_FALSE(b.gone);
    EXPECT_NE(hall.ends[0]->address(peer_a).ip, 0u);
    EXPECT_EQ(hall.ends[0]->address(peer_b).ip, 0u);
    EXPECT_EQ(hall.ends[0]->wire_bytes_sent(), 42 + bytes("to a").size());
    EXPECT_EQ(hall.ends[2]->wire_bytes_sent(), 0u);
}

TEST(SharedLink, WhoAsksForNoMatchThatThereIsGetsASentence) {
    Hall hall(2);
    Guest& guest = hall.join(9);
    ASSERT_EQ(guest.heard.size(), 1u);
    const auto message = net::decode(guest.heard[0]);
    ASSERT_TRUE(message && std::holds_alternative<net::Refused>(*message));
    EXPECT_EQ(std::get<net::Refused>(*message).sentence, "There is no such match.");
    EXPECT_TRUE(guest.gone && guest.closed);
    EXPECT_EQ(hall.shared->strangers(), 0u);
}

TEST(SharedLink, WhoSaysNothingOrOtherThingsIsClosed) {
    Hall hall(1);
    Guest& mute = hall.add();
    Guest& loud = hall.add();
    hall.pass(50 * ms);
    EXPECT_EQ(hall.shared->strangers(), 2u);
    for (int i = 0; i < SharedLink::most_strikes; ++i) loud.link->send(loud.host, Channel::Play, bytes("nonsense"), hall.now);
    hall.pass(50 * ms);
    EXPECT_TRUE(loud.gone);
    EXPECT_FALSE(mute.gone);
    hall.pass(SharedLink::patience_us);
    EXPECT_TRUE(mute.gone);
    EXPECT_EQ(hall.shared->strangers(), 0u);
    EXPECT_TRUE(hall.at[0].empty()) << "no match has heard of either";
}

TEST(SharedLink, OneGuestsFloodIsDroppedAndTheOthersAreHeard) {
    Hall hall(2);
    Guest& flood = hall.join(1);
    Guest& calm = hall.join(2);
    for (int i = 0; i < 100; ++i) {
        for (int n = 0; n < 200; ++n) flood.link->send(flood.host, Channel::Play, bytes("flood"), hall.now);
        calm.link->send(calm.host, Channel::Play, bytes("calm"), hall.now);
        hall.pass(10 * ms);
    }
    EXPECT_LE(packets(hall.at[0]).size(), 2 * SharedLink::most_packets_a_second + 1);
    EXPECT_GT(hall.shared->dropped(), 15'000u);
    EXPECT_EQ(packets(hall.at[1]).size(), 101u);
}

TEST(SharedLink, AMatchThatEndsClosesItsGuestsAndItsNumberIsFreeAgain) {
    Hall hall(2);
    Guest& a = hall.join(1);
    Guest& b = hall.join(2);
    hall.ends[0].reset();
    hall.pass(100 * ms);
    EXPECT_TRUE(a.gone && a.closed);
    EXPECT_FALSE(b.gone);
    hall.ends[0] = hall.shared->open(1);
    hall.at[0].clear();
    hall.join(1);
    EXPECT_EQ(packets(hall.at[0]).size(), 1u);
}

TEST(SharedLink, AMatchIsToldWhoIsGone) {
    Hall hall(2);
    Guest& a = hall.join(1);
    a.link->close(a.host, hall.now);
    hall.pass(100 * ms);
    ASSERT_FALSE(hall.at[0].empty());
    EXPECT_EQ(hall.at[0].back().kind, LinkEvent::Kind::Gone);
    EXPECT_TRUE(hall.at[0].back().closed);
    EXPECT_TRUE(hall.at[1].empty());
}
