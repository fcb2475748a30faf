#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/core/hash.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/sim/step.h"
#include "tests/match/games.h"

namespace {

using game::Event;
using game::EventKind;
using game::Match;
using game::Replay;

class Alone : public testing::TestWithParam<std::string> {
  protected:
    const game::Content& content = games::content(GetParam().c_str());
};

INSTANTIATE_TEST_SUITE_P(Modes, Alone, testing::Values("first_flight", "classic"), [](const auto& mode) { return mode.param; });

TEST_P(Alone, AMatchIsTheRulesAndNothingElse) {
    games::Alone alone(content, games::setup(0, 2, 3));
    Match& match = alone.match;
    auto world = std::make_unique<game::World>();
    game::Events events;
    game::start_world(*world, content, 3, 2);
    for (std::uint32_t tick = 1; tick <= 400; ++tick) {
        engine::Inputs inputs;
        for (int seat = 0; seat < 2; ++seat) {
            inputs.seats[static_cast<std::size_t>(seat)] = {games::keys(tick, seat), engine::SeatState::Flown};
            alone.session.set_bits(seat, games::keys(tick, seat));
        }
        ASSERT_TRUE(alone.advance());
        events.clear();
        game::step(*world, inputs, content, events);
        ASSERT_EQ(game::hash_world(match.world()), game::hash_world(*world)) << tick;
        const auto shown = match.take_events();
        ASSERT_EQ(shown.size(), events.all().size()) << tick;
        for (std::size_t i = 0; i < shown.size(); ++i) ASSERT_EQ(shown[i].kind, events.all()[i].kind);
    }
}

TEST_P(Alone, ThePreviousWorldIsOneTickOlder) {
    games::Alone alone(content, {});
    const Match& match = alone.match;
    EXPECT_EQ(game::hash_world(match.previous()), game::hash_world(match.world()));
    for (std::uint32_t tick = 1; tick <= 30; ++tick) {
        const std::uint64_t before = game::hash_world(match.world());
        alone.advance();
        EXPECT_EQ(game::hash_world(match.previous()), before);
    }
}

TEST_P(Alone, ARecordingPlaysAgainToTheSameHashes) {
    const Replay replay = games::recorded(GetParam().c_str(), 11, 2, 500);
    ASSERT_GE(replay.inputs.size(), 60u);
    const auto result = game::play_replay(replay, content);
    EXPECT_EQ(result.ticks, replay.inputs.size());
    EXPECT_FALSE(result.difference);
    for (std::size_t i = 0; i + 1 < replay.hashes.size(); ++i) EXPECT_EQ(replay.hashes[i].tick, 60 * (i + 1));
    EXPECT_EQ(replay.hashes.back().tick, replay.inputs.size());
}

TEST_P(Alone, AChangedInputIsFoundAtTheNextStoredHash) {
    Replay replay = games::recorded(GetParam().c_str(), 11, 1, 50);
    auto& bits = replay.inputs[30].seats[0].bits;
    bits = static_cast<std::uint16_t>((bits & 8) != 0 ? 4 : 8);
    const auto result = game::play_replay(replay, content);
    ASSERT_TRUE(result.difference);
    EXPECT_EQ(result.difference->tick, 50u);
    EXPECT_EQ(result.difference->last_equal, 0u);
    EXPECT_NE(result.difference->stored, result.difference->played);
}

TEST_P(Alone, ARecordingCanBeLookedAtInTheMiddleAndGoesOn) {
    games::Alone alone(content, games::setup(100));
    const Match& match = alone.match;
    while (!match.finished()) {
        alone.advance();
        const Replay& replay = match.recording();
        ASSERT_EQ(replay.inputs.size(), match.confirmed_tick());
        ASSERT_EQ(replay.hashes.back().tick, match.confirmed_tick());
        ASSERT_EQ(replay.hashes.back().hash, game::hash_world(match.world()));
        ASSERT_EQ(replay.hashes.size(), match.confirmed_tick() <= 60 ? 1u : 2u);
    }
    EXPECT_FALSE(game::play_replay(match.recording(), content).difference);
}

TEST_P(Alone, AMatchEndsWithItsLastTickAndTheRecordingWithIt) {
    games::Alone alone(content, games::setup(20));
    const Match& match = alone.match;
    alone.play();
    EXPECT_EQ(match.confirmed_tick(), 20u);
    const std::uint64_t hash = match.confirmed_hash();
    EXPECT_EQ(hash, game::hash_world(match.world()));
    for (int i = 0; i < 10; ++i) alone.advance();
    EXPECT_EQ(match.world().header.tick, 30u);
    EXPECT_EQ(match.confirmed_tick(), 20u);
    EXPECT_EQ(match.confirmed_hash(), hash);
    EXPECT_EQ(match.recording().inputs.size(), 20u);
    EXPECT_FALSE(match.over());
    EXPECT_EQ(game::outcome_name(match), "ticks");
}

TEST_P(Alone, AMatchEndsWhenTheGameIsOver) {
    games::Alone alone(content, games::setup(200000, 1, 2));
    Match& match = alone.match;
    alone.play();
    ASSERT_TRUE(match.over());
    EXPECT_EQ(game::outcome_name(match), "over");
    EXPECT_EQ(match.confirmed_tick(), match.world().header.over_tick);
    EXPECT_EQ(match.recording().hashes.back().tick, match.confirmed_tick());
    bool told = false;
    for (const Event& event : match.take_events()) told |= event.kind == EventKind::GameOver;
    EXPECT_TRUE(told);
}

TEST_P(Alone, SeatsThatLeaveAndComeBackAreInTheRecording) {
    games::Alone alone(content, games::setup(90, 2));
    const Match& match = alone.match;
    while (!match.finished()) {
        const std::uint32_t tick = match.world().header.tick + 1;
        if (tick == 20) alone.session.order_seat(1, engine::SeatState::Held);
        if (tick == 40) alone.session.order_seat(1, engine::SeatState::Absent);
        if (tick == 60) alone.session.order_seat(1, engine::SeatState::Flown);
        alone.session.set_bits(1, games::keys(tick, 1));
        alone.advance();
    }
    const Replay& replay = match.recording();
    EXPECT_EQ(replay.inputs[18].seats[1].state, engine::SeatState::Flown);
    EXPECT_EQ(replay.inputs[19].seats[1].state, engine::SeatState::Held);
    EXPECT_EQ(replay.inputs[39].seats[1].state, engine::SeatState::Absent);
    EXPECT_EQ(replay.inputs[59].seats[1].state, engine::SeatState::Flown);
    EXPECT_FALSE(game::play_replay(replay, content).difference);
}

TEST(ReplaysOfOtherContent, AreRefusedWithBothHashes) {
    const Replay replay = games::recorded("classic", 1, 1, 10);
    EXPECT_FALSE(game::replay_fits(replay, games::content("classic")));
    const auto error = game::replay_fits(replay, games::content("first_flight"));
    ASSERT_TRUE(error);
    EXPECT_TRUE(error->is_mismatch);
    for (const char* mode : {"classic", "first_flight"}) {
        EXPECT_NE(error->sentence.find(engine::hash_text(games::content(mode).hash)), std::string::npos) << error->sentence;
    }
}

TEST(ReplaysWithMorePilotsThanTheModeHas, AreRefusedAsDamaged) {
    Replay replay = games::recorded("first_flight", 1, 2, 10);
    replay.players = 3;
    const auto error = game::replay_fits(replay, games::content("first_flight"));
    ASSERT_TRUE(error);
    EXPECT_FALSE(error->is_mismatch);
}

}  // namespace
