#include <algorithm>
#include <cmath>

#include "game/app/menu.h"

namespace game {

using engine::Align;
using engine::Colour;
using engine::RectF;

namespace {

constexpr float slide_seconds = 0.08F;
constexpr float rail_width = 220;

// Of the text in a row of that height; units.
float value_size(float h) { return h >= 44 ? 24.0F : h >= 30 ? 22.0F : 19.0F; }

// What a row's value leaves for its label; units.
float label_room(const MenuRow& row) {
    switch (row.kind) {
        case MenuRow::Kind::Entry:
        case MenuRow::Kind::Small:
        case MenuRow::Kind::Button: return row.where.w - 20;
        case MenuRow::Kind::Item: return row.where.w - 40;
        case MenuRow::Kind::Choice: return row.where.w - choice_width(row.where.w) - 8;
        case MenuRow::Kind::Slider: return row.where.w - rail_width - 94;
        case MenuRow::Kind::Toggle: return row.where.w - 60;
        case MenuRow::Kind::Field: return row.where.w - field_width_of(row.where.w) - 10;
        case MenuRow::Kind::Binding: return row.where.w - 262;
    }
    return row.where.w;
}

}  // namespace

void Menu::draw(float seconds) {
    if (rows.empty()) return;
    set_focus(focus_);
    const auto& target = rows[static_cast<std::size_t>(focus_)].where;
    if (!has_band_) band_ = target;
    has_band_ = true;
    const float part = std::min(1.0F, seconds / slide_seconds);
    const auto slide = [&](float& from, float to) { from = std::abs(to - from) < 1.5F ? to : from + (to - from) * std::max(part, 0.25F); };
    slide(band_.x, target.x);
    slide(band_.y, target.y);
    slide(band_.w, target.w);
    band_.h = target.h;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<int>(i) != focus_) draw_row(rows[i], false);
    }
    if (rows[static_cast<std::size_t>(focus_)].kind == MenuRow::Kind::Small) {
        has_band_ = false;
    } else {
        ui_.band(band_);
    }
    draw_row(rows[static_cast<std::size_t>(focus_)], true);
}

void Menu::draw_small(const MenuRow& row, bool is_focused) {
    const RectF& r = row.where;
    if (r.h <= 0) return;
    if (is_focused) {
        app_.canvas().fill({r.x - 3, r.y - 3, r.w + 6, r.h + 6}, ink::black);
    } else {
        app_.canvas().nine(app_.canvas().find("button"), r, 14);
    }
    const float size = r.h >= 44 ? 20.0F : 17.0F;
    ui_.text(row.label, r.x + r.w / 2, Ui::base_line(r.y, r.h, size), size, is_focused ? ink::paper : ink::black, true, Align::Centre,
             r.w - 12);
}

void Menu::draw_row(const MenuRow& row, bool is_focused) {
    if (row.kind == MenuRow::Kind::Small) return draw_small(row, is_focused);
    auto& canvas = app_.canvas();
    const RectF& r = row.where;
    const bool is_off = is_disabled(row);
    const Colour colour = is_off ? (is_focused ? ink::on_ink : ink::faint) : is_focused ? ink::paper : ink::black;
    const bool is_large = r.h >= 52;
    const float size = row.kind == MenuRow::Kind::Entry || row.kind == MenuRow::Kind::Button ? (is_large ? 32.0F : 25.0F) : value_size(r.h);
    const float text_y = Ui::base_line(r.y, r.h, size);
    if (is_focused) {
        const auto mark = canvas.find("plane-mark");
        const float mark_h = std::min(34.0F, r.h);
        canvas.sprite_sized(mark, {r.x - 14, r.y + (r.h - mark_h) / 2, mark_h, mark_h});
    }
    if (row.draw) {
        if (r.h > 0) row.draw(r, is_focused);
        return;
    }
    if (row.kind == MenuRow::Kind::Button) {
        if (!is_focused) canvas.nine(canvas.find("button"), r, 14);
        ui_.text(row.label, r.x + r.w / 2 + (is_focused ? 6 : 0), Ui::base_line(r.y, r.h, 28), 28, colour, is_focused, Align::Centre,
                 r.w - 40);
        return;
    }
    const bool shifts = row.kind != MenuRow::Kind::Entry && row.kind != MenuRow::Kind::Item;
    const float label_x = r.x + (shifts ? (is_focused ? 28.0F : 0.0F) : is_indented ? 36.0F : (is_focused ? 28.0F : 0.0F));
    if (row.kind == MenuRow::Kind::Entry && is_indented && !is_focused) ui_.sprite("dash", r.x, r.y + r.h / 2 - 7);
    const std::string problem = row.problem ? row.problem() : std::string();
    const bool has_line = !problem.empty();
    const float label_width = label_room(row) - (is_focused && shifts ? 28.0F : 0.0F);
    ui_.text(row.label, label_x, has_line ? text_y - 8 : text_y, size, colour, is_focused, Align::Left, std::max(60.0F, label_width));
    if (has_line)
        ui_.text(problem, label_x, text_y + 13, 17, is_focused ? Colour{255, 190, 170, 255} : ink::crimson, true, Align::Left,
                 r.w - (shifts ? 230.0F : 40.0F));
    draw_value(row, is_focused, text_y);
}

void Menu::draw_value(const MenuRow& row, bool is_focused, float text_y) {
    auto& canvas = app_.canvas();
    const RectF& r = row.where;
    const float end = r.x + r.w;
    const float size = value_size(r.h);
    const Colour colour = is_focused ? ink::paper : ink::black;
    switch (row.kind) {
        case MenuRow::Kind::Choice: {
            const bool is_free = static_cast<bool>(row.change);
            if (is_free) {
                ui_.sprite(is_focused ? "arrow-left-hot" : "arrow-left", end - choice_width(r.w), r.y + (r.h - 32) / 2);
                ui_.sprite(is_focused ? "arrow-right-hot" : "arrow-right", end - 38, r.y + (r.h - 32) / 2);
            }
            ui_.text(row.value(), end - 6 - choice_width(r.w) / 2, text_y, size, colour, true, Align::Centre, choice_width(r.w) - 64);
            break;
        }
        case MenuRow::Kind::Slider: {
            const float rail = end - rail_width - 76;
            const float y = r.y + (r.h - 36) / 2;
            const auto level = static_cast<float>(row.level());
            if (is_focused) canvas.fill({rail - 14, r.y + 7, rail_width + 28, r.h - 14}, ink::card);
            ui_.sprite("slider-rail", rail, y);
            if (level > 0) canvas.sprite_sized(canvas.find("slider-fill"), {rail, y, rail_width * level / 100, 36});
            ui_.sprite("slider-knob", rail + rail_width * level / 100 - 10, y);
            ui_.text(std::to_string(row.level()), end, text_y, size, colour, true, Align::Right);
            break;
        }
        case MenuRow::Kind::Toggle: ui_.sprite(row.is_on() ? "check-on" : "check-off", end - 44, r.y + (r.h - 36) / 2); break;
        case MenuRow::Kind::Field: {
            const float w = field_width_of(r.w);
            const RectF box{end - w, r.y + 4, w, r.h - 8};
            canvas.fill(box, ink::black);
            canvas.fill({box.x + 2.2F, box.y + 2.2F, box.w - 4.4F, box.h - 4.4F}, {255, 253, 246, 255});
            // What does not fit is cut at the left: one types at the right.
            std::string shown = *row.field + (is_focused ? composition_ : std::string());
            while (!shown.empty() && ui_.width(shown, size) > w - 30) shown = shown.substr(first_code_points(shown, 1).size());
            ui_.text(shown, box.x + 12, text_y, size);
            if (row.field->empty() && row.value && (!is_focused || composition_.empty()))
                ui_.text(row.value(), box.x + 16, text_y, size, ink::faint, false, Align::Left, w - 30);
            if (!is_focused) break;
            const float caret = box.x + 12 + ui_.width(shown, size) + 2;
            if (std::fmod(clock_, 1.0F) < 0.6F) canvas.fill({caret, box.y + 7, 3, box.h - 14}, ink::black);
            if (composition_.empty()) break;
            const float wide = ui_.width(composition_, size);
            canvas.fill({caret - 2 - wide, text_y + 4, wide, 1.5F}, ink::pencil);
            canvas.fill({caret - 2 - wide, text_y + 7, wide, 1.5F}, ink::pencil);
            break;
        }
        case MenuRow::Kind::Binding: {
            const bool is_capturing = capturing >= 0 && &rows[static_cast<std::size_t>(capturing)] == &row;
            if (is_capturing) {
                const RectF slot{end - 250, r.y + 4, 236, r.h - 8};
                canvas.fill(slot, ink::black);
                canvas.fill({slot.x + 2, slot.y + 2, slot.w - 4, slot.h - 4}, ink::capture);
                ui_.text(app_.text("keys_press"), slot.x + slot.w / 2, Ui::base_line(slot.y, slot.h, 20), 20, ink::black, true,
                         Align::Centre, slot.w - 16);
                break;
            }
            const float y = r.y + (r.h - 36) / 2;
            const bool has_problem = row.problem && !row.problem().empty();
            const std::string key = row.value();
            if (has_problem) canvas.fill({end - 253, y - 3, 136, 41}, ink::crimson);
            canvas.nine(canvas.find("keycap"), {end - 250, y, 130, 36}, 12);
            ui_.text(key.empty() ? "–" : key, end - 185, y + 22, 17, ink::black, true, Align::Centre, 112);
            const std::string button = row.second ? row.second() : std::string();
            if (button.empty()) break;
            canvas.nine(canvas.find("keycap"), {end - 92, y, 64, 36}, 12);
            ui_.text(button, end - 60, y + 22, 17, ink::black, true, Align::Centre, 52);
            break;
        }
        case MenuRow::Kind::Item:
            if (row.value) ui_.text(row.value(), end - 34, text_y, size, colour, false, Align::Right, r.w * 0.6F);
            break;
        case MenuRow::Kind::Entry:
        case MenuRow::Kind::Small:
        case MenuRow::Kind::Button: break;
    }
}

}  // namespace game
