// Every drawing call of the canvas, looked at pixel by pixel.
#include "engine/platform/canvas.h"

#include <gtest/gtest.h>

#include <optional>

#include "engine/core/error.h"
#include "engine/platform/window.h"
#include "tests/platform/tiny_art.h"

namespace {

using engine::Canvas;
using engine::Colour;
using engine::Picture;
using tiny::at;

class Drawing : public testing::Test {
  protected:
    void SetUp() override {
        tiny::use_dummy_drivers();
        tiny::write_art(folder.path / "art");
        window.emplace(engine::WindowSetup{"test", 320, 320, false, false, {}});
        canvas.emplace(*window, folder.path / "art");
    }
    void start(float scale, float left = 0, float top = 0) {
        canvas->begin(Colour{255, 255, 255});
        canvas->set_view({scale, left, top});
    }
    Picture picture() {
        EXPECT_TRUE(canvas->capture(folder.path / "picture.png"));
        canvas->end();
        std::optional<Picture> read = engine::load_picture(folder.path / "picture.png");
        EXPECT_TRUE(read.has_value());
        return read ? *std::move(read) : Picture(320, 320);
    }
    // The rectangle in which a colour was drawn: x, y, w, h.
    static SDL_Rect area_of(const Picture& picture, std::uint32_t argb) {
        int left = picture.w, right = -1, top = picture.h, bottom = -1;
        for (int y = 0; y < picture.h; ++y)
            for (int x = 0; x < picture.w; ++x)
                if (picture.row(y)[x] == argb)
                    left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
        return right < 0 ? SDL_Rect{0, 0, 0, 0} : SDL_Rect{left, top, right - left + 1, bottom - top + 1};
    }
    static testing::AssertionResult is(const SDL_Rect& r, int x, int y, int w, int h) {
        if (r.x == x && r.y == y && r.w == w && r.h == h) return testing::AssertionSuccess();
        return testing::AssertionFailure() << r.x << " " << r.y << " " << r.w << " " << r.h << ", not " << x << " " << y << " " << w << " "
                                           << h;
    }

    tiny::Folder folder;
    std::optional<engine::Window> window;
    std::optional<Canvas> canvas;
};

TEST_F(Drawing, PutsTheNominalCornerWhereItIsAsked) {
    start(1);
    canvas->sprite(canvas->find("block"), 100, 50);
    EXPECT_TRUE(is(area_of(picture(), tiny::red), 100, 50, 8, 8));
}

TEST_F(Drawing, ScalesToExactCellsAtEveryEighth) {
    for (int eighths = 4; eighths <= 24; ++eighths) {
        const float scale = static_cast<float>(eighths) / 8;
        start(scale, 10, 20);
        canvas->sprite(canvas->find("frame"), 8, 16);
        const SDL_Rect area = area_of(picture(), tiny::blue);
        EXPECT_TRUE(is(area, 10 + eighths, 20 + 2 * eighths, 2 * eighths, 2 * eighths)) << scale;
    }
}

TEST_F(Drawing, StretchesAtScalesThatAreNoEighth) {
    start(1.3F);
    canvas->sprite_sized(canvas->find("block"), {100, 100, 80, 80});
    const SDL_Rect area = area_of(picture(), tiny::red);
    EXPECT_NEAR(area.x, 130, 2);
    EXPECT_NEAR(area.w, 104, 4);
}

TEST_F(Drawing, KeepsSpritesOnWholePixels) {
    start(1);
    canvas->sprite(canvas->find("block"), 100.4F, 50.6F);
    EXPECT_TRUE(is(area_of(picture(), tiny::red), 100, 51, 8, 8));
}

TEST_F(Drawing, FadesByAlpha) {
    start(1);
    canvas->sprite(canvas->find("block"), 0, 0, 128);
    canvas->sprite(canvas->find("block"), 20, 0, 0);
    canvas->sprite(canvas->find("block"), 40, 0);
    const Picture p = picture();
    EXPECT_NEAR(static_cast<int>((at(p, 4, 4) >> 8U) & 255U), 127, 2);
    EXPECT_EQ(at(p, 24, 4), tiny::white);
    EXPECT_EQ(at(p, 44, 4), tiny::red);
}

TEST_F(Drawing, FlatSpritesAreOneColourInTheSpritesShape) {
    start(1);
    canvas->sprite_flat(canvas->find("block"), 100, 50, Colour{0, 0, 255, 255});
    const Picture p = picture();
    EXPECT_TRUE(is(area_of(p, tiny::blue), 100, 50, 8, 8));
    EXPECT_EQ(area_of(p, tiny::red).w, 0);
}

TEST_F(Drawing, SizedSpritesFillTheirRectangle) {
    start(2);
    canvas->sprite_sized(canvas->find("block"), {10, 10, 24, 16});
    EXPECT_TRUE(is(area_of(picture(), tiny::red), 20, 20, 48, 32));
}

TEST_F(Drawing, TurnsSpritesAboutTheirMiddle) {
    start(1);
    canvas->sprite_sized(canvas->find("block"), {40, 40, 40, 20}, 255, 90);
    const SDL_Rect area = area_of(picture(), tiny::red);
    EXPECT_NEAR(area.x, 50, 2);
    EXPECT_NEAR(area.y, 30, 2);
    EXPECT_NEAR(area.w, 20, 3);
    EXPECT_NEAR(area.h, 40, 3);
}

TEST_F(Drawing, NineSlicesKeepTheirBorder) {
    start(1);
    canvas->nine(canvas->find("frame"), {20, 30, 100, 60}, 4);
    const Picture p = picture();
    EXPECT_TRUE(is(area_of(p, tiny::blue), 20, 30, 100, 60));
    EXPECT_TRUE(is(area_of(p, tiny::green), 24, 34, 92, 52));
}

TEST_F(Drawing, NineSlicesSmallerThanTheirBordersStayInside) {
    start(1);
    canvas->nine(canvas->find("frame"), {20, 30, 6, 5}, 4);
    canvas->nine(canvas->find("frame"), {60, 30, 0, 5}, 4);
    const SDL_Rect area = area_of(picture(), tiny::blue);
    EXPECT_EQ(area.x, 20);
    EXPECT_LE(area.w, 6);
    EXPECT_LE(area.h, 5);
}

TEST_F(Drawing, BandsStretchTheirMiddleOnly) {
    start(1);
    canvas->band(canvas->find("ab-A"), canvas->find("ab-x"), canvas->find("ab-A"), {10, 10, 60, 8});
    const Picture p = picture();
    EXPECT_EQ(at(p, 10, 14), tiny::green);
    EXPECT_EQ(at(p, 15, 14), tiny::green);
    EXPECT_EQ(at(p, 16, 14), tiny::blue);
    EXPECT_EQ(at(p, 63, 14), tiny::blue);
    EXPECT_EQ(at(p, 64, 14), tiny::green);
    EXPECT_EQ(at(p, 69, 14), tiny::green);
    EXPECT_EQ(at(p, 70, 14), tiny::white);
}

TEST_F(Drawing, NothingIsDrawnOutsideOfTheClip) {
    start(2);
    canvas->clip({10, 10, 20, 20});
    canvas->fill({0, 0, 100, 100}, Colour{0, 0, 255});
    canvas->unclip();
    EXPECT_TRUE(is(area_of(picture(), tiny::blue), 20, 20, 40, 40));
}

TEST_F(Drawing, TilesFillTheirAreaAndNoMore) {
    start(1);
    canvas->tile("ground", {16, 8, 40, 50}, 0);
    const Picture p = picture();
    for (int y = 8; y < 58; ++y)
        for (int x = 16; x < 56; ++x) ASSERT_EQ(at(p, x, y), (y - 8) / 8 % 2 == 0 ? tiny::red : tiny::blue) << x << " " << y;
    EXPECT_EQ(at(p, 15, 20), tiny::white);
    EXPECT_EQ(at(p, 56, 20), tiny::white);
    EXPECT_EQ(at(p, 30, 58), tiny::white);
}

TEST_F(Drawing, TilesMoveDownAsTheyScrollAndComeRoundWithoutASeam) {
    for (const float scroll : {0.0F, 3.0F, 16.0F, 19.0F, 1603.0F, -13.0F}) {
        start(1);
        canvas->tile("ground", {0, 0, 16, 64}, scroll);
        const Picture p = picture();
        for (int y = 0; y < 64; ++y) {
            const int row = ((y - static_cast<int>(scroll)) % 16 + 16) % 16;
            ASSERT_EQ(at(p, 8, y), row < 8 ? tiny::red : tiny::blue) << scroll << " " << y;
        }
    }
}

TEST_F(Drawing, ClearTilesLeaveWhatIsBelow) {
    start(1.5F);
    canvas->tile("dots", {0, 0, 32, 32}, 0);
    const Picture p = picture();
    EXPECT_EQ(at(p, 7, 7), tiny::green);
    EXPECT_EQ(at(p, 31, 31), tiny::green);
    EXPECT_EQ(at(p, 1, 1), tiny::white);
    EXPECT_EQ(at(p, 20, 20), tiny::white);
}

TEST_F(Drawing, PagesCoverTheWholeWindow) {
    canvas->begin(Colour{0, 255, 0});
    canvas->set_view({4, 60, 100});
    canvas->page("desk");
    const Picture p = picture();
    EXPECT_EQ(area_of(p, tiny::green).w, 0);
    EXPECT_EQ(at(p, 62, 102), tiny::black);  // its frame, on the view's grid
    EXPECT_EQ(at(p, 66, 106), tiny::white);
    EXPECT_EQ(at(p, 60 + 128 - 2, 100 + 80 - 2), tiny::black);
}

TEST_F(Drawing, PagesLieOnWhatGoesOnAroundThem) {
    canvas->begin(Colour{0, 255, 0});
    canvas->set_view({4, 144, 144});
    canvas->page("sheet");
    const Picture p = picture();
    EXPECT_EQ(area_of(p, tiny::green).w, 0);
    EXPECT_TRUE(is(area_of(p, tiny::red), 144, 144, 32, 32));
    const int left = 144 - 12 * 4, top = 144 - 6 * 4;  // of the desk
    EXPECT_EQ(at(p, left + 2, top + 40), tiny::black);
    EXPECT_EQ(at(p, left + 6, top + 40), tiny::white);
    EXPECT_EQ(at(p, left + 32 * 4 - 2, top + 40), tiny::black);
    EXPECT_EQ(at(p, left + 40, top + 20 * 4 - 2), tiny::black);
}

TEST_F(Drawing, LinesHaveTheirWidth) {
    start(2);
    canvas->line(10, 10, 40, 10, 2, Colour{0, 0, 255});
    EXPECT_TRUE(is(area_of(picture(), tiny::blue), 20, 18, 60, 4));
    start(1);
    canvas->line(10, 10, 60, 60, 3, Colour{0, 0, 255});
    const Picture p = picture();
    EXPECT_EQ(at(p, 35, 35), tiny::blue);
    EXPECT_EQ(at(p, 45, 35), tiny::white);
}

TEST_F(Drawing, LetteringAdvancesByNominalWidths) {
    start(1);
    EXPECT_FLOAT_EQ(canvas->lettering("ab-", "aXA", 10, 10), 16);
    const Picture p = picture();
    EXPECT_EQ(at(p, 10, 10), tiny::green);
    EXPECT_EQ(at(p, 16, 10), tiny::blue);
    EXPECT_EQ(at(p, 20, 10), tiny::green);
    EXPECT_EQ(at(p, 26, 10), tiny::white);
    EXPECT_FLOAT_EQ(canvas->lettering_width("ab-", "aXA", 2), 32);
}

TEST_F(Drawing, UnknownNamesDrawNothing) {
    start(1);
    EXPECT_EQ(canvas->find("no such"), 0);
    canvas->sprite(0, 10, 10);
    canvas->sprite_flat(0, 10, 10, Colour{});
    canvas->sprite_sized(0, {1, 1, 50, 50}, 255, 45);
    canvas->nine(0, {1, 1, 50, 50}, 4);
    canvas->band(0, 0, 0, {1, 1, 50, 50});
    canvas->page("no such");
    canvas->tile("no such", {0, 0, 50, 50}, 0);
    canvas->lettering("no such", "ABC", 0, 0);
    EXPECT_TRUE(canvas->has_page("desk") && canvas->has_page("dots") && !canvas->has_page("no such"));
    EXPECT_TRUE(is(area_of(picture(), tiny::white), 0, 0, 320, 320));
}

TEST_F(Drawing, FollowsTheWindowsSize) {
    start(1);
    canvas->sprite(canvas->find("block"), 0, 0);
    picture();
    window->set_size(400, 500);
    SDL_PumpEvents();
    start(1.25F);
    canvas->sprite(canvas->find("block"), 8, 8);
    const Picture p = picture();
    EXPECT_EQ(p.w, 400);
    EXPECT_EQ(p.h, 500);
    const SDL_Rect area = area_of(p, tiny::red);
    EXPECT_NEAR(area.x, 10, 1);
    EXPECT_NEAR(area.w, 10, 2);  // stretched while the size may still be changing
    // Prepared behind the game's back once it stays; then exact.
    const std::uint64_t end = engine::now_us() + 5'000'000;
    bool is_exact = false;
    while (!is_exact && engine::now_us() < end) {
        start(1.25F);
        canvas->page("sheet");
        canvas->tile("ground", {100, 100, 40, 40}, 0);
        canvas->sprite(canvas->find("frame"), 8, 8);
        is_exact = is(area_of(picture(), tiny::green), 15, 15, 10, 10);
    }
    EXPECT_TRUE(is_exact);
}

TEST_F(Drawing, PresentsEveryPictureAtTheDisplaysPaceWhenAsked) {
    canvas.reset();
    window.reset();
    window.emplace(engine::WindowSetup{"test", 320, 320, false, true, {}});
    const std::uint64_t start_us = engine::now_us();
    for (int i = 0; i < 30; ++i) window->present();
    const double seconds = static_cast<double>(engine::now_us() - start_us) / 1e6;
    EXPECT_GT(seconds, 0.4);
    EXPECT_LT(seconds, 0.9);
}

TEST(Art, NeedsEveryPictureOfItsTable) {
    tiny::use_dummy_drivers();
    const tiny::Folder folder;
    tiny::write_art(folder.path);
    std::filesystem::remove(folder.path / "tile-dots@2x.png");
    engine::Window window({"test", 320, 320, false, false, {}});
    try {
        Canvas canvas(window, folder.path);
        FAIL() << "a missing picture was not noticed";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::BadData);
        EXPECT_NE(std::string(error.what()).find("tile-dots@2x.png"), std::string::npos) << error.what();
    }
}

TEST(Art, ListsEveryMistakeOfItsTable) {
    tiny::use_dummy_drivers();
    const tiny::Folder folder;
    tiny::write(folder.path / "art.toml", R"([atlases]
sprites = { width = 64, height = 32 }
[sprites]
"off" = { atlas = "sprites", x = 56, y = 0, w = 16, h = 16, ox = 0, oy = 0, sw = 8, sh = 8 }
"odd" = { atlas = "sprites", x = 3, y = 0, w = 16, h = 16, ox = 0, oy = 0, sw = 8, sh = 8 }
"lost" = { atlas = "nowhere", x = 0, y = 0, w = 16, h = 16, ox = 0, oy = 0, sw = 8, sh = 8 }
)");
    engine::Window window({"test", 320, 320, false, false, {}});
    try {
        Canvas canvas(window, folder.path);
        FAIL() << "the mistakes were not noticed";
    } catch (const engine::Error& error) {
        const std::string all = error.what();
        EXPECT_NE(all.find("art.toml:4"), std::string::npos) << all;
        EXPECT_NE(all.find("art.toml:5"), std::string::npos) << all;
        EXPECT_NE(all.find("art.toml:6"), std::string::npos) << all;
    }
}

TEST(Art, ThatIsBrokenSaysSo) {
    tiny::use_dummy_drivers();
    const tiny::Folder folder;
    tiny::write_art(folder.path);
    tiny::write(folder.path / "sprites@1x.png", "no picture");
    engine::Window window({"test", 320, 320, false, false, {}});
    Canvas canvas(window, folder.path);
    canvas.begin({});
    EXPECT_THROW(canvas.sprite(canvas.find("block"), 0, 0), engine::Error);
}

TEST(Scales, AreCrispAtEighths) {
    EXPECT_FLOAT_EQ(engine::crisp_scale(1), 1);
    EXPECT_FLOAT_EQ(engine::crisp_scale(1.3F), 1.25F);
    EXPECT_FLOAT_EQ(engine::crisp_scale(0.99F), 0.875F);
    EXPECT_FLOAT_EQ(engine::crisp_scale(0.01F), 0.125F);
}

}  // namespace
