// Real processes over loopback: killed and back again, taking over from a killed host, coming late, watching.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>

#include "tests/online/processes.h"

namespace {

using namespace processes;
using namespace program;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

}  // namespace

TEST(AKilledGuest, IsBackInItsSeatWithinTwoSeconds) {
    const TemporaryDir dir;
    const std::string tokens = dir / "tokens";
    Host host({"--ticks", "900", "--seed", "3"});
    {
        Guest guest(host, "Bo", {"--token-file", tokens});
        ::usleep(2'000'000);
        guest.send_signal(SIGKILL);
        guest.wait();
    }
    const auto begin = Clock::now();
    Process again({"join", host.address, "--bot", "ace", "--pilot", "Bo", "--ticks", "900", "--token-file", tokens});
    ASSERT_TRUE(host.says("Bo is back"));
    EXPECT_LE(seconds_since(begin), 2.0);
    const auto at_guest = again.wait();
    const auto at_host = host.wait();
    expect_same_end(at_host, at_guest, "900");
    EXPECT_GT(kills(last(at_host), 1), 0);
}

TEST(AKilledGuest, WithoutItsTokenWaitsUntilTheSeatIsFree) {
    Host host({"--ticks", "500"});
    Guest guest(host, "Bo");
    ::usleep(1'000'000);
    guest.send_signal(SIGKILL);
    const auto other = run({"join", host.address, "--bot", "ace", "--pilot", "Di"});
    EXPECT_EQ(other.code, 6);
    EXPECT_NE(other.err.find("full"), std::string::npos) << other.err;
}

TEST(AKilledHost, LeavesItsOnlyGuestAloneWithinTwoSeconds) {
    Host host;
    Process guest({"join", host.address, "--bot", "ace", "--ticks", "400"});
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
    Host host({"--players", "3"});
    Guest bo(host, "Bo", {"--ticks", "900"});
    Guest cy(host, "Cy", {"--ticks", "900"});
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
    Host host({"--players", "3", "--ticks", "1200"});
    Guest bo(host, "Bo", {"--ticks", "1200"});
    Guest cy(host, "Cy", {"--ticks", "1200"});
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
    Host host({"--players", "3"});
    Guest bo(host, "Bo", {"--ticks", "500"});
    Guest cy(host, "Cy", {"--ticks", "500"});
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
    Host host({"--players", "3", "--ticks", "900", "--seed", "4"});
    Process stays({"join", host.address, "--bot", "ace", "--pilot", "Bo", "--ticks", "900"});
    const auto left = run({"join", host.address, "--bot", "ace", "--pilot", "Cy", "--ticks", "120"});
    ASSERT_EQ(left.code, 0) << left.err;
    const TemporaryDir dir;
    Guest late(host, "Di", {"--ticks", "900", "--record", dir.path});
    Process watcher({"join", host.address, "--spectate", "--ticks", "800"});
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
        EXPECT_EQ(run({"verify", entry.path()}).code, 0) << "a recording may begin in the middle";
}
