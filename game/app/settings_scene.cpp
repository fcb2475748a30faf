#include "game/app/settings_scene.h"

#include <algorithm>

namespace game {

using Kind = UiEvent::Kind;

SettingsScene::SettingsScene(App& app) : app_(app), ui_(app), menu_(app), was_wide_(app.layout().is_wide) {
    menu_.is_indented = false;
    build_rows();
}

SettingsScene::~SettingsScene() { app_.settings_changed(); }

void SettingsScene::build_rows() {
    const int focus = menu_.focus();
    menu_.rows.clear();
    const bool is_wide = app_.layout().is_wide;
    if (is_wide || page_ == 0) general_rows();
    first_key_row_ = menu_.rows.size();
    if (is_wide || page_ == 1) key_rows();
    menu_.set_focus(focus);
}

void SettingsScene::general_rows() {
    auto& settings = app_.settings();
    MenuRow language;
    language.kind = MenuRow::Kind::Choice;
    language.label = app_.text("settings_language");
    language.value = [this] { return app_.text("language_name"); };
    language.change = [this](int) {
        app_.set_language(app_.texts().language() == "en" ? "zh_CN" : "en");
        build_rows();
    };
    menu_.rows.push_back(std::move(language));
    const auto slider = [&](const char* key, int& level) {
        MenuRow row;
        row.kind = MenuRow::Kind::Slider;
        row.label = app_.text(key);
        row.level = [&level] { return level; };
        row.set = [this, &level](int to) {
            level = to;
            app_.settings_changed();
        };
        row.change = [this, &level](int by) {
            level = std::clamp(level + by, 0, 100);
            app_.settings_changed();
        };
        menu_.rows.push_back(std::move(row));
    };
    slider("settings_music", settings.music);
    slider("settings_effects", settings.effects);
    const auto toggle = [&](const char* key, bool& on) {
        MenuRow row;
        row.kind = MenuRow::Kind::Toggle;
        row.label = app_.text(key);
        row.is_on = [&on] { return on; };
        row.accept = [this, &on] {
            on = !on;
            app_.settings_changed();
        };
        row.change = [accept = row.accept](int) { accept(); };
        menu_.rows.push_back(std::move(row));
    };
    toggle("settings_fullscreen", settings.fullscreen);
    toggle("settings_shake", settings.looks.shake);
    toggle("settings_flashes", settings.looks.flashes);
    toggle("settings_hit_stop", settings.looks.hit_stop);
    toggle("settings_particles", settings.looks.particles);
    if (app_.layout().is_wide) return;
    MenuRow keys;
    keys.label = app_.text("settings_keys");
    keys.accept = [this] {
        page_ = 1;
        build_rows();
        menu_.set_focus(0);
    };
    menu_.rows.push_back(std::move(keys));
}

void SettingsScene::key_rows() {
    auto& settings = app_.settings();
    const auto p = static_cast<std::size_t>(pilot_);
    MenuRow pilot;
    pilot.kind = MenuRow::Kind::Choice;
    pilot.label = app_.text("settings_whose");
    pilot.value = [this] { return app_.texts().fill("setup_pilot", {{"number", std::to_string(pilot_ + 1)}}); };
    pilot.change = [this](int) {
        pilot_ = 1 - pilot_;
        build_rows();
    };
    menu_.rows.push_back(std::move(pilot));
    MenuRow name = field_row(app_.text("settings_name"), settings.names[p], 16);
    name.value = [this] { return app_.texts().fill("setup_pilot", {{"number", std::to_string(pilot_ + 1)}}); };
    menu_.rows.push_back(std::move(name));
    for (std::size_t i = 0; i < actions; ++i) {
        const auto action = static_cast<Action>(i);
        MenuRow row;
        row.kind = MenuRow::Kind::Binding;
        row.label = app_.text("action_" + std::string(action_names[i]));
        row.value = [&settings, p, i] { return engine::key_name(settings.pilots[p].keys[i]); };
        if (action == Action::Bomb)
            row.second = [&settings, p] { return std::string(pad_button_names[static_cast<std::size_t>(settings.pilots[p].pad_bomb)]); };
        row.problem = [this, &settings, p, action] {
            const auto conflict = conflict_of(settings, static_cast<int>(p), action);
            if (!conflict.is()) return std::string();
            return app_.texts().fill(
                "keys_conflict", {{"action", app_.text("action_" + std::string(action_names[static_cast<std::size_t>(conflict.action)]))},
                                  {"number", std::to_string(conflict.pilot + 1)}});
        };
        row.accept = [this] { menu_.capturing = menu_.focus(); };
        menu_.rows.push_back(std::move(row));
    }
    if (app_.layout().is_wide) return;
    MenuRow back;
    back.label = app_.text("settings_general");
    back.accept = [this] {
        page_ = 0;
        build_rows();
        menu_.set_focus(0);
    };
    menu_.rows.push_back(std::move(back));
}

// The next key or pad button belongs to the row. Escape keeps what was, Delete clears.
void SettingsScene::capture(const UiEvent& event) {
    const auto row = static_cast<std::size_t>(menu_.capturing);
    const std::size_t action = row - first_key_row_ - 2;
    auto& pilot = app_.settings().pilots[static_cast<std::size_t>(pilot_)];
    if (event.kind == Kind::PointerMoved || event.kind == Kind::Text || event.kind == Kind::Composition || event.is_repeat) return;
    const bool is_bomb = static_cast<Action>(action) == Action::Bomb;
    if (event.is_pad) {
        const bool is_stick = event.button == engine::PadButton::A && event.kind != Kind::Accept;
        if (is_stick) return;
        if (!is_bomb || event.kind == Kind::Pause) {
            app_.audio().play("menu_back");
            menu_.capturing = -1;
            return;
        }
        pilot.pad_bomb = event.button;
    } else if (event.key == engine::key_from_name("Delete")) {
        pilot.keys[action] = 0;
    } else if (event.key != 0 && event.kind != Kind::Back) {
        pilot.keys[action] = event.key;
    }
    menu_.capturing = -1;
    app_.audio().play("menu_accept");
    app_.settings_changed();
}

void SettingsScene::handle(const UiEvent& event) {
    if (menu_.capturing >= 0) {
        capture(event);
        return;
    }
    const bool is_wide = app_.layout().is_wide;
    if (is_wide && event.kind == Kind::Next) {
        menu_.set_focus(is_on_second_page(static_cast<std::size_t>(menu_.focus())) ? 0 : static_cast<int>(first_key_row_));
        app_.audio().play("menu_move");
        return;
    }
    if (menu_.handle(event)) return;
    if (event.kind != Kind::Back) return;
    app_.audio().play("menu_back");
    if (!is_wide && page_ == 1) {
        page_ = 0;
        build_rows();
        menu_.set_focus(static_cast<int>(menu_.rows.size()) - 1);
        return;
    }
    app_.pop();
}

void SettingsScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
    if (was_wide_ == app_.layout().is_wide) return;
    was_wide_ = app_.layout().is_wide;
    menu_.capturing = -1;
    build_rows();
}

void SettingsScene::lay_out() {
    const bool is_wide = app_.layout().is_wide;
    float y = is_wide ? 142.0F : 112.0F;
    const float step = is_wide ? 64.0F : 54.0F;
    for (std::size_t i = 0; i < menu_.rows.size(); ++i) {
        if (is_wide && i == first_key_row_) y = 142;
        const bool is_right = is_wide && is_on_second_page(i);
        menu_.rows[i].where =
            is_wide ? engine::RectF{is_right ? 696.0F : 80.0F, y, is_right ? 490.0F : 488.0F, 54} : engine::RectF{44, y, 396, 50};
        y += step;
    }
}

void SettingsScene::draw() {
    auto& canvas = app_.canvas();
    const bool is_wide = app_.layout().is_wide;
    canvas.page(is_wide ? "book" : "sheet-portrait");
    ui_.heading(app_.text(is_wide || page_ == 0 ? "menu_settings" : "settings_keys"), is_wide ? 80.0F : 28.0F, is_wide ? 116.0F : 76.0F,
                424);
    lay_out();
    if (is_wide) {
        ui_.text(app_.text("settings_keys"), 696, 100, 22, ink::pencil, true);
        ui_.sprite("tile-" + std::to_string(pilot_ + 1), 1090, 66);
        ui_.rule(696, 120, 500);
    } else {
        ui_.rule(28, 98, 424);
    }
    menu_.draw(seconds_);
    seconds_ = 0;
    const bool is_capturing = menu_.capturing >= 0;
    const float x = is_wide ? (is_capturing ? 696.0F : 80.0F) : 24.0F;
    const float y = is_wide ? 708.0F : 660.0F;
    if (is_capturing) {
        ui_.hints(x, y, is_wide ? 500.0F : 440.0F, {{"Esc", app_.text("hint_keep")}, {"Del", app_.text("hint_clear")}});
    } else {
        ui_.hints(x, y, is_wide ? 520.0F : 440.0F,
                  {{"↑↓", app_.text("hint_choose")}, {"←→", app_.text("hint_change")}, {"Esc", app_.text("hint_back")}});
    }
    if (is_wide && !is_capturing) ui_.hints(696, y, 480, {{"Tab", app_.text("hint_page")}, {"Enter", app_.text("hint_bind")}});
}

}  // namespace game
