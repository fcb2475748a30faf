// Real hosts on loopback: found by searching, and attacked by strangers.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "engine/core/rng.h"
#include "game/match/replay.h"
#include "net/gate.h"
#include "net/udp_socket.h"
#include "tests/support/program.h"

namespace {

using namespace program;

std::string last(const Result& result) {
    const auto all = lines(result.out);
    return all.empty() ? "" : all.back();
}

// Nobody else's: other programs on this machine may be looking for games.
std::string free_port() { return std::to_string(net::UdpSocket(0, false).port()); }

std::vector<std::string> found(const std::string& search_port) {
    const auto result = run({"list", "--lan", "machine", "--search-port", search_port, "--seconds", "2"});
    EXPECT_EQ(result.code, 0) << result.err;
    auto games = lines(result.out);
    std::sort(games.begin(), games.end());
    return games;
}

// Sends junk of every kind from many addresses of this machine, 10,000 datagrams a second, until it is destroyed.
class Attack {
  public:
    explicit Attack(std::uint16_t port) : port_(port), thread_([this] { send_all(); }) {}
    ~Attack() { stop(); }
    Attack(const Attack&) = delete;
    Attack& operator=(const Attack&) = delete;
    void stop() {
        is_over_ = true;
        if (thread_.joinable()) thread_.join();
    }
    // Once stopped.
    std::uint64_t datagrams() const { return datagrams_; }
    std::uint64_t bytes_sent() const { return sent_; }
    std::uint64_t bytes_received() const { return received_; }

  private:
    static constexpr std::uint32_t addresses = 64, in_a_millisecond = 10;

    static std::vector<std::byte> junk(engine::Rng& rng) {
        std::vector<std::byte> bytes(1 + rng.below(200));
        for (auto& byte : bytes) byte = static_cast<std::byte>(rng.next());
        switch (rng.below(6)) {
            case 0: {  // asks properly
                const auto call = net::encode_call(rng.next());
                return {call.begin(), call.end()};
            }
            case 1:  // ENet's CONNECT with a guessed cookie
                bytes.resize(56);
                bytes[0] = std::byte{0x8F};
                bytes[1] = std::byte{0xFF};
                bytes[8] = std::byte{0x82};
                break;
            case 2:  // as if it were of a connection that there is
                bytes[0] = std::byte{0x80};
                if (bytes.size() > 1) bytes[1] = static_cast<std::byte>(rng.below(4));
                break;
            case 3: bytes.resize(rng.below(8) == 0 ? 5000 : 1450); break;  // longer than any of ours, or than ENet can take
            default: break;
        }
        return bytes;
    }

    void send_all() {
        std::vector<int> sockets;
        for (std::uint32_t i = 0; i < addresses; ++i) {
            const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
            sockaddr_in own{};
            own.sin_family = AF_INET;
            own.sin_addr.s_addr = htonl(0x7F000101 + i);
            EXPECT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
            sockets.push_back(socket);
        }
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(port_);
        engine::Rng rng{99};
        std::array<std::byte, 2048> buffer{};
        using Clock = std::chrono::steady_clock;
        for (auto next = Clock::now(); !is_over_; next += std::chrono::milliseconds(1)) {
            for (std::uint32_t i = 0; i < in_a_millisecond; ++i) {
                const auto bytes = junk(rng);
                const int socket = sockets[rng.below(addresses)];
                if (::sendto(socket, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) < 0) continue;
                sent_ += bytes.size();
                ++datagrams_;
                for (ssize_t size = 0; (size = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0;)
                    received_ += static_cast<std::uint64_t>(size);
            }
            std::this_thread::sleep_until(next);
        }
        for (const int socket : sockets) ::close(socket);
    }

    std::uint16_t port_;
    std::atomic<bool> is_over_ = false;
    std::uint64_t datagrams_ = 0, sent_ = 0, received_ = 0;
    std::thread thread_;
};

constexpr int attacked_ticks = 360;

// A game of two over loopback, attacked from before the guest comes until both are done. How late the host's ticks were, in us.
int lateness_p99(bool attacked, std::uint64_t& datagrams) {
    const TemporaryDir dir;
    const std::string ticks = std::to_string(attacked_ticks);
    Process host({"serve", "--port", "0", "--bot", "ace", "--ticks", ticks, "--lan", "nobody", "--record", dir.path});
    const std::string first = host.first_line();
    const auto port = static_cast<std::uint16_t>(std::stoi(field(first, "port")));
    std::unique_ptr<Attack> attack;
    if (attacked) attack = std::make_unique<Attack>(port);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    Process guest({"join", "127.0.0.1:" + std::to_string(port), "--bot", "ace", "--ticks", ticks, "--record", dir.path});
    const auto at_guest = guest.wait(60), at_host = host.wait(60);
    if (attack) {
        attack->stop();
        datagrams += attack->datagrams();
        EXPECT_LE(attack->bytes_received(), attack->bytes_sent());
        EXPECT_GT(attack->bytes_received(), 0u) << "some of it was asked properly";
    }
    EXPECT_EQ(at_guest.code, 0) << at_guest.err;
    EXPECT_EQ(at_host.code, 0) << at_host.err;
    EXPECT_EQ(field(last(at_host), "desyncs"), "0");
    EXPECT_EQ(field(last(at_host), "hash"), field(last(at_guest), "hash"));
    std::vector<game::Replay> replays;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path))
        replays.push_back(std::get<game::Replay>(game::load_replay(entry.path())));
    EXPECT_EQ(replays.size(), 2u);
    if (replays.size() == 2) {
        EXPECT_EQ(replays[0].inputs, replays[1].inputs);
        EXPECT_EQ(replays[0].inputs.size(), static_cast<std::size_t>(attacked_ticks));
    }
    return std::stoi(field(last(at_host), "lateness_us_p99"));
}

}  // namespace

TEST(Lan, EveryHostOfThisMachineIsListedWithWhatItPlays) {
    const std::string search = free_port();
    Process lobby(
        {"serve", "--port", "0", "--lan", "machine", "--search-port", search, "--name", "A lobby", "--players", "3", "--bot", "ace"});
    Process game({"serve", "--port", "0", "--lan", "machine", "--search-port", search, "--name", "B game", "--players", "1", "--mode",
                  "classic", "--bot", "ace"});
    Process hidden({"serve", "--port", "0", "--lan", "nobody", "--search-port", search, "--name", "C hidden"});
    const std::string port = field(lobby.first_line(), "port");
    game.first_line();
    hidden.first_line();
    auto games = found(search);
    ASSERT_EQ(games.size(), 2u);
    EXPECT_EQ(field(games[0], "name"), "A lobby");
    EXPECT_EQ(field(games[0], "address"), "127.0.0.1:" + port);
    EXPECT_EQ(field(games[0], "mode"), "classic");
    EXPECT_EQ(field(games[0], "seats"), "3");
    EXPECT_EQ(field(games[0], "pilots"), "1");
    EXPECT_EQ(field(games[0], "free"), "2");
    EXPECT_EQ(field(games[0], "joinable"), "true");
    EXPECT_EQ(field(games[0], "playing"), "false");
    EXPECT_EQ(field(games[0], "version"), WINGMATE_VERSION);
    EXPECT_EQ(field(games[1], "name"), "B game");
    EXPECT_EQ(field(games[1], "playing"), "true");
    EXPECT_EQ(field(games[1], "joinable"), "false");
    EXPECT_EQ(field(games[1], "why_not"), "full");
    lobby.send_signal(SIGTERM);
    lobby.wait(20);
    games = found(search);
    ASSERT_EQ(games.size(), 1u);
    EXPECT_EQ(field(games[0], "name"), "B game");
    for (Process* each : {&game, &hidden}) {
        each->send_signal(SIGTERM);
        each->wait(20);
    }
}

// Runs with and without an attack in turn; the quieter ones are compared, for other programs make a machine late as well.
TEST(Strangers, DoNotMakeAHostLateNorLoseAnInput) {
    constexpr int most_pairs = 5, allowed_us = 1000;
    int quiet = 1 << 30, attacked = 1 << 30;
    std::uint64_t datagrams = 0;
    int pairs = 0;
    for (; pairs < most_pairs && (pairs < 2 || attacked > quiet + allowed_us); ++pairs) {
        quiet = std::min(quiet, lateness_p99(false, datagrams));
        attacked = std::min(attacked, lateness_p99(true, datagrams));
    }
    std::printf("lateness of a host's ticks, 99 of 100: %d us, under %.0f junk datagrams a game %d us\n", quiet,
                static_cast<double>(datagrams) / pairs, attacked);
    EXPECT_GT(datagrams, static_cast<std::uint64_t>(pairs) * 40'000) << "it was no attack";
    EXPECT_LE(attacked, quiet + allowed_us);
}
