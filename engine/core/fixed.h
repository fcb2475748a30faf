// Positions and speeds in rules: whole numbers of 1/256 pixel. No floats in anything that decides play.
#pragma once

#include <cstdint>

namespace engine {

using Fixed = std::int32_t;  // 1/256 px

constexpr int fixed_shift = 8;
constexpr Fixed fixed_one = 1 << fixed_shift;

constexpr Fixed to_fixed(int pixels) { return pixels * fixed_one; }
// Rounds down, also below zero: a sub-pixel position lies in the pixel whose left edge it has passed.
constexpr int to_pixels(Fixed value) { return value >> fixed_shift; }

}  // namespace engine
