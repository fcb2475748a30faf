// Pictures before they are textures: shrunk, grown, given an edge.
#include "engine/platform/picture.h"

#include <gtest/gtest.h>

#include "tests/platform/tiny_art.h"

namespace {

using engine::Picture;
using tiny::at;

TEST(Rescale, IsTheMeanOfWhatAPixelCovers) {
    Picture p(2, 2);
    p.px = {0xFF000000, 0xFFFFFFFF, 0xFFFFFFFF, 0xFF000000};
    EXPECT_EQ(engine::rescaled(p, 1, 1).px[0], 0xFF808080);
}

TEST(Rescale, WeighsColoursByTheirAlpha) {
    Picture p(2, 1);
    p.px = {0xFFFF0000, 0x0000FF00};  // clear green does not count
    EXPECT_EQ(engine::rescaled(p, 1, 1).px[0], 0x80FF0000);
}

TEST(Rescale, KeepsAnEvenAreaEvenAtEverySize) {
    Picture p(32, 16);
    tiny::fill(p, {0, 0, 32, 16}, 0xC0123456);
    for (int n = 1; n <= 80; ++n)
        for (const std::uint32_t px : engine::rescaled(p, n, n).px) ASSERT_EQ(px, 0xC0123456) << n;
}

TEST(Rescale, LetsNothingInFromOutside) {
    Picture p(48, 16);
    tiny::fill(p, {0, 0, 48, 16}, tiny::red);
    tiny::fill(p, {16, 0, 16, 16}, tiny::green);
    for (int n = 1; n <= 40; ++n) {
        Picture result(n, n);
        engine::rescale(p, {16, 0, 16, 16}, result, {0, 0, n, n});
        for (const std::uint32_t px : result.px) ASSERT_EQ(px, tiny::green) << n;
    }
}

TEST(Rescale, OfTheSameSizeIsACopy) {
    Picture p(7, 5);
    for (std::size_t i = 0; i < p.px.size(); ++i) p.px[i] = static_cast<std::uint32_t>(i * 2654435761U);
    EXPECT_EQ(engine::rescaled(p, 7, 5).px, p.px);
}

TEST(Edges, GoToAndFroOverTheBand) {
    Picture p(4, 1);
    p.px = {1, 2, 3, 4};
    const Picture wide = engine::with_edge(p, 5, 0, 2);
    EXPECT_EQ(wide.px, (std::vector<std::uint32_t>{1, 1, 2, 2, 1, 1, 2, 3, 4, 4, 3, 3, 4, 4}));
    const Picture tall = engine::with_edge(p, 0, 2, 24);
    EXPECT_EQ(tall.h, 5);
    EXPECT_EQ(at(tall, 3, 0), 4U);
}

TEST(SeenArea, IsTheSmallestWithEverythingInIt) {
    Picture p(20, 20);
    EXPECT_EQ(engine::seen_area(p, {0, 0, 20, 20}).w, 0);
    p.row(4)[6] = 0x80FFFFFF;
    p.row(9)[3] = 0xFF000000;
    p.row(15)[18] = 0x01FFFFFF;  // too faint to be seen
    const SDL_Rect area = engine::seen_area(p, {0, 0, 20, 20});
    EXPECT_EQ(area.x, 3);
    EXPECT_EQ(area.y, 4);
    EXPECT_EQ(area.w, 4);
    EXPECT_EQ(area.h, 6);
}

TEST(Bleeding, GivesClearNeighboursTheColourAndNoAlpha) {
    Picture p(4, 1);
    p.px = {0, 0, 0xFF102030, 0};
    engine::bleed(p, {0, 0, 4, 1});
    EXPECT_EQ(p.px, (std::vector<std::uint32_t>{0, 0x00102030, 0xFF102030, 0x00102030}));
}

TEST(Loading, OfWhatIsNoPictureGivesNothing) {
    const tiny::Folder folder;
    tiny::write(folder.path / "a.png", "no picture");
    EXPECT_FALSE(engine::load_picture(folder.path / "a.png").has_value());
    EXPECT_FALSE(engine::load_picture(folder.path / "none.png").has_value());
}

}  // namespace
