#include "game/app/menu.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace game {

using Kind = UiEvent::Kind;

namespace {

constexpr float rail_width = 220;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

MenuRow field_row(std::string label, std::string& field, std::size_t most) {
    MenuRow row;
    row.kind = MenuRow::Kind::Field;
    row.label = std::move(label);
    row.field = &field;
    row.most = most;
    return row;
}

std::size_t code_points(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

std::string first_code_points(const std::string& text, std::size_t count) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (begins_code_point(text[i]) && seen++ == count) return text.substr(0, i);
    }
    return text;
}

void erase_last_code_point(std::string& text) {
    while (!text.empty() && !begins_code_point(text.back())) text.pop_back();
    if (!text.empty()) text.pop_back();
}

bool Menu::is_disabled(const MenuRow& row) const { return row.problem && row.kind != MenuRow::Kind::Binding && !row.problem().empty(); }

bool Menu::wants_text() const {
    return focus_ >= 0 && static_cast<std::size_t>(focus_) < rows.size() &&
           rows[static_cast<std::size_t>(focus_)].kind == MenuRow::Kind::Field;
}

void Menu::set_focus(int row) {
    focus_ = std::clamp(row, 0, std::max(0, static_cast<int>(rows.size()) - 1));
    composition_.clear();
}

void Menu::pass(float seconds) {
    ignore_seconds_ = std::max(0.0F, ignore_seconds_ - seconds);
    clock_ += seconds;
}

void Menu::move(int by) {
    if (rows.empty()) return;
    const int count = static_cast<int>(rows.size());
    set_focus(((focus_ + by) % count + count) % count);
    app_.audio().play("menu_move");
}

int Menu::row_at(float x, float y) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& r = rows[i].where;
        const float side = rows[i].kind == MenuRow::Kind::Small ? 0.0F : 1.0F;
        if (x >= r.x - 34 * side && x < r.x + r.w + 30 * side && y >= r.y && y < r.y + r.h) return static_cast<int>(i);
    }
    return -1;
}

// The row beside the focused one (buttons in a line, the other page of a book), or -1.
int Menu::nearest(int dx) const {
    const auto& from = rows[static_cast<std::size_t>(focus_)].where;
    int found = -1;
    float least = 1e9F;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& to = rows[i].where;
        const bool is_beside = dx > 0 ? to.x >= from.x + from.w : to.x + to.w <= from.x;
        if (!is_beside) continue;
        const float far = std::abs(to.y - from.y) * 2 + std::abs(to.x - from.x);
        if (far < least) {
            least = far;
            found = static_cast<int>(i);
        }
    }
    return found;
}

void Menu::accept_row(MenuRow& row, bool by_pointer, float x) {
    if (ignore_seconds_ > 0) return;
    if (is_disabled(row)) {
        app_.audio().play("menu_back");
        return;
    }
    switch (row.kind) {
        case MenuRow::Kind::Choice: {
            const float middle = row.where.x + row.where.w - 6 - choice_width(row.where.w) / 2;
            // Like accept below: the change may build new rows.
            const auto change = row.change;
            if (change) change(by_pointer && x < middle ? -1 : 1);
            app_.audio().play("menu_move");
            return;
        }
        case MenuRow::Kind::Slider: {
            const float rail = row.where.x + row.where.w - rail_width - 76;
            if (by_pointer && row.set && x >= rail - 12 && x <= rail + rail_width + 12) {
                row.set(std::clamp(static_cast<int>(std::lround((x - rail) / rail_width * 20)) * 5, 0, 100));
                app_.audio().play("menu_move");
            }
            return;
        }
        case MenuRow::Kind::Field:
            if (by_pointer || !row.accept) return;
            break;
        case MenuRow::Kind::Entry:
        case MenuRow::Kind::Button:
        case MenuRow::Kind::Toggle:
        case MenuRow::Kind::Binding:
        case MenuRow::Kind::Item:
        case MenuRow::Kind::Small: break;
    }
    app_.audio().play("menu_accept");
    // The scene may rebuild its rows in there.
    const auto accept = row.accept;
    if (accept) accept();
}

void Menu::type(MenuRow& row, const UiEvent& event) {
    composition_.clear();
    for (const char c : event.text) {
        if (static_cast<unsigned char>(c) < 0x20) return;
    }
    *row.field = first_code_points(*row.field + event.text, row.most);
    app_.audio().play("text_key");
}

bool Menu::handle(const UiEvent& event) {
    if (rows.empty()) return false;
    set_focus(focus_);
    auto& row = rows[static_cast<std::size_t>(focus_)];
    const bool is_field = row.kind == MenuRow::Kind::Field;
    switch (event.kind) {
        case Kind::Up: move(-1); return true;
        case Kind::Down:
        case Kind::Next: move(1); return true;
        case Kind::Left:
        case Kind::Right: {
            const int by = event.kind == Kind::Left ? -1 : 1;
            if (row.change) {
                const auto change = row.change;
                change(row.kind == MenuRow::Kind::Slider ? by * 5 : by);
                app_.audio().play("menu_move");
                return true;
            }
            if (is_field) return true;
            const int beside = nearest(by);
            if (beside < 0) return false;
            set_focus(beside);
            app_.audio().play("menu_move");
            return true;
        }
        case Kind::Accept:
            if (!composition_.empty()) return true;  // the input method's own Return
            accept_row(row, false, 0);
            return true;
        case Kind::Text:
            if (is_field) type(row, event);
            return is_field;
        case Kind::Composition:
            if (is_field) composition_ = event.text;
            return is_field;
        case Kind::Key: {
            if (!is_field || event.key != engine::key_from_name("Backspace") || !composition_.empty()) return false;
            erase_last_code_point(*row.field);
            return true;
        }
        case Kind::PointerMoved:
        case Kind::PointerPressed: {
            const int at = row_at(event.x, event.y);
            if (at < 0) return false;
            if (at != focus_) {
                set_focus(at);
                app_.audio().play("menu_move");
            }
            if (event.kind == Kind::PointerPressed) accept_row(rows[static_cast<std::size_t>(at)], true, event.x);
            return true;
        }
        case Kind::Back:
        case Kind::Pause:
        case Kind::PadButton: return false;
    }
    return false;
}

}  // namespace game
