// Rollback through the whole loop: sessions, matches and their saved worlds. Two machines over a line that delays every packet by exactly
// so many ticks, and keys that change in every tick: so every tick is guessed wrong and made again from 1 to 15 ticks back. Every tick that
// is final must be that of a straight run.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/sim/step.h"
#include "net/sim_link.h"
#include "tests/match/games.h"

namespace {

using net::Tick;
using net::Time;

#if defined(__SANITIZE_ADDRESS__)
constexpr Tick ticks = 240;
#else
constexpr Tick ticks = 600;
#endif
constexpr int deepest = 15;

// Nobody dies for good: the run is as long as it should be.
const game::Content& content_of(const std::string& mode) {
    static std::map<std::string, game::Content> loaded;
    const auto found = loaded.find(mode);
    if (found != loaded.end()) return found->second;
    game::Content content = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", mode);
    content.mode.hero.lives = 99;
    return loaded.emplace(mode, std::move(content)).first->second;
}

// The pilot's bot, with any keys in between; never what was guessed.
std::uint16_t bits_of(const game::World& world, const game::Content& content, int seat) {
    engine::Rng rng{world.header.tick * 4ULL + static_cast<std::uint64_t>(seat)};
    const auto any = static_cast<std::uint16_t>(rng.next());
    const std::uint16_t bot = game::find_bot("ace")(world, content, seat);
    const bool odd = world.header.tick % 2 != 0;
    return static_cast<std::uint16_t>(rng.below(3) == 0 ? any : (bot & 0xFF7F) | (odd ? 0x80 : 0));
}

struct Machine {
    Machine(const game::Content& the_content, net::SimLink& its_link, bool host, int players, std::uint8_t its_seats, Tick spoil_tick)
        : content(the_content), link(its_link), seats(its_seats) {
        net::SessionSetup setup;
        setup.role = host ? net::Role::Host : net::Role::Guest;
        setup.rate = content.mode.rate;
        setup.local_seats = seats;
        setup.window_ms = (deepest + 2) * 1000 / setup.rate;
        setup.hash_period = 1;
        for (int s = 0; s < players; ++s) setup.states[static_cast<std::size_t>(s)] = engine::SeatState::Flown;
        const auto all = static_cast<std::uint8_t>((1 << players) - 1);
        const net::Session::Peer other{host ? 2U : 1U, static_cast<std::uint8_t>(host ? all & ~seats : 0)};
        session = std::make_unique<net::Session>(setup, &link, std::vector<net::Session::Peer>{other});
        game::MatchSetup match_setup;
        match_setup.seed = 5;
        match_setup.players = players;
        match_setup.spoil_tick = spoil_tick;
        match = std::make_unique<game::Match>(content, match_setup);
    }
    void turn(Time now) {
        while (const auto event = link.next(now)) {
            if (event->kind == net::LinkEvent::Kind::Packet) session->receive(event->peer, event->data, now);
        }
        for (int seat = 0; seat < engine::max_seats; ++seat) {
            if ((seats >> seat & 1) != 0) session->set_bits(seat, bits_of(match->world(), content, seat));
        }
        match->advance(*session, now);
    }
    const game::Content& content;
    net::SimLink& link;
    std::uint8_t seats;
    std::unique_ptr<net::Session> session;
    std::unique_ptr<game::Match> match;
};

struct Outcome {
    Tick compared = 0;          // ticks of both machines
    Tick first_difference = 0;  // of a machine's final tick and the straight run; 0: none
    std::array<std::uint64_t, 64> depths{};
    std::uint32_t kills = 0;
};

Outcome play(const game::Content& content, int players, int depth, Tick spoil_tick = 0) {
    net::SimNet net(3);
    net::SimLink& first = net.add_peer();
    net::SimLink& second = net.add_peer();
    const Time tick_us = 1'000'000 / content.mode.rate;
    net::TroubleSetup line;
    line.delay_us = tick_us * static_cast<Time>(depth) - tick_us / 2;
    net.connect(first.id(), second.id(), line, line, 0);
    const auto all = static_cast<std::uint8_t>((1 << players) - 1);
    const auto guest_seats = static_cast<std::uint8_t>(1 << (players - 1));
    Machine host(content, first, true, players, static_cast<std::uint8_t>(all & ~guest_seats), 0);
    Machine guest(content, second, false, players, guest_seats, spoil_tick);

    Outcome outcome;
    const auto straight = std::make_unique<game::World>();
    game::start_world(*straight, content, 5, players);
    const auto events = std::make_unique<game::Events>();
    std::vector<std::uint64_t> hashes = {game::hash_world(*straight)};
    for (Tick turn = 1; turn <= ticks + deepest + 2; ++turn) {
        for (Machine* machine : {&host, &guest}) {
            machine->turn(turn * tick_us);
            const Tick confirmed = machine->match->confirmed_tick();
            while (hashes.size() <= confirmed) {
                events->clear();
                game::step(*straight, machine->session->confirmed_inputs(static_cast<Tick>(hashes.size())), content, *events);
                hashes.push_back(game::hash_world(*straight));
            }
            const bool equal = machine->match->confirmed_hash() == hashes[confirmed];
            if (!equal && outcome.first_difference == 0) outcome.first_difference = confirmed;
            ++outcome.compared;
        }
    }
    for (std::size_t i = 0; i < outcome.depths.size(); ++i) {
        outcome.depths[i] = host.session->stats().rollback_depths[i] + guest.session->stats().rollback_depths[i];
    }
    for (const game::Hero& hero : straight->heroes) outcome.kills += hero.kills;
    return outcome;
}

class SyncLoop : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Modes, SyncLoop, testing::ValuesIn(game::mode_names(WINGMATE_SOURCE_DIR "/assets/data")),
                         [](const auto& mode) { return mode.param; });

TEST_P(SyncLoop, EveryTickMadeAgainFromOneToFifteenTicksBackIsThatOfAStraightRun) {
    const game::Content& content = content_of(GetParam());
    std::uint32_t kills = 0;
    for (int depth = 1; depth <= deepest; ++depth) {
        const int players = std::min(2 + depth % 3, content.mode.players_max);
        const Outcome outcome = play(content, players, depth);
        EXPECT_EQ(outcome.first_difference, 0u) << depth << " ticks back";
        EXPECT_GT(outcome.compared, ticks * 2);
        EXPECT_GT(outcome.depths[static_cast<std::size_t>(depth)], ticks * 2 * 9 / 10) << "nearly every tick goes " << depth << " back";
        kills += outcome.kills;
    }
    EXPECT_GT(kills, 0u) << "nothing happened, so the test tells nothing";
}

TEST_P(SyncLoop, AWorldThatGoesWrongInOneTickIsSeen) {
    const game::Content& content = content_of(GetParam());
    for (const int depth : {1, 7, 15}) {
        const Outcome outcome = play(content, 2, depth, 50);
        EXPECT_GE(outcome.first_difference, 50u) << depth;
        EXPECT_LE(outcome.first_difference, 51u) << depth;
    }
}

}  // namespace
