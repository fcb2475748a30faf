// Network games of real processes over loopback: hosts and guests without a screen, in real time.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "tests/online/processes.h"

namespace {

using namespace processes;
using namespace program;

void play_together(const std::string& mode, const std::string& ticks, const std::vector<std::string>& link) {
    const TemporaryDir dir;
    Host host({"--mode", mode, "--seed", "6", "--ticks", ticks, "--record", dir.path});
    Process guest(with({"join", host.address, "--bot", "ace", "--ticks", ticks, "--record", dir.path}, link));
    const auto at_guest = guest.wait();
    const auto at_host = host.wait();
    expect_same_end(at_host, at_guest, ticks);
    for (const auto& result : {at_host, at_guest}) {
        expect_end_line(last(result));
        EXPECT_EQ(field(last(result), "outcome"), "ticks");
        EXPECT_GT(std::stoi(field(last(result), "hashes_compared")), std::stoi(ticks) / 16);
        EXPECT_GT(std::stoi(field(last(result), "wire_bytes_per_second")), 0);
        for (const int seat : {0, 1}) EXPECT_GT(kills(last(result), seat), 0) << "seat " << seat;
    }
    EXPECT_GT(std::stoi(field(last(at_host), "rollbacks")) + std::stoi(field(last(at_guest), "rollbacks")), 0);

    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path)) files.push_back(entry.path());
    ASSERT_EQ(files.size(), 2u) << "a replay of each side";
    for (const std::string& file : files) {
        EXPECT_EQ(run({"verify", file}).code, 0);
        const auto replay = std::get<game::Replay>(game::load_replay(file));
        EXPECT_EQ(std::to_string(replay.inputs.size()), ticks);
        for (const std::size_t seat : {0u, 1u}) EXPECT_GT(changes(replay, seat), 10) << "seat " << seat;
    }
}

TEST(TwoProcesses, PlayAMinuteOfClassicAndEndWithEqualHashes) {
    play_together("classic", "3600", {"--link-delay", "40", "--link-jitter", "5", "--link-loss", "3"});
}

TEST(TwoProcesses, PlayFirstFlightAndEndWithEqualHashes) { play_together("first_flight", "225", {"--link-delay", "80"}); }

TEST(AHostWithoutAPilot, GoesOnWhenOneOfTwoGuestsLeaves) {
    Process host({"serve", "--port", "0", "--ticks", "400", "--seed", "2"});  // two seats, neither the host's
    const std::string address = address_of(host);
    Process stays({"join", address, "--bot", "ace", "--ticks", "400"});
    Process leaves({"join", address, "--bot", "ace", "--pilot", "Bo", "--ticks", "150"});
    const auto left = leaves.wait();
    EXPECT_EQ(left.code, 0) << left.err;
    EXPECT_EQ(field(last(left), "ticks"), "150");
    const auto at_host = host.wait();
    const auto stayed = stays.wait();
    EXPECT_EQ(field(last(at_host), "ticks"), "400");
    EXPECT_EQ(field(last(stayed), "ticks"), "400");
    EXPECT_EQ(field(last(at_host), "hash"), field(last(stayed), "hash"));
    for (const auto& result : {at_host, stayed}) EXPECT_NE(result.err.find("Bo left the game"), std::string::npos) << result.err;
    EXPECT_NE(last(at_host).find("\"state\":\"absent\""), std::string::npos) << last(at_host);
}

TEST(AHost, EndsWhenEverybodyHasLeft) {
    Process host({"serve", "--port", "0"});
    const std::string address = address_of(host);
    Process one({"join", address, "--bot", "ace", "--ticks", "60"});
    Process two({"join", address, "--bot", "ace", "--ticks", "60"});
    EXPECT_EQ(one.wait().code, 0);
    EXPECT_EQ(two.wait().code, 0);
    const auto result = host.wait(60);
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(field(last(result), "outcome"), "left");
    // The host makes every tick that its guests have seen, even if they were ahead of it when they left.
    EXPECT_GE(std::stoi(field(last(result), "ticks")), 60);
}

TEST(APortInUse, IsNamedAndEndsWith6) {
    Process host({"serve", "--port", "0"});
    const std::string address = address_of(host);
    const std::string port = address.substr(address.find(':') + 1);
    const auto second = run({"serve", "--port", port});
    EXPECT_EQ(second.code, 6);
    EXPECT_NE(second.err.find(port), std::string::npos) << second.err;
}

TEST(AHostThatIsNotThere, IsWaitedForFiveSecondsAndEndsWith6) {
    const auto result = run({"join", "127.0.0.1:9", "--bot", "ace"});
    EXPECT_EQ(result.code, 6);
    EXPECT_NE(result.err.find("127.0.0.1:9"), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(run({"join", "no.such.host.invalid", "--bot", "ace"}).code, 6);
}

TEST(AGuestWithOtherContent, IsRefusedWithBothHashes) {
    const TemporaryDir dir;
    std::filesystem::copy(WINGMATE_SOURCE_DIR "/assets/data", dir / "data", std::filesystem::copy_options::recursive);
    const auto file = dir / "data/modes/classic.toml";
    std::string text = read_text(file);
    text.replace(text.find("lives = 3"), 9, "lives = 9");
    write_text(file, text);
    Process host({"serve", "--port", "0"});
    const auto guest = run({"join", address_of(host), "--bot", "ace", "--data", dir.path});
    EXPECT_EQ(guest.code, 6) << guest.err;
    for (const std::string& hash : {field(run({"run", "--mode", "classic", "--ticks", "1"}).out, "content"),
                                    field(run({"run", "--mode", "classic", "--ticks", "1", "--data", dir.path}).out, "content")}) {
        EXPECT_NE(guest.err.find(hash), std::string::npos) << guest.err;
    }
}

class OnlineSignals : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Both, OnlineSignals, testing::Values(SIGINT, SIGTERM));

TEST_P(OnlineSignals, EndAHostInItsLobbyAndInPlay) {
    Process waiting({"serve", "--port", "0"});
    ASSERT_NE(waiting.first_line(), "");
    waiting.send_signal(GetParam());
    EXPECT_EQ(waiting.wait(20).code, 128 + GetParam());

    Host host;
    Process guest({"join", host.address, "--bot", "ace"});
    ::usleep(1'500'000);
    host.send_signal(GetParam());
    const auto at_host = host.wait(20);
    EXPECT_EQ(at_host.code, 128 + GetParam());
    EXPECT_EQ(field(last(at_host), "outcome"), "stopped");
    const auto at_guest = guest.wait(20);
    EXPECT_EQ(at_guest.code, 0) << at_guest.err;
    EXPECT_EQ(field(last(at_guest), "outcome"), "left");
}

}  // namespace
