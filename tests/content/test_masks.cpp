// Masks overlap where a solid pixel lies on a solid pixel, and nowhere else.
#include <gtest/gtest.h>

#include "engine/core/rng.h"
#include "game/content/mask.h"
#include "tests/support/worlds.h"

namespace game {
namespace {

Mask random_mask(engine::Rng& rng, int w, int h, std::uint32_t percent) {
    Mask mask;
    mask.w = w;
    mask.h = h;
    mask.words = (w + 63) / 64;
    mask.bits.assign(static_cast<std::size_t>(mask.words) * static_cast<std::size_t>(h), 0);
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            if (rng.below(100) < percent)
                mask.bits[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.words) + static_cast<std::size_t>(x / 64)] |=
                    std::uint64_t{1} << (x % 64);
        }
    }
    return mask;
}

bool pixel_by_pixel(const Mask& a, int ax, int ay, const Mask& b, int bx, int by) {
    for (int y = 0; y < a.h; ++y) {
        for (int x = 0; x < a.w; ++x) {
            const int u = x + ax - bx;
            const int v = y + ay - by;
            if (a.solid(x, y) && u >= 0 && v >= 0 && u < b.w && v < b.h && b.solid(u, v)) return true;
        }
    }
    return false;
}

TEST(Masks, OverlapExactlyWherePixelsDo) {
    engine::Rng rng{1};
    int overlapping = 0;
    for (int round = 0; round < 3000; ++round) {
        const int w = rng.between(1, 170);
        const int h = rng.between(1, 12);
        const Mask a = random_mask(rng, w, h, 12);
        const int w2 = rng.between(1, 140);
        const int h2 = rng.between(1, 12);
        const Mask b = random_mask(rng, w2, h2, 25);
        const int ax = rng.between(-50, 50);
        const int ay = rng.between(-8, 8);
        const int bx = rng.between(-150, 150);
        const int by = rng.between(-14, 14);
        const bool expected = pixel_by_pixel(a, ax, ay, b, bx, by);
        overlapping += expected ? 1 : 0;
        ASSERT_EQ(masks_overlap(a, ax, ay, b, bx, by), expected) << "round " << round;
        ASSERT_EQ(masks_overlap(b, bx, by, a, ax, ay), expected) << "round " << round;
    }
    EXPECT_GT(overlapping, 300);
    EXPECT_LT(overlapping, 2700);
}

TEST(Masks, AreCoveredByTwoRectanglesWithAllTheirPixels) {
    engine::Rng rng{2};
    for (int round = 0; round < 60; ++round) {
        const int w = rng.between(1, 90);
        const int h = rng.between(1, 60);
        const Mask mask = random_mask(rng, w, h, round % 3 == 0 ? 1 : 30);
        const auto cover = cover_of(mask);
        const auto holds = [](const engine::Rect& rect, int x, int y) {
            return x >= rect.x && x < rect.right() && y >= rect.y && y < rect.bottom();
        };
        for (int y = 0; y < h; ++y) {
            for (int x = 0; x < w; ++x) {
                if (mask.solid(x, y)) {
                    ASSERT_TRUE(holds(cover[0], x, y) || holds(cover[1], x, y)) << "round " << round;
                }
            }
        }
    }
}

TEST(Masks, OfPlanesAreCoveredMoreTightlyThanByTheirRectangle) {
    const Mask& hero = testing::shipped("classic").mode.hero.mask;
    const int covered = hero.cover[0].w * hero.cover[0].h + hero.cover[1].w * hero.cover[1].h;
    EXPECT_LT(covered, hero.w * hero.h * 9 / 10);
}

}  // namespace
}  // namespace game
