// A list of rows with one focus, driven by keys, pad and pointer alike. An entry of a menu is one row. Used by the menu scenes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/platform/canvas.h"
#include "game/app/app.h"
#include "game/app/ui.h"

namespace game {

struct MenuRow {
    enum class Kind : std::uint8_t {
        Entry,    // accept
        Button,   // the same, in a box
        Choice,   // value between arrows: change(-1 or 1)
        Slider,   // level 0 to 100: change(-5 or 5), set(level)
        Toggle,   // is_on, accept
        Field,    // text that is typed: *field, at most `most` code points
        Binding,  // key (value) and pad button (second): accept captures
        Item,     // of a list: label, value at the right, accept
        Small,    // a small button in a card: accept; the focus shows in the button itself
    };
    Kind kind = Kind::Entry;
    std::string label;
    engine::RectF where;  // units
    std::function<void()> accept;
    std::function<void(int)> change;
    std::function<void(int)> set;
    std::function<std::string()> value;
    std::function<std::string()> second;
    std::function<int()> level;
    std::function<bool()> is_on;
    std::string* field = nullptr;
    std::size_t most = 24;
    std::function<void(const engine::RectF&, bool is_focused)> draw;  // Item: instead of label and value; nothing where `where` is empty
    std::function<std::string()> problem;  // not empty: said in crimson; the row is then disabled unless it is a binding
};

// A row for text: *field, which outlives the row, at most `most` code points.
MenuRow field_row(std::string label, std::string& field, std::size_t most);

class Menu {
  public:
    explicit Menu(App& app) : app_(app), ui_(app) {}

    std::vector<MenuRow> rows;
    // Entries and items keep room for the band's plane at their left, as on the title.
    bool is_indented = true;
    // Row whose keys are being captured, or -1; the scene does the capturing.
    int capturing = -1;

    // True when the event meant something to the menu. Back is the scene's.
    bool handle(const UiEvent& event);
    void draw(float seconds);
    int focus() const { return focus_; }
    void set_focus(int row);
    bool wants_text() const;
    // Takes no accept for that long: what a thumb does on its own is not an answer.
    void ignore_accept(float seconds) { ignore_seconds_ = seconds; }
    bool is_ignoring() const { return ignore_seconds_ > 0; }
    // Time for ignore_accept and for the band.
    void pass(float seconds);

  private:
    void move(int by);
    void accept_row(MenuRow& row, bool by_pointer, float x);
    void type(MenuRow& row, const UiEvent& event);
    void draw_row(const MenuRow& row, bool is_focused);
    void draw_small(const MenuRow& row, bool is_focused);
    void draw_value(const MenuRow& row, bool is_focused, float text_y);
    int row_at(float x, float y) const;
    int nearest(int dx) const;
    bool is_disabled(const MenuRow& row) const;

    App& app_;
    Ui ui_;
    int focus_ = 0;
    float ignore_seconds_ = 0;
    float clock_ = 0;
    engine::RectF band_{};  // where the band is now
    bool has_band_ = false;
    std::string composition_;
};

// Units that a choice with its arrows, and a field of text, take of a row that is `w` wide.
constexpr float choice_width(float w) { return w < 420 ? 214 : 262; }
constexpr float field_width_of(float w) { return w < 430 ? w - 140 : 300; }

// The first `count` code points of a text.
std::string first_code_points(const std::string& text, std::size_t count);
std::size_t code_points(const std::string& text);
void erase_last_code_point(std::string& text);

}  // namespace game
