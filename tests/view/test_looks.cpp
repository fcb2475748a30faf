// What the picture shows between ticks, how figures are written, and what is heard.
#include <gtest/gtest.h>

#include "game/view/field.h"
#include "game/view/hud.h"
#include "game/view/sounds.h"

namespace game {
namespace {

using engine::to_fixed;

Content content_of_three() {
    Content content;
    content.mode.rate = 60;
    content.mode.level_scores = {50000, 300000, 600000, 1000000};
    content.mode.supply_period_ms = 30000;
    for (const char* name : {"small", "medium", "large"}) {
        EnemyKind kind;
        kind.name = kind.sprite = name;
        content.enemies.push_back(kind);
    }
    return content;
}

TEST(Seats, ThatNobodyEverHadAreFreeAndNotAway) {
    Hud hud;
    hud.pilots[1].name = "Bo";
    Hero hero{};
    hero.seat = 1;
    hero.state = HeroState::Absent;
    EXPECT_STREQ(out_note(hud, hero).key, "hud_absent");
    hero.seat = 2;
    EXPECT_STREQ(out_note(hud, hero).key, "seat_free");
    EXPECT_NE(out_note(hud, hero).colour.r, ink::crimson.r) << "nothing to worry about";
    hero.state = HeroState::Gone;
    EXPECT_STREQ(out_note(hud, hero).key, "hud_down");
}

TEST(Figures, AreGroupedByThree) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1 000");
    EXPECT_EQ(grouped(1234567), "1 234 567");
    EXPECT_EQ(grouped(-12345), "-12 345");
}

TEST(Figures, SecondsReadAsMinutes) {
    EXPECT_EQ(minutes(9), "0:09");
    EXPECT_EQ(minutes(161), "2:41");
}

TEST(Interpolation, LiesBetweenTheTicks) {
    const auto at = between(to_fixed(100), to_fixed(200), to_fixed(110), to_fixed(196), 0.5F);
    EXPECT_FLOAT_EQ(at.x, 105);
    EXPECT_FLOAT_EQ(at.y, 198);
    EXPECT_FLOAT_EQ(between(to_fixed(100), 0, to_fixed(110), 0, 0).x, 100);
    EXPECT_FLOAT_EQ(between(to_fixed(100), 0, to_fixed(110), 0, 1).x, 110);
}

TEST(Interpolation, ARespawnIsNotFlownThrough) {
    // From below the field to above it: nobody sees it cross the whole picture.
    const auto at = between(to_fixed(100), to_fixed(699), to_fixed(300), to_fixed(-200), 0.5F);
    EXPECT_FLOAT_EQ(at.x, 300);
    EXPECT_FLOAT_EQ(at.y, -200);
}

TEST(Flashes, AreAtMostThreeASecond) {
    FlashLimit limit;
    int flashes = 0;
    for (int picture = 0; picture < 240; ++picture) flashes += limit.allow(picture / 120.0) ? 1 : 0;
    EXPECT_LE(flashes, 6);
    EXPECT_GE(flashes, 5);
}

TEST(Sounds, ComeFromTheSideWhereItHappened) {
    EXPECT_LT(pan_of(0), -0.5F);
    EXPECT_FLOAT_EQ(pan_of(field_width / 2), 0);
    EXPECT_GT(pan_of(field_width), 0.5F);
    EXPECT_GE(pan_of(-5000), -1);
    EXPECT_LE(pan_of(5000), 1);
}

TEST(Sounds, ABurstIsHeardOnce) {
    const auto content = content_of_three();
    Events events;
    for (int i = 0; i < 3; ++i) events.add({.kind = EventKind::ShotFired, .seat = 0, .x = 240});
    events.add({.kind = EventKind::ShotFired, .seat = 1, .detail = 1, .x = 100});
    const auto sounds = sounds_of(events.all(), content);
    ASSERT_EQ(sounds.size(), 2U);
    EXPECT_EQ(sounds[0].name, "shot");
    EXPECT_EQ(sounds[1].name, "shot_super");
}

TEST(Sounds, EachSizeOfPlaneBurstsInItsOwnWay) {
    const auto content = content_of_three();
    const auto name = [&](EventKind kind, std::uint16_t detail) {
        Events events;
        events.add({.kind = kind, .detail = detail, .x = 10});
        const auto sounds = sounds_of(events.all(), content);
        return sounds.size() == 1 ? std::string(sounds[0].name) : std::string();
    };
    EXPECT_EQ(name(EventKind::EnemyKilled, 0), "explosion_small");
    EXPECT_EQ(name(EventKind::EnemyKilled, 1), "explosion_medium");
    EXPECT_EQ(name(EventKind::EnemyRammed, 2), "explosion_large");
    EXPECT_EQ(name(EventKind::EnemyKilled, 77), "explosion_small");
}

// Every event but a seat's change is heard: an event that was added and forgotten in the table would be silent.
TEST(Sounds, EveryEventHasOneButASeatsChange) {
    const auto content = content_of_three();
    for (int kind = 0; kind <= static_cast<int>(EventKind::SeatChanged); ++kind) {
        Events events;
        events.add({.kind = static_cast<EventKind>(kind)});
        EXPECT_EQ(sounds_of(events.all(), content).size(), static_cast<EventKind>(kind) == EventKind::SeatChanged ? 0U : 1U) << kind;
    }
}

TEST(Margins, ShowTheWayToTheNextLevel) {
    const auto content = content_of_three();
    auto world = std::make_unique<World>();
    world->heroes.spawn({.score = 25000});
    world->header.level = 1;
    EXPECT_NEAR(level_progress(*world, content), 0.5F, 0.001F);
    world->heroes[0].score = 175000;
    world->header.level = 2;
    EXPECT_NEAR(level_progress(*world, content), 0.5F, 0.001F);
    world->header.level = 5;
    EXPECT_FLOAT_EQ(level_progress(*world, content), 1);
}

TEST(Margins, TimeStopsWithTheGame) {
    const auto content = content_of_three();
    auto world = std::make_unique<World>();
    world->header.tick = 600;
    EXPECT_EQ(play_seconds(*world, content), 10U);
    world->header.over_tick = 300;
    EXPECT_EQ(play_seconds(*world, content), 5U);
}

TEST(Margins, StripsLieOutsideTheFieldWhereThereIsRoom) {
    const auto low = portrait_strips(480, 700);
    EXPECT_TRUE(low.is_over_field);
    EXPECT_FLOAT_EQ(low.field_y, 0);
    EXPECT_FLOAT_EQ(low.bottom_y, 642);
    const auto high = portrait_strips(480, 800);
    EXPECT_FALSE(high.is_over_field);
    EXPECT_FLOAT_EQ(high.top_y + 36, high.field_y);
    EXPECT_FLOAT_EQ(high.bottom_y, high.field_y + field_height);
    EXPECT_LE(high.bottom_y + 58, 800);
}

TEST(Margins, FewerStrokesForALongerWay) {
    EXPECT_EQ(ping_strokes(1), 4);
    EXPECT_EQ(ping_strokes(50), 3);
    EXPECT_EQ(ping_strokes(100), 2);
    EXPECT_EQ(ping_strokes(200), 1);
    EXPECT_EQ(ping_strokes(900), 0);
}

}  // namespace
}  // namespace game
