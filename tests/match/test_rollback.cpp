// Real games of several machines over a bad line, all in one process under a virtual clock: every machine plays through its own match and
// rolls back; in the end all have the game that would have been without any line.
#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "game/match/match.h"
#include "game/match/play.h"
#include "tests/match/machines.h"

namespace {

using game::Event;
using game::EventKind;
using machines::bad_line;
using machines::Fleet;
using machines::is_final_only;
using machines::Key;
using machines::key;
using machines::true_events;

struct Trial {
    std::string mode;
    int players = 2;
    friend std::ostream& operator<<(std::ostream& out, const Trial& trial) {
        return out << trial.mode << ", " << trial.players << " pilots";
    }
};

class Rollback : public testing::TestWithParam<Trial> {
  protected:
    const char* mode = GetParam().mode.c_str();
    int players = GetParam().players;
    const game::Content& content = games::content(mode);
};

INSTANTIATE_TEST_SUITE_P(Modes, Rollback, testing::Values(Trial{"first_flight", 2}, Trial{"classic", 2}, Trial{"classic", 4}),
                         [](const auto& trial) { return trial.param.mode + std::to_string(trial.param.players); });

TEST_P(Rollback, EveryMachineEndsWithTheGameThatWouldHaveBeen) {
    const std::uint32_t ticks = content.mode.rate * 30;
    Fleet fleet(content, players, ticks, bad_line());
    fleet.play(60);
    const game::Replay& first = fleet.machines[0]->match->recording();
    for (const auto& machine : fleet.machines) {
        ASSERT_TRUE(machine->match->finished());
        const game::Replay& replay = machine->match->recording();
        EXPECT_EQ(replay.inputs, first.inputs);
        EXPECT_EQ(machine->match->confirmed_hash(), fleet.machines[0]->match->confirmed_hash());
        const auto again = game::play_replay(replay, content);
        EXPECT_FALSE(again.difference) << "tick " << again.difference->tick;
        EXPECT_EQ(replay.hashes.back().tick, replay.inputs.size());
        // Play happened: guesses were wrong and mended, hashes compared.
        EXPECT_GT(machine->session->stats().rollbacks, 10u);
        EXPECT_GT(machine->session->stats().hashes_compared, 10u);
        EXPECT_EQ(machine->session->stats().desyncs, 0u);
    }
    std::vector<std::uint32_t> changes(static_cast<std::size_t>(players));
    for (std::size_t t = 1; t < first.inputs.size(); ++t) {
        for (std::size_t s = 0; s < changes.size(); ++s) changes[s] += first.inputs[t].seats[s].bits != first.inputs[t - 1].seats[s].bits;
    }
    const game::World& world = fleet.machines[0]->match->world();
    for (int seat = 0; seat < players; ++seat) {
        EXPECT_GT(changes[static_cast<std::size_t>(seat)], 10u) << seat;
        EXPECT_GT(game::hero_of_seat(world, seat)->kills, 0u) << seat;
    }
}

TEST_P(Rollback, DeathsScoresAndPhasesShowOnceAsTheyWere) {
    Fleet fleet(content, players, content.mode.rate * 30, bad_line());
    fleet.play(60);
    for (const auto& machine : fleet.machines) {
        const game::Replay& replay = machine->match->recording();
        std::vector<Key> truth;
        for (const Event& event : true_events(replay, content)) {
            if (is_final_only(event.kind)) truth.push_back(key(event));
        }
        std::vector<Key> shown;
        for (const Event& event : machine->shown) {
            if (is_final_only(event.kind) && event.tick <= replay.inputs.size()) shown.push_back(key(event));
        }
        ASSERT_FALSE(truth.empty());
        EXPECT_EQ(shown, truth);
    }
}

TEST_P(Rollback, SparksShowOnceAlsoWhereATickIsMadeAgain) {
    Fleet fleet(content, players, content.mode.rate * 30, bad_line());
    fleet.play(60);
    for (const auto& machine : fleet.machines) {
        std::map<Key, int> shown;
        for (const Event& event : machine->shown) ++shown[key(event)];
        std::size_t sparks = 0;
        for (const Event& event : true_events(machine->match->recording(), content)) {
            if (event.kind != EventKind::ShotFired) continue;
            ++sparks;
            EXPECT_EQ(shown[key(event)], 1) << "shot " << event.subject << " of tick " << event.tick;
        }
        EXPECT_GT(sparks, 100u);
    }
}

TEST_P(Rollback, AWorldThatGoesWrongIsNoticed) {
    Fleet fleet(content, players, content.mode.rate * 20, bad_line());
    fleet.play(2);
    auto& world = const_cast<game::World&>(fleet.machines[1]->match->world());
    fleet.play(3);
    world.header.rng.state ^= 1;
    // A spoiled guess is mended by the next rollback; so it is spoiled in every turn until it stands.
    for (int i = 0; i < 30; ++i) {
        fleet.play(3 + 0.1 * i);
        world.header.rng.state ^= 1;
    }
    fleet.play(10);
    std::uint64_t desyncs = 0;
    for (const auto& machine : fleet.machines) desyncs += machine->session->stats().desyncs;
    EXPECT_GT(desyncs, 0u);
}

TEST_P(Rollback, APartnerWhoLeavesIsGoneFromTheGameThatGoesOn) {
    Fleet fleet(content, players, content.mode.rate * 20, bad_line());
    fleet.play(5);
    const std::uint32_t left_at = fleet.machines[0]->match->world().header.tick;
    const auto seat = static_cast<std::size_t>(players - 1);
    fleet.machines[0]->session->peer_gone(static_cast<net::PeerId>(players), "left", 5'000'000);
    fleet.machines.pop_back();
    fleet.play(60);
    for (const auto& machine : fleet.machines) {
        ASSERT_TRUE(machine->match->finished());
        const game::Replay& replay = machine->match->recording();
        EXPECT_EQ(replay.inputs.back().seats[seat].state, engine::SeatState::Absent);
        EXPECT_LT(left_at, replay.inputs.size());
        EXPECT_FALSE(game::play_replay(replay, content).difference);
        EXPECT_EQ(machine->match->confirmed_hash(), fleet.machines[0]->match->confirmed_hash());
    }
}

}  // namespace
