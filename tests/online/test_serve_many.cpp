// A server with many matches as a real process, with many guests over loopback.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "engine/core/hash.h"
#include "game/content/load_content.h"
#include "game/headless/crowd.h"
#include "net/enet_link.h"
#include "net/messages.h"
#include "net/udp_socket.h"
#include "tests/online/processes.h"

namespace {

using namespace processes;
using namespace program;

std::uint16_t port_of(const std::string& first_line) { return static_cast<std::uint16_t>(std::stoi(field(first_line, "port"))); }

const game::Content& classic() {
    static const game::Content content =
        game::load_content(game::content_dir(std::filesystem::path(WINGMATE_SOURCE_DIR) / "assets"), "classic");
    return content;
}

std::vector<std::string> events(const Result& result, const std::string& name) {
    std::vector<std::string> found;
    for (const std::string& line : lines(result.out))
        if (line.find("{\"event\":\"" + name + "\"") == 0) found.push_back(line);
    return found;
}

std::vector<game::Replay> replays_in(const std::filesystem::path& dir) {
    std::vector<game::Replay> replays;
    for (const auto& entry : std::filesystem::directory_iterator(dir)) {
        auto replay = game::load_replay(entry.path());
        EXPECT_TRUE(std::holds_alternative<game::Replay>(replay)) << entry.path();
        if (auto* whole = std::get_if<game::Replay>(&replay)) replays.push_back(std::move(*whole));
    }
    return replays;
}

}  // namespace

TEST(ServeMany, TwentyMatchesOnOnePortAreAllPlayedToEqualEnds) {
    constexpr int matches = 20, ticks = 600;
    const TemporaryDir dir;
    Process server({"serve", "--port", "0", "--lan", "nobody", "--matches", std::to_string(matches), "--ticks", std::to_string(ticks),
                    "--record", dir.path, "--quiet"});
    const std::string first = server.first_line();
    EXPECT_EQ(field(first, "matches"), std::to_string(matches));
    game::Crowd guests({.port = port_of(first), .ticks = ticks}, classic());
    for (int m = 1; m <= matches; ++m)
        for (int k = 0; k < 2; ++k) guests.add(static_cast<std::uint32_t>(m));
    guests.run(60, [&] { return guests.done() == 2 * matches; });
    const auto result = server.wait(30);
    EXPECT_EQ(result.code, 0) << result.err;

    const auto ends = events(result, "ended");
    ASSERT_EQ(ends.size(), static_cast<std::size_t>(matches));
    EXPECT_EQ(events(result, "opened").size(), static_cast<std::size_t>(matches));
    EXPECT_EQ(events(result, "joined").size(), static_cast<std::size_t>(2 * matches));
    EXPECT_EQ(events(result, "started").size(), static_cast<std::size_t>(matches));
    std::map<std::string, std::string> hashes;
    int all_kills = 0;
    for (const std::string& line : ends) {
        EXPECT_EQ(field(line, "outcome"), "ticks");
        EXPECT_EQ(field(line, "ticks"), std::to_string(ticks));
        EXPECT_EQ(field(line, "desyncs"), "0");
        EXPECT_GT(std::stoi(field(line, "hashes_compared")), ticks / 16);
        for (const int seat : {0, 1}) all_kills += kills(line, seat);
        hashes[field(line, "match")] = field(line, "hash");
    }
    EXPECT_EQ(hashes.size(), static_cast<std::size_t>(matches)) << "each match once";
    EXPECT_GT(all_kills, 2 * matches);
    for (const auto& guest : guests.guests())
        EXPECT_EQ(engine::hash_text(guest->match->confirmed_hash()), hashes[std::to_string(guest->online->match())]);
    const auto replays = replays_in(dir.path);
    ASSERT_EQ(replays.size(), static_cast<std::size_t>(matches));
    for (const auto& replay : replays) {
        EXPECT_EQ(replay.inputs.size(), static_cast<std::size_t>(ticks));
        for (const std::size_t seat : {0u, 1u}) EXPECT_GT(changes(replay, seat), 10) << "seat " << seat;
    }
    EXPECT_EQ(field(last(result), "games"), std::to_string(matches));
}

TEST(ServeMany, WhoNamesNoMatchGetsCompanyAndWhoNamesAWrongOneASentence) {
    Process server({"serve", "--port", "0", "--lan", "nobody", "--matches", "3", "--rounds", "0", "--quiet"});
    const std::string address = address_of(server);
    const auto refused = run({"join", address + "/4", "--bot", "ace"});
    EXPECT_EQ(refused.code, 6);
    EXPECT_NE(refused.err.find("There is no match 4 here: this host has the matches 1 to 3."), std::string::npos) << refused.err;
    const auto nonsense = run({"join", address + "/x", "--bot", "ace"});
    EXPECT_EQ(nonsense.code, 6);
    EXPECT_NE(nonsense.err.find("names no match"), std::string::npos) << nonsense.err;
    // one waits in the second match; two who come to any: the first of them joins him, the other one opens another match
    game::Crowd guests({.port = static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)))}, classic());
    guests.add(2);
    guests.run(10, [&] { return guests.seated() == 1; });
    guests.add(0);
    guests.run(10, [&] { return guests.seated() == 2; });
    EXPECT_EQ(guests.guests()[1]->online->match(), 2u);
    guests.add(0);
    guests.run(10, [&] { return guests.seated() == 3; });
    EXPECT_NE(guests.guests()[2]->online->match(), 2u);
    EXPECT_NE(guests.guests()[2]->online->match(), 0u);
    guests.run(1, [] { return false; });
    server.send_signal(SIGTERM);
    const auto result = server.wait(20);
    EXPECT_EQ(result.code, 143) << result.err;
    EXPECT_EQ(events(result, "started").size(), 1u);
}

TEST(ServeMany, ASignalSaysGoodbyeToAllAndReplaysAreWhole) {
    constexpr int matches = 4;
    const TemporaryDir dir;
    Process server(
        {"serve", "--port", "0", "--lan", "nobody", "--matches", std::to_string(matches), "--rounds", "0", "--record", dir.path});
    game::Crowd guests({.port = port_of(server.first_line())}, classic());
    for (int m = 1; m < matches; ++m)
        for (int k = 0; k < 2; ++k) guests.add(static_cast<std::uint32_t>(m));
    guests.add(matches);  // waits in its lobby
    guests.run(20, [&] { return guests.least_tick(2 * (matches - 1)) >= 120; });
    server.send_signal(SIGTERM);
    // one of each match takes over at once, for the host has said goodbye, and the other follows; the lobby is gone
    guests.run(3, [&] { return guests.without_server() == matches; });
    EXPECT_EQ(guests.without_server(), matches);
    const std::uint32_t tick = guests.least_tick(2 * (matches - 1));
    EXPECT_GE(tick, 120u);
    guests.run(10, [&] { return guests.least_tick(2 * (matches - 1)) > tick + 60; });
    EXPECT_GT(guests.least_tick(2 * (matches - 1)), tick + 60) << "their games go on";
    const auto result = server.wait(20);
    EXPECT_EQ(result.code, 143) << result.err;
    const auto ends = events(result, "ended");
    EXPECT_EQ(ends.size(), static_cast<std::size_t>(matches - 1)) << "the one in the lobby had not begun";
    for (const std::string& line : ends) EXPECT_EQ(field(line, "outcome"), "stopped");
    EXPECT_EQ(field(last(result), "event"), "stopped");
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path)) files.push_back(entry.path());
    ASSERT_EQ(files.size(), static_cast<std::size_t>(matches - 1));
    files.insert(files.begin(), "verify");
    EXPECT_EQ(run(files).code, 0);
    for (const auto& replay : replays_in(dir.path)) EXPECT_GE(replay.inputs.size(), 100u);
}

TEST(ServeMany, GamesFollowOneAnotherAndAnEmptyMatchIsOpenedAnew) {
    Process server({"serve", "--port", "0", "--lan", "nobody", "--rounds", "3", "--ticks", "90", "--players", "1", "--quiet"});
    const std::string address = address_of(server);
    std::string seeds;
    for (int round = 1; round <= 3; ++round) {
        // the second one leaves before the end
        const auto guest = run({"join", address, "--bot", "ace", "--ticks", round == 2 ? "30" : "90"});
        EXPECT_EQ(guest.code, 0) << guest.err;
        if (round == 2) std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    }
    const auto result = server.wait(20);
    EXPECT_EQ(result.code, 0) << result.err;
    const auto ends = events(result, "ended");
    ASSERT_EQ(ends.size(), 3u);
    EXPECT_EQ(field(ends[0], "outcome"), "ticks");
    EXPECT_EQ(field(ends[1], "outcome"), "left");
    EXPECT_EQ(field(ends[2], "outcome"), "ticks");
    for (const std::string& line : ends) seeds += field(line, "seed") + " ";
    EXPECT_EQ(seeds, "1 2 3 ");
}

TEST(ServeMany, AFloodAndACrashInOneMatchLeaveTheOthersAlone) {
    constexpr int matches = 6;
    Process server(
        {"serve", "--port", "0", "--lan", "nobody", "--matches", std::to_string(matches), "--rounds", "0", "--ticks", "480", "--quiet"});
    const std::uint16_t port = port_of(server.first_line());
    game::Crowd guests({.port = port, .ticks = 480}, classic());
    for (int m = 1; m <= matches; ++m)
        for (int k = 0; k < 2; ++k) guests.add(static_cast<std::uint32_t>(m));
    guests.run(20, [&] { return guests.least_tick(2 * matches) >= 60; });
    // One guest of the first match is gone without a word; a stranger floods that match's lobby, and another one the port.
    guests.vanish(0);
    const auto flood = net::EnetLink::open(0);
    const auto now = [] {
        return static_cast<net::Time>(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
    };
    const net::PeerId host = flood->connect({0x7F000001, port}, now());
    net::UdpSocket junk(0, false);
    bool is_in = false;
    std::uint64_t sent = 0;
    const std::vector<std::byte> noise(200, std::byte{0x55});
    guests.run(12, [&] {
        while (const auto event = flood->next(now())) is_in |= event->kind == net::LinkEvent::Kind::Connected;
        if (is_in)
            flood->send(host, net::Channel::Play,
                        net::encode(net::Hello{.protocol = 3, .build = WINGMATE_VERSION, .key = {std::byte{1}}, .match = 1}), now());
        for (int i = 0; i < 5; ++i, ++sent) {
            if (is_in) flood->send(host, net::Channel::Play, noise, now());
            junk.send({0x7F000001, port}, noise);
        }
        return guests.done() >= 2 * (matches - 1);
    });
    EXPECT_TRUE(is_in);
    EXPECT_GT(sent, 5000u);
    server.send_signal(SIGTERM);
    const auto result = server.wait(20);
    EXPECT_EQ(result.code, 143) << result.err;
    int played = 0;
    for (const std::string& line : events(result, "ended")) {
        EXPECT_EQ(field(line, "desyncs"), "0");
        if (field(line, "match") == "1") continue;
        ++played;
        EXPECT_EQ(field(line, "ticks"), "480") << line;
        EXPECT_LT(std::stod(field(line, "stalls_percent")), 5) << line;
    }
    EXPECT_EQ(played, matches - 1);
}

TEST(ServeMany, EveryMatchHasARowInTheListAndIsJoinedByIt) {
    const std::string search = std::to_string(net::UdpSocket(0, false).port());
    Process server({"serve", "--port", "0", "--lan", "machine", "--search-port", search, "--matches", "12", "--rounds", "0", "--name",
                    "Hall", "--quiet"});
    const std::uint16_t port = port_of(server.first_line());
    game::Crowd guests({.port = port}, classic());
    guests.add(5);
    guests.run(10, [&] { return guests.seated() == 1; });
    const auto result = run({"list", "--lan", "machine", "--search-port", search, "--seconds", "3"});
    EXPECT_EQ(result.code, 0) << result.err;
    const auto rows = lines(result.out);
    ASSERT_EQ(rows.size(), 12u);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(field(rows[i], "address"), "127.0.0.1:" + std::to_string(port) + "/" + std::to_string(i + 1));
        EXPECT_EQ(field(rows[i], "match"), std::to_string(i + 1));
        EXPECT_EQ(field(rows[i], "pilots"), i + 1 == 5 ? "1" : "0");
    }
    server.send_signal(SIGTERM);
    EXPECT_EQ(server.wait(20).code, 143);
}
