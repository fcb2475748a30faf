// Where two worlds differ first, down to the field; and two replays down to the tick.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>

#include "engine/core/hash.h"
#include "game/match/replay_diff.h"
#include "game/match/world_difference.h"
#include "game/sim/step.h"
#include "tests/match/games.h"
#include "tests/support/spoilt_worlds.h"

namespace {

using game::find_difference;
using game::World;

std::unique_ptr<World> played() {
    auto world = std::make_unique<World>();
    game::start_world(*world, games::content("classic"), 3, 2);
    game::testing::play_on(*world, games::content("classic"), 5, 500);
    return world;
}

TEST(WorldDifferences, OfEqualWorldsThereAreNone) {
    const auto world = played();
    const auto other = std::make_unique<World>();
    game::copy_world(*other, *world);
    EXPECT_FALSE(find_difference(*world, *other));
}

TEST(WorldDifferences, OfEveryLiveByteAreFound) {
    const auto world = played();
    const auto other = std::make_unique<World>();
    std::size_t bytes = 0;
    for (std::size_t at = 0;; ++at, ++bytes) {
        game::copy_world(*other, *world);
        std::byte* const byte = game::testing::live_byte(*other, at);
        if (byte == nullptr) break;
        *byte ^= std::byte{0x40};
        const auto difference = find_difference(*world, *other);
        ASSERT_TRUE(difference) << at;
        ASSERT_FALSE(difference->field.empty()) << at;
        ASSERT_NE(difference->a, difference->b) << difference->group << ' ' << difference->field;
    }
    EXPECT_GT(bytes, 600u);
}

TEST(WorldDifferences, NameGroupPlaceIdFieldAndBothValues) {
    const auto world = played();
    const auto other = std::make_unique<World>();
    game::copy_world(*other, *world);
    ASSERT_GE(world->enemies.count, 3u);
    other->enemies[2].y += 5;
    auto difference = find_difference(*world, *other);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->group, "enemies");
    EXPECT_EQ(difference->index, 2u);
    EXPECT_EQ(difference->id, world->enemies[2].id);
    EXPECT_EQ(difference->field, "y");
    EXPECT_EQ(difference->a, std::to_string(world->enemies[2].y));
    EXPECT_EQ(difference->b, std::to_string(world->enemies[2].y + 5));
    // The header comes before the groups, a missing item after those that both have.
    other->enemies[2].y -= 5;
    const std::uint32_t count = other->enemies.count;
    other->enemies.remove_if([&](const game::Enemy& enemy) { return enemy.id == world->enemies[count - 1].id; });
    difference = find_difference(*world, *other);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->field, "count");
    EXPECT_EQ(difference->id, world->enemies[count - 1].id);
    other->header.rng.state = 1;
    difference = find_difference(*world, *other);
    EXPECT_EQ(difference->group, "header");
    EXPECT_EQ(difference->field, "rng");
    EXPECT_EQ(difference->b, "1");
}

TEST(WorldDifferences, ShowInTheHashOfTheirPartAlone) {
    const auto world = played();
    const auto other = std::make_unique<World>();
    game::copy_world(*other, *world);
    const auto before = game::hash_world_parts(*world);
    EXPECT_EQ(before, game::hash_world_parts(*other));
    other->enemies[0].x += 1;
    const auto after = game::hash_world_parts(*other);
    for (std::size_t part = 0; part < before.size(); ++part) EXPECT_EQ(before[part] != after[part], part == 4) << part;
}

std::optional<game::ReplayDiff> diff(const game::Replay& a, const game::Replay& b) {
    const auto& content = games::content("classic");
    return game::diff_replays({a, content}, {b, content});
}

TEST(ReplayDiffs, OfTheSameGameThereAreNone) {
    const auto replay = games::recorded("classic", 3, 2, 200);
    EXPECT_FALSE(diff(replay, games::recorded("classic", 3, 2, 200)));
}

TEST(ReplayDiffs, NameTheFirstTickTheFieldAndTheInputsThatCausedIt) {
    const auto a = games::recorded("classic", 3, 2, 200);
    auto b = a;
    b.inputs[99].seats[1].bits ^= static_cast<std::uint16_t>(engine::Button::Focus);
    const auto difference = diff(a, b);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->tick, 100u);
    EXPECT_EQ(difference->first.group, "heroes");
    EXPECT_EQ(difference->first.index, 1u);
    EXPECT_EQ(difference->first.field, "buttons");
    ASSERT_TRUE(difference->inputs_tick);
    EXPECT_EQ(*difference->inputs_tick, 100u);
    EXPECT_EQ(difference->inputs_seat, 1);
}

TEST(ReplayDiffs, OfOtherSeedsBeginWithTheFirstWorlds) {
    const auto difference = diff(games::recorded("classic", 3, 2, 100), games::recorded("classic", 4, 2, 100));
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->tick, 0u);
    EXPECT_EQ(difference->first.field, "rng");
}

TEST(ReplayDiffs, AreAlsoInputsThatDoNothingStoredHashesAndLengths) {
    const auto a = games::recorded("classic", 3, 2, 200);
    auto b = a;
    b.inputs[49].seats[3].bits = 1;  // of an absent seat
    auto difference = diff(a, b);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->tick, 50u);
    EXPECT_EQ(difference->first.group, "inputs");
    EXPECT_EQ(difference->first.index, 3u);
    b = a;
    b.hashes[1].hash ^= 1;
    difference = diff(a, b);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->first.group, "hashes");
    EXPECT_EQ(difference->tick, 120u);
    EXPECT_EQ(difference->first.a, engine::hash_text(a.hashes[1].hash));
    b = a;
    b.inputs.pop_back();
    b.hashes.pop_back();
    difference = diff(a, b);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->first.field, "last_tick");
    EXPECT_EQ(difference->first.b, "199");
}

}  // namespace
