// A network game among programs that send what they should not.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/match/online_strangers.h"

using game::Online;
using net::Channel;
using net::LeaveReason;
using namespace party;

namespace {

std::vector<std::byte> junk(engine::Rng& rng, std::size_t count) {
    std::vector<std::byte> data(count);
    for (auto& b : data) b = static_cast<std::byte>(rng.next());
    return data;
}

}  // namespace

TEST(OnlineHostile, DatagramsOfJunkDoNotDisturbAGame) {
    Party party(host_setup({"Ann"}, 2));
    party.join({"Bo"});
    party.run(300 * ms);
    party.host().online().start(party.now());
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(party.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    engine::Rng rng{8};
    party.run(5000 * ms, [&] {
        for (int i = 0; i < 8; ++i) {
            const auto data = junk(rng, 1 + rng.below(rng.below(10) == 0 ? 9000 : 300));
            ASSERT_GT(::sendto(socket, data.data(), data.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
        }
    });
    ::close(socket);
    EXPECT_EQ(party.differences(), "");
    EXPECT_GE(party.machine(1).hashes().size(), 280u);
    EXPECT_GT(party.machine(1).changes(0), 10);
    EXPECT_GT(party.host().changes(1), 10);
    EXPECT_EQ(party.host().session().stats().stalls, 0u);
}

TEST(OnlineHostile, ThreeMessagesWithoutSenseAndTheGuestIsOut) {
    Party party(host_setup({"Ann"}, 2));
    Stranger guest(party);
    guest.run(100 * ms);
    engine::Rng rng{2};
    for (int i = 0; i < 2; ++i) guest.say(junk(rng, 30), i == 0 ? Channel::Lobby : Channel::Play);
    guest.run(100 * ms);
    EXPECT_FALSE(guest.gone) << "twice is forgiven";
    guest.say(junk(rng, 2000), Channel::Lobby);
    guest.run(200 * ms);
    EXPECT_TRUE(guest.gone);
    ASSERT_NE(guest.heard<net::Refused>(), nullptr);
    EXPECT_EQ(party.host().online().stage(), Stage::Lobby);
}

TEST(OnlineHostile, WhatComesInTheWrongOrderIsWithoutSense) {
    Party party(host_setup({"Ann"}, 2));
    Stranger guest(party);
    guest.run(100 * ms);
    guest.say(join_as({"Bo"}));
    guest.say(net::Start{});
    guest.say(net::SeatsLeft{.seats = 1});
    guest.run(200 * ms);
    EXPECT_TRUE(guest.gone);
    EXPECT_FALSE(party.host().online().seats()[1].taken);
    EXPECT_TRUE(party.host().online().seats()[0].taken);
}

TEST(OnlineHostile, ASeatedGuestThatSendsJunkIsLostAndTheGameGoesOn) {
    Party party(host_setup({"Ann"}, 3));
    Machine& bo = party.join({"Bo"});
    Stranger guest(party);
    guest.join({"Mallory"});
    party.host().online().start(party.now());
    guest.run(500 * ms);
    ASSERT_NE(guest.heard<net::Start>(), nullptr);
    engine::Rng rng{4};
    for (int i = 0; i < 3; ++i) guest.say(junk(rng, 60), Channel::Play);
    guest.run(2000 * ms);
    EXPECT_TRUE(guest.gone);
    EXPECT_TRUE(party.host().was_told("Mallory left: what that machine sent made no sense"));
    EXPECT_EQ(party.differences(), "");
    EXPECT_EQ(bo.state(2), engine::SeatState::Absent);
    EXPECT_GT(bo.hashes().size(), 100u);
}

TEST(OnlineHostile, AFloodOfGoodMessagesIsAFlood) {
    Party party(host_setup({"Ann"}, 2));
    Stranger guest(party);
    guest.join({"Mallory"});
    for (int i = 0; i < 200; ++i) guest.say(net::Pong{.stamp = 0});
    guest.run(200 * ms);
    EXPECT_TRUE(guest.gone);
    EXPECT_FALSE(party.host().online().seats()[1].taken);
}

TEST(OnlineHostile, WhoConnectsAndSaysNothingIsSentAway) {
    Party party(host_setup({"Ann"}, 2));
    Stranger guest(party);
    guest.run(4500 * ms);
    EXPECT_FALSE(guest.gone);
    guest.run(1000 * ms);
    EXPECT_TRUE(guest.gone);
}

TEST(OnlineHostile, NamesThatCouldFoolPeopleAreCleaned) {
    Party party(host_setup({"Ann\n\x1b[2J"}, 3));
    Stranger guest(party);
    guest.join({"\u202E \u200B"});
    Machine& bo = party.join({std::string(300, 'x')});
    guest.run(300 * ms);
    for (Machine* machine : {&party.host(), &bo}) {
        EXPECT_EQ(machine->online().seats()[0].pilot, "Ann[2J");
        EXPECT_EQ(machine->online().seats()[1].pilot, "Pilot 2");
        EXPECT_EQ(machine->online().seats()[2].pilot, std::string(24, 'x'));
    }
}

namespace {

// A host that says what the test wants.
struct RawHost {
    RawHost() : enet(net::EnetLink::open(0)), link(*enet) {}
    void poll(net::Time now) {
        while (auto event = link.next(now)) {
            if (event->kind == net::LinkEvent::Kind::Connected) guest = event->peer;
            if (event->kind == net::LinkEvent::Kind::Gone) gone = true;
            if (event->kind != net::LinkEvent::Kind::Packet) continue;
            const auto message = net::decode(event->data);
            const auto* hello = message ? std::get_if<net::Hello>(&*message) : nullptr;
            if (hello == nullptr || link.is_protected(guest)) continue;
            build = hello->build;
            if (const auto agreed = net::keys_of_host(keys, hello->key)) link.protect(guest, *agreed);
        }
    }
    void say(const net::Message& message, net::Time now) {
        const bool plain = std::holds_alternative<net::Offer>(message);  // the guest has no keys before it
        if (plain) link.send_plain(guest, Channel::Lobby, net::encode(message), now);
        if (!plain) link.send(guest, Channel::Lobby, net::encode(message), now);
    }
    std::unique_ptr<net::EnetLink> enet;
    net::TaggedLink link;
    net::KeyPair keys = net::make_key_pair();
    net::PeerId guest = 0;
    bool gone = false;
    std::string build;
};

// A guest of such a host, greeted.
struct Lured {
    explicit Lured(std::string mode = "classic")
        : party(host_setup({"unused"}, 2)), guest(party.join({guest_setup({"Bo"}, raw.link.port())})) {
        run(100 * ms);
        raw.say(
            net::Offer{.game = "g", .mode = std::move(mode), .content_hash = content_hash, .rate = 60, .seats = 2, .key = raw.keys.open},
            party.now());
        run(100 * ms);
    }
    void run(net::Time time) {
        party.run(time, [&] { raw.poll(party.now()); });
    }
    static net::LobbyMessage lobby(std::uint8_t yours) {
        net::LobbyMessage message;
        message.seats = {{.taken = true, .host = true, .pilot = "Eve", .ping_ms = 0},
                         {.taken = true, .host = false, .pilot = "Bo", .ping_ms = 0}};
        message.yours = yours;
        return message;
    }
    RawHost raw;
    Party party;
    Machine& guest;
};

}  // namespace

TEST(OnlineHostile, AHostCannotNameAFileToBeRead) {
    Lured lured("../../etc/passwd");
    EXPECT_EQ(lured.raw.build, WINGMATE_VERSION);
    EXPECT_EQ(lured.guest.online().stage(), Stage::Ended);
    EXPECT_EQ(lured.guest.online().reason(), "The host plays the mode ../../etc/passwd, which this machine does not have.");
}

TEST(OnlineHostile, AHostWhoseLobbyOrStartDoNotFitIsLeft) {
    Lured lured;
    lured.raw.say(Lured::lobby(0b01), lured.party.now());  // the host's own seat
    lured.raw.say(Lured::lobby(0b11), lured.party.now());  // more than there are pilots
    lured.run(100 * ms);
    EXPECT_EQ(lured.guest.online().stage(), Stage::Connecting);
    lured.raw.say(Lured::lobby(0b10), lured.party.now());
    lured.run(100 * ms);
    ASSERT_EQ(lured.guest.online().stage(), Stage::Lobby);
    net::Start start;
    start.states = {engine::SeatState::Flown, engine::SeatState::Absent};
    lured.raw.say(start, lured.party.now());
    lured.run(200 * ms);
    EXPECT_EQ(lured.guest.online().stage(), Stage::Ended);
    EXPECT_EQ(lured.guest.online().reason(), "What the host sends makes no sense; it may be another program.");
    EXPECT_TRUE(lured.raw.gone);
}

TEST(OnlineHostile, ARefusalIsShownWithoutItsControlCharacters) {
    Lured lured;
    lured.raw.say(net::Refused{.sentence = "No.\x1b[2J\n\u202Eevil"}, lured.party.now());
    lured.run(100 * ms);
    EXPECT_EQ(lured.guest.online().stage(), Stage::Ended);
    EXPECT_EQ(lured.guest.online().reason(), "No.[2Jevil");
}

TEST(OnlineHostile, AHostThatSendsJunkWhilePlayingIsLostAndTheGuestGoesOn) {
    Lured lured;
    lured.raw.say(Lured::lobby(0b10), lured.party.now());
    net::Start start;
    start.states = {engine::SeatState::Flown, engine::SeatState::Flown};
    lured.raw.say(start, lured.party.now());
    lured.run(500 * ms);
    ASSERT_EQ(lured.guest.online().stage(), Stage::Playing);
    engine::Rng rng{6};
    for (int i = 0; i < 3; ++i) lured.raw.link.send(lured.raw.guest, Channel::Play, junk(rng, 100), lured.party.now());
    lured.run(2000 * ms);
    EXPECT_TRUE(lured.guest.was_told("Eve left: what that machine sent made no sense"));
    EXPECT_GT(lured.guest.hashes().size(), 100u);
}

TEST(OnlineHostile, ARosterOfAnotherMatchOrWithPartsOfOurSeatsIsWithoutSense) {
    Lured lured;
    lured.raw.say(Lured::lobby(0b10), lured.party.now());
    net::Start start;
    start.match_id = 5;
    start.states = {engine::SeatState::Flown, engine::SeatState::Flown};
    lured.raw.say(start, lured.party.now());
    lured.run(500 * ms);
    ASSERT_EQ(lured.guest.online().stage(), Stage::Playing);
    net::Roster good{.match_id = 5, .machines = {{.seats = 0b01, .host = true}, {.seats = 0b10}}};
    for (int i = 0; i < 3; ++i) lured.raw.say(good, lured.party.now());
    lured.run(100 * ms);
    EXPECT_TRUE(lured.guest.online().connected());
    net::Roster other = good, torn = good, beyond = good;
    other.match_id = 6;
    torn.machines[0].seats = 0b11;
    torn.machines.pop_back();
    beyond.machines[0].seats = 0b100;
    for (const auto& roster : {other, torn, beyond}) lured.raw.say(roster, lured.party.now());
    lured.run(200 * ms);
    EXPECT_TRUE(lured.guest.was_told("Eve left: what that machine sent made no sense"));
    EXPECT_FALSE(lured.guest.online().is_awaiting()) << "such a host is not called again";
}

TEST(OnlineHostile, AGuestSeatsNobody) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join({"Bo"});
    party.run(300 * ms);
    Stranger guest(party, bo.online());
    guest.run(200 * ms);
    guest.greet();
    guest.run(200 * ms);
    EXPECT_EQ(guest.heard<net::Offer>(), nullptr);
    for (int i = 0; i < 3; ++i) guest.say(join_as({"Mallory"}));
    guest.run(300 * ms);
    EXPECT_TRUE(guest.gone);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby);
}

TEST(OnlineHostile, APlayingGuestTakesNoInputsFromWhoIsNotItsHost) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join({"Bo"});
    party.run(300 * ms);
    party.host().online().start(party.now());
    Stranger guest(party, bo.online());
    guest.run(500 * ms);
    net::InputsMessage inputs;
    inputs.number = 1;
    inputs.tick = 200;
    for (int i = 0; i < 3; ++i) guest.say(net::encode(inputs), Channel::Play);
    guest.run(1000 * ms);
    EXPECT_TRUE(guest.gone);
    EXPECT_EQ(bo.session().stats().bad_packets, 0u) << "not even looked at";
    EXPECT_EQ(party.differences(), "");
    EXPECT_GT(bo.hashes().size(), 60u);
}
