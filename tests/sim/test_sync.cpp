// A world that strays and is set back goes on exactly like one that never strayed: what rollback rests on.
#include <gtest/gtest.h>

#include <string>

#include "engine/core/rng.h"
#include "game/bots/bots.h"
#include "tests/sim/count_allocations.h"
#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::Inputs;
using engine::SeatState;
using namespace testing;

constexpr int players = 2;
constexpr int stray_ticks = 8;

// Both seats flown by a bot, with random bits now and then and seats that leave and come.
Inputs bot_inputs(const World& world, const Content& content, engine::Rng& rng) {
    Inputs inputs;
    for (int seat = 0; seat < players; ++seat) {
        engine::SeatInput& input = inputs.seats[static_cast<std::size_t>(seat)];
        input.bits = find_bot("ace")(world, content, seat);
        if (rng.below(4) == 0) input.bits = static_cast<std::uint16_t>(rng.next());
        input.state = SeatState::Flown;
        if (rng.below(60) == 0) input.state = SeatState::Held;
        if (seat > 0 && rng.below(40) == 0) input.state = SeatState::Absent;
    }
    return inputs;
}

Inputs other_inputs(engine::Rng& rng) {
    Inputs inputs;
    for (engine::SeatInput& input : inputs.seats) {
        input.bits = static_cast<std::uint16_t>(rng.next());
        input.state = rng.below(5) == 0 ? SeatState::Absent : SeatState::Flown;
    }
    return inputs;
}

// Nobody dies for good, so that the run is as long as it should be.
Content lasting(const std::string& mode) {
    Content content = shipped(mode);
    content.mode.hero.lives = 99;
    content.mode.hero.destroyed_ticks = std::max(content.mode.hero.destroyed_ticks, 3);
    return content;
}

struct SyncResult {
    int first_difference = 0;  // tick, 0 for none
    std::uint32_t kills = 0;
    int strays_that_differed = 0;
    int ticks = 0;
};

// Plays `blocks` times eight ticks. restore puts the saved world back.
template <typename Restore>
SyncResult play_with_strays(const std::string& mode, int blocks, const Restore& restore) {
    SyncResult result;
    Game straight(lasting(mode), players, 5);
    Game straying(lasting(mode), players, 5);
    const auto saved = std::make_unique<World>();
    engine::Rng rng{17};
    engine::Rng stray_rng{23};
    for (int block = 0; block < blocks; ++block) {
        copy_world(*saved, straying.world);
        for (int i = 0; i < stray_ticks; ++i) straying.tick(other_inputs(stray_rng));
        if (hash_world(straying.world) != hash_world(*saved)) ++result.strays_that_differed;
        restore(straying.world, *saved);
        for (int i = 0; i < stray_ticks; ++i) {
            const Inputs inputs = bot_inputs(straight.world, straight.content, rng);
            straight.tick(inputs);
            straying.tick(inputs);
            ++result.ticks;
            if (hash_world(straight.world) != hash_world(straying.world) && result.first_difference == 0)
                result.first_difference = result.ticks;
        }
    }
    for (const Hero& hero : straight.world.heroes) result.kills += hero.kills;
    return result;
}

class Sync : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Modes, Sync, ::testing::Values("first_flight", "classic", "bench"),
                         [](const auto& i) { return std::string(i.param); });

TEST_P(Sync, AWorldThatStraysAndIsRestoredGoesOnAsIfItNeverHad) {
    const SyncResult result = play_with_strays(GetParam(), 500, [](World& world, const World& saved) { copy_world(world, saved); });
    EXPECT_EQ(result.first_difference, 0);
    EXPECT_EQ(result.strays_that_differed, 500) << "the strays changed nothing, so the test tells nothing";
    EXPECT_GT(result.kills, 50u) << "nothing happened, so the test tells nothing";
}

TEST_P(Sync, AFieldForgottenInTheRestoreIsSeen) {
    const SyncResult result = play_with_strays(GetParam(), 40, [](World& world, const World& saved) {
        const engine::Rng forgotten = world.header.rng;
        const std::uint32_t next_shot = world.heroes[0].next_shot;
        copy_world(world, saved);
        if (world.header.rng.state != forgotten.state) {
            world.header.rng = forgotten;
        } else {
            world.heroes[0].next_shot = next_shot;
        }
    });
    EXPECT_GT(result.first_difference, 0);
}

TEST_P(Sync, AStepAllocatesNothing) {
    Game game(lasting(GetParam()), players, 5);
    engine::Rng rng{31};
    testing::take_allocations();
    for (int i = 0; i < 3000; ++i) {
        const Inputs inputs = bot_inputs(game.world, game.content, rng);
        game.events.clear();
        testing::count_allocations(true);
        step(game.world, inputs, game.content, game.events);
        testing::count_allocations(false);
    }
    EXPECT_EQ(testing::take_allocations(), 0);
    // The counter does count.
    testing::count_allocations(true);
    const auto something = std::make_unique<World>();
    testing::count_allocations(false);
    EXPECT_EQ(testing::take_allocations(), 1);
}

// Any bits at all are legal, and nothing ever leaves the field that must not.
TEST_P(Sync, AnyInputsAreLegal) {
    Game game(lasting(GetParam()), players, 5);
    engine::Rng rng{37};
    for (int i = 0; i < 6000; ++i) {
        Inputs inputs;
        for (engine::SeatInput& input : inputs.seats) {
            input.bits = static_cast<std::uint16_t>(rng.next());
            input.state = static_cast<SeatState>(rng.below(8) == 0 ? rng.next() : 1);
        }
        game.tick(inputs);
        for (const Hero& hero : game.world.heroes) {
            const engine::Rect rect = rect_of(hero, game.content);
            ASSERT_GE(rect.x, 0);
            ASSERT_LE(rect.right(), field_width);
            ASSERT_GE(rect.y, 0);
            ASSERT_LE(rect.bottom(), field_height);
        }
        ASSERT_LE(game.world.header.level, 5);
    }
}

}  // namespace
}  // namespace game
