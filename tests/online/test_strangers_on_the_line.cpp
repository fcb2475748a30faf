// Real hosts, and somebody who forges, hears or records what their guests send; and a host with a password.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "net/enet_link.h"
#include "net/messages.h"
#include "tests/online/processes.h"
#include "tests/online/relay.h"

namespace {

using namespace processes;
using namespace program;

std::uint16_t port_in(const std::string& address) { return static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1))); }

// The first two bytes of ENet's datagrams name the connection, and say in the top bit of the first that the time follows.
std::uint16_t connection_of(const std::vector<Datagram>& datagrams) {
    const Datagram& any = datagrams.back();
    return static_cast<std::uint16_t>((std::to_integer<unsigned>(any[0]) & 0x3F) << 8 | std::to_integer<unsigned>(any[1]));
}

}  // namespace

TEST(Strangers, WhoForgeEnetsGoodbyeFromElsewhereEndNothing) {
    Host host({"--ticks", "400"});
    Guest guest(host, "Bo", {"--ticks", "400"});
    ::usleep(1'500'000);
    std::vector<Datagram> all;  // every number of a connection that the host can have given, and every session of ENet's
    for (unsigned peer = 0; peer < 40; ++peer)
        for (unsigned session = 0; session < 4; ++session) all.push_back(enet_disconnect(static_cast<std::uint16_t>(session << 12 | peer)));
    for (int i = 0; i < 20; ++i) send_from_elsewhere(port_in(host.address), all);
    const auto at_guest = guest.wait(60), at_host = host.wait(60);
    expect_same_end(at_host, at_guest, "400");
    EXPECT_EQ(at_host.err.find("left"), std::string::npos) << at_host.err;
    EXPECT_EQ(at_host.err.find("trouble"), std::string::npos) << at_host.err;
}

TEST(Strangers, WhoForgeEnetsGoodbyeFromAGuestsOwnAddressCostItARejoinAndNoMore) {
    Host host({"--ticks", "900"});
    Relay relay(port_in(host.address));
    Process guest({"join", relay.address(), "--bot", "ace", "--pilot", "Bo", "--ticks", "900"});
    ASSERT_TRUE(host.says("Bo joined"));
    ::usleep(1'500'000);
    relay.send_as_guest(enet_disconnect(connection_of(relay.from_guest())));
    ASSERT_TRUE(host.says("Bo left", 5)) << "the forgery has the right numbers: without that this would show nothing";
    ASSERT_TRUE(guest.says("Back in the game", 10));
    const auto at_guest = guest.wait(60), at_host = host.wait(60);
    expect_same_end(at_host, at_guest, "900");
}

TEST(Strangers, WhoConnectAndSendNonsenseAreOutAfterThreeMessagesAndTheGameGoesOn) {
    Host host({"--ticks", "400"});
    Guest guest(host, "Bo", {"--ticks", "400"});
    const auto now_us = [] {
        return static_cast<net::Time>(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
    };
    for (int stranger = 0; stranger < 5; ++stranger) {
        const auto link = net::EnetLink::open(0);
        net::PeerId peer = 0;
        link->connect({0x7F000001, port_in(host.address)}, now_us());
        bool is_out = false;
        int sent = 0;
        std::string said;
        for (const net::Time end = now_us() + 2'000'000; now_us() < end && !is_out; ::usleep(2000)) {
            while (auto event = link->next(now_us())) {
                if (event->kind == net::LinkEvent::Kind::Connected) peer = event->peer;
                if (event->kind == net::LinkEvent::Kind::Gone) is_out = true;
                if (event->kind != net::LinkEvent::Kind::Packet) continue;
                if (const auto message = net::decode(event->data))
                    if (const auto* refused = std::get_if<net::Refused>(&*message)) said = refused->sentence;
            }
            if (peer != 0 && sent < 3) {
                const std::vector<std::byte> junk(1 + static_cast<std::size_t>(300 * sent), static_cast<std::byte>(0xF1 + stranger));
                link->send(peer, net::Channel::Lobby, junk, now_us());
                ++sent;
            }
        }
        EXPECT_TRUE(is_out) << stranger;
        EXPECT_EQ(said, "The host cannot make sense of what this machine sends.");
    }
    const auto at_guest = guest.wait(60), at_host = host.wait(60);
    expect_same_end(at_host, at_guest, "400");
    EXPECT_EQ(at_host.err.find("left"), std::string::npos) << at_host.err;
}

TEST(Strangers, WhoRepeatADatagramOfAnOldMatchAreNotHeard) {
    Host first({"--ticks", "200"});
    const std::uint16_t port = port_in(first.address);
    std::vector<Datagram> recorded;
    std::uint16_t towards_host = 0;
    {
        Relay relay(port);
        towards_host = relay.towards_host();
        Process guest({"join", relay.address(), "--bot", "ace", "--ticks", "200"});
        EXPECT_EQ(guest.wait(60).code, 0);
        recorded = relay.from_guest();
    }
    EXPECT_EQ(first.wait(60).code, 0);
    ASSERT_GT(recorded.size(), 150u);

    // Another match at the same port; its guest has the same address, and, as chance has it, the same numbers of ENet's.
    Process second({"serve", "--port", std::to_string(port), "--bot", "ace", "--ticks", "600", "--seed", "9"});
    ASSERT_NE(second.first_line(), "");
    Relay relay(port, towards_host);
    for (const Datagram& each : recorded) relay.send_as_guest(each);  // before anybody is there
    send_from_elsewhere(port, recorded);
    Process guest({"join", relay.address(), "--bot", "ace", "--pilot", "Bo", "--ticks", "600"});
    ASSERT_TRUE(second.says("Bo joined"));
    ::usleep(1'000'000);
    // only such as carry a message of the game: ENet's own commands are another matter (above)
    for (const Datagram& each : recorded)
        if (each.size() > 40) relay.send_as_guest(each);
    const auto at_guest = guest.wait(60), at_host = second.wait(60);
    expect_same_end(at_host, at_guest, "600");
    EXPECT_EQ(at_host.err.find("bot:ace joined"), std::string::npos) << at_host.err;
}

TEST(APassword, OpensAHostToWhoKnowsItAndNobodyElse) {
    const TemporaryDir dir;
    write_text(dir / "password", "飞机 & 大战\n");
    Host host({"--ticks", "900", "--password-file", dir / "password"});
    const auto none = run({"join", host.address, "--bot", "ace"});
    EXPECT_EQ(none.code, 6);
    EXPECT_NE(none.err.find("This game needs a password."), std::string::npos) << none.err;
    const auto wrong = run({"join", host.address, "--bot", "ace", "--password", "飞机"});
    EXPECT_EQ(wrong.code, 6);
    EXPECT_NE(wrong.err.find("The password is wrong."), std::string::npos) << wrong.err;
    const auto long_one = run({"join", host.address, "--bot", "ace", "--password", std::string(129, 'x')});
    EXPECT_EQ(long_one.code, 2);
    Guest guest(host, "Bo", {"--password", "飞机 & 大战", "--token-file", dir / "token"});
    ::usleep(2'000'000);
    guest.send_signal(SIGKILL);
    ASSERT_TRUE(host.says("trouble"));
    // The token's file stands in for the password.
    Process again({"join", host.address, "--bot", "ace", "--token-file", dir / "token", "--ticks", "900"});
    ASSERT_TRUE(host.says("Bo is back"));
    const auto at_guest = again.wait(60), at_host = host.wait(60);
    expect_same_end(at_host, at_guest, "900");
}

TEST(APassword, GuessedAtAllTheTimeDoesNotDisturbTheGameThatIsOn) {
    Host host({"--players", "3", "--ticks", "600", "--password", "right"});
    Guest guest(host, "Bo", {"--password", "right", "--ticks", "600"});
    Guest third(host, "Cy", {"--password", "right", "--ticks", "600"});
    int later = 0;
    for (int i = 0; i < 12; ++i) {
        const auto guess = run({"join", host.address, "--spectate", "--password", "guess " + std::to_string(i)});
        EXPECT_EQ(guess.code, 6) << guess.err;
        later += guess.err.find("too often") != std::string::npos ? 1 : 0;
    }
    EXPECT_GE(later, 6) << "guesses are heard ever slower";
    const auto at_guest = guest.wait(60), at_third = third.wait(60), at_host = host.wait(60);
    expect_same_end(at_host, at_guest, "600");
    EXPECT_LT(std::stoi(field(last(at_host), "stalls_percent")), 5);
}
