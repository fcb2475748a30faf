#include "engine/core/collide.h"

namespace engine {

// Both loops over `many` have no branch, so that compilers make vector code of them: 8 or 16 rectangles at a time.
bool mark_overlaps(const RectView& many, const RectView& few, std::uint16_t* marks_out) {
    const std::uint32_t count = many.count;
    const std::int16_t* __restrict left = many.left;
    const std::int16_t* __restrict top = many.top;
    const std::int16_t* __restrict right = many.right;
    const std::int16_t* __restrict bottom = many.bottom;
    std::uint16_t* __restrict marks = marks_out;

    for (std::uint32_t i = 0; i < count; ++i) marks[i] = 0;
    for (std::uint32_t j = 0; j < few.count; ++j) {
        const std::int16_t l = few.left[j];
        const std::int16_t t = few.top[j];
        const std::int16_t r = few.right[j];
        const std::int16_t b = few.bottom[j];
        for (std::uint32_t i = 0; i < count; ++i) {
            const bool hit = (left[i] < r) & (right[i] > l) & (top[i] < b) & (bottom[i] > t);
            marks[i] = static_cast<std::uint16_t>(marks[i] | static_cast<std::uint16_t>(hit));
        }
    }
    std::uint16_t any = 0;
    for (std::uint32_t i = 0; i < count; ++i) any = static_cast<std::uint16_t>(any | marks[i]);
    return any != 0;
}

std::uint32_t next_overlap(const Rect& one, const RectView& many, std::uint32_t from) {
    if (one.w <= 0 || one.h <= 0) return many.count;
    for (std::uint32_t i = from; i < many.count; ++i) {
        if (one.x < many.right[i] && many.left[i] < one.right() && one.y < many.bottom[i] && many.top[i] < one.bottom()) return i;
    }
    return many.count;
}

}  // namespace engine
