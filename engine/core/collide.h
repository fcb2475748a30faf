// Which of many equal rectangles (shots) overlap which of a few others (planes): exact, as overlap() in rect.h, and fast from ten of them
// to tens of thousands. Rules gather columns on the stack and ask for hits.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "engine/core/rect.h"

namespace engine {

// The left top corners of equal rectangles. Every edge must lie in -32768 ... 32767, and be so for `few` of each_hit as well. Columns can
// be read up to the next multiple of `block` places; what stands there beyond count changes nothing.
struct EqualRects {
    static constexpr std::uint32_t block = 32;
    const std::int16_t* left;
    const std::int16_t* top;
    std::uint32_t count;
    int w, h;  // px, at least 1

    Rect operator[](std::uint32_t i) const { return {left[i], top[i], w, h}; }
};

// Room for the columns of up to Capacity of them, uninitialised.
template <std::uint32_t Capacity>
struct CornerColumns {
    static constexpr std::uint32_t room = (Capacity + EqualRects::block - 1) / EqualRects::block * EqualRects::block;
    alignas(32) std::array<std::int16_t, room> left;
    alignas(32) std::array<std::int16_t, room> top;

    // The first `count` as rectangles of one size.
    EqualRects rects(std::uint32_t count, int w, int h) {
        for (std::uint32_t i = count; i % EqualRects::block != 0; ++i) left[i] = top[i] = 0;
        return {left.data(), top.data(), count, w, h};
    }
};

// The first of `many` from place `from` on that overlaps `one`; many.count where there is none.
std::uint32_t next_overlap(const Rect& one, const EqualRects& many, std::uint32_t from);

// For every integer x, and every y, the set of the `few` that a rectangle there would overlap on that axis: whom one meets is the
// intersection of two sets. Made by toggling two bits for each of the few and one running xor over the rows.
class AxisSets {
  public:
    static constexpr std::uint32_t few_most = 256;
    static constexpr int rows_most = 1024;  // px that the corners of `many` spread over, on either axis

    // False where there are too many of the few, or the corners spread too far. Rectangles without area are in no set.
    bool build(const EqualRects& many, std::span<const Rect> few);

    std::uint32_t words() const { return words_; }
    const std::uint64_t* at_x(int left) const { return &x_[static_cast<std::size_t>(left - x_from_) * words_]; }
    const std::uint64_t* at_y(int top) const { return &y_[static_cast<std::size_t>(top - y_from_) * words_]; }

  private:
    static constexpr std::size_t room = (rows_most + 1) * (few_most / 64);
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

template <typename F>
void each_hit_by_one(const EqualRects& many, const Rect& one, std::uint32_t j, std::uint32_t from, F& f) {
    for (std::uint32_t i = next_overlap(one, many, from); i < many.count; i = next_overlap(one, many, i + 1)) {
        if (!f(i, j)) return;
    }
}

template <typename F>
void each_hit_by_sets(const EqualRects& many, std::span<const Rect> few, const AxisSets& sets, F& f) {
    std::array<std::uint64_t, AxisSets::few_most / 64> there{};
    for (std::uint32_t j = 0; j < few.size(); ++j) there[j / 64] |= std::uint64_t{1} << (j % 64);
    std::uint32_t left_over = static_cast<std::uint32_t>(few.size());
    const std::uint32_t words = sets.words();
    for (std::uint32_t i = 0; i < many.count; ++i) {
        // Once few are left, going through the rest for each of them is faster.
        if (i % 512 == 0 && left_over < sets_query_cost) {
            for (std::uint32_t j = 0; j < few.size(); ++j) {
                if ((there[j / 64] >> (j % 64) & 1) != 0) each_hit_by_one(many, few[j], j, i, f);
            }
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

// Calls f(i, j) where many[i] overlaps few[j]. For each j in ascending order of i, until f returns false: then j is no longer there, and an
// earlier shot has taken the plane from later ones. In which order the j come is left open.
template <typename F>
void each_hit(const EqualRects& many, std::span<const Rect> few, F f) {
    const std::uint64_t one_by_one = std::uint64_t{many.count} * few.size();
    if (one_by_one > detail::sets_build_cost + detail::sets_build_cost_each * few.size() + detail::sets_query_cost * many.count) {
        AxisSets sets;
        if (sets.build(many, few)) {
            detail::each_hit_by_sets(many, few, sets, f);
            return;
        }
    }
    for (std::uint32_t j = 0; j < few.size(); ++j) detail::each_hit_by_one(many, few[j], j, 0, f);
}

}  // namespace engine
