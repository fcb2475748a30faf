#include "game/content/mask.h"

#include <algorithm>

namespace game {

namespace {

// 64 pixels of a row from x on, x at least 0; pixels beyond the row's end are empty.
std::uint64_t row_bits(const Mask& mask, int y, int x) {
    const std::uint64_t* row = mask.bits.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.words);
    const int word = x / 64;
    const int shift = x % 64;
    if (word >= mask.words) return 0;
    std::uint64_t bits = row[word] >> shift;
    if (shift != 0 && word + 1 < mask.words) bits |= row[word + 1] << (64 - shift);
    return bits;
}

}  // namespace

bool masks_overlap(const Mask& a, int ax, int ay, const Mask& b, int bx, int by) {
    const int left = std::max(ax, bx);
    const int right = std::min(ax + a.w, bx + b.w);
    const int top = std::max(ay, by);
    const int bottom = std::min(ay + a.h, by + b.h);
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; x += 64) {
            if ((row_bits(a, y - ay, x - ax) & row_bits(b, y - by, x - bx)) != 0) return true;
        }
    }
    return false;
}

}  // namespace game
