// Text: any bytes, any language the system has fonts for, cut to a width.
#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "engine/platform/canvas.h"
#include "engine/platform/fonts.h"
#include "engine/platform/utf8.h"
#include "engine/platform/window.h"
#include "tests/platform/tiny_art.h"

namespace {

using engine::Align;
using engine::Canvas;
using engine::drawable;
using engine::Picture;
using engine::TextStyle;

std::string again(const std::vector<char32_t>& text) {
    std::string out;
    for (const char32_t c : text) engine::append_utf8(out, c);
    return out;
}

TEST(Utf8, KeepsWhatIsWellFormed) {
    for (const std::string text : {"", "Wingmate", "飞机大战", "Zoë – 5 €", "𝄞 🚀"}) EXPECT_EQ(again(drawable(text)), text);
}

TEST(Utf8, BrokenBytesBecomeOneBox) {
    EXPECT_EQ(again(drawable("a\xFF\xFE\x80z")), "a□z");
    EXPECT_EQ(again(drawable("\xE9\xA3")), "□");            // cut off
    EXPECT_EQ(again(drawable("\xC0\xAF!")), "□!");          // longer than it must be
    EXPECT_EQ(again(drawable("\xED\xA0\x80!")), "□!");      // half a surrogate pair
    EXPECT_EQ(again(drawable("\xF4\x90\x80\x80!")), "□!");  // beyond the last code point
    EXPECT_EQ(again(drawable("\xE9\xA3\x9E\xE6\x9C")), "飞□");
}

// The pieces of a text that a line is not broken in, with a bar between them.
std::string pieces(std::string_view text) {
    std::string all;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = engine::end_of_unbroken(text, at);
        if (end <= at) return "stands still";
        all += (all.empty() ? "" : "|") + std::string(text.substr(at, end - at));
        at = end;
    }
    return all;
}

TEST(Lines, AreBrokenAfterWordsAndBetweenChineseCharacters) {
    EXPECT_EQ(pieces("You can go on."), "You |can |go |on.");
    EXPECT_EQ(pieces("按 V 观看"), "按| V |观|看");
    EXPECT_EQ(pieces(""), "");
    EXPECT_EQ(pieces("\xE4\xBD"), "\xE4|\xBD");
}

TEST(Lines, BeginWithNoClosingMarkAndEndWithNoOpeningOne) {
    EXPECT_EQ(pieces("地址，让他在“加入”里。"), "地|址，|让|他|在|“加|入”|里。");
    EXPECT_EQ(pieces("（--lan）：别人"), "（--lan）：|别|人");
    EXPECT_EQ(pieces("没有。”（"), "没|有。”|（");
}

TEST(Utf8, ControlsAndTurnsOfDirectionAreLeftOut) {
    EXPECT_EQ(again(drawable("a\tb\nc")), "a b c");
    EXPECT_EQ(again(drawable("a\x07\x1B[1mb")), "a[1mb");
    EXPECT_EQ(again(drawable("a\u202Eb\u2066c\u200Bd\uFEFF")), "abcd");
}

class Text : public testing::Test {
  protected:
    void SetUp() override {
        tiny::use_dummy_drivers();
        tiny::write_art(folder.path / "art");
        window.emplace(engine::WindowSetup{"test", 400, 300, false, false, {}});
        canvas.emplace(*window, folder.path / "art");
        canvas->begin(engine::Colour{255, 255, 255});
        canvas->set_view({1, 0, 0});
    }
    // Where ink is, of what was drawn so far; starts the next picture.
    SDL_Rect inked() {
        EXPECT_TRUE(canvas->capture(folder.path / "p.png"));
        const std::optional<Picture> p = engine::load_picture(folder.path / "p.png");
        if (!p) return {};
        int left = p->w, right = -1, top = p->h, bottom = -1;
        for (int y = 0; y < p->h; ++y)
            for (int x = 0; x < p->w; ++x)
                if ((p->row(y)[x] & 255U) < 128)
                    left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
        canvas->end();
        canvas->begin(engine::Colour{255, 255, 255});
        return right < 0 ? SDL_Rect{0, 0, 0, 0} : SDL_Rect{left, top, right - left + 1, bottom - top + 1};
    }

    tiny::Folder folder;
    std::optional<engine::Window> window;
    std::optional<Canvas> canvas;
    TextStyle style;
};

TEST_F(Text, StandsOnItsBaseLine) {
    style.size = 40;
    canvas->text("HI", 100, 200, style);
    const SDL_Rect ink = inked();
    EXPECT_NEAR(ink.y + ink.h, 200, 1);
    EXPECT_NEAR(ink.h, 40 * 0.73, 2);  // the capitals of DejaVu Sans
    EXPECT_NEAR(ink.x, 100, 6);
}

TEST_F(Text, IsAligned) {
    style.size = 30;
    const float w = canvas->text_width("Wing", style);
    EXPECT_FLOAT_EQ(canvas->text("Wing", 200, 100, style), w);
    const SDL_Rect left = inked();
    style.align = Align::Right;
    canvas->text("Wing", 200, 100, style);
    const SDL_Rect right = inked();
    style.align = Align::Centre;
    canvas->text("Wing", 200, 100, style);
    const SDL_Rect centre = inked();
    EXPECT_NEAR(static_cast<float>(left.x - right.x), w, 1);
    EXPECT_NEAR(static_cast<float>(left.x - centre.x), w / 2, 1);
}

TEST_F(Text, IsDrawnInTheViewsScale) {
    style.size = 20;
    canvas->text("Wing", 20, 50, style);
    const SDL_Rect once = inked();
    const float w = canvas->text_width("Wing", style);
    canvas->set_view({2, 0, 0});
    canvas->text("Wing", 20, 50, style);
    const SDL_Rect twice = inked();
    EXPECT_NEAR(twice.w, 2 * once.w, 4);
    EXPECT_NEAR(canvas->text_width("Wing", style), w, 1.5);
}

TEST_F(Text, ThatIsTooLongEndsInDots) {
    style.size = 20;
    style.max_width = 100;
    for (const std::string text :
         {"A name that is much too long for its place", "飞机大战飞机大战飞机大战飞机大战", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"}) {
        const float w = canvas->text(text, 10, 50, style);
        EXPECT_LE(w, 100) << text;
        EXPECT_GT(w, 60) << text;
        EXPECT_LE(inked().w, 101) << text;
    }
    engine::Fonts fonts;
    const std::string cut = fonts.fitted("飞机大战飞机大战飞机大战", 20, false, 100);
    EXPECT_EQ(again(drawable(cut)), cut);  // whole code points
    EXPECT_TRUE(cut.ends_with("…")) << cut;
    EXPECT_EQ(fonts.fitted("short", 20, false, 100), "short");
    EXPECT_EQ(fonts.fitted("anything", 20, false, 1), "…");
}

TEST_F(Text, MixesLanguagesInALine) {
    EXPECT_TRUE(canvas->covers("Wingmate 飞机大战 Zoë"));
    style.size = 30;
    const float both = canvas->text("AB飞机", 10, 100, style);
    const float latin = canvas->text_width("AB", style), chinese = canvas->text_width("飞机", style);
    EXPECT_FLOAT_EQ(both, latin + chinese);
    EXPECT_NEAR(chinese, 60, 6);  // an em each
    EXPECT_NEAR(static_cast<float>(inked().w), both, 8);
}

TEST_F(Text, CharactersWithoutAFontAreBoxes) {
    EXPECT_FALSE(canvas->covers("\U0010FFFD"));
    EXPECT_FLOAT_EQ(canvas->text_width("\U0010FFFD", style), canvas->text_width("□", style));
    EXPECT_GT(canvas->text_width("□", style), 5);
}

TEST_F(Text, BoldIsBolder) {
    style.size = 30;
    const float light = canvas->text_width("Wingmate", style);
    style.bold = true;
    EXPECT_GT(canvas->text_width("Wingmate", style), light);
}

// How much ink a text takes: whole pixels.
double ink_of(engine::Fonts& fonts, const std::string& text, int px, bool bold) {
    int base_line = 0;
    const engine::sdl::SurfacePtr drawn = fonts.draw(text, px, bold, {20, 30, 40, 255}, base_line);
    double ink = 0;
    for (int y = 0; drawn && y < drawn->h; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(static_cast<const std::byte*>(drawn->pixels) + y * drawn->pitch);
        for (int x = 0; x < drawn->w; ++x) ink += (row[x] >> 24U) / 255.0;
    }
    return ink;
}

TEST(ChineseText, InBoldHasStrokesThatStayApartWhereTheFontHasNoBoldFace) {
    // With the font that the game's package list brings, whatever else this system has.
    const tiny::Folder folder;
    tiny::write(folder.path / "fonts.conf",
                "<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><dir>/usr/share/fonts/truetype/wqy</dir><cachedir>" +
                    folder.path.string() + "</cachedir></fontconfig>");
    setenv("FONTCONFIG_FILE", (folder.path / "fonts.conf").c_str(), 1);
    {
        engine::Fonts fonts;
        const std::string text = "键盘经典";
        ASSERT_TRUE(fonts.covers(text));
        for (const int px : {24, 28, 32, 48, 64, 96}) {
            const double part = ink_of(fonts, text, px, true) / ink_of(fonts, text, px, false);
            EXPECT_GT(part, 1.1) << px << " px";
            EXPECT_LT(part, 1.4) << px << " px";
            EXPECT_LE(fonts.width(text, px, true) - fonts.width(text, px, false), (px + 16) / 32);
        }
        EXPECT_DOUBLE_EQ(ink_of(fonts, text, 18, true), ink_of(fonts, text, 18, false)) << "too small for more";
    }
    unsetenv("FONTCONFIG_FILE");
}

TEST_F(Text, OfAnyBytesNeverFails) {
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string text(random() % 40, '\0');
        for (char& c : text) c = static_cast<char>(random());
        style.max_width = random() % 2 == 0 ? 0 : 60;
        const float w = canvas->text(text, 10, 50, style);
        EXPECT_GE(w, 0);
        EXPECT_LE(w, style.max_width > 0 ? 60 : 4000);
    }
    EXPECT_EQ(canvas->text("", 10, 50, style), 0);
    style.max_width = 0;
    EXPECT_GT(canvas->text(std::string(100'000, 'x'), 10, 50, style), 1000);
}

TEST_F(Text, ManyLinesStayInBounds) {
    // More than is ever kept: old lines go, and come back the same.
    style.size = 100;
    canvas->text("first", 10, 200, style);
    const SDL_Rect before = inked();
    for (int i = 0; i < 400; ++i) canvas->text("line of text " + std::to_string(i), 10, 200, style);
    inked();
    canvas->text("first", 10, 200, style);
    const SDL_Rect after = inked();
    EXPECT_EQ(before.x, after.x);
    EXPECT_EQ(before.w, after.w);
}

}  // namespace
