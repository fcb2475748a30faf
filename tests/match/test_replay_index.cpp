// Any tick of a long replay at once.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "game/match/replay_index.h"
#include "game/sim/step.h"
#include "tests/match/games.h"

namespace {

using game::ReplayIndex;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

TEST(ReplayIndexes, HaveEveryTickAsItWas) {
    for (const char* mode : {"first_flight", "classic"}) {
        const auto& content = games::content(mode);
        const auto replay = games::recorded(mode, 4, 2, 1500);
        const ReplayIndex index(replay, content);
        const auto straight = std::make_unique<game::World>();
        const auto sought = std::make_unique<game::World>();
        const auto events = std::make_unique<game::Events>();
        game::start_world(*straight, content, 4, 2);
        for (std::uint32_t tick = 0; tick <= replay.last_tick(); ++tick) {
            if (tick > 0) {
                events->clear();
                game::step(*straight, replay.at(tick), content, *events);
            }
            if (tick % 37 != 0 && tick % index.spacing() > 1 && tick != replay.last_tick()) continue;
            index.world_after(tick, *sought);
            ASSERT_EQ(game::hash_world(*sought), game::hash_world(*straight)) << mode << ", tick " << tick;
        }
    }
}

// Half an hour of two aces. The limits are those of a build for play; a sanitized or unoptimised one may take ten times as long.
TEST(ReplayIndexes, OfHalfAnHourAreMadeInASecondTakeLittleRoomAndAnswerAtOnce) {
    const auto content = [] {
        game::Content lasting = games::content("classic");
        lasting.mode.hero.lives = 99;
        lasting.mode.hero.invulnerable_ticks = 60'000;  // hardly ever lost: the game lasts
        return lasting;
    }();
    game::Replay replay;
    replay.players = 2;
    replay.seed = 8;
    for (std::uint32_t tick = 1; tick <= 30 * 60 * 60; ++tick) {
        engine::Inputs inputs;
        for (int seat = 0; seat < 2; ++seat) {
            inputs.seats[static_cast<std::size_t>(seat)] = {games::keys(tick, seat), engine::SeatState::Flown};
        }
        replay.inputs.push_back(inputs);
    }
#if defined(NDEBUG)
    const double slower = 1;
#else
    const double slower = 10;
#endif
    const auto opened = Clock::now();
    const ReplayIndex index(replay, content);
    const double opening = milliseconds_since(opened);
    RecordProperty("opening_ms", static_cast<int>(opening));
    EXPECT_LE(opening, 1000 * slower);
    EXPECT_LE(index.bytes(), std::size_t{32} << 20);
    const auto world = std::make_unique<game::World>();
    engine::Rng rng{1};
    double slowest = 0;
    for (int i = 0; i < 30; ++i) {
        const std::uint32_t tick = rng.below(replay.last_tick() + 1);
        const auto asked = Clock::now();
        index.world_after(tick, *world);
        slowest = std::max(slowest, milliseconds_since(asked));
        ASSERT_EQ(world->header.tick, tick);
    }
    EXPECT_EQ(world->header.phase, game::Phase::Playing) << "the game was over early, so it tells little";
    RecordProperty("slowest_seek_us", static_cast<int>(slowest * 1000));
    RecordProperty("bytes", static_cast<int>(index.bytes()));
    EXPECT_LE(slowest, 50 * slower);
}

}  // namespace
