#include "game/app/host_scene.h"

#include "engine/core/error.h"
#include "game/app/lobby_scene.h"
#include "game/app/seat_rows.h"
#include "game/app/setup_scene.h"

namespace game {

HostScene::HostScene(App& app) : PageScene(app, "menu_host"), name_(app.settings().game_name) {
    const auto changed = [this] { problem_.clear(); };
    MenuRow name;
    name.kind = MenuRow::Kind::Field;
    name.label = app.text("host_name");
    name.field = &name_;
    name.most = 20;
    name.value = [&app] { return app.text("host_default_name"); };
    name.accept = [this] { menu_.set_focus(1); };
    menu_.rows.push_back(std::move(name));
    menu_.rows.push_back(mode_row(app, changed));
    for (int pilot = 0; pilot < local_pilots; ++pilot) menu_.rows.push_back(seat_row(app, pilot, changed));
    MenuRow password;
    password.kind = MenuRow::Kind::Field;
    password.label = app.text("password_label");
    password.field = &password_;
    password.most = 32;
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
    const float row_x = is_wide ? 112.0F : 46.0F;
    const float row_w = is_wide ? 520.0F : 396.0F;
    float y = is_wide ? 206.0F : 116.0F;
    for (auto& row : menu_.rows) {
        row.where = {row_x, y, row_w, 54};
        y += is_wide ? 64.0F : 58.0F;
    }
    if (is_wide) menu_.rows.back().where.w = 300;
    const auto& seats = app_.settings().seats;
    const bool has_both_sets = seats[0] != "keys" || seats[1] != "keys";
    y += 16;
    y = ui_.wrapped(app_.text("host_about"), is_wide ? row_x : x, y + 16, is_wide ? 20.0F : 17.0F, row_w, ink::pencil);
    if (!problem_.empty()) ui_.wrapped(problem_, is_wide ? row_x : x, y + 6, is_wide ? 19.0F : 17.0F, row_w, ink::crimson);
    if (is_wide) {
        for (int pilot = 0; pilot < local_pilots; ++pilot) {
            draw_pilot_card(app_, ui_, pilot, seats[static_cast<std::size_t>(pilot)], has_both_sets,
                            {716, 200 + 244.0F * static_cast<float>(pilot), 484, 224});
        }
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
