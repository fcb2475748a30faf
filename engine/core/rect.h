// Integer rectangles and their overlap, exactly as pygame.Rect.colliderect has it: touching edges do not overlap, a rectangle
// without area overlaps nothing. Left and top belong to the rectangle; right = x + w and bottom = y + h do not.
#pragma once

#include <type_traits>

namespace engine {

struct Rect {
    int x = 0, y = 0;  // px, left and top, y down
    int w = 0, h = 0;  // px, never negative

    constexpr int right() const { return x + w; }
    constexpr int bottom() const { return y + h; }
    friend constexpr bool operator==(const Rect&, const Rect&) = default;
};

constexpr bool overlap(const Rect& a, const Rect& b) {
    return a.w > 0 && a.h > 0 && b.w > 0 && b.h > 0 && a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

// The x of a rectangle of width w whose centre is at c: half the width rounds down.
constexpr int x_of_centre(int c, int w) { return c - w / 2; }

}  // namespace engine
