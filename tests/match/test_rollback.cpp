// Real games of several machines over a bad line, all in one process under a virtual clock: every machine plays through its own match and
// rolls back; in the end all have the game that would have been without any line.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "game/bots/bots.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/sim/step.h"
#include "net/sim_link.h"
#include "tests/match/games.h"

namespace {

using game::Event;
using game::EventKind;
using net::Time;
using net::TroubleSetup;

// One machine with one seat.
struct Machine {
    Machine(const game::Content& content, int seat, int players, std::uint32_t last_tick, net::SimLink& its_link)
        : link(its_link), pilots(content) {
        net::SessionSetup setup;
        setup.role = seat == 0 ? net::Role::Host : net::Role::Guest;
        setup.rate = content.mode.rate;
        setup.local_seats = static_cast<std::uint8_t>(1 << seat);
        std::vector<net::Session::Peer> peers;
        for (int s = 0; s < players; ++s) {
            setup.states[static_cast<std::size_t>(s)] = engine::SeatState::Flown;
            if (seat == 0 && s > 0) peers.push_back({static_cast<net::PeerId>(s + 1), static_cast<std::uint8_t>(1 << s)});
        }
        if (seat != 0) peers.push_back({1, 0});
        session = std::make_unique<net::Session>(setup, &link, peers);
        game::MatchSetup match_setup;
        match_setup.seed = 5;
        match_setup.players = players;
        match_setup.last_tick = last_tick;
        match = std::make_unique<game::Match>(content, match_setup);
        pilots.set_bot(seat, game::find_bot("ace"));
        seats = setup.local_seats;
        tick_us = 1'000'000 / content.mode.rate;
    }
    void turn(Time now) {
        while (const auto event = link.next(now)) {
            if (event->kind == net::LinkEvent::Kind::Packet) session->receive(event->peer, event->data, now);
            if (event->kind == net::LinkEvent::Kind::Gone) session->peer_gone(event->peer, event->reason, now);
        }
        session->poll(now);
        pilots.fly(*session, match->world(), seats);
        match->advance(*session, now);
        for (const Event& event : match->take_events()) shown.push_back(event);
        next_turn = now + tick_us * 1000 / session->speed_permille();
    }

    net::SimLink& link;
    game::Pilots pilots;
    std::unique_ptr<net::Session> session;
    std::unique_ptr<game::Match> match;
    std::vector<Event> shown;
    std::uint8_t seats = 0;
    Time tick_us = 0, next_turn = 0;
};

struct Fleet {
    Fleet(const game::Content& content, int players, std::uint32_t last_tick, const TroubleSetup& trouble) : net(9) {
        for (int seat = 0; seat < players; ++seat) {
            net::SimLink& link = net.add_peer();
            if (seat > 0) net.connect(link.id(), 1, trouble, trouble, 0);
            machines.push_back(std::make_unique<Machine>(content, seat, players, last_tick, link));
            machines.back()->next_turn = 1000 + static_cast<Time>(seat) * 3000;
        }
    }
    // Until all are finished, or so much virtual time has passed.
    void play(double seconds) {
        for (;;) {
            Machine* next = nullptr;
            bool all_finished = true;
            for (const auto& machine : machines) {
                if (next == nullptr || machine->next_turn < next->next_turn) next = machine.get();
                all_finished &= machine->match->finished();
            }
            if (all_finished || next->next_turn > static_cast<Time>(seconds * 1e6)) return;
            next->turn(next->next_turn);
        }
    }
    net::SimNet net;
    std::vector<std::unique_ptr<Machine>> machines;
};

TroubleSetup bad_line() {
    TroubleSetup trouble;
    trouble.delay_us = 50'000;
    trouble.jitter_us = 10'000;
    trouble.loss = 0.05;
    return trouble;
}

using Key = std::tuple<EventKind, std::uint32_t, std::uint32_t>;
Key key(const Event& event) { return {event.kind, event.subject, event.ordinal}; }

bool is_final_only(EventKind kind) {
    return kind == EventKind::EnemyKilled || kind == EventKind::EnemyRammed || kind == EventKind::HeroLost || kind == EventKind::HeroBack ||
           kind == EventKind::PickupTaken || kind == EventKind::LevelReached || kind == EventKind::GameOver ||
           kind == EventKind::SeatChanged;
}

// What happened, from the recording alone.
std::vector<Event> true_events(const game::Replay& replay, const game::Content& content) {
    auto world = std::make_unique<game::World>();
    game::start_world(*world, content, replay.seed, replay.players);
    std::vector<Event> all;
    game::Events events;
    for (const engine::Inputs& inputs : replay.inputs) {
        events.clear();
        game::step(*world, inputs, content, events);
        all.insert(all.end(), events.all().begin(), events.all().end());
    }
    return all;
}

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
