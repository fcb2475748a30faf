// What is around a page when the window is larger: the desk on which it lies.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "engine/platform/picture.h"

namespace {

using engine::on_ground;
using engine::Picture;

// Ground of w x h whose pixel at (x, y) is 100 y + x + 1, and a page of zeros.
Picture ground(int w, int h) {
    Picture p(w, h);
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) p.row(y)[x] = static_cast<std::uint32_t>(100 * y + x + 1);
    return p;
}

TEST(PageOnItsGround, ShowsTheGroundWhereThePageLiesOnIt) {
    const Picture all = on_ground(Picture(2, 1), ground(6, 5), 2, 2, 1, 2, 1);
    ASSERT_EQ(all.w, 4);
    ASSERT_EQ(all.h, 5);
    EXPECT_EQ(all.px, (std::vector<std::uint32_t>{2, 3, 4, 5, 102, 103, 104, 105, 202, 0, 0, 205, 302, 303, 304, 305, 402, 403, 404, 405}));
}

TEST(PageOnItsGround, CarriesTheGroundsEdgeOnWhereItEnds) {
    const Picture all = on_ground(Picture(2, 1), ground(4, 1), 1, 0, 3, 0, 1);
    EXPECT_EQ(all.px, (std::vector<std::uint32_t>{1, 1, 1, 0, 0, 4, 4, 4}));
    const Picture uneven = on_ground(Picture(1, 1), ground(4, 1), 0, 0, 2, 1, 2);
    EXPECT_EQ(uneven.w, 5);
    EXPECT_EQ(uneven.h, 3);
    EXPECT_EQ(std::vector<std::uint32_t>(uneven.row(1), uneven.row(1) + 5), (std::vector<std::uint32_t>{2, 1, 0, 2, 3}));
}

TEST(PageOnItsGround, WithoutAnEdgeIsThePage) {
    const Picture all = on_ground(ground(3, 2), ground(9, 9), 4, 4, 0, 0, 1);
    EXPECT_EQ(all.px, ground(3, 2).px);
}

TEST(PageOnItsGround, NeedsTheGroundScaledOnlyAroundThePage) {
    const Picture half = engine::rescaled(ground(20, 12), 10, 6);
    const Picture frame = engine::rescaled_around(ground(20, 12), 10, 6, {3, 2, 4, 2}, 2, 1);
    ASSERT_EQ(frame.w, 10);
    ASSERT_EQ(frame.h, 6);
    for (int y = 0; y < 6; ++y)
        for (int x = 0; x < 10; ++x) {
            const bool is_frame = x >= 1 && x < 9 && y >= 1 && y < 5 && !(x >= 3 && x < 7 && y >= 2 && y < 4);
            EXPECT_EQ(frame.row(y)[x], is_frame ? half.row(y)[x] : 0U) << x << " " << y;
        }
    const Picture whole = engine::rescaled_around(ground(20, 12), 10, 6, {3, 2, 4, 2}, 99, 99);
    EXPECT_EQ(whole.row(0)[0], half.row(0)[0]);
    EXPECT_EQ(whole.row(5)[9], half.row(5)[9]);
}

}  // namespace
