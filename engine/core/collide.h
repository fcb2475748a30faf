// Which of many equal rectangles (shots) overlap which of a few others (planes): exact, as overlap() in rect.h, and fast from ten of them
// to tens of thousands. Rules gather columns on the stack and ask for hits.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "engine/core/rect.h"

namespace engine {

// The left top corners of equal rectangles. Every edge must lie in -32768 ... 32767, and be so for `few` of each_hit as well. Columns can
// be read up to the next multiple of `block` places; what stands there beyond count changes nothing.
struct EqualRects {
    static constexpr std::uint32_t block = 64;
    const std::int16_t* left;
    const std::int16_t* top;
    std::uint32_t count;
    int w, h;  // px, at least 1

    Rect operator[](std::uint32_t i) const { return {left[i], top[i], w, h}; }
    // The least top; of at least one.
    int highest() const;
};

// Room for the columns of up to Capacity of them, uninitialised.
template <std::uint32_t Capacity>
struct CornerColumns {
    static constexpr std::uint32_t room = (Capacity + EqualRects::block - 1) / EqualRects::block * EqualRects::block;
    alignas(32) std::array<std::int16_t, room> left;
    alignas(32) std::array<std::int16_t, room> top;

    // The first `count` as rectangles of one size.
    EqualRects rects(std::uint32_t count, int w, int h) {
        // As the last: so what lies close together still does with the rest of its block.
        if (count > 0) {
            for (std::uint32_t i = count; i % EqualRects::block != 0; ++i) {
                left[i] = left[count - 1];
                top[i] = top[count - 1];
            }
        }
        return {left.data(), top.data(), count, w, h};
    }
};

// The few of a tick, in 16 bits; rectangles without area overlap nothing. Uninitialised beyond count.
struct FewRects {
    static constexpr std::uint32_t most = 256;
    // Of both axes the first pixel and the one behind the last.
    struct Edges {
        std::int16_t left, right, top, bottom;
    };

    std::uint32_t count = 0;
    std::array<Edges, most> edges;

    FewRects() {}  // NOLINT(modernize-use-equals-default): that would set all of it to 0
    explicit FewRects(std::span<const Rect> rects) {
        for (const Rect& rect : rects) add(rect);
    }
    void add(const Rect& one) {  // at most `most` of them
        edges[count++] = one.w > 0 && one.h > 0 ? Edges{static_cast<std::int16_t>(one.x), static_cast<std::int16_t>(one.right()),
                                                        static_cast<std::int16_t>(one.y), static_cast<std::int16_t>(one.bottom())}
                                                : nowhere;
    }
    static constexpr Edges nowhere{32767, -32768, 32767, -32768};
};

// For every integer x, and every y, the set of the `few` that a rectangle there would overlap on that axis: whom one meets is the
// intersection of two sets. Made by toggling two bits for each of the few and one running xor over the rows.
class AxisSets {
  public:
    static constexpr int rows_most = 1024;  // px that the corners of `many` spread over, on either axis

    // False where the corners spread too far.
    bool build(const EqualRects& many, const FewRects& few);

    std::uint32_t words() const { return words_; }
    const std::uint64_t* at_x(int left) const { return &x_[static_cast<std::size_t>(left - x_from_) * words_]; }
    const std::uint64_t* at_y(int top) const { return &y_[static_cast<std::size_t>(top - y_from_) * words_]; }

  private:
    static constexpr std::size_t room = (rows_most + 1) * (FewRects::most / 64);
    std::uint32_t words_ = 0;  // 64 of the few in each
    int x_from_ = 0, y_from_ = 0;
    std::array<std::uint64_t, room> x_, y_;
};

namespace detail {

// What sets cost, in comparisons of one of many with one of few (0.1 ns): measured, so that the faster of two exact methods is chosen
// (`wingmate-headless bench hits`).
constexpr std::uint64_t sets_build_cost = 22'000;  // and for each of few:
constexpr std::uint64_t sets_build_cost_each = 40;
constexpr std::uint64_t sets_query_cost = 24;  // for each of many

// Who of the few meets any of a block. Uninitialised beyond count.
struct BlockHits {
    std::uint32_t count = 0;
    std::array<std::uint16_t, FewRects::most> places;  // among the few
    std::array<std::uint64_t, FewRects::most> met;     // bit i: place begin + i of many

    BlockHits() {}  // NOLINT(modernize-use-equals-default): that would set all of it to 0
    // The block begins at place `begin`, and its first `skipped` are left out.
    void find(const EqualRects& many, std::uint32_t begin, std::uint32_t skipped, std::span<const FewRects::Edges> few);

    // Calls f(i, place), and gone(place) where that returned false.
    template <typename F, typename Gone>
    void each(std::uint32_t begin, F f, Gone gone) const {
        for (std::uint32_t k = 0; k < count; ++k) {
            for (std::uint64_t bits = met[k]; bits != 0; bits &= bits - 1) {
                if (f(begin + static_cast<std::uint32_t>(std::countr_zero(bits)), places[k])) continue;
                gone(places[k]);
                break;
            }
        }
    }
};

// Some of the few, compared with a block of `many` at a time.
class FewInBlocks {
  public:
    explicit FewInBlocks(const EqualRects& many) : many_(many) {}
    void add(const FewRects::Edges& edges, std::uint32_t number) {
        edges_[count_] = edges;
        numbers_[count_++] = static_cast<std::uint16_t>(number);
    }

    // As each_hit, from place `from` of many on.
    template <typename F>
    void each_hit_from(std::uint32_t from, F& f) {
        BlockHits hits;
        for (std::uint32_t begin = from / EqualRects::block * EqualRects::block; begin < many_.count && count_ > 0;
             begin += EqualRects::block) {
            hits.find(many_, begin, std::max(from, begin) - begin, {edges_.data(), count_});
            bool any_gone = false;
            hits.each(
                begin, [&](std::uint32_t i, std::uint32_t place) { return f(i, numbers_[place]); },
                [&](std::uint32_t place) {
                    edges_[place] = FewRects::nowhere;
                    any_gone = true;
                });
            if (any_gone) forget_gone();
        }
    }

  private:
    void forget_gone();

    const EqualRects& many_;
    std::uint32_t count_ = 0;
    std::array<FewRects::Edges, FewRects::most> edges_;
    std::array<std::uint16_t, FewRects::most> numbers_;
};

template <typename F>
void each_hit_by_blocks(const EqualRects& many, const FewRects& few, F& f) {
    if (many.count <= EqualRects::block) {
        if (many.count == 0) return;
        BlockHits hits;
        hits.find(many, 0, 0, {few.edges.data(), few.count});
        hits.each(
            0, [&](std::uint32_t i, std::uint32_t place) { return f(i, place); }, [](std::uint32_t) {});
        return;
    }
    FewInBlocks all(many);
    for (std::uint32_t j = 0; j < few.count; ++j) all.add(few.edges[j], j);
    all.each_hit_from(0, f);
}

template <typename F>
void each_hit_by_sets(const EqualRects& many, const FewRects& few, const AxisSets& sets, F& f) {
    std::array<std::uint64_t, FewRects::most / 64> there{};
    for (std::uint32_t j = 0; j < few.count; ++j) there[j / 64] |= std::uint64_t{1} << (j % 64);
    std::uint32_t left_over = few.count;
    const std::uint32_t words = sets.words();
    for (std::uint32_t i = 0; i < many.count; ++i) {
        // Once few are left, going through the rest for each of them is faster.
        if (i % 512 == 0 && left_over < sets_query_cost) {
            FewInBlocks rest(many);
            for (std::uint32_t j = 0; j < few.count; ++j) {
                if ((there[j / 64] >> (j % 64) & 1) != 0) rest.add(few.edges[j], j);
            }
            rest.each_hit_from(i, f);
            return;
        }
        const std::uint64_t* const x = sets.at_x(many.left[i]);
        const std::uint64_t* const y = sets.at_y(many.top[i]);
        for (std::uint32_t word = 0; word < words; ++word) {
            for (std::uint64_t met = x[word] & y[word] & there[word]; met != 0; met &= met - 1) {
                const auto j = word * 64 + static_cast<std::uint32_t>(std::countr_zero(met));
                if (f(i, j)) continue;
                there[word] &= ~(std::uint64_t{1} << (j % 64));
                --left_over;
            }
        }
    }
}

}  // namespace detail

// Calls f(i, j) where many[i] overlaps few j. For each j in ascending order of i, until f returns false: then j is no longer there, and an
// earlier shot has taken the plane from later ones. In which order the j come is left open.
template <typename F>
void each_hit(const EqualRects& many, const FewRects& few, F f) {
    const std::uint64_t one_by_one = std::uint64_t{many.count} * few.count;
    if (one_by_one > detail::sets_build_cost + detail::sets_build_cost_each * few.count + detail::sets_query_cost * many.count) {
        AxisSets sets;
        if (sets.build(many, few)) {
            detail::each_hit_by_sets(many, few, sets, f);
            return;
        }
    }
    detail::each_hit_by_blocks(many, few, f);
}

}  // namespace engine
