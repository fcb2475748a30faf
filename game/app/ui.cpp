#include "game/app/ui.h"

#include <algorithm>

#include "engine/platform/utf8.h"

namespace game {

using engine::Align;
using engine::Colour;
using engine::RectF;

namespace {

constexpr float nib_cap = 50;      // units, of the heading strokes as drawn
constexpr float heading_cap = 50;  // as shown

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' '; });
}

}  // namespace

void Ui::heading(std::string_view text, float x, float y, float most_width) {
    if (is_plain(text)) {
        float scale = heading_cap / nib_cap;
        const float wide = canvas_.lettering_width("nib-", text, scale);
        if (most_width > 0 && wide > most_width) scale *= most_width / wide;
        canvas_.lettering("nib-", text, x, y - nib_cap * scale, scale);
        return;
    }
    engine::TextStyle style;
    style.size = 52;
    style.bold = true;
    style.max_width = most_width;
    style.colour = ink::wash;
    canvas_.text(text, x + 4, y + 1, style);
    style.colour = ink::black;
    canvas_.text(text, x, y - 3, style);
}

void Ui::text(std::string_view text, float x, float y, float size, Colour colour, bool bold, Align align, float most_width) {
    canvas_.text(text, x, y, {size, bold, colour, align, most_width});
}

float Ui::width(std::string_view text, float size, bool bold) { return canvas_.text_width(text, {size, bold, ink::black, Align::Left, 0}); }

float Ui::wrapped(std::string_view text, float x, float y, float size, float most_width, Colour colour) {
    std::string line;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = engine::end_of_unbroken(text, at);
        const std::string longer = line + std::string(text.substr(at, end - at));
        if (!line.empty() && width(longer, size) > most_width) {
            this->text(line, x, y, size, colour);
            y += size * 1.35F;
            line = text.substr(at, end - at);
        } else {
            line = longer;
        }
        at = end;
    }
    if (!line.empty()) this->text(line, x, y, size, colour);
    return y + size * 1.35F;
}

void Ui::rule(float x, float y, float w) { canvas_.sprite_sized(canvas_.find("rule"), {x, y - 4, w, 8}); }
void Ui::thin_rule(float x, float y, float w) { canvas_.fill({x, y, w, 1.4F}, ink::rule); }
void Ui::card(const RectF& where) { canvas_.nine(canvas_.find("card"), where, 24); }

void Ui::band(const RectF& row) {
    const bool is_small = row.h < 52;
    const float h = row.h < 30 ? row.h + 6 : is_small ? 46 : std::max(58.0F, row.h - 2);  // of lists: all of a row's lines
    const RectF where{row.x - 34, row.y + (row.h - h) / 2, row.w + 84, h};
    if (is_small) {
        canvas_.band(canvas_.find("band-s-left"), canvas_.find("band-s-mid"), canvas_.find("band-s-right"), where);
    } else {
        canvas_.band(canvas_.find("band-left"), canvas_.find("band-mid"), canvas_.find("band-right"), where);
    }
}

float Ui::keycap(std::string_view name, float x, float y, float least_width) {
    const float w = std::max(least_width, width(name, 17, true) + 22);
    canvas_.nine(canvas_.find("keycap"), {x, y, w, 36}, 12);
    text(name, x + w / 2, y + 22, 17, ink::black, true, Align::Centre);
    return w;
}

void Ui::hints(float x, float y, float most_width, std::initializer_list<std::pair<std::string, std::string>> keys) {
    const float end = x + most_width;
    for (const auto& [key, what] : keys) {
        const float w = std::max(36.0F, width(key, 17, true) + 22) + 8 + width(what, 18);
        if (x + w > end) return;
        const float cap = keycap(key, x, y, 36);
        text(what, x + cap + 8, y + 24, 18, ink::pencil);
        x += w + 26;
    }
}

}  // namespace game
