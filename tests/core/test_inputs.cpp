// Sixteen bits a seat: eight buttons and two axes.
#include <gtest/gtest.h>

#include "engine/core/inputs.h"

namespace engine {
namespace {

TEST(InputBits, CarryAxesInSeventhsBothWays) {
    for (int dx = -7; dx <= 7; ++dx) {
        for (int dy = -7; dy <= 7; ++dy) {
            const SeatInput input{static_cast<std::uint16_t>(axis_bits(dx, dy) | 0x5A), SeatState::Flown};
            ASSERT_EQ(input.dx(), dx);
            ASSERT_EQ(input.dy(), dy);
            ASSERT_TRUE(input.has(Button::Down));
            ASSERT_FALSE(input.has(Button::Up));
        }
    }
}

TEST(InputBits, TakeTheValueBeyondFullSpeedAsFullSpeed) {
    const SeatInput input{0x8800, SeatState::Flown};
    EXPECT_EQ(input.dx(), -7);
    EXPECT_EQ(input.dy(), -7);
}

}  // namespace
}  // namespace engine
