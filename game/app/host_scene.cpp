#include "game/app/host_scene.h"

#include "engine/core/error.h"
#include "game/app/lobby_scene.h"
#include "game/app/seat_rows.h"
#include "game/app/setup_scene.h"

namespace game {

HostScene::HostScene(App& app) : PageScene(app, "menu_host"), name_(app.settings().game_name) {
    const auto changed = [this] { problem_.clear(); };
    MenuRow name = field_row(app.text("host_name"), name_, 20);
    name.value = [&app] { return app.text("host_default_name"); };
    name.accept = [this] { menu_.set_focus(1); };
    menu_.rows.push_back(std::move(name));
    menu_.rows.push_back(mode_row(app, changed));
    for (int pilot = 0; pilot < local_pilots; ++pilot) menu_.rows.push_back(seat_row(app, pilot, changed));
    MenuRow password = field_row(app.text("password_label"), password_, 32);
    password.value = [&app] { return app.text("password_none"); };
    password.accept = [this] { menu_.set_focus(static_cast<int>(menu_.rows.size()) - 1); };
    menu_.rows.push_back(std::move(password));
    MenuRow go;
    go.label = app.text("host_open");
    go.accept = [this] { open(); };
    menu_.rows.push_back(std::move(go));
    menu_.set_focus(static_cast<int>(menu_.rows.size()) - 1);
}

HostScene::~HostScene() {
    if (name_ == app_.settings().game_name) return;
    app_.settings().game_name = name_;
    app_.settings_changed();
}

void HostScene::open() {
    try {
        app_.push(open_lobby(app_, name_, app_.settings().mode, chosen_seats(app_, app_.settings()), password_));
    } catch (const engine::Error& error) {
        problem_ = error.what();
    }
}

void HostScene::draw_page(bool is_wide, float x) {
    const auto below = place_choices(menu_, is_wide, 64, 0);
    const float text_x = is_wide ? below.x : x;
    const float y = ui_.wrapped(app_.text("host_about"), text_x, below.y + 32, is_wide ? 20.0F : 17.0F, below.w, ink::pencil);
    if (!problem_.empty()) ui_.wrapped(problem_, text_x, y + 6, is_wide ? 19.0F : 17.0F, below.w, ink::crimson);
    if (is_wide) {
        draw_pilot_cards(app_, ui_, {716, 200, 484, 224}, 244);
        ui_.hints(82, 716, 700,
                  {{"↑↓", app_.text("hint_choose")},
                   {"←→", app_.text("hint_change")},
                   {"Enter", app_.text("hint_open")},
                   {"Esc", app_.text("hint_back")}});
    } else {
        ui_.hints(24, 660, 440, {{"Enter", app_.text("hint_open")}, {"Esc", app_.text("hint_back")}});
    }
}

}  // namespace game
