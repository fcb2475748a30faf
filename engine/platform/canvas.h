// Draws sprites, tiles, pages and text in units that do not depend on the window's size. View and app draw through it; nothing else knows
// SDL's renderer.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class Window;

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
};

struct RectF {
    float x = 0, y = 0, w = 0, h = 0;  // units
};

// Index of a picture in the table that the build made (art.toml). 0 is a picture that draws nothing.
using SpriteId = std::uint16_t;

struct SpriteInfo {
    float w = 0, h = 0;  // nominal size in units: the sprite's own rectangle (a drawing may hang over it)
};

enum class Align : std::uint8_t { Left, Centre, Right };

struct TextStyle {
    float size = 24;  // units, as the UI tables give it
    bool bold = false;
    Colour colour{33, 29, 26, 255};
    Align align = Align::Left;
    float max_width = 0;  // units; longer text ends in "…" (whole code points); 0: no limit
};

// Must go before its window.
class Canvas {
  public:
    // art: the folder with art.toml. Throws Error (BadData) when it is missing or broken.
    Canvas(Window& window, const std::filesystem::path& art);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    // By name; an unknown name is logged once and gives 0, so that a missing picture never stops a game.
    SpriteId find(std::string_view name);
    SpriteInfo info(SpriteId sprite) const;

    // --- the picture -----------------------------------------------------------------------------------------------
    void begin(Colour clear);
    void end();  // presents

    // Where units go: x_px = left + x * scale. Take scales from crisp_scale: the canvas prepares its textures for this scale (once; two
    // scales are kept), and draws pixel by pixel. At other scales, and while the window is being resized, it stretches: slower, less sharp.
    struct View {
        float scale = 1;
        float left = 0, top = 0;  // px
    };
    void set_view(const View& view);
    const View& view() const;
    // px of the window
    int width() const;
    int height() const;
    // Nothing outside is drawn until unclip(). Units.
    void clip(const RectF& area);
    void unclip();

    // x, y: where the nominal rectangle's left top goes.
    void sprite(SpriteId sprite, float x, float y, std::uint8_t alpha = 255);
    // All its colours replaced by one (hit flashes, silhouettes) at that alpha.
    void sprite_flat(SpriteId sprite, float x, float y, Colour colour);
    // Any size; slower without a GPU, so not for things that are many.
    void sprite_sized(SpriteId sprite, const RectF& where, std::uint8_t alpha = 255, float degrees = 0);
    // Nine-slice: borders (units) keep their size, the middle stretches.
    void nine(SpriteId sprite, const RectF& where, float border, std::uint8_t alpha = 255);
    // Three-slice for the brush band: ends keep their size, the middle stretches.
    void band(SpriteId left, SpriteId middle, SpriteId right, const RectF& where);
    void fill(const RectF& where, Colour colour);
    void line(float x1, float y1, float x2, float y2, float width, Colour colour);
    // A whole-window backdrop ("title", "sheet" ...) that covers the window, its 1280x800 (or 480x800) grid under the view's.
    void page(std::string_view name);
    // A field layer that repeats vertically: drawn into `where`, moved down by scroll units.
    void tile(std::string_view name, const RectF& where, float scroll, std::uint8_t alpha = 255);
    // Whether the art has a tile or page of that name.
    bool has_page(std::string_view name) const;

    // --- text ------------------------------------------------------------------------------------------------------
    // y: the base line. UTF-8; characters that no font has are drawn as "□". Returns the width in units.
    float text(std::string_view text, float x, float y, const TextStyle& style);
    float text_width(std::string_view text, const TextStyle& style);
    // x, y: the left top corner. Lettering made of sprites: prefix "nib-", "pop-" or "num-" and one sprite a character (letters as
    // capitals); missing ones are a gap. Returns the width.
    float lettering(std::string_view prefix, std::string_view text, float x, float y, float scale = 1, std::uint8_t alpha = 255);
    float lettering_width(std::string_view prefix, std::string_view text, float scale = 1);
    // Whether the fonts at hand cover the text (for languages); and the package to install where they do not.
    bool covers(std::string_view text);

    bool capture(const std::filesystem::path& file);  // PNG of the picture drawn so far

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// A scale that keeps art sharp: rounded down to eighths, at least 1/8.
float crisp_scale(float scale);

}  // namespace engine
