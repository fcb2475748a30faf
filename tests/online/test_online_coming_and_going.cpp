// Real processes over loopback: killed and back again, taking over from a killed host, coming late, watching.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>

#include "tests/online/processes.h"

namespace {

using processes::address_of;
using processes::kills;
using processes::last;
using program::field;
using program::Process;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

void expect_same_end(const program::Result& one, const program::Result& other, const std::string& ticks) {
    for (const auto* result : {&one, &other}) {
        ASSERT_EQ(result->code, 0) << result->err;
        EXPECT_EQ(field(last(*result), "ticks"), ticks) << result->err;
        EXPECT_EQ(field(last(*result), "desyncs"), "0") << result->err;
    }
    EXPECT_EQ(field(last(one), "hash"), field(last(other), "hash"));
}

}  // namespace

TEST(AKilledGuest, IsBackInItsSeatWithinTwoSeconds) {
    const program::TemporaryDir dir;
    const std::string tokens = dir / "tokens";
    Process host({"serve", "--port", "0", "--bot", "ace", "--ticks", "900", "--seed", "3"});
    const std::string address = address_of(host);
    {
        Process guest({"join", address, "--bot", "ace", "--pilot", "Bo", "--token-file", tokens});
        ASSERT_TRUE(host.says("Bo joined"));
        ::usleep(2'000'000);
        guest.send_signal(SIGKILL);
        guest.wait();
    }
    const auto begin = Clock::now();
    Process again({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "900", "--token-file", tokens});
    ASSERT_TRUE(host.says("Bo is back"));
    EXPECT_LE(seconds_since(begin), 2.0);
    const auto at_guest = again.wait();
    const auto at_host = host.wait();
    expect_same_end(at_host, at_guest, "900");
    EXPECT_GT(kills(last(at_host), 1), 0);
}

TEST(AKilledGuest, WithoutItsTokenWaitsUntilTheSeatIsFree) {
    Process host({"serve", "--port", "0", "--bot", "ace", "--ticks", "500"});
    const std::string address = address_of(host);
    Process guest({"join", address, "--bot", "ace", "--pilot", "Bo"});
    ASSERT_TRUE(host.says("Bo joined"));
    ::usleep(1'000'000);
    guest.send_signal(SIGKILL);
    const auto other = program::run({"join", address, "--bot", "ace", "--pilot", "Di"});
    EXPECT_EQ(other.code, 6);
    EXPECT_NE(other.err.find("full"), std::string::npos) << other.err;
}

TEST(AKilledHost, LeavesItsOnlyGuestAloneWithinTwoSeconds) {
    Process host({"serve", "--port", "0", "--bot", "ace"});
    Process guest({"join", address_of(host), "--bot", "ace", "--ticks", "400"});
    ::usleep(2'000'000);
    host.send_signal(SIGKILL);
    const auto killed = Clock::now();
    ASSERT_TRUE(guest.says("bot:ace left: connection lost"));
    EXPECT_LE(seconds_since(killed), 2.0);
    const auto result = guest.wait(60);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(field(last(result), "outcome"), "ticks") << "it went on alone";
    EXPECT_EQ(field(last(result), "ticks"), "400");
    EXPECT_LE(seconds_since(killed), 2.0 + 400.0 / 60) << "nothing else was waited for";
}

TEST(AKilledHost, IsReplacedByTheLowestSeat) {
    Process host({"serve", "--port", "0", "--bot", "ace", "--players", "3"});
    const std::string address = address_of(host);
    Process bo({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "900"});
    ASSERT_TRUE(host.says("Bo joined"));
    Process cy({"join", address, "--bot", "ace", "--pilot", "Cy", "--ticks", "900"});
    ASSERT_TRUE(host.says("Cy joined"));
    ::usleep(3'000'000);
    host.send_signal(SIGKILL);
    const auto killed = Clock::now();
    ASSERT_TRUE(bo.says("This machine is the host now"));
    ASSERT_TRUE(cy.says("Bo took over as host"));
    EXPECT_LE(seconds_since(killed), 3.5);
    const auto at_bo = bo.wait(60);
    const auto at_cy = cy.wait(60);
    expect_same_end(at_bo, at_cy, "900");
    EXPECT_NE(last(at_bo).find("\"state\":\"absent\""), std::string::npos) << last(at_bo);
    for (const int seat : {1, 2}) EXPECT_GT(kills(last(at_cy), seat), 0) << "seat " << seat;
}

TEST(AHostThatStoodStill, ComesAfterItsGuestsAndFliesOnThere) {
    Process host({"serve", "--port", "0", "--bot", "ace", "--players", "3", "--ticks", "1200"});
    const std::string address = address_of(host);
    Process bo({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "1200"});
    ASSERT_TRUE(host.says("Bo joined"));
    Process cy({"join", address, "--bot", "ace", "--pilot", "Cy", "--ticks", "1200"});
    ASSERT_TRUE(host.says("Cy joined"));
    ::usleep(2'000'000);
    host.send_signal(SIGSTOP);
    ASSERT_TRUE(cy.says("Bo took over as host"));
    ::usleep(1'000'000);
    host.send_signal(SIGCONT);
    ASSERT_TRUE(bo.says("bot:ace is back"));
    const auto at_bo = bo.wait(60);
    const auto at_cy = cy.wait(60);
    const auto at_host = host.wait(60);
    expect_same_end(at_bo, at_cy, "1200");
    expect_same_end(at_bo, at_host, "1200");
    EXPECT_EQ(last(at_bo).find("\"state\":\"absent\""), std::string::npos) << last(at_bo);
}

TEST(AHostThatSaysGoodbye, IsReplacedAtOnce) {
    Process host({"serve", "--port", "0", "--bot", "ace", "--players", "3"});
    const std::string address = address_of(host);
    Process bo({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "500"});
    ASSERT_TRUE(host.says("Bo joined"));
    Process cy({"join", address, "--bot", "ace", "--pilot", "Cy", "--ticks", "500"});
    ASSERT_TRUE(host.says("Cy joined"));
    ::usleep(2'000'000);
    host.send_signal(SIGTERM);
    const auto left = Clock::now();
    ASSERT_TRUE(cy.says("Bo took over as host"));
    EXPECT_LE(seconds_since(left), 1.5);
    const auto at_bo = bo.wait(60);
    const auto at_cy = cy.wait(60);
    expect_same_end(at_bo, at_cy, "500");
}

TEST(AGuestThatComesLate, FliesASeatThatIsFreeAndSeesTheSameGame) {
    Process host({"serve", "--port", "0", "--bot", "ace", "--players", "3", "--ticks", "900", "--seed", "4"});
    const std::string address = address_of(host);
    Process stays({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "900"});
    const auto left = program::run({"join", address, "--bot", "ace", "--pilot", "Cy", "--ticks", "120"});
    ASSERT_EQ(left.code, 0) << left.err;
    const program::TemporaryDir dir;
    Process late({"join", address, "--bot", "ace", "--pilot", "Di", "--ticks", "900", "--record", dir.path});
    ASSERT_TRUE(host.says("Di joined"));
    Process watcher({"join", address, "--spectate", "--ticks", "800"});
    ASSERT_TRUE(host.says("Somebody is watching"));
    const auto watched = watcher.wait();
    EXPECT_EQ(watched.code, 0) << watched.err;
    EXPECT_EQ(field(last(watched), "ticks"), "800");
    EXPECT_EQ(field(last(watched), "desyncs"), "0");
    EXPECT_GT(std::stoi(field(last(watched), "hashes_compared")), 30);
    const auto at_late = late.wait();
    const auto at_host = host.wait();
    expect_same_end(at_host, at_late, "900");
    expect_same_end(at_host, stays.wait(), "900");
    for (const int seat : {1, 2}) EXPECT_GT(kills(last(at_host), seat), 0) << "seat " << seat;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path))
        EXPECT_EQ(program::run({"verify", entry.path()}).code, 0) << "a recording may begin in the middle";
}
