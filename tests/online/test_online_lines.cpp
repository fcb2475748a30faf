// Real processes over lines that they worsen themselves, as docs/netcode.md has them: what they print holds what is promised.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tests/online/processes.h"

namespace {

using namespace processes;
using namespace program;

struct Line {
    const char* name;
    std::vector<std::string> options;  // each way
    int machines;
    int rollback_p99;       // ticks, at most, by programs that are never late
    double stalls_percent;  // at most
    int wire_bytes;         // a second, of a guest, of two pilots also of the host, at most; 0: not promised
};

// The machine may be busy with other work: whoever makes a tick late sends late, and the others go back so much further. In ticks, as
// measured by the latest of the programs.
int lateness(const std::vector<Result>& results) {
    double most_us = 0;
    for (const auto& result : results) most_us = std::max(most_us, std::stod(field(last(result), "lateness_us_p99")));
    return static_cast<int>(std::ceil(most_us * 60 / 1e6));
}

std::string name_of(const testing::TestParamInfo<Line>& instance) { return instance.param.name; }

class OverALine : public testing::TestWithParam<Line> {};

INSTANTIATE_TEST_SUITE_P(
    Profiles, OverALine,
    testing::Values(Line{"R1", {"--link-delay", "50", "--link-jitter", "10", "--link-loss", "5"}, 2, 3, 1, 3600},
                    Line{"R2", {"--link-delay", "100", "--link-jitter", "20", "--link-loss", "10"}, 2, 7, 1, 4000},
                    Line{"R3", {"--link-delay", "50", "--link-jitter", "10", "--link-loss", "10", "--link-burst", "4"}, 2, 15, 3, 0},
                    Line{"R4", {"--link-delay", "150", "--link-jitter", "30", "--link-loss", "20"}, 2, 15, 3, 0},
                    Line{"R1ofThree", {"--link-delay", "50", "--link-jitter", "10", "--link-loss", "5"}, 3, 8, 2, 3800},
                    Line{"R1ofFour", {"--link-delay", "50", "--link-jitter", "10", "--link-loss", "5"}, 4, 8, 3, 4000}),
    name_of);

}  // namespace

TEST_P(OverALine, PilotsPlayTheSameGameWithinThePromisedFigures) {
    const Line& line = GetParam();
    const TemporaryDir dir;
    // Four share the same enemies: it takes longer until each has shot one down.
    const std::string ticks = line.machines == 4 ? "2400" : "1200";
    const auto options = with(line.options, {"--ticks", ticks, "--record", dir.path});
    Host host(with(options, {"--seed", "6", "--players", std::to_string(line.machines)}));
    std::vector<std::unique_ptr<Process>> guests;
    for (int i = 1; i < line.machines; ++i)
        guests.push_back(std::make_unique<Process>(with({"join", host.address, "--bot", "ace"}, options)));
    std::vector<Result> results;
    for (auto& guest : guests) results.push_back(guest->wait());
    results.push_back(host.wait());
    int rollbacks = 0;
    const int late = lateness(results);
    for (const auto& result : results) {
        ASSERT_EQ(result.code, 0) << result.err;
        const std::string end = last(result);
        EXPECT_EQ(field(end, "ticks"), ticks) << result.err;
        EXPECT_EQ(field(end, "hash"), field(last(results[0]), "hash"));
        EXPECT_EQ(field(end, "desyncs"), "0");
        EXPECT_GE(std::stoi(field(end, "hashes_compared")), std::stoi(ticks) / 8 - 20);
        EXPECT_LE(std::stoi(field(end, "rollback_p99")), line.rollback_p99 + late) << late << " ticks late: " << end;
        EXPECT_LE(std::stod(field(end, "stalls_percent")), line.stalls_percent) << end;
        for (int seat = 0; seat < line.machines; ++seat) EXPECT_GT(kills(end, seat), 0) << "seat " << seat;
        rollbacks += std::stoi(field(end, "rollbacks"));
        if (line.wire_bytes != 0 && (line.machines == 2 || &result != &results.back())) {
            EXPECT_LE(std::stoi(field(end, "wire_bytes_per_second")), line.wire_bytes) << end;
        }
    }
    EXPECT_GT(rollbacks, 100);
    int replays = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path)) {
        ++replays;
        const auto replay = std::get<game::Replay>(game::load_replay(entry.path()));
        for (int seat = 0; seat < line.machines; ++seat) EXPECT_GT(changes(replay, static_cast<std::size_t>(seat)), 50) << "seat " << seat;
    }
    EXPECT_EQ(replays, line.machines);
}
