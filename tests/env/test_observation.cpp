// What of a world is written for who learns from it: features, entities, a picture.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/env/env_worlds.h"
#include "tests/support/program.h"

using namespace env_worlds;

namespace {

// First Flight with one plane only, which comes down straight before the hero, 3 px a tick.
struct OnePlane {
    program::TemporaryDir dir;
    std::string file = (dir / "one_plane.toml").string();
    OnePlane() {
        const std::string mode = program::read_text(std::filesystem::path(data) / "modes/first_flight.toml");
        program::write_text(file, "spawns = [{ at_tick = 1, enemy = \"plane\", x = 212, speed = 3 }]\n" + mode);
    }
};

}  // namespace

TEST(Observation, FeaturesShowAnEnemyInItsLanesAndHowNearItIs) {
    const OnePlane one;
    Env env(one.file);
    env.step();
    const game::Content& content = game::testing::shipped("first_flight");
    const int hero_top = content.mode.hero.start_bottom - content.mode.hero.h;
    for (int lane = 0; lane < WINGMATE_LANES; ++lane) {
        const float expected = lane == 7 || lane == 8 ? 1 - static_cast<float>(hero_top - 3) / 1024 : 0;
        EXPECT_EQ(env.features(0)[16 + lane], expected) << lane;
    }
    EXPECT_EQ(env.features(0)[0], 1);
    EXPECT_EQ(env.features(0)[1], 0);  // in the middle
    EXPECT_EQ(env.features(0)[3], 1.0F / 8);
    EXPECT_EQ(env.features(0)[15], 1);
    // 8 px to the right by full speed: the plane is in the same lanes, then, after eight ticks, only in the one to the left.
    env.actions[0] = WINGMATE_RIGHT;
    for (int i = 0; i < 8; ++i) env.step();
    EXPECT_EQ(env.features(0)[16 + 8], 0);
    EXPECT_GT(env.features(0)[16 + 7], 0);
    EXPECT_GT(env.features(0)[1], 0);
}

TEST(Observation, EntitiesListWhatIsOnTheField) {
    const OnePlane one;
    wingmate_options options = options_for(1, 2);
    options.observation = WINGMATE_ENTITIES;
    options.entities_most = 8;
    Env env(one.file, options);
    env.step();
    ASSERT_EQ(env.counts[0], 3U);
    EXPECT_EQ(env.row(0, 0)[0], WINGMATE_SELF);
    EXPECT_EQ(env.row(0, 0)[1], 0);
    EXPECT_EQ(env.row(0, 0)[2], 160);  // a third of the field
    EXPECT_EQ(env.row(0, 1)[0], WINGMATE_PARTNER);
    EXPECT_EQ(env.row(0, 1)[2], 320);
    EXPECT_EQ(env.row(1, 0)[0], WINGMATE_SELF);
    EXPECT_EQ(env.row(1, 0)[1], 1);
    EXPECT_EQ(env.row(1, 0)[2], 320);
    const std::int16_t* plane = env.row(1, 2);
    const std::vector<std::int16_t> expected = {WINGMATE_ENEMY, 0, 240, 3 - 43 + 21, 57, 43, 0, 3 * 16, 1, 0};
    EXPECT_EQ(std::vector<std::int16_t>(plane, plane + WINGMATE_ENTITY_FIELDS), expected);
    for (std::size_t place = 3; place < 8; ++place) EXPECT_EQ(env.row(0, place)[0], 0);
}

TEST(Observation, EntitiesBeyondTheListAreCounted) {
    wingmate_options options = default_options();
    options.observation = WINGMATE_ENTITIES;
    options.entities_most = 5;
    Env env("bench", options);
    for (int i = 0; i < 300; ++i) env.step();
    EXPECT_GT(env.counts[0], 100U);
    EXPECT_NE(env.row(0, 4)[0], 0);
}

TEST(Observation, ThePictureShowsWhereThingsLie) {
    const OnePlane one;
    wingmate_options options = options_for(1, 2);
    options.observation = WINGMATE_PICTURE;
    Env env(one.file, options);
    for (int i = 0; i < 40; ++i) env.step();  // the plane's rectangle is now 212 ... 269, 77 ... 120
    const int y = 500 / 8;
    EXPECT_EQ(env.pixel(0, 160 / 8, y), 255);
    EXPECT_EQ(env.pixel(0, 320 / 8, y), 192);
    EXPECT_EQ(env.pixel(1, 160 / 8, y), 192);
    EXPECT_EQ(env.pixel(1, 320 / 8, y), 255);
    EXPECT_EQ(env.pixel(0, 240 / 8, 100 / 8), 128);
    EXPECT_EQ(env.pixel(0, 212 / 8 - 1, 100 / 8), 0);
    EXPECT_EQ(env.pixel(0, 269 / 8 + 1, 100 / 8), 0);
    EXPECT_EQ(env.pixel(0, 0, 0), 0);
    std::vector<std::uint8_t> rgb(480 * 700 * 3);
    ASSERT_EQ(wingmate_draw(env.env, 0, array_of(rgb)), WINGMATE_OK);
    EXPECT_NE(rgb[(100 * 480 + 240) * 3], rgb[0]);
}
