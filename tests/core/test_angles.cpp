// Angles turn clockwise from the right, and their sines are those of the books to a part in 16384.
#include "engine/core/angle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace engine {
namespace {

TEST(Angles, HaveTheSineOfTheBooks) {
    for (int i = 0; i < 65536; ++i) {
        const double exact = std::sin(i * 2 * 3.14159265358979323846 / 65536) * Direction::unit;
        ASSERT_LE(std::abs(sine(static_cast<Angle>(i)) - exact), 1.0) << i;
    }
}

TEST(Angles, AreMadeOfDegreesOfAnySign) {
    EXPECT_EQ(degrees(0), 0);
    EXPECT_EQ(degrees(90), quarter_turn);
    EXPECT_EQ(degrees(-90), 3 * quarter_turn);
    EXPECT_EQ(degrees(360), 0);
    EXPECT_EQ(degrees(-360), 0);
    EXPECT_EQ(degrees(450), quarter_turn);
    EXPECT_EQ(degrees(1), 182);
    EXPECT_EQ(static_cast<Angle>(degrees(1) + degrees(-1)), 0);
}

TEST(Directions, PointRightDownLeftAndUpAsTheAngleGrows) {
    const auto expect = [](Angle angle, int x, int y) {
        const Direction d = direction_of(angle);
        EXPECT_EQ(d.x, x * Direction::unit) << angle;
        EXPECT_EQ(d.y, y * Direction::unit) << angle;
    };
    expect(0, 1, 0);
    expect(quarter_turn, 0, 1);
    expect(2 * quarter_turn, -1, 0);
    expect(3 * quarter_turn, 0, -1);
}

TEST(Directions, TurnClockwiseByAnAngle) {
    const Direction down = turned(direction_of(0), quarter_turn);
    EXPECT_EQ(down.x, 0);
    EXPECT_EQ(down.y, Direction::unit);
    for (int from = 0; from < 65536; from += 997) {
        for (int by = 0; by < 65536; by += 1009) {
            const Direction d = turned(direction_of(static_cast<Angle>(from)), static_cast<Angle>(by));
            const Direction straight = direction_of(static_cast<Angle>(from + by));
            ASSERT_LE(std::abs(d.x - straight.x), 4) << from << " " << by;
            ASSERT_LE(std::abs(d.y - straight.y), 4) << from << " " << by;
        }
    }
}

TEST(Directions, LeadToAPlaceHoweverFar) {
    const Direction d = direction_to(3, 4);
    EXPECT_EQ(d.x, Direction::unit * 3 / 5);
    EXPECT_EQ(d.y, Direction::unit * 4 / 5);
    const Direction far = direction_to(-3 * (1 << 28), -(1 << 30));
    EXPECT_NEAR(far.x, -Direction::unit * 3 / 5, 1);
    EXPECT_NEAR(far.y, -Direction::unit * 4 / 5, 1);
    const Direction nowhere = direction_to(0, 0);
    EXPECT_EQ(nowhere.x, 0);
    EXPECT_EQ(nowhere.y, Direction::unit);
}

TEST(SquareRoots, AreRoundedDown) {
    for (std::uint64_t n = 0; n < 70'000; ++n) {
        const std::uint64_t root = square_root(n);
        ASSERT_LE(root * root, n);
        ASSERT_GT((root + 1) * (root + 1), n);
    }
    EXPECT_EQ(square_root(0xFFFF'FFFF'FFFF'FFFFu), 0xFFFF'FFFFu);
}

}  // namespace
}  // namespace engine
