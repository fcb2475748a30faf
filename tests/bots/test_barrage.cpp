// The shots around a pilot, against the plain question for each shot and tick.
#include <gtest/gtest.h>

#include <cstdlib>

#include "game/bots/barrage.h"
#include "tests/support/worlds.h"

namespace game {
namespace {

using engine::to_fixed;
using namespace testing;

constexpr int reach_px = (10 + 10 + 1) / 2 + 2;  // half of a core and of the largest shot, and what is kept between them

TEST(Barrages, AnswerLikeThePlainQuestionForEachShot) {
    Game game(shipped("bench"));
    const Hero& hero = game.hero();
    engine::Rng rng{4};
    int met = 0;
    for (int round = 0; round < 300; ++round) {
        EnemyShots& shots = game.world.enemy_shots;
        shots.clear();
        const int count = rng.between(0, 60);
        for (int i = 0; i < count; ++i) {
            EnemyShot shot;
            shot.id = static_cast<Id>(i + 1);
            // In whole 64ths of a pixel, by which a barrage counts.
            shot.x = hero.x + to_fixed(51) + 4 * rng.between(-6400, 6400);
            shot.y = hero.y + to_fixed(63) + 4 * rng.between(-6400, 6400);
            shot.vx = static_cast<std::int16_t>(4 * rng.between(-300, 300));
            shot.vy = static_cast<std::int16_t>(4 * rng.between(-300, 300));
            shots.spawn(shot);
        }
        const Barrage barrage(game.world, game.content, hero);
        for (int t = 1; t <= Barrage::horizon; ++t) {
            const int by_x = rng.between(-100, 100);
            const int by_y = rng.between(-100, 100);
            bool meets = false;
            for (const EnemyShot& shot : shots) {
                const Fixed from_x = shot.x - hero.x - to_fixed(51);
                const Fixed from_y = shot.y - hero.y - to_fixed(63);
                if (from_x < -to_fixed(Barrage::around) || from_x >= to_fixed(Barrage::around)) continue;
                if (from_y < -to_fixed(Barrage::around) || from_y >= to_fixed(Barrage::around)) continue;
                meets = meets || (std::abs(from_x + shot.vx * t - to_fixed(by_x)) < to_fixed(reach_px) &&
                                  std::abs(from_y + shot.vy * t - to_fixed(by_y)) < to_fixed(reach_px));
            }
            met += meets ? 1 : 0;
            ASSERT_EQ(barrage.meets(by_x, by_y, t), meets) << "round " << round << ", tick " << t;
        }
    }
    EXPECT_GT(met, 200);
}

TEST(Barrages, OfMoreShotsThanTheyHoldKeepTheFirst) {
    Game game(shipped("bench"));
    const Hero& hero = game.hero();
    for (int i = 0; i < 3 * Barrage::shots_most; ++i) {
        EnemyShot shot;
        shot.id = static_cast<Id>(i + 1);
        shot.x = hero.x + to_fixed(51 + (i < Barrage::shots_most ? 20 : -20));
        shot.y = hero.y + to_fixed(63);
        game.world.enemy_shots.spawn(shot);
    }
    const Barrage barrage(game.world, game.content, hero);
    EXPECT_EQ(barrage.count, Barrage::shots_most);
    EXPECT_TRUE(barrage.meets(20, 0, 1));
    EXPECT_FALSE(barrage.meets(-20, 0, 1));
}

TEST(Barrages, AreEmptyWithoutShots) {
    Game game(shipped("classic"));
    const Barrage barrage(game.world, game.content, game.hero());
    EXPECT_EQ(barrage.count, 0);
    EXPECT_FALSE(barrage.meets(0, 0, 1));
}

}  // namespace
}  // namespace game
