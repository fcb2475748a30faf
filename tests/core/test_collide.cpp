// Rectangles overlap as pygame's do; groups of them are compared exactly, against a plain reference.
#include "engine/core/collide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "engine/core/rng.h"

namespace engine {
namespace {

TEST(Rects, OverlapWhereTheyShareArea) {
    const Rect r{10, 10, 20, 20};
    EXPECT_TRUE(overlap(r, r));
    EXPECT_TRUE(overlap(r, {29, 29, 1, 1}));
    EXPECT_TRUE(overlap(r, {0, 0, 11, 11}));
    EXPECT_TRUE(overlap(r, {15, 15, 2, 2}));
    EXPECT_TRUE(overlap({-5, -5, 10, 10}, {-1, -1, 1, 1}));
}

TEST(Rects, ThatOnlyTouchDoNotOverlap) {
    const Rect r{10, 10, 20, 20};
    EXPECT_FALSE(overlap(r, {30, 10, 5, 20}));
    EXPECT_FALSE(overlap(r, {5, 10, 5, 20}));
    EXPECT_FALSE(overlap(r, {10, 30, 20, 5}));
    EXPECT_FALSE(overlap(r, {10, 5, 20, 5}));
    EXPECT_FALSE(overlap(r, {30, 30, 5, 5}));
}

TEST(Rects, WithoutAreaOverlapNothing) {
    const Rect r{10, 10, 20, 20};
    EXPECT_FALSE(overlap(r, {15, 15, 0, 5}));
    EXPECT_FALSE(overlap({15, 15, 5, 0}, r));
    EXPECT_FALSE(overlap({15, 15, 0, 0}, {15, 15, 0, 0}));
}

TEST(Rects, HaveTheirCentreWithHalfTheWidthRoundedDown) {
    EXPECT_EQ(x_of_centre(240, 102), 189);
    EXPECT_EQ(x_of_centre(100, 5), 98);
}

// Pixel by pixel: the meaning of overlapping.
bool share_a_pixel(const Rect& a, const Rect& b) {
    for (int y = a.y; y < a.bottom(); ++y) {
        for (int x = a.x; x < a.right(); ++x) {
            if (x >= b.x && x < b.right() && y >= b.y && y < b.bottom()) return true;
        }
    }
    return false;
}

Rect random_rect(Rng& rng, int field, int size_least, int size_most) {
    Rect rect;
    rect.x = rng.between(-field, field);
    rect.y = rng.between(-field, field);
    rect.w = rng.between(size_least, size_most);
    rect.h = rng.between(size_least, size_most);
    return rect;
}

TEST(Rects, OverlapExactlyWhereTheyShareAPixel) {
    Rng rng{3};
    for (int i = 0; i < 20'000; ++i) {
        const Rect a = random_rect(rng, 6, 0, 5);
        const Rect b = random_rect(rng, 6, 0, 5);
        ASSERT_EQ(overlap(a, b), share_a_pixel(a, b)) << a.x << " " << a.y << " " << a.w << " " << a.h << " / " << b.x << " " << b.y;
    }
}

template <std::uint32_t Capacity>
std::unique_ptr<RectColumns<Capacity>> columns(const std::vector<Rect>& rects) {
    auto made = std::make_unique<RectColumns<Capacity>>();
    for (const Rect& rect : rects) made->add(rect);
    return made;
}

TEST(GroupCollisions, MarkExactlyThoseThatOverlapAny) {
    Rng rng{4};
    int marked = 0;
    int unmarked = 0;
    for (int round = 0; round < 400; ++round) {
        // Few places and small sizes, so that edges touch often; sometimes none at all.
        const int field = rng.between(5, 120);
        std::vector<Rect> many(rng.below(90));
        std::vector<Rect> few(rng.below(30));
        for (Rect& rect : many) rect = random_rect(rng, field, 1, 9);
        for (Rect& rect : few) rect = random_rect(rng, field, 1, 20);
        std::vector<std::uint16_t> marks(many.size() + 1, 7);
        const auto many_columns = columns<96>(many);
        const auto few_columns = columns<32>(few);
        const bool any = mark_overlaps(*many_columns, *few_columns, marks.data());
        bool any_expected = false;
        for (std::size_t i = 0; i < many.size(); ++i) {
            const bool expected = std::any_of(few.begin(), few.end(), [&](const Rect& rect) { return overlap(many[i], rect); });
            ASSERT_EQ(marks[i], expected ? 1 : 0) << "round " << round << " rectangle " << i;
            any_expected |= expected;
            ++(expected ? marked : unmarked);
        }
        ASSERT_EQ(any, any_expected);
        ASSERT_EQ(marks[many.size()], 7) << "written beyond the end";
    }
    EXPECT_GT(marked, 1000);
    EXPECT_GT(unmarked, 1000);
}

TEST(GroupCollisions, FindTheNextThatOverlapsInOrder) {
    Rng rng{5};
    for (int round = 0; round < 400; ++round) {
        std::vector<Rect> many(rng.below(60));
        for (Rect& rect : many) rect = random_rect(rng, 25, 1, 12);
        const Rect one = random_rect(rng, 25, 0, 12);
        const auto many_columns = columns<64>(many);
        std::vector<std::uint32_t> found;
        for (std::uint32_t i = next_overlap(one, *many_columns, 0); i < many.size(); i = next_overlap(one, *many_columns, i + 1))
            found.push_back(i);
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < many.size(); ++i) {
            if (overlap(one, many[i])) expected.push_back(i);
        }
        ASSERT_EQ(found, expected) << "round " << round;
    }
}

TEST(GroupCollisions, HoldAtTheEdgesOfSixteenBits) {
    const auto far = columns<4>({{-32768, -32768, 1, 1}, {32766, 32766, 1, 1}});
    std::array<std::uint16_t, 2> marks{};
    EXPECT_TRUE(mark_overlaps(*far, *far, marks.data()));
    EXPECT_EQ(marks, (std::array<std::uint16_t, 2>{1, 1}));
    EXPECT_EQ(next_overlap({-32768, -32768, 1, 1}, *far, 0), 0u);
    EXPECT_EQ(next_overlap({32766, 32766, 1, 1}, *far, 0), 1u);
}

}  // namespace
}  // namespace engine
