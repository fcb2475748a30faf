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

// Corners in a field, of one size.
struct Many {
    std::unique_ptr<CornerColumns<12'000>> columns = std::make_unique<CornerColumns<12'000>>();
    std::uint32_t count;
    int w, h;

    Many(Rng& rng, std::uint32_t n, int width, int height) : count(n), w(rng.between(1, 9)), h(rng.between(1, 17)) {
        for (std::uint32_t i = 0; i < n; ++i) {
            columns->left[i] = static_cast<std::int16_t>(rng.between(-20, width));
            columns->top[i] = static_cast<std::int16_t>(rng.between(-20, height));
        }
    }
    EqualRects rects() const { return columns->rects(count, w, h); }
};

std::vector<Rect> random_few(Rng& rng, std::uint32_t n, int width, int height) {
    std::vector<Rect> few(n);
    for (Rect& rect : few) {
        rect = {rng.between(-150, width + 50), rng.between(-300, height + 50), rng.between(1, 90), rng.between(1, 90)};
        if (rng.below(20) == 0) rect.w = 0;  // without area it overlaps nothing
        if (rng.below(20) == 0) rect.y -= 9000;
    }
    return few;
}

using Hits = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // (j, i): sorted by j, each j's in their order

// Each of the few is there for `lives` hits.
Hits plain_hits(const EqualRects& many, const std::vector<Rect>& few, int lives) {
    Hits hits;
    for (std::uint32_t j = 0; j < few.size(); ++j) {
        int left = lives;
        for (std::uint32_t i = 0; i < many.count && left > 0; ++i) {
            if (!overlap(many[i], few[j])) continue;
            hits.emplace_back(j, i);
            --left;
        }
    }
    return hits;
}

template <typename Method>
Hits hits_by(const std::vector<Rect>& few, int lives, Method method) {
    Hits hits;
    std::vector<int> left(few.size(), lives);
    method([&](std::uint32_t i, std::uint32_t j) {
        hits.emplace_back(j, i);
        return --left[j] > 0;
    });
    std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return hits;
}

// Sizes on both sides of every switch between methods.
TEST(GroupCollisions, AreThoseOfThePlainLoopAtEverySize) {
    Rng rng{4};
    std::size_t all = 0;
    for (const std::uint32_t n : {0u, 1u, 10u, 31u, 32u, 33u, 64u, 150u, 400u, 513u, 1000u, 3000u, 10'000u}) {
        for (const std::uint32_t m : {0u, 1u, 5u, 18u, 63u, 64u, 65u, 100u, 200u, 256u}) {
            for (const int lives : {1, 3, 1'000'000}) {
                if (n * m > 200'000 && lives > 3) continue;
                const Many many(rng, n, 480, rng.below(2) == 0 ? 700 : 60);
                const std::vector<Rect> few = random_few(rng, m, 480, 700);
                const Hits expected = plain_hits(many.rects(), few, lives);
                all += expected.size();
                ASSERT_EQ(hits_by(few, lives, [&](auto f) { each_hit(many.rects(), FewRects(few), f); }), expected) << n << " x " << m;
                if (n == 0) continue;
                const auto sets = std::make_unique<AxisSets>();
                ASSERT_TRUE(sets->build(many.rects(), FewRects(few)));
                ASSERT_EQ(hits_by(few, lives, [&](auto f) { detail::each_hit_by_sets(many.rects(), FewRects(few), *sets, f); }), expected)
                    << "by sets, " << n << " x " << m;
            }
        }
    }
    EXPECT_GT(all, 10'000u);
}

// Shots that were fired one after the other lie in narrow boxes, which are looked at first.
TEST(GroupCollisions, AreThoseOfThePlainLoopWhereShotsFollowEachOther) {
    Rng rng{5};
    std::size_t all = 0;
    for (int round = 0; round < 300; ++round) {
        Many many(rng, 20 + rng.below(200), 480, 700);
        int x = rng.between(0, 470);
        for (std::uint32_t i = 0; i < many.count; ++i) {
            x += rng.between(-4, 4);
            many.columns->left[i] = static_cast<std::int16_t>(x);
            many.columns->top[i] = static_cast<std::int16_t>(static_cast<int>(i) * 690 / static_cast<int>(many.count) + rng.between(-9, 9));
        }
        const std::vector<Rect> few = random_few(rng, 40, 480, 700);
        for (const int lives : {1, 1'000'000}) {
            const Hits expected = plain_hits(many.rects(), few, lives);
            all += expected.size();
            ASSERT_EQ(hits_by(few, lives, [&](auto f) { each_hit(many.rects(), FewRects(few), f); }), expected) << "round " << round;
        }
    }
    EXPECT_GT(all, 5'000u);
}

TEST(GroupCollisions, HoldAtTheEdgesOfSixteenBits) {
    CornerColumns<2> corners;
    corners.left[0] = corners.top[0] = -32768;
    corners.left[1] = corners.top[1] = 32766;
    const EqualRects far = corners.rects(2, 1, 1);
    const auto hit_by = [&](const Rect& one) {
        std::vector<std::uint32_t> hit;
        each_hit(far, FewRects({&one, 1}), [&](std::uint32_t i, std::uint32_t) {
            hit.push_back(i);
            return true;
        });
        return hit;
    };
    EXPECT_EQ(hit_by({-32767, -32767, 1, 1}), std::vector<std::uint32_t>{});
    EXPECT_EQ(hit_by({-32767, -32767, 65534, 65534}), std::vector<std::uint32_t>{1});
    EXPECT_EQ(hit_by({32766, 32766, 1, 1}), std::vector<std::uint32_t>{1});
    const auto sets = std::make_unique<AxisSets>();
    const std::array<Rect, 1> one = {Rect{0, 0, 1, 1}};
    EXPECT_FALSE(sets->build(far, FewRects(one))) << "too far apart for rows";
}

}  // namespace
}  // namespace engine
