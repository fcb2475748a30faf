#include "engine/core/collide.h"

#include <algorithm>
#include <cstring>

namespace engine {

namespace {

// Eight numbers of 16 bits: one register on every processor that this is built for. Comparisons give -1 or 0 in each.
using Eight = std::int16_t __attribute__((vector_size(16)));

Eight load(const std::int16_t* from) {
    Eight eight;
    std::memcpy(&eight, from, sizeof(eight));
    return eight;
}

Eight all(int n) {
    const auto v = static_cast<std::int16_t>(n);
    return Eight{v, v, v, v, v, v, v, v};
}

bool any(Eight eight) {
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &eight, sizeof(halves));
    return (halves[0] | halves[1]) != 0;
}

// The first place of eight from `from` on that is set; 8 where there is none.
std::uint32_t first_set(Eight eight, std::uint32_t from) {
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &eight, sizeof(halves));
    for (std::uint32_t half = 0; half < 2; ++half) {
        const std::uint32_t skipped = from > half * 4 ? from - half * 4 : 0;
        const std::uint64_t set = skipped >= 4 ? 0 : halves[half] >> (16 * skipped);
        if (set != 0) return half * 4 + skipped + static_cast<std::uint32_t>(std::countr_zero(set)) / 16;
    }
    return 8;
}

}  // namespace

std::uint32_t next_overlap(const Rect& one, const EqualRects& many, std::uint32_t from) {
    if (one.w <= 0 || one.h <= 0) return many.count;
    // A corner between these, both excluded, overlaps.
    const Eight lefts = all(one.x - many.w);
    const Eight rights = all(one.right());
    const Eight tops = all(one.y - many.h);
    const Eight bottoms = all(one.bottom());
    for (std::uint32_t begin = from / EqualRects::block * EqualRects::block; begin < many.count; begin += EqualRects::block) {
        std::array<Eight, EqualRects::block / 8> met;
        for (std::uint32_t k = 0; k < met.size(); ++k) {
            const Eight x = load(many.left + begin + k * 8);
            const Eight y = load(many.top + begin + k * 8);
            met[k] = (x > lefts) & (x < rights) & (y > tops) & (y < bottoms);
        }
        if (!any((met[0] | met[1]) | (met[2] | met[3]))) continue;
        for (std::uint32_t k = 0; k < met.size(); ++k) {
            const std::uint32_t at = begin + k * 8;
            const std::uint32_t place = first_set(met[k], from > at ? from - at : 0);
            if (place < 8) return std::min(at + place, many.count);
        }
    }
    return many.count;
}

namespace {

// The least and the largest of a column of at least one.
std::pair<int, int> spread(const std::int16_t* column, std::uint32_t count) {
    std::int16_t least = column[0];
    std::int16_t most = column[0];
    for (std::uint32_t i = 1; i < count; ++i) {
        least = std::min(least, column[i]);
        most = std::max(most, column[i]);
    }
    return {least, most};
}

// Rows of one axis from `from` to `from` + count - 1, and a row beyond them.
struct Axis {
    std::uint64_t* rows;
    std::uint32_t words;
    int from, count;

    void clear() const { std::memset(rows, 0, static_cast<std::size_t>(count + 1) * words * sizeof(*rows)); }
    // Corners from `first` on, and before `end`, overlap the one with this number.
    void toggle(std::uint32_t number, int first, int end) const {
        const std::uint64_t bit = std::uint64_t{1} << (number % 64);
        for (const int edge : {first, end}) rows[static_cast<std::size_t>(std::clamp(edge - from, 0, count)) * words + number / 64] ^= bit;
    }
    void run() const {
        const std::size_t size = static_cast<std::size_t>(count) * words;
        for (std::size_t i = words; i < size; ++i) rows[i] ^= rows[i - words];
    }
};

}  // namespace

bool AxisSets::build(const EqualRects& many, std::span<const Rect> few) {
    if (many.count == 0 || few.size() > few_most) return false;
    const auto [x_least, x_last] = spread(many.left, many.count);
    const auto [y_least, y_last] = spread(many.top, many.count);
    if (x_last - x_least >= rows_most || y_last - y_least >= rows_most) return false;
    words_ = static_cast<std::uint32_t>((few.size() + 63) / 64);
    x_from_ = x_least;
    y_from_ = y_least;
    const Axis x{x_.data(), words_, x_least, x_last - x_least + 1};
    const Axis y{y_.data(), words_, y_least, y_last - y_least + 1};
    x.clear();
    y.clear();
    for (std::uint32_t j = 0; j < few.size(); ++j) {
        const Rect& one = few[j];
        if (one.w <= 0 || one.h <= 0) continue;
        x.toggle(j, one.x - many.w + 1, one.right());
        y.toggle(j, one.y - many.h + 1, one.bottom());
    }
    x.run();
    y.run();
    return true;
}

}  // namespace engine
