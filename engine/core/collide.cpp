#include "engine/core/collide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace engine {

namespace {

// Eight numbers of 16 bits: one register on every processor that this is built for. Comparisons give -1 or 0 in each.
using Eight = std::int16_t __attribute__((vector_size(16)));

// The same register, for moving numbers within it.
using FourPairs = std::int32_t __attribute__((vector_size(16)));
using TwoWords = std::uint64_t __attribute__((vector_size(16)));

Eight load(const std::int16_t* from) {
    Eight eight;
    std::memcpy(&eight, from, sizeof(eight));
    return eight;
}

// A bit for each of sixteen comparisons.
std::uint64_t bits_of(Eight low, Eight high) {
#ifdef __SSE2__
    return static_cast<std::uint64_t>(_mm_movemask_epi8(_mm_packs_epi16(reinterpret_cast<__m128i>(low), reinterpret_cast<__m128i>(high))));
#else
    // Bytes of -1 or 0 to bits: each keeps another bit, and a product adds them up in the highest byte.
    using EightBytes = std::int8_t __attribute__((vector_size(8)));
    const auto bits = [](Eight eight) {
        const EightBytes narrow = __builtin_convertvector(eight, EightBytes);
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, &narrow, sizeof(bytes));
        return (bytes & 0x8040201008040201u) * 0x0101010101010101u >> 56;
    };
    return bits(low) | bits(high) << 8;
#endif
}

Eight least(Eight a, Eight b) { return a < b ? a : b; }
Eight most(Eight a, Eight b) { return a > b ? a : b; }

// The least (or the largest) of each of eight times eight numbers.
template <Eight (*choose)(Eight, Eight)>
Eight of_each(const std::array<Eight, 8>& v) {
    const auto by_one = [](Eight a, Eight b) {
        return choose(__builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11), __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15));
    };
    const auto by_two = [](Eight a, Eight b) {
        return choose(__builtin_shufflevector(a, b, 0, 1, 8, 9, 2, 3, 10, 11), __builtin_shufflevector(a, b, 4, 5, 12, 13, 6, 7, 14, 15));
    };
    const auto by_four = [](Eight a, Eight b) {
        return choose(__builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11), __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15));
    };
    return by_four(by_two(by_one(v[0], v[1]), by_one(v[2], v[3])), by_two(by_one(v[4], v[5]), by_one(v[6], v[7])));
}

// Where the corners of many that overlap one of the few lie: between these, all excluded. Each in all places.
struct Between {
    Eight left, right, top, bottom;

    // size_of_many: width, 0, height, 0 ...
    Between(const FewRects::Edges& edges, Eight size_of_many) {
        std::uint64_t four = 0;
        std::memcpy(&four, &edges, sizeof(four));
        const auto once = reinterpret_cast<Eight>(TwoWords{four, 0}) - size_of_many;
        const auto pairs = reinterpret_cast<FourPairs>(__builtin_shufflevector(once, once, 0, 8, 1, 9, 2, 10, 3, 11));
        left = reinterpret_cast<Eight>(__builtin_shufflevector(pairs, pairs, 0, 0, 0, 0));
        right = reinterpret_cast<Eight>(__builtin_shufflevector(pairs, pairs, 1, 1, 1, 1));
        top = reinterpret_cast<Eight>(__builtin_shufflevector(pairs, pairs, 2, 2, 2, 2));
        bottom = reinterpret_cast<Eight>(__builtin_shufflevector(pairs, pairs, 3, 3, 3, 3));
    }
    Eight contains(Eight x, Eight y) const { return (x > left) & (x < right) & (y > top) & (y < bottom); }
};

// The corners of a block.
struct Block {
    std::array<Eight, 8> x, y;
};

// Around each eight of a block's corners, which were often made one after the other and so lie close together.
struct Boxes {
    Eight left, right, top, bottom;

    explicit Boxes(const Block& block)
        : left(of_each<least>(block.x)), right(of_each<most>(block.x)), top(of_each<least>(block.y)), bottom(of_each<most>(block.y)) {}

    // Whether most are low against all of them together: then most of the few meet only one or two.
    bool tell_apart() const {
        std::array<std::int16_t, 8> from, to;
        std::memcpy(from.data(), &top, sizeof(top));
        std::memcpy(to.data(), &bottom, sizeof(bottom));
        int sum = 0;
        int lowest = to[0];
        int highest = from[0];
        for (std::size_t i = 0; i < 8; ++i) {
            sum += to[i] - from[i];
            lowest = std::max<int>(lowest, to[i]);
            highest = std::min<int>(highest, from[i]);
        }
        return sum < 3 * (lowest - highest);
    }
};

}  // namespace

int EqualRects::highest() const {
    Eight highest = load(top);
    for (std::uint32_t i = 8; i < count / 8 * 8; i += 8) highest = least(highest, load(top + i));
    std::array<std::int16_t, 8> each;
    std::memcpy(each.data(), &highest, sizeof(highest));
    std::int16_t found = top[0];
    for (std::uint32_t i = 0; i < std::min(count, 8u); ++i) found = std::min(found, each[i]);
    for (std::uint32_t i = count / 8 * 8; i < count; ++i) found = std::min(found, top[i]);
    return found;
}

namespace detail {

void FewInBlocks::forget_gone() {
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < count_; ++i) {
        edges_[kept] = edges_[i];
        numbers_[kept] = numbers_[i];
        kept += edges_[i].left < edges_[i].right ? 1 : 0;
    }
    count_ = kept;
}

void BlockHits::find(const EqualRects& many, std::uint32_t begin, std::uint32_t skipped, std::span<const FewRects::Edges> few) {
    const std::uint32_t size = std::min(many.count - begin, EqualRects::block);
    std::uint64_t counted = ~std::uint64_t{0} << skipped;
    if (size < EqualRects::block) counted &= (std::uint64_t{1} << size) - 1;
    const std::int16_t* const x = many.left + begin;
    const std::int16_t* const y = many.top + begin;
    const Eight size_of_many{static_cast<std::int16_t>(many.w), 0, static_cast<std::int16_t>(many.h)};
    const auto count_few = static_cast<std::uint32_t>(few.size());

    // Nothing here branches on what meets what: of that no processor can guess well.
    std::uint32_t found = 0;
    const auto compare = [&](auto sixteens) {
        for (std::uint32_t k = 0; k < count_few; ++k) {
            const Between area(few[k], size_of_many);
            std::uint64_t bits = 0;
            for (std::uint32_t s = 0; s < sixteens(); ++s) {
                std::array<Eight, 2> both;
                for (std::uint32_t half = 0; half < 2; ++half) {
                    const Eight at_x = load(x + s * 16 + half * 8);
                    const Eight at_y = load(y + s * 16 + half * 8);
                    both[half] = area.contains(at_x, at_y);
                }
                bits |= bits_of(both[0], both[1]) << (16 * s);
            }
            bits &= counted;
            places[found] = static_cast<std::uint16_t>(k);
            met[found] = bits;
            found += bits != 0 ? 1 : 0;
        }
    };
    if (size <= 16) {
        compare(std::integral_constant<std::uint32_t, 1>());
        count = found;
        return;
    }
    if (size <= 32) {
        compare(std::integral_constant<std::uint32_t, 2>());
        count = found;
        return;
    }
    Block block;
    for (std::uint32_t i = 0; i < 8; ++i) {
        block.x[i] = load(x + i * 8);
        block.y[i] = load(y + i * 8);
    }
    const Boxes boxes(block);
    if (!boxes.tell_apart()) {
        compare(std::integral_constant<std::uint32_t, 4>());
        count = found;
        return;
    }
    // First the boxes, then what is in those that are met.
    std::uint32_t near = 0;
    for (std::uint32_t k = 0; k < count_few; ++k) {
        const Between area(few[k], size_of_many);
        const Eight boxes_met =
            (boxes.right > area.left) & (boxes.left < area.right) & (boxes.bottom > area.top) & (boxes.top < area.bottom);
        const std::uint64_t bits = bits_of(boxes_met, Eight{});
        places[near] = static_cast<std::uint16_t>(k);
        met[near] = bits;
        near += bits != 0 ? 1 : 0;
    }
    for (std::uint32_t n = 0; n < near; ++n) {
        const Between area(few[places[n]], size_of_many);
        std::uint64_t bits = 0;
        for (std::uint64_t box = met[n]; box != 0; box &= box - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(box));
            bits |= bits_of(area.contains(block.x[i], block.y[i]), Eight{}) << (8 * i);
        }
        bits &= counted;
        places[found] = places[n];
        met[found] = bits;
        found += bits != 0 ? 1 : 0;
    }
    count = found;
}

}  // namespace detail

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

bool AxisSets::build(const EqualRects& many, const FewRects& few) {
    if (many.count == 0) return false;
    const auto [x_least, x_last] = spread(many.left, many.count);
    const auto [y_least, y_last] = spread(many.top, many.count);
    if (x_last - x_least >= rows_most || y_last - y_least >= rows_most) return false;
    words_ = (few.count + 63) / 64;
    x_from_ = x_least;
    y_from_ = y_least;
    const Axis x{x_.data(), words_, x_least, x_last - x_least + 1};
    const Axis y{y_.data(), words_, y_least, y_last - y_least + 1};
    x.clear();
    y.clear();
    for (std::uint32_t j = 0; j < few.count; ++j) {
        const FewRects::Edges& one = few.edges[j];
        if (one.left >= one.right) continue;
        x.toggle(j, one.left - many.w + 1, one.right);
        y.toggle(j, one.top - many.h + 1, one.bottom);
    }
    x.run();
    y.run();
    return true;
}

}  // namespace engine
