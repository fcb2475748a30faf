// Worlds as bytes: what was packed comes back, and whatever a lying machine sends is refused, or a world that the rules can go on from.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/sim/snapshot.h"
#include "game/sim/step.h"
#include "tests/match/games.h"
#include "tests/support/spoilt_worlds.h"

namespace {

using game::World;
using game::testing::live_byte;
using game::testing::refused_or_plays;

#if defined(__SANITIZE_ADDRESS__)
constexpr int trials = 400;
#else
constexpr int trials = 3000;
#endif

// A game of two aces in which all kinds of things fly.
std::unique_ptr<World> played(const game::Content& content, int ticks) {
    auto world = std::make_unique<World>();
    const auto events = std::make_unique<game::Events>();
    game::start_world(*world, content, 11, 2);
    for (int i = 0; i < ticks; ++i) {
        engine::Inputs inputs;
        for (int seat = 0; seat < 2; ++seat) {
            inputs.seats[static_cast<std::size_t>(seat)] = {game::find_bot("ace")(*world, content, seat), engine::SeatState::Flown};
        }
        events->clear();
        game::step(*world, inputs, content, *events);
    }
    return world;
}

class Snapshots : public testing::TestWithParam<std::string> {
  protected:
    const game::Content& content = games::content(GetParam().c_str());
};

INSTANTIATE_TEST_SUITE_P(Modes, Snapshots, testing::Values("first_flight", "classic"), [](const auto& mode) { return mode.param; });

TEST_P(Snapshots, AreTheWorldThatWasPacked) {
    const auto taken = std::make_unique<World>();
    for (const int ticks : {0, 1, 300, 1700}) {
        const auto world = played(content, ticks);
        const auto bytes = game::pack_world(*world, content);
        ASSERT_EQ(game::unpack_world(bytes, content, *taken), std::nullopt);
        EXPECT_EQ(game::hash_world(*taken), game::hash_world(*world));
        EXPECT_LT(bytes.size(), game::live_bytes(*world) + 100);
    }
}

// Thousands of them: a world that the rules made is never refused, also when it is over.
TEST_P(Snapshots, OfEveryWorldThatTheRulesMakeAreTaken) {
    for (const int lives : {1, 99}) {
        game::Content lasting = content;
        lasting.mode.hero.lives = lives;
        const auto world = std::make_unique<World>();
        game::start_world(*world, lasting, 7, 2);
        for (int i = 0; i < trials; ++i) {
            const auto problem = game::world_problem(*world, lasting);
            ASSERT_EQ(problem, std::nullopt) << "tick " << world->header.tick;
            game::testing::play_on(*world, lasting, static_cast<std::uint64_t>(i), 3);
        }
        for (int more = 0; lives == 1 && world->header.phase != game::Phase::Over && more < 20'000; ++more)
            game::testing::play_on(*world, lasting, static_cast<std::uint64_t>(trials + more), 3);
        ASSERT_EQ(game::world_problem(*world, lasting), std::nullopt);
        EXPECT_EQ(world->header.phase == game::Phase::Over, lives == 1);
    }
}

TEST_P(Snapshots, CutOffAnywhereAreRefused) {
    const auto bytes = game::pack_world(*played(content, 200), content);
    const auto taken = std::make_unique<World>();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto problem = game::unpack_world(std::span(bytes).first(size), content, *taken);
        ASSERT_TRUE(problem) << size;
        EXPECT_EQ(taken->header.tick, 0u) << "what is refused leaves nothing behind";
    }
}

TEST_P(Snapshots, WithBytesChangedAreRefusedOrPlayOn) {
    const auto world = played(content, 600);
    const auto spoilt = std::make_unique<World>();
    engine::Rng rng{99};
    int refused = 0;
    for (int i = 0; i < trials; ++i) {
        game::copy_world(*spoilt, *world);
        for (std::uint32_t changes = 1 + rng.below(3); changes > 0; --changes) {
            std::byte* const at = live_byte(*spoilt, rng.below(static_cast<std::uint32_t>(game::live_bytes(*world))));
            const auto value = static_cast<std::byte>(rng.next());
            if (at != nullptr) *at = rng.below(2) == 0 ? value : *at ^ static_cast<std::byte>(1U << rng.below(8));
        }
        refused += refused_or_plays(*spoilt, content, rng.next(), 600) ? 1 : 0;
    }
    EXPECT_GT(refused, trials / 10);
    EXPECT_LT(refused, trials * 9 / 10) << "most were refused, so the rules were hardly tried";
}

TEST_P(Snapshots, WithPackedBytesChangedAreRefusedOrPlayOn) {
    const auto bytes = game::pack_world(*played(content, 600), content);
    const auto taken = std::make_unique<World>();
    engine::Rng rng{98};
    for (int i = 0; i < trials; ++i) {
        auto changed = bytes;
        changed[rng.below(static_cast<std::uint32_t>(bytes.size()))] ^= static_cast<std::byte>(1U << rng.below(8));
        if (!game::unpack_world(changed, content, *taken)) game::testing::play_on(*taken, content, rng.next(), 100);
    }
}

TEST(Snapshot, OfOtherContentIsRefused) {
    const auto& classic = games::content("classic");
    const auto taken = std::make_unique<World>();
    const auto problem = game::unpack_world(game::pack_world(*played(classic, 10), classic), games::content("first_flight"), *taken);
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("of content"), std::string::npos) << *problem;
}

TEST(Snapshot, OfAnotherVersionIsRefused) {
    const auto& classic = games::content("classic");
    auto bytes = game::pack_world(*played(classic, 10), classic);
    bytes[0] = std::byte{77};
    const auto taken = std::make_unique<World>();
    const auto problem = game::unpack_world(bytes, classic, *taken);
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("version 77"), std::string::npos) << *problem;
}

struct Lie {
    const char* part;  // of the sentence
    std::function<void(World&)> tell;
};

TEST(Snapshot, ThatLiesIsRefusedWithTheReason) {
    const std::vector<Lie> lies = {
        {"tick", [](World& w) { w.header.tick = 0xFFFFFFFF; }},
        {"level", [](World& w) { w.header.level = 0; }},
        {"level", [](World& w) { w.header.level = 6; }},
        {"players", [](World& w) { w.header.players = 5; }},
        {"phase", [](World& w) { w.header.phase = static_cast<game::Phase>(2); }},
        {"do not agree", [](World& w) { w.header.phase = game::Phase::Over; }},
        {"supply_timer", [](World& w) { w.header.supply_timer = w.header.tick + 1; }},
        {"over_tick", [](World& w) { w.header.over_tick = w.header.tick + 1; }},
        {"next_spawn", [](World& w) { w.header.next_spawn = 1; }},
        {"next_enemy", [](World& w) { w.header.next_enemy = 0; }},
        {"reserved", [](World& w) { w.header.reserved = 1; }},
        {"seats are not in order", [](World& w) { w.heroes[1].seat = 0; }},
        {"seats are not in order", [](World& w) { std::swap(w.heroes[0], w.heroes[1]); }},
        {"seat is 7", [](World& w) { w.heroes[1].seat = 7; }},
        {"missing", [](World& w) { w.heroes.remove_if([](const game::Hero& hero) { return hero.seat == 0; }); }},
        {"without a life", [](World& w) { w.heroes[0].lives = 0; }},
        {"heroes 1: state", [](World& w) { w.heroes[1].state = static_cast<game::HeroState>(4); }},
        {"score", [](World& w) { w.heroes[0].score = game::score_most + 1; }},
        {"heroes 0: reserved", [](World& w) { w.heroes[0].reserved[6] = 1; }},
        {"without a hero", [](World& w) { w.hero_shots.column<&game::Shot::seat>()[0] = 3; }},
        {"not of its seat", [](World& w) { w.hero_shots.column<&game::Shot::id>()[0] ^= 1U << 25; }},
        {"is_super", [](World& w) { w.hero_shots.column<&game::Shot::is_super>()[0] = 2; }},
        {"no known kind", [](World& w) { w.enemies[0].kind = 3; }},
        {"hits_left", [](World& w) { w.enemies[0].hits_left = -5; }},
        {"announced", [](World& w) { w.enemies[0].announced = 2; }},
        {"enemies 0: y", [](World& w) { w.enemies[0].y = engine::to_fixed(30'000); }},
        {"pickups 0: kind",
         [](World& w) {
             w.pickups.spawn({1, 0, 0, static_cast<game::PickupKindId>(2), {}});
         }},
        {"backgrounds 0: y", [](World& w) { w.backgrounds[0].y = 2'000'000'000; }},
        {"reserved is 3", [](World& w) { w.enemies.reserved = 3; }},
    };
    const auto& classic = games::content("classic");
    const auto world = played(classic, 600);
    world->pickups.clear();
    ASSERT_EQ(game::world_problem(*world, classic), std::nullopt);
    ASSERT_FALSE(world->hero_shots.empty());
    const auto spoilt = std::make_unique<World>();
    for (const Lie& lie : lies) {
        std::memcpy(static_cast<void*>(spoilt.get()), world.get(), sizeof(World));
        lie.tell(*spoilt);
        const auto problem = game::world_problem(*spoilt, classic);
        ASSERT_TRUE(problem) << lie.part;
        EXPECT_NE(problem->find(lie.part), std::string::npos) << *problem;
    }
}

}  // namespace
