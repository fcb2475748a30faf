// The game's own art in a busy field: pictures a second, without a GPU.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

#include "engine/platform/canvas.h"
#include "engine/platform/window.h"
#include "tests/platform/tiny_art.h"

namespace {

using engine::Canvas;

// 20 enemies, 60 shots, 2 pilots with their shadows, layers of ground, a page around it, notes in the margin.
void draw_busy_field(Canvas& canvas, int picture, bool with_page, float field_left) {
    const float k = canvas.view().scale;
    const Canvas::View whole = canvas.view();
    if (with_page) canvas.page("play-wide");
    canvas.set_view({k, whole.left + field_left * k, whole.top + (with_page ? 50 * k : 0)});
    const engine::RectF field{0, 0, 480, 700};
    canvas.clip(field);
    const float t = static_cast<float>(picture);
    canvas.tile("coast-paper", field, t * 0.5F);
    canvas.tile("coast-lines", field, t * 0.5F);
    canvas.tile("coast-clouds", field, t * 0.9F);
    const char* const enemies[] = {"small", "small", "small", "medium", "large"};
    for (int i = 0; i < 20; ++i) {
        const float x = static_cast<float>(i * 67 % 420), y = std::fmod(t * 2 + static_cast<float>(i * 97), 900.0F) - 150;
        canvas.sprite(canvas.find(std::string("shadow-") + enemies[i % 5]), x + 10, y + 14);
        canvas.sprite(canvas.find(enemies[i % 5]), x, y);
        if (i % 4 == 0) canvas.sprite_flat(canvas.find(enemies[i % 5]), x, y, engine::Colour{255, 250, 235, 200});
    }
    for (int i = 0; i < 60; ++i)
        canvas.sprite(canvas.find(i % 2 == 0 ? "dart-1" : "dart-2"), static_cast<float>(i * 31 % 470),
                      std::fmod(t * 12 + static_cast<float>(i * 53), 700.0F));
    for (int i = 0; i < 2; ++i) canvas.sprite(canvas.find(i == 0 ? "hero-1" : "hero-2"), 120 + 140 * static_cast<float>(i), 560);
    canvas.tile("scraps", field, t * 1.5F);
    canvas.tile("grain", field, 0);
    canvas.unclip();
    canvas.set_view(whole);
    engine::TextStyle style;
    canvas.text("Score " + std::to_string(picture * 10), 20, 60, style);
    canvas.lettering("num-", std::to_string(picture * 10), 20, 80);
    if (with_page) canvas.nine(canvas.find("card"), {40, 300, 300, 200}, 24);
}

// Milliseconds of the processor's time a picture, the middle one of many: other programs' work does not count.
double middle_ms(int w, int h, bool with_page) {
    engine::Window window({"pace", w, h, false, false, {}});
    Canvas canvas(window, std::filesystem::path(WINGMATE_BINARY_DIR) / "assets" / "art");
    std::vector<double> ms;
    double first = 0;
    for (int picture = 0; picture < 120; ++picture) {
        const std::clock_t start = std::clock();
        canvas.begin({});
        canvas.set_view({1, 0, 0});
        draw_busy_field(canvas, picture, with_page, with_page ? 400 : 0);
        if (picture == 60) {
            if (const char* keep = std::getenv("WINGMATE_PACE_PICTURE")) canvas.capture(keep);
        }
        canvas.end();
        const double took = static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
        if (picture == 0) first = took;
        ms.push_back(took);
    }
    std::sort(ms.begin(), ms.end());
    std::printf("%dx%d: first picture %.1f ms, then %.2f ms (99 %%: %.2f ms), %s\n", w, h, first, ms[ms.size() / 2],
                ms[ms.size() * 99 / 100], window.is_accelerated() ? "GPU" : "no GPU");
    return ms[ms.size() / 2];
}

constexpr double budget_ms = 1000.0 / 60;

TEST(Pace, TheBareFieldHoldsSixtyPicturesASecond) {
    if (!std::getenv("WINGMATE_PACE_ON_SCREEN")) tiny::use_dummy_drivers();
    EXPECT_LT(middle_ms(480, 700, false), budget_ms);
}

TEST(Pace, TheWideWindowHoldsSixtyPicturesASecond) {
    if (!std::getenv("WINGMATE_PACE_ON_SCREEN")) tiny::use_dummy_drivers();
    EXPECT_LT(middle_ms(1280, 800, true), budget_ms);
}

}  // namespace
