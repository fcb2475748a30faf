#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "engine/core/rng.h"
#include "net/beacon.h"
#include "net/discovery.h"
#include "net/search.h"
#include "tests/net/wire.h"

using net::Beacon;
using net::GameInfo;
using net::Info;
using net::Reach;
using net::Search;
using net::UdpSocket;
using namespace wire;

namespace {

Time now_us() {
    return static_cast<Time>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

// Nobody else's: other programs on this machine may be looking for games.
std::uint16_t free_port() { return UdpSocket(0, false).port(); }

GameInfo game(const std::string& name, std::uint16_t port) {
    GameInfo info;
    info.name = name;
    info.mode = "classic";
    info.version = "0.1.0";
    info.port = port;
    info.protocol = 3;
    info.content = 0x12345678;
    info.seats = 4;
    info.taken = 0b0101;
    info.spectators = 2;
    info.door = GameInfo::Door::Started;
    info.playing = true;
    info.watchable = true;
    return info;
}

Info answer(std::uint64_t nonce, std::uint32_t instance) {
    return {.nonce = nonce, .instance = instance, .held_us = 1200, .game = game("小林的机库", 17430)};
}

struct Host {
    Host(std::uint16_t port, GameInfo says) : beacon(Reach::Machine, port), info(std::move(says)) {}
    Beacon beacon;
    GameInfo info;
};

// Polls everybody in real time until `done` or for so long; how long it took.
template <class Done>
Time play(Search& search, const std::vector<std::unique_ptr<Host>>& hosts, Time longest, Done done) {
    const Time began = now_us();
    while (!done() && now_us() < began + longest) {
        for (const auto& host : hosts) host->beacon.poll(host->info, now_us());
        search.poll(now_us());
        nap();
    }
    return now_us() - began;
}

}  // namespace

TEST(Discovery, AnInfoIsReadAsItWasWritten) {
    const Info info = answer(77, 5);
    const auto bytes = net::encode_info(info);
    EXPECT_EQ(net::decode_info(bytes), info);
    auto longer = bytes;
    longer.push_back(std::byte{1});
    EXPECT_EQ(net::decode_info(longer), info) << "later versions may say more";
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(net::decode_info(std::span(bytes).first(size)));
}

TEST(Discovery, NoAnswerIsLongerThanItsQuestion) {
    Info info = answer(1, 2);
    info.game.name = std::string(200, 'x');
    info.game.mode = std::string(200, 'm');
    info.game.version = std::string(200, '1');
    EXPECT_LE(net::encode_info(info).size(), net::ask_bytes);
    std::string name;
    for (int i = 0; i < 30; ++i) name += "机";
    info.game.name = name;
    const auto bytes = net::encode_info(info);
    EXPECT_LE(bytes.size(), net::ask_bytes);
    const auto back = net::decode_info(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(name.substr(0, back->game.name.size()), back->game.name);
    EXPECT_EQ(back->game.name.size() % 3, 0u) << "cut between letters, not within one";
    EXPECT_GT(back->game.name.size(), 15u);
    info.matches = 256;
    info.game.match = 200;
    EXPECT_LE(net::encode_info(info).size(), net::ask_bytes) << "one of many takes no more";
    const net::Ask asked{.nonce = 9, .instance = 7, .match = 3};
    const auto question = net::encode_ask(asked);
    EXPECT_EQ(net::decode_ask(question), asked);
    EXPECT_FALSE(net::decode_ask(std::span(question).first(net::ask_bytes - 1))) << "who sends less gets nothing";
}

TEST(Discovery, NonsenseIsNoInfo) {
    const auto good = net::encode_info(answer(1, 2));
    const auto with = [&good](std::size_t at, int value) {
        auto bytes = good;
        bytes[at] = static_cast<std::byte>(value);
        return net::decode_info(bytes).has_value();
    };
    EXPECT_TRUE(with(27, 0x54));
    EXPECT_FALSE(with(27, 0x55)) << "five seats";
    EXPECT_FALSE(with(27, 0x00)) << "none";
    EXPECT_FALSE(with(27, 0x42)) << "somebody in a seat that there is not";
    EXPECT_FALSE(with(30, 13)) << "a version that is too long";
    auto no_port = good;
    no_port[19] = no_port[20] = std::byte{0};
    EXPECT_FALSE(net::decode_info(no_port));
    Info rude = answer(1, 2);
    rude.game.name = "A\x1b[31m\nB\xE2\x80\xAE";
    EXPECT_EQ(net::decode_info(net::encode_info(rude))->game.name, "A[31mB");
}

TEST(Discovery, AnyBytesAreReadSafely) {
    engine::Rng rng{5};
    const auto info = net::encode_info(answer(1, 2));
    int read = 0;
    for (int i = 0; i < 100'000; ++i) {
        auto bytes = info;
        for (auto flips = 1 + rng.below(4); flips > 0; --flips)
            bytes[rng.below(static_cast<std::uint32_t>(bytes.size()))] = static_cast<std::byte>(rng.next());
        if (rng.below(4) == 0) bytes.resize(rng.below(120));
        const auto back = net::decode_info(bytes);
        if (!back) continue;
        ++read;
        const auto again = net::encode_info(*back);
        ASSERT_LE(again.size(), net::ask_bytes);
        ASSERT_EQ(net::decode_info(again), back);
    }
    EXPECT_GT(read, 1000);
}

TEST(Discovery, WhoMayAskIsKnownByItsAddress) {
    for (const std::uint32_t ip : {0x0A000001u, 0xAC100001u, 0xAC1FFFFFu, 0xC0A80001u, 0xA9FE0001u}) EXPECT_TRUE(net::is_private(ip)) << ip;
    for (const std::uint32_t ip : {0x08080808u, 0xAC0FFFFFu, 0xAC200001u, 0xC0A70001u, 0xC0A90001u, loopback})
        EXPECT_FALSE(net::is_private(ip)) << ip;
    EXPECT_TRUE(net::is_loopback(loopback));
    EXPECT_EQ(net::ip_text(0xC0A80114), "192.168.1.20");
}

TEST(Discovery, AllHostsOfAMachineAreFoundWithinTwoSeconds) {
    const std::uint16_t port = free_port();
    std::vector<std::unique_ptr<Host>> hosts;
    for (const char* name : {"Ada's desk", "Room 214", "小林的机库"})
        hosts.push_back(std::make_unique<Host>(port, game(name, static_cast<std::uint16_t>(1000 + hosts.size()))));
    for (const auto& host : hosts) ASSERT_EQ(host->beacon.problem(), "");
    Search search(Reach::Machine, port);
    const Time time = play(search, hosts, 5 * second, [&] { return search.games().size() == 3; });
    EXPECT_LT(time, 2 * second);
    ASSERT_EQ(search.games().size(), 3u);
    std::set<std::string> names;
    for (const auto& found : search.games()) {
        names.insert(found.game.name);
        EXPECT_EQ(found.address.ip, loopback);
        EXPECT_EQ(found.address.port, found.game.port);
        EXPECT_EQ(found.game.taken, 0b0101);
    }
    EXPECT_EQ(names, (std::set<std::string>{"Ada's desk", "Room 214", "小林的机库"}));
    // one changes what it says, another one goes
    hosts[0]->info.taken = 0b1111;
    hosts.pop_back();
    EXPECT_LT(play(search, hosts, 6 * second, [&] { return search.games().size() == 2; }), 4500 * ms) << "3 s after its last answer";
    ASSERT_EQ(search.games().size(), 2u);
    for (const auto& found : search.games()) EXPECT_EQ(found.game.taken, found.game.port == 1000 ? 0b1111 : 0b0101);
}

TEST(Discovery, PingIsTheRoundTripAndNotHowOftenAHostLooks) {
    const std::uint16_t port = free_port();
    Host host(port, game("Slow window", 1000));
    Search search(Reach::Machine, port);
    host.beacon.poll(host.info, now_us());  // joins the group
    search.poll(now_us());
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    host.beacon.poll(host.info, now_us());
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    search.poll(now_us());
    ASSERT_EQ(search.games().size(), 1u);
    EXPECT_LT(search.games()[0].ping_us, 50 * ms) << "not the 200 ms that both let it lie";
}

TEST(Discovery, AQuestionerGetsTenAnswersASecondAndNeverMoreBytesThanHeSent) {
    const std::uint16_t port = free_port();
    Beacon beacon(Reach::Machine, port);
    UdpSocket asker(0, false);
    std::size_t sent = 0, received = 0, answers = 0;
    const Time start = 100 * second;
    for (Time now = start; now < start + 2 * second; now += 2 * ms) {
        const auto question = net::encode_ask({.nonce = now});
        ASSERT_TRUE(asker.send({loopback, port}, question));
        sent += question.size();
        beacon.poll(game("x", 1), now);
        while (const auto datagram = asker.receive()) {
            ++answers;
            received += datagram->data.size();
        }
    }
    EXPECT_LE(received, sent);
    EXPECT_GE(answers, 28u) << "ten at once and ten a second";
    EXPECT_LE(answers, 31u);
    EXPECT_EQ(beacon.answers(), answers);
}

TEST(Discovery, OneOfManyIsReadAsItWasWritten) {
    Info info = answer(77, 5);
    info.matches = 20;
    info.game.match = 20;
    const auto bytes = net::encode_info(info);
    EXPECT_EQ(net::decode_info(bytes), info);
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(net::decode_info(std::span(bytes).first(size)));
    for (const auto& [matches, match] : std::vector<std::pair<int, int>>{{2, 0}, {2, 3}, {257, 1}}) {
        info.matches = static_cast<std::uint16_t>(matches);
        info.game.match = static_cast<std::uint16_t>(match);
        EXPECT_FALSE(net::decode_info(net::encode_info(info))) << match << " of " << matches;
    }
}

// Hosts of this machine with so many matches each.
struct Server {
    Server(std::uint16_t port, std::uint16_t first_port, int matches) : beacon(Reach::Machine, port, true) {
        for (int m = 1; m <= matches; ++m) {
            games.push_back(game("match " + std::to_string(m), first_port));
            games.back().match = static_cast<std::uint16_t>(m);
        }
    }
    Beacon beacon;
    std::vector<GameInfo> games;
};

TEST(Discovery, EveryMatchOfAHostIsFoundEvenWhereTwoHostsShareAMachine) {
    const std::uint16_t port = free_port();
    Server big(port, 1111, 60), small(port, 2222, 3);
    Search search(Reach::Machine, port);
    const Time began = now_us();
    while (search.games().size() < 63 && now_us() < began + 15 * second) {
        big.beacon.poll(big.games, now_us());
        small.beacon.poll(small.games, now_us());
        search.poll(now_us());
        nap();
    }
    ASSERT_EQ(search.games().size(), 63u);
    std::set<std::pair<std::uint16_t, std::uint16_t>> rows;
    for (std::size_t i = 0; i < search.games().size(); ++i) {
        const auto& row = search.games()[i];
        rows.emplace(row.address.port, row.game.match);
        EXPECT_EQ(row.game.name, "match " + std::to_string(row.game.match));
        const bool is_first = i == 0 || search.games()[i - 1].instance != row.instance;
        EXPECT_EQ(row.game.match, is_first ? 1 : search.games()[i - 1].game.match + 1);
    }
    EXPECT_EQ(rows.size(), 63u) << "each once";
}

TEST(Discovery, AHostWithManyMatchesAnswersOftenerButNeverWithMoreBytesThanItGot) {
    const std::uint16_t port = free_port();
    Server server(port, 1111, 256);
    UdpSocket asker(0, false);
    std::size_t sent = 0, received = 0, answers = 0;
    const Time start = 100 * second;
    for (Time now = start; now < start + 2 * second; now += 2 * ms) {
        const auto question = net::encode_ask({.nonce = now, .instance = 0, .match = static_cast<std::uint16_t>(now / ms % 257)});
        ASSERT_TRUE(asker.send({loopback, port}, question));
        sent += question.size();
        server.beacon.poll(server.games, now);
        while (const auto datagram = asker.receive()) {
            ++answers;
            received += datagram->data.size();
        }
    }
    EXPECT_LE(received, sent);
    EXPECT_GE(answers, 170u) << "eighty at once and fifty a second";
    EXPECT_LE(answers, 181u);
    asker.send({loopback, port}, net::encode_ask({.nonce = 5, .instance = 2, .match = 1}));
    asker.send({loopback, port}, net::encode_ask({.nonce = 5, .instance = 0, .match = 257}));
    nap();
    server.beacon.poll(server.games, start + 20 * second);
    nap();
    EXPECT_FALSE(asker.receive()) << "another host is asked, or a match that there is not";
}

TEST(Discovery, NobodyIsAnsweredByAHostThatHides) {
    const std::uint16_t port = free_port();
    Beacon hidden(Reach::Nobody, port);
    UdpSocket asker(0, false);
    asker.send({loopback, port}, net::encode_ask({.nonce = 1}));
    nap();
    hidden.poll(game("x", 1), second);
    nap();
    EXPECT_FALSE(asker.receive());
    EXPECT_EQ(hidden.answers(), 0u);
}

TEST(Discovery, AnswersToQuestionsThatWereNotAskedAreIgnoredAndALiarFillsNoList) {
    const std::uint16_t port = free_port();
    UdpSocket liar(port, true);
    for (const auto& each : net::interfaces())
        if (each.is_loopback) liar.join_group(net::discovery_group, each);
    Search search(Reach::Machine, port);
    search.poll(now_us());
    nap();
    const auto question = liar.receive();
    ASSERT_TRUE(question);
    const auto ask = net::decode_ask(question->data);
    ASSERT_TRUE(ask);
    const std::uint64_t nonce = ask->nonce;
    const net::Address seeker = question->from;
    for (std::uint32_t instance = 1; instance <= 100; ++instance) liar.send(seeker, net::encode_info(answer(nonce + 1, instance)));
    nap();
    search.poll(now_us());
    EXPECT_TRUE(search.games().empty());
    for (std::uint32_t instance = 1; instance <= 100; ++instance) liar.send(seeker, net::encode_info(answer(nonce, instance)));
    nap();
    search.poll(now_us());
    EXPECT_EQ(search.games().size(), Search::most_hosts_of_an_address);
}
