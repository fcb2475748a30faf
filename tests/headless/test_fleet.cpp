// Fleets: whole matches over bad lines are played as they should, and what goes wrong in one is told, with the command that repeats it.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>

#include "game/bots/bots.h"
#include "game/content/load_content.h"
#include "game/headless/fleet_compare.h"
#include "game/headless/fleet_game.h"

namespace {

game::FleetPlan plan(const char* profile, double minutes, int players = 2, const char* bot = "ace", const char* mode = "classic") {
    game::FleetPlan plan;
    plan.content = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", mode);
    plan.profile = *game::find_fleet_profile(profile);
    plan.players = players;
    plan.flying.fill(game::find_bot(bot));
    plan.ticks = static_cast<std::uint32_t>(minutes * 60 * plan.content.mode.rate);
    return plan;
}

game::FleetResult play(const game::FleetPlan& plan, std::uint64_t seed = 1) {
    std::atomic<std::uint64_t> made{0};
    return game::play_fleet(plan, seed, made);
}

struct Ended {
    int code = -1;
    std::string out;  // standard output, or error
};

// The program with these arguments; `keep` is what is looked at.
Ended run(const std::string& arguments, const char* keep = "2>/dev/null") {
    const std::string command = std::string(WINGMATE_BINARY_DIR "/wingmate-headless fleet ") + arguments + " " + keep;
    Ended ended;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return ended;
    std::array<char, 4096> part{};
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe)) ended.out.append(part.data(), n);
    const int status = pclose(pipe);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}

constexpr const char* errors_only = "2>&1 >/dev/null";

// A line without its last two fields, which are about this machine.
std::string without_times(const std::string& lines) {
    std::string kept;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        const std::string line = lines.substr(at, end - at);
        kept += line.substr(0, line.find(",\"cpu_seconds\"")) + '\n';
        at = end + 1;
    }
    return kept;
}

class FleetProfiles : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, FleetProfiles, testing::Values("lan", "R1", "R2", "R3", "R4", "storm"));

TEST_P(FleetProfiles, AreFlownWithoutADifference) {
    for (const int players : {2, 3, 4}) {
        const auto result = play(plan(GetParam(), 1, players), 7);
        const game::FleetFigures& figures = result.figures;
        EXPECT_EQ(result.trouble, "") << players;
        EXPECT_EQ(figures.desyncs, 0u) << players;
        EXPECT_EQ(figures.ticks, 3600u) << players;
        EXPECT_GT(figures.hashes_compared, 400u) << players;
        EXPECT_GT(figures.rollbacks, 100u) << players;
        EXPECT_GT(figures.kills, 10u) << players;
        EXPECT_GE(figures.inputs_changed_per_second, 6) << players;
    }
}

TEST_P(FleetProfiles, AreRepeatedByTheirSeed) {
    const game::FleetPlan one = plan(GetParam(), 0.5);
    const auto first = play(one, 3).figures;
    const auto again = play(one, 3).figures;
    const auto other = play(one, 4).figures;
    EXPECT_EQ(first.rollback_depths, again.rollback_depths);
    EXPECT_EQ(first.payload_bytes, again.payload_bytes);
    EXPECT_EQ(first.stalls, again.stalls);
    EXPECT_EQ(first.kills, again.kills);
    EXPECT_EQ(first.seconds, again.seconds);
    EXPECT_NE(first.payload_bytes, other.payload_bytes);
}

TEST_P(FleetProfiles, NoticeAWorldThatGoesWrongAndRepairIt) {
    game::FleetPlan spoiled = plan(GetParam(), 0.5);
    spoiled.spoil_machine = 1;
    spoiled.spoil_tick = 60;  // before a storm breaks: who is away then gets a new world, with no fault in it
    for (const std::uint64_t seed : {1, 2, 3}) {
        const auto result = play(spoiled, seed);
        EXPECT_GT(result.figures.desyncs, 0u) << seed;
        EXPECT_EQ(result.figures.repairs, result.figures.desyncs) << seed;
        EXPECT_GT(result.figures.repair_seconds, 0) << seed;
        EXPECT_LE(result.figures.repair_seconds, std::string_view(GetParam()) == "R1" ? 1.5 : 30) << seed;
        EXPECT_EQ(result.trouble, "") << seed;
    }
}

TEST(Fleet, AWorldThatGoesWrongBetweenTwoHashesIsNoticed) {
    game::FleetPlan spoiled = plan("R1", 0.5, 3);
    spoiled.spoil_machine = 2;
    for (std::uint32_t tick = 600; tick < 608; ++tick) {
        spoiled.spoil_tick = tick;
        EXPECT_GT(play(spoiled).figures.desyncs, 0u) << tick;
    }
}

TEST(Fleet, AWorldThatGoesWrongAfterTheLastComparedHashIsNoticedInTheEnd) {
    game::FleetPlan spoiled = plan("R1", 0.5);
    spoiled.ticks = 1804;
    spoiled.spoil_machine = 1;
    spoiled.spoil_tick = 1802;
    const auto result = play(spoiled);
    EXPECT_EQ(result.figures.desyncs, 0u);
    EXPECT_NE(result.trouble.find("the worlds after tick 1804 differ"), std::string::npos) << result.trouble;
}

TEST(Fleet, NoLineOfChatIsLostOrComesTwice) {
    game::FleetPlan talking = plan("R1", 2, 4);
    talking.chat = true;
    talking.spectators = 2;
    talking.rejoin_seconds = 20;
    const auto result = play(talking);
    EXPECT_EQ(result.trouble, "");
    EXPECT_GE(result.figures.talk.lines, 100u);
    EXPECT_EQ(result.figures.talk.lost + result.figures.talk.doubled, 0u);
}

TEST(Fleet, AMachineThatMishearsIsNoticed) {
    game::FleetPlan talking = plan("R1", 2);
    talking.chat = true;
    talking.mishears = true;
    const auto result = play(talking);
    EXPECT_EQ(result.figures.talk.lost, 1u);
    EXPECT_EQ(result.figures.talk.doubled, 1u);
    EXPECT_NE(result.trouble.find("1 lines of chat were lost, 1 came twice"), std::string::npos) << result.trouble;
}

TEST(Fleet, AStormHasPausesForAll) {
    game::FleetPlan stormy = plan("storm", 3, 3);
    EXPECT_GT(play(stormy, 2).figures.storm.pauses_for_all, 1u);
}

TEST(Fleet, AMachineThatWaitsForEverIsNoticed) {
    for (const char* profile : {"lan", "storm"}) {
        game::FleetPlan hanging = plan(profile, 1);
        hanging.hang_tick = 300;
        EXPECT_NE(play(hanging).trouble, "") << profile;
    }
}

TEST(Fleet, AMachineThatCannotJoinIsNoticed) {
    game::FleetPlan deaf = plan("lan", 1);
    deaf.profile.line.loss = 1;
    EXPECT_NE(play(deaf).trouble.find("machine 2 cannot join: No answer from machine 1 within 5"), std::string::npos);
}

// The host had given these guests' connections up before it heard of them.
TEST(Fleet, GuestsOverTheWorstLinesGetIn) {
    for (const std::uint64_t seed : {158, 198, 229, 231, 314, 508, 655}) EXPECT_EQ(play(plan("R4", 0.5), seed).trouble, "") << seed;
}

TEST(Fleet, AtTheReferenceLinesPilotsGoBackNoFurtherThanPromisedAndNeverWait) {
    game::FleetPlan r1 = plan("R1", 10), r2 = plan("R2", 10);
    r1.delay_ticks = r2.delay_ticks = 2;
    const auto at_r1 = play(r1).figures, at_r2 = play(r2).figures;
    EXPECT_LE(game::fleet_percentile(at_r1, 0.99, false), 3u);
    EXPECT_LE(game::fleet_percentile(at_r2, 0.99, false), 7u);
    EXPECT_EQ(at_r1.stalls, 0u);
    EXPECT_EQ(at_r2.stalls, 0u);
    EXPECT_LE(static_cast<double>(at_r1.wire_bytes) / at_r1.link_seconds, 3600);
    EXPECT_LE(static_cast<double>(at_r2.packets) / at_r2.link_seconds, 64);
}

// What is lost of a lobby's pings and sent again says nothing about the way.
TEST(Fleet, FourPilotsBeginTogether) {
    for (const std::uint64_t seed : {1, 60, 207, 277, 290}) EXPECT_EQ(play(plan("R1", 0.2, 4), seed).figures.stalls, 0u) << seed;
}

TEST(Fleet, AMatchWithoutPlayProvesNothing) { EXPECT_NE(play(plan("R1", 0.5, 2, "idle")).trouble, ""); }

TEST(Fleet, AMatchFollowsTheOtherUntilTheMinutesAreFull) {
    // pilots who do nothing are soon shot down
    const auto figures = play(plan("R1", 2, 2, "idle")).figures;
    EXPECT_GT(figures.matches, 2u);
    EXPECT_EQ(figures.ticks, 7200u);
    EXPECT_GE(figures.seconds, 120);
    EXPECT_LT(figures.seconds, 120 + 2.0 * figures.matches);
}

TEST(Fleet, AStormHasEverythingInIt) {
    const auto result = play(plan("storm", 6, 3));
    EXPECT_EQ(result.trouble, "");
    const game::FleetStormCounts& storm = result.figures.storm;
    EXPECT_GT(storm.pauses, 0u);
    EXPECT_GT(storm.blackouts, 0u);
    EXPECT_GT(storm.line_changes, 0u);
    EXPECT_GT(storm.leavings, storm.kills);
    EXPECT_GT(storm.kills, 0u);
    EXPECT_GT(storm.hosts_lost, 0u);
    EXPECT_GT(storm.watchers, 0u);
    EXPECT_GT(result.figures.stalls, 100u);
    EXPECT_GT(result.figures.rejoin_seconds.size(), 3u);
}

TEST(Fleet, WhoComesBackFliesAgainSoon) {
    game::FleetPlan coming = plan("R1", 3);
    coming.rejoin_seconds = 8;
    const auto result = play(coming);
    EXPECT_EQ(result.trouble, "");
    EXPECT_GE(result.figures.rejoin_seconds.size(), 15u);
    EXPECT_LE(game::fleet_rejoin_seconds(result.figures, 0.99), 3);
    EXPECT_GT(game::fleet_rejoin_seconds(result.figures, 0.5), 0.2);
}

TEST(Fleet, SpectatorsSeeTheSameGame) {
    game::FleetPlan watched = plan("R1", 1);
    watched.spectators = 16;
    const auto result = play(watched);
    EXPECT_EQ(result.trouble, "");
    EXPECT_EQ(result.figures.stalls, 0u);
}

TEST(Fleet, ASpectatorOfFourAcesCostsLittle) {
    game::FleetPlan four = plan("R1", 3, 4);
    const auto per_second = [](const game::FleetFigures& figures) {
        return static_cast<double>(figures.wire_bytes) / figures.host_seconds;
    };
    const double alone = per_second(play(four).figures);
    four.spectators = 2;
    const double watched = per_second(play(four).figures);
    EXPECT_LE((watched - alone) / 2, 1500);
    EXPECT_GT((watched - alone) / 2, 800) << "they are sent something";
    EXPECT_LE(alone, 12'000);
}

TEST(Fleet, RecordingsAreComparedWhereTheyOverlap) {
    game::Replay host, guest;
    host.inputs.resize(100);
    guest.first_tick = 41;
    guest.inputs.resize(30);
    EXPECT_EQ(game::fleet_difference(host, guest), "");
    host.hashes = {{50, 1}, {60, 2}};
    guest.hashes = {{60, 2}, {70, 9}};
    EXPECT_EQ(game::fleet_difference(host, guest), "");
    guest.hashes[0].hash = 3;
    EXPECT_EQ(game::fleet_difference(host, guest), "the worlds after tick 60 differ");
    guest.inputs[9].seats[1].bits = 1;
    EXPECT_EQ(game::fleet_difference(host, guest), "the inputs of tick 50 differ");
    host.inputs[49].seats[1].bits = 1;
    guest.hashes.clear();
    EXPECT_EQ(game::fleet_difference(guest, host), "");
}

TEST(Fleet, TheInputDelayMayBeFixed) {
    game::FleetPlan fixed = plan("R2", 0.5);
    fixed.delay_ticks = 3;
    EXPECT_EQ(play(fixed).figures.delay_ticks, 3u);
    EXPECT_EQ(play(plan("R2", 0.5)).figures.delay_ticks, 2u);
    EXPECT_EQ(play(plan("lan", 0.5)).figures.delay_ticks, 0u);
}

TEST(Fleet, FirstFlightIsFlownToo) {
    const auto result = play(plan("R1", 2, 2, "ace", "first_flight"));
    EXPECT_EQ(result.trouble, "");
    EXPECT_EQ(result.figures.ticks, 1800u);
    EXPECT_GE(result.figures.inputs_changed_per_second, 6);
}

TEST(Fleet, PercentilesCountRollbacksOrTicks) {
    game::FleetFigures figures;
    figures.made = 1000;
    figures.rollbacks = 100;
    figures.rollback_depths[1] = 98;
    figures.rollback_depths[9] = 2;
    EXPECT_EQ(game::fleet_percentile(figures, 0.5, false), 1u);
    EXPECT_EQ(game::fleet_percentile(figures, 0.99, false), 9u);
    EXPECT_EQ(game::fleet_percentile(figures, 0.5, true), 0u);
    EXPECT_EQ(game::fleet_percentile(figures, 0.99, true), 1u);
}

TEST(Fleet, TheTimeToComeBackIsAPercentile) {
    game::FleetFigures figures;
    EXPECT_EQ(game::fleet_rejoin_seconds(figures, 0.99), 0);
    for (int i = 200; i > 0; --i) figures.rejoin_seconds.push_back(i);
    EXPECT_EQ(game::fleet_rejoin_seconds(figures, 0.5), 100);
    EXPECT_EQ(game::fleet_rejoin_seconds(figures, 0.99), 198);
}

TEST(FleetCommand, PrintsALineASeedWhateverTheJobs) {
    const auto one = run("--profile R1 --players 2 --minutes 0.5 --seed 1..3");
    const auto two = run("--profile R1 --players 2 --minutes 0.5 --seed 1..3 --jobs 2");
    EXPECT_EQ(one.code, 0);
    EXPECT_EQ(two.code, 0);
    EXPECT_EQ(without_times(one.out), without_times(two.out));
    std::size_t at = 0;
    for (const char* seed : {"\"seed\":1,", "\"seed\":2,", "\"seed\":3,"}) {
        at = one.out.find(seed, at);
        ASSERT_NE(at, std::string::npos) << one.out;
    }
    for (const char* field : {"profile", "mode", "bot", "players", "seed", "minutes", "desyncs", "hashes_compared", "stalls_percent",
                              "rollback_p50", "rollback_p99", "rollback_max", "packets_per_second", "payload_bytes_per_second",
                              "rejoin_seconds_p99", "repairs", "kills", "inputs_changed_per_second", "rollbacks"})
        EXPECT_NE(one.out.find('"' + std::string(field) + "\":"), std::string::npos) << field;
}

TEST(FleetCommand, ASeedThatFailsIsToldWithTheCommandThatRepeatsIt) {
    const std::string arguments = "--profile R2 --mode classic --bot ace --players 2 --minutes 0.5 --seed 5 --delay 1 --spoil 1799";
    EXPECT_EQ(run(arguments).code, 5);
    const auto told = run(arguments, errors_only);
    EXPECT_NE(told.out.find("To repeat it: wingmate-headless fleet " + arguments), std::string::npos) << told.out;
    EXPECT_NE(told.out.find("seed 5"), std::string::npos) << told.out;
}

TEST(FleetCommand, SaysWhatIsWrongWithTheCommandLine) {
    EXPECT_EQ(run("--players 2").code, 2);
    EXPECT_EQ(run("--profile R9").code, 2);
    EXPECT_NE(run("--profile R9", errors_only).out.find("lan, R1, R2, R3, R4, storm"), std::string::npos);
    EXPECT_EQ(run("--profile R1 --players 5").code, 2);
    EXPECT_EQ(run("--profile R1 --players 1").code, 2);
    EXPECT_EQ(run("--profile R1 --minutes 0").code, 2);
    EXPECT_EQ(run("--profile R1 --delay 4").code, 2);
    EXPECT_EQ(run("--profile R1 --seed 3..2").code, 2);
    EXPECT_EQ(run("--profile R1 --bot nobody").code, 2);
    EXPECT_EQ(run("--profile R1 --bot ace,ace,ace").code, 2);
    EXPECT_EQ(run("--profile R1 --mode first_flight --players 3").code, 2);
    EXPECT_EQ(run("--profile R1 --mode nothing").code, 2);
}

}  // namespace
