// Which rectangles of one group overlap rectangles of another: exact (as overlap() in rect.h) and fast, for groups of some hundreds. Rules
// gather columns of a group on the stack, ask which of many can matter, and look closely at those only, in their own order.
#pragma once

#include <array>
#include <cstdint>

#include "engine/core/rect.h"

namespace engine {

// Up to Capacity rectangles as columns of 16-bit numbers. Every edge must lie in -32768 ... 32767. Left uninitialised beyond count.
template <std::uint32_t Capacity>
struct RectColumns {
    std::uint32_t count = 0;
    alignas(32) std::array<std::int16_t, Capacity> left, top, right, bottom;  // right and bottom do not belong to the rectangle

    // Only with room left, and with an area (others overlap nothing).
    void add(const Rect& rect) {
        left[count] = static_cast<std::int16_t>(rect.x);
        top[count] = static_cast<std::int16_t>(rect.y);
        right[count] = static_cast<std::int16_t>(rect.right());
        bottom[count] = static_cast<std::int16_t>(rect.bottom());
        ++count;
    }
};

struct RectView {
    const std::int16_t *left, *top, *right, *bottom;
    std::uint32_t count;

    template <std::uint32_t Capacity>
    RectView(const RectColumns<Capacity>& columns)  // NOLINT(google-explicit-constructor): a view of it
        : left(columns.left.data()),
          top(columns.top.data()),
          right(columns.right.data()),
          bottom(columns.bottom.data()),
          count(columns.count) {}
};

// Sets marks[i] to 1 where rectangle i of `many` overlaps any of `few`, else 0. marks has many.count places. True where any is set.
bool mark_overlaps(const RectView& many, const RectView& few, std::uint16_t* marks);

// The first rectangle of `many` from place `from` on that overlaps `one`; many.count where there is none.
std::uint32_t next_overlap(const Rect& one, const RectView& many, std::uint32_t from);

}  // namespace engine
