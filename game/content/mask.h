// One-bit pictures for exact collision, committed as text and tested against the drawn pictures. Rules collide by them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/rect.h"

namespace game {

struct Mask {
    int w = 0, h = 0;                 // px
    int words = 0;                    // 64-bit words a row
    std::vector<std::uint64_t> bits;  // row by row; bit x % 64 of word x / 64, 1 is solid
    // Two rectangles (wings and body) in which all solid pixels lie: for bots, which look ahead by them. Rules never use them.
    std::array<engine::Rect, 2> cover{};

    bool empty() const { return bits.empty(); }
    bool solid(int x, int y) const {
        return ((bits[static_cast<std::size_t>(y) * static_cast<std::size_t>(words) + static_cast<std::size_t>(x / 64)] >> (x % 64)) & 1) !=
               0;
    }
};

// The rectangles of Mask::cover for the mask's pixels.
std::array<engine::Rect, 2> cover_of(const Mask& mask);

// Whether a solid pixel of a at (ax, ay) lies on a solid pixel of b at (bx, by). Positions are px of the left top corners.
bool masks_overlap(const Mask& a, int ax, int ay, const Mask& b, int bx, int by);

}  // namespace game
