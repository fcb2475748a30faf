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

// Where a row's solid pixels begin, and the place behind the last; nothing where left >= right.
struct Extent {
    int left, right;
};

std::vector<Extent> extents_of(const Mask& mask) {
    std::vector<Extent> rows(static_cast<std::size_t>(mask.h), {mask.w, 0});
    for (int y = 0; y < mask.h; ++y) {
        Extent& row = rows[static_cast<std::size_t>(y)];
        for (int x = 0; x < mask.w; ++x) {
            if (!mask.solid(x, y)) continue;
            row.left = std::min(row.left, x);
            row.right = x + 1;
        }
    }
    return rows;
}

// The box around the solid pixels of rows from ... to-1.
engine::Rect box_of_rows(const std::vector<Extent>& rows, int from, int to) {
    Extent all = {1 << 20, 0};
    int top = to;
    int bottom = from;
    for (int y = from; y < to; ++y) {
        const Extent& row = rows[static_cast<std::size_t>(y)];
        if (row.left >= row.right) continue;
        all = {std::min(all.left, row.left), std::max(all.right, row.right)};
        top = std::min(top, y);
        bottom = y + 1;
    }
    return all.left < all.right ? engine::Rect{all.left, top, all.right - all.left, bottom - top} : engine::Rect{};
}

engine::Rect around(const engine::Rect& a, const engine::Rect& b) {
    if (a.w == 0) return b;
    if (b.w == 0) return a;
    const int x = std::min(a.x, b.x);
    const int y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

}  // namespace

std::array<engine::Rect, 2> cover_of(const Mask& mask) {
    // Of all bands of rows, the one for which the band's box and the box of all other rows have the least area together.
    std::array<engine::Rect, 2> best{engine::Rect{0, 0, mask.w, mask.h}, engine::Rect{}};
    int least = mask.w * mask.h + 1;
    const int stride = std::max(1, mask.h / 24);
    const std::vector<Extent> rows = extents_of(mask);
    for (int from = 0; from < mask.h; from += stride) {
        for (int to = from + stride; to <= mask.h; to += stride) {
            const engine::Rect band = box_of_rows(rows, from, to);
            const engine::Rect rest = around(box_of_rows(rows, 0, from), box_of_rows(rows, to, mask.h));
            const int area = band.w * band.h + rest.w * rest.h;
            if (area >= least) continue;
            least = area;
            best = {band, rest};
        }
    }
    return best;
}

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
