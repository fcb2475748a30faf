#include "game/app/join_scene.h"

#include "engine/core/error.h"
#include "game/app/lobby_scene.h"
#include "game/app/seat_rows.h"

namespace game {

JoinScene::JoinScene(App& app) : PageScene(app, "menu_join") {
    if (!app.settings().addresses.empty()) address_ = app.settings().addresses.front();
    build_rows();
}

void JoinScene::build_rows() {
    menu_.rows.clear();
    MenuRow field;
    field.kind = MenuRow::Kind::Field;
    field.label = app_.text("join_address");
    field.field = &address_;
    field.most = 60;
    field.value = [] { return std::string("192.168.1.20"); };
    field.accept = [this] { join(address_); };
    menu_.rows.push_back(std::move(field));
    MenuRow pilot;
    pilot = seat_row(app_, 0, [] {});
    pilot.label = app_.text("join_pilot");
    menu_.rows.push_back(std::move(pilot));
    MenuRow go;
    go.label = app_.text("join_go");
    go.accept = [this] { join(address_); };
    menu_.rows.push_back(std::move(go));
    for (const auto& address : app_.settings().addresses) {
        MenuRow last;
        last.kind = MenuRow::Kind::Item;
        last.label = address;
        last.accept = [this, address] { join(address); };
        menu_.rows.push_back(std::move(last));
    }
}

void JoinScene::appeared() { build_rows(); }

void JoinScene::join(const std::string& address) {
    problem_.clear();
    if (address.empty()) {
        problem_ = app_.text("join_empty");
        menu_.set_focus(0);
        return;
    }
    try {
        app_.push(join_lobby(app_, address, {app_.settings().seats[0].empty() ? std::string("keys") : app_.settings().seats[0]}));
    } catch (const engine::Error& error) {
        problem_ = error.what();
    }
}

void JoinScene::draw_page(bool is_wide, float) {
    auto& canvas = app_.canvas();
    const float row_x = is_wide ? 560.0F : 46.0F;
    const float row_w = is_wide ? 600.0F : 396.0F;
    if (is_wide) {
        // Somebody is on the way.
        canvas.sprite_sized(canvas.find("shadow-hero"), {262, 330, 153, 189}, 255, 58);
        canvas.sprite_sized(canvas.find("hero-1"), {232, 290, 153, 189}, 255, 58);
        for (int i = 0; i < 3; ++i)
            canvas.line(96 + 14.0F * static_cast<float>(i), 430 + 22.0F * static_cast<float>(i), 196 + 10.0F * static_cast<float>(i),
                        398 + 18.0F * static_cast<float>(i), 2.2F, ink::faint);
    }
    float y = is_wide ? 214.0F : 118.0F;
    for (std::size_t i = 0; i < menu_.rows.size(); ++i) {
        auto& row = menu_.rows[i];
        if (i == 3) {
            y += 12;
            ui_.text(app_.text("join_last"), row_x, y + 26, 20, ink::pencil, true);
            y += 40;
        }
        const float h = i < 3 ? 54.0F : 46.0F;
        row.where = {row_x, y, row_w, h};
        if (i == 2 && is_wide) row.where.w = 300;
        y += i < 3 ? h + 10 : h;
    }
    if (menu_.rows.size() <= 3)
        y = ui_.wrapped(app_.text("join_about"), row_x - (is_wide ? 0.0F : 18.0F), y + 24, is_wide ? 20.0F : 17.0F, row_w, ink::pencil);
    if (!problem_.empty()) ui_.wrapped(problem_, row_x - (is_wide ? 0.0F : 18.0F), y + 26, is_wide ? 19.0F : 17.0F, row_w, ink::crimson);
    ui_.hints(is_wide ? 82.0F : 24.0F, is_wide ? 716.0F : 660.0F, is_wide ? 700.0F : 440.0F,
              {{"Enter", app_.text("hint_join")}, {"Esc", app_.text("hint_back")}});
}

}  // namespace game
