// Real games of several machines over bad lines, all in one process under a virtual clock: each machine plays through its own session and
// match, flown by a bot. Machines may come while the others play. For tests of rollback, joining and repair.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "game/bots/bots.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/sim/step.h"
#include "net/sim_link.h"
#include "tests/match/games.h"

namespace machines {

using game::Event;
using game::EventKind;
using net::Tick;
using net::Time;
using net::TroubleSetup;

struct MachineSetup {
    int seat = 0;     // -1: only watches
    int players = 2;  // of the game from its beginning
    Tick last_tick = 0;
    bool joins = false;   // comes while the others play
    Tick spoil_tick = 0;  // its world goes wrong in this tick
};

struct Machine {
    Machine(const game::Content& content, const MachineSetup& setup, net::SimLink& its_link, net::PeerId host)
        : link(its_link), seats(setup.seat < 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(1 << setup.seat)), pilots(content) {
        net::SessionSetup session_setup;
        session_setup.role = setup.seat == 0 ? net::Role::Host : net::Role::Guest;
        session_setup.rate = content.mode.rate;
        session_setup.local_seats = seats;
        session_setup.joins = setup.joins;
        std::vector<net::Session::Peer> peers;
        for (int s = 0; s < setup.players; ++s) {
            session_setup.states[static_cast<std::size_t>(s)] = engine::SeatState::Flown;
            if (setup.seat == 0 && s > 0) peers.push_back({static_cast<net::PeerId>(s + 1), static_cast<std::uint8_t>(1 << s)});
        }
        if (setup.seat != 0) peers.push_back({host, 0});
        session = std::make_unique<net::Session>(session_setup, &link, peers);
        game::MatchSetup match_setup;
        match_setup.seed = 5;
        match_setup.players = setup.players;
        match_setup.last_tick = setup.last_tick;
        match_setup.joins = setup.joins;
        match_setup.spoil_tick = setup.spoil_tick;
        match = std::make_unique<game::Match>(content, match_setup);
        if (setup.seat >= 0) pilots.set_bot(setup.seat, game::find_bot("ace"));
        tick_us = 1'000'000 / content.mode.rate;
    }
    void turn(Time now) {
        while (const auto event = link.next(now)) {
            const auto expected = coming.find(event->peer);
            if (event->kind == net::LinkEvent::Kind::Packet && expected != coming.end()) {
                session->add_peer({event->peer, expected->second}, now);
                coming.erase(expected);
            }
            if (event->kind == net::LinkEvent::Kind::Packet) session->receive(event->peer, event->data, now);
            if (event->kind == net::LinkEvent::Kind::Gone) session->peer_gone(event->peer, event->reason, now);
        }
        session->poll(now);
        while (const auto event = session->next_event()) told.push_back(*event);
        if (match->ready()) pilots.fly(*session, match->world(), seats);
        match->advance(*session, now);
        for (const Event& event : match->take_events()) shown.push_back(event);
        next_turn = now + tick_us * 1000 / session->speed_permille();
    }
    int count(net::SessionEvent::Kind kind) const {
        int found = 0;
        for (const net::SessionEvent& event : told) found += event.kind == kind ? 1 : 0;
        return found;
    }

    net::SimLink& link;
    std::uint8_t seats;
    game::Pilots pilots;
    std::unique_ptr<net::Session> session;
    std::unique_ptr<game::Match> match;
    std::map<net::PeerId, std::uint8_t> coming;  // host: whose first packet makes them a peer, with these seats
    std::vector<Event> shown;
    std::vector<net::SessionEvent> told;
    Time tick_us = 0, next_turn = 0;
};

// Machine 0 is the host; machine s flies seat s.
struct Fleet {
    // spoil_tick: of machine 1.
    Fleet(const game::Content& the_content, int players, Tick the_last_tick, const TroubleSetup& its_trouble, Tick spoil_tick = 0)
        : content(the_content), last_tick(the_last_tick), trouble(its_trouble), net(9) {
        for (int seat = 0; seat < players; ++seat) {
            net::SimLink& link = net.add_peer();
            if (seat > 0) net.connect(link.id(), 1, trouble, trouble, 0);
            machines.push_back(
                std::make_unique<Machine>(content, MachineSetup{seat, players, last_tick, false, seat == 1 ? spoil_tick : 0}, link, 1));
            machines.back()->next_turn = 1000 + static_cast<Time>(seat) * 3000;
        }
    }
    // Another machine comes now; seat -1: it only watches.
    Machine& join(int seat, Time now, const game::Content& its_content) {
        net::SimLink& link = net.add_peer();
        net.connect(link.id(), 1, trouble, trouble, now);
        const int players = static_cast<int>(machines[0]->match->world().header.players);
        machines.push_back(
            std::make_unique<Machine>(its_content, MachineSetup{seat < 0 ? -1 : seat, players, last_tick, true, 0}, link, 1));
        machines[0]->coming[link.id()] = machines.back()->seats;
        machines.back()->next_turn = now + 1000;
        return *machines.back();
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
    const game::Content& content;
    Tick last_tick;
    TroubleSetup trouble;
    net::SimNet net;
    std::vector<std::unique_ptr<Machine>> machines;
};

inline TroubleSetup bad_line() {
    TroubleSetup trouble;
    trouble.delay_us = 50'000;
    trouble.jitter_us = 10'000;
    trouble.loss = 0.05;
    return trouble;
}

using Key = std::tuple<EventKind, std::uint32_t, std::uint32_t>;
inline Key key(const Event& event) { return {event.kind, event.subject, event.ordinal}; }

inline bool is_final_only(EventKind kind) {
    return kind == EventKind::EnemyKilled || kind == EventKind::EnemyRammed || kind == EventKind::HeroLost || kind == EventKind::HeroBack ||
           kind == EventKind::PickupTaken || kind == EventKind::LevelReached || kind == EventKind::GameOver ||
           kind == EventKind::SeatChanged;
}

// What happened, from the recording alone.
inline std::vector<Event> true_events(const game::Replay& replay, const game::Content& content) {
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

}  // namespace machines
