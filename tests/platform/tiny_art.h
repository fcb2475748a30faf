// A folder of art small enough to know every pixel of, and pictures of what was drawn. Used by the platform's tests.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/platform/picture.h"
#include "tests/support/temporary_dir.h"

namespace tiny {

using Folder = tests::TemporaryDir;

void write(const std::filesystem::path& file, const std::string& text);
void save(const std::filesystem::path& file, engine::Picture picture);
void fill(engine::Picture& picture, const SDL_Rect& where, std::uint32_t argb);

constexpr std::uint32_t red = 0xFFFF0000, green = 0xFF00FF00, blue = 0xFF0000FF, white = 0xFFFFFFFF, black = 0xFF000000, clear = 0;

// Atlas `sprites` of 64x32 units with
//   "block"  nominal 8x8, all red, in a cell of 16x16 at (0, 0) with 4 units around it
//   "frame"  nominal 16x16 at (16, 0): 4 units of blue border around green
//   "ab-A", "ab-x"  letters 6x8 (green) and 4x8 (blue)
// tiles "ground" (16x16 opaque, upper half red, lower half blue), "dots" (16x16 clear but for 2x2 green at (4, 4)); page "desk" (32x20,
// white with a black frame of 1 unit) and "sheet" (8x8, red, at (12, 6) on the desk).
void write_art(const std::filesystem::path& folder);

// Pixel of a picture; fails the test when it lies outside.
std::uint32_t at(const engine::Picture& picture, int x, int y);

// On the invisible driver, chosen before SDL starts.
void use_dummy_drivers();

}  // namespace tiny
