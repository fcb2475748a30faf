#include "game/app/password_scene.h"

#include "engine/core/error.h"
#include "game/app/lobby_scene.h"
#include "net/password.h"

namespace game {

PasswordScene::PasswordScene(App& app, std::string address, std::vector<std::string> seats, std::string why)
    : PageScene(app, "password_title"), address_(std::move(address)), seats_(std::move(seats)) {
    problem_ = std::move(why);
    MenuRow field = field_row(app.text("password_label"), password_, net::most_password_bytes);
    field.accept = [this] { join(); };
    menu_.rows.push_back(std::move(field));
    MenuRow go;
    go.label = app.text("join_go");
    go.accept = [this] { join(); };
    menu_.rows.push_back(std::move(go));
}

void PasswordScene::join() {
    if (!net::is_password(password_)) {
        problem_ = app_.text(password_.empty() ? "password_empty" : "password_long");
        return;
    }
    try {
        auto lobby = join_lobby(app_, address_, seats_, password_);
        app_.pop();
        app_.push(std::move(lobby));
    } catch (const engine::Error& error) {
        problem_ = error.what();
    }
}

void PasswordScene::draw_page(bool is_wide, float x) {
    const float row_x = is_wide ? 112.0F : 46.0F, row_w = is_wide ? 560.0F : 396.0F;
    float y = is_wide ? 230.0F : 130.0F;
    for (MenuRow& row : menu_.rows) {
        row.where = {row_x, y, row_w, 54};
        y += 66;
    }
    if (is_wide) menu_.rows.back().where.w = 300;
    y = ui_.wrapped(app_.texts().fill("password_about", {{"address", address_}}), is_wide ? row_x : x, y + 30, is_wide ? 20.0F : 17.0F,
                    row_w, ink::pencil);
    if (!problem_.empty()) ui_.wrapped(problem_, is_wide ? row_x : x, y + 10, is_wide ? 20.0F : 17.0F, row_w, ink::crimson);
    ui_.hints(is_wide ? 82.0F : 24.0F, is_wide ? 716.0F : 660.0F, is_wide ? 700.0F : 440.0F,
              {{"Enter", app_.text("hint_join")}, {"Esc", app_.text("hint_back")}});
}

}  // namespace game
