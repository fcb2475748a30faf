// How paper, headings, rules, keys and bands are drawn in every menu. Used by the menu scenes.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "engine/platform/canvas.h"
#include "game/app/app.h"
#include "game/view/looks.h"

namespace game {

class Ui {
  public:
    explicit Ui(App& app) : canvas_(app.canvas()) {}

    // Base line y. Ours are strokes of a nib; other scripts come from a font with the same wash behind them.
    void heading(std::string_view text, float x, float y, float most_width = 0);
    void text(std::string_view text, float x, float y, float size, engine::Colour colour = ink::black, bool bold = false,
              engine::Align align = engine::Align::Left, float most_width = 0);
    float width(std::string_view text, float size, bool bold = false);
    // In several lines at spaces (or anywhere between Chinese characters); returns the y below the last.
    float wrapped(std::string_view text, float x, float y, float size, float most_width, engine::Colour colour = ink::pencil);
    void rule(float x, float y, float w);
    void thin_rule(float x, float y, float w);
    void card(const engine::RectF& where);
    // Focus: the one brush band. Its left end and dry right end lie outside `row`.
    void band(const engine::RectF& row);
    // A square key with its name; returns the width. y: its top; h 36.
    float keycap(std::string_view name, float x, float y, float least_width = 0);
    // Keys and what they do, from x on, at the foot of a sheet; left out where they would not fit.
    void hints(float x, float y, float most_width, std::initializer_list<std::pair<std::string, std::string>> keys);
    void sprite(std::string_view name, float x, float y, std::uint8_t alpha = 255) { canvas_.sprite(canvas_.find(name), x, y, alpha); }
    // The base line that centres text of that size between y and y + h.
    static float base_line(float y, float h, float size) { return y + h / 2 + size * 0.36F; }

  private:
    engine::Canvas& canvas_;
};

}  // namespace game
