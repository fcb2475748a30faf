#include "game/app/setup_scene.h"

#include <fmt/format.h>

#include "engine/core/error.h"
#include "game/app/game_run.h"
#include "game/app/play_scene.h"
#include "game/app/seat_rows.h"

namespace game {

using engine::Align;
using engine::RectF;

SetupScene::SetupScene(App& app) : PageScene(app, "setup_title") {
    const auto changed = [this] { problem_.clear(); };
    menu_.rows.push_back(mode_row(app, changed));
    for (int pilot = 0; pilot < local_pilots; ++pilot) menu_.rows.push_back(seat_row(app, pilot, changed));
    MenuRow go;
    go.label = app.text("setup_start");
    go.accept = [this] { start(); };
    menu_.rows.push_back(std::move(go));
    menu_.set_focus(static_cast<int>(menu_.rows.size()) - 1);
}

void SetupScene::start() {
    try {
        app_.replace(start_local_game(app_, app_.settings().mode, chosen_seats(app_, app_.settings()), app_.options().seed));
    } catch (const engine::Error& error) {
        problem_ = error.what();
    }
}

void SetupScene::draw_page(bool is_wide, float) {
    const auto below = place_choices(menu_, is_wide, 66, is_wide ? 24 : 8);
    if (is_wide) {
        draw_pilot_cards(app_, ui_, {716, 200, 484, 224}, 244);
        float y = below.y;
        const std::string about = "mode." + app_.settings().mode + ".about";
        if (app_.texts().has(about)) y = ui_.wrapped(app_.text(about), below.x, y + 24, 20, below.w, ink::pencil);
        if (!problem_.empty()) ui_.wrapped(problem_, below.x, y + 8, 19, below.w, ink::crimson);
        ui_.hints(82, 716, 700,
                  {{"↑↓", app_.text("hint_choose")},
                   {"←→", app_.text("hint_change")},
                   {"Enter", app_.text("hint_start")},
                   {"Esc", app_.text("hint_back")}});
    } else {
        draw_pilot_cards(app_, ui_, {24, below.y + 4, 432, 134}, 142);
        if (!problem_.empty()) ui_.wrapped(problem_, 28, below.y + 300, 17, 424, ink::crimson);
        ui_.hints(24, 660, 440, {{"Enter", app_.text("hint_start")}, {"Esc", app_.text("hint_back")}});
    }
}

namespace {

void draw_pilot_card(App& app, Ui& ui, int pilot, const std::string& seat, bool has_both_sets, const RectF& where) {
    auto& canvas = app.canvas();
    const auto p = static_cast<std::size_t>(pilot);
    const bool is_free = seat.empty();
    const std::uint8_t alpha = is_free ? 90 : 255;
    ui.card(where);
    auto stripe = ink::pilots[p];
    stripe.a = alpha;
    canvas.fill({where.x, where.y, where.w, 8}, stripe);
    const bool is_small = where.h < 180;
    const float plane_h = is_small ? 100.0F : 150.0F;
    const float plane_w = plane_h * 102 / 126;
    canvas.sprite_sized(canvas.find(fmt::format("hero-{}", pilot + 1)),
                        {where.x + 22, where.y + (where.h - plane_h) / 2 + 4, plane_w, plane_h}, alpha);
    const float x = where.x + plane_w + 48;
    canvas.sprite(canvas.find(fmt::format("tile-{}", pilot + 1)), x, where.y + 22, alpha);
    const bool is_bot = seat.rfind("bot:", 0) == 0;
    const std::string name = is_free ? app.text("seat_free") : is_bot ? bot_text(app, seat) : app.pilot_name(pilot);
    ui.text(name, x + 58, where.y + 53, 24, is_free ? ink::faint : ink::black, true, Align::Left, where.x + where.w - x - 80);
    if (is_free || is_bot) {
        if (is_bot) {
            const std::string about = "bot." + seat.substr(4) + ".about";
            ui.text(app.text(app.texts().has(about) ? about : "seat_flies_itself"), x, where.y + 100, 18, ink::pencil, false, Align::Left,
                    where.x + where.w - x - 16);
        }
        return;
    }
    if (seat.rfind("pad", 0) == 0) {
        const auto& bomb = pad_button_names[static_cast<std::size_t>(app.settings().pilots[p].pad_bomb)];
        float key_x = x + ui.keycap(app.text("key_stick"), x, where.y + 84) + 8;
        ui.text(app.text("keys_fly"), key_x, where.y + 108, 18, ink::pencil);
        if (is_small) return;
        key_x = x + ui.keycap(bomb, x, where.y + 132) + 8;
        ui.text(app.text("keys_bomb"), key_x, where.y + 156, 18, ink::pencil);
        return;
    }
    // The first pilot with keys has the first set; one alone may use either.
    const std::size_t set = pilot == 1 && !has_both_sets ? 1 : 0;
    const auto& keys = app.settings().pilots[set];
    const auto key_of = [&](const PilotKeys& from, Action action) {
        std::string key = engine::key_name(from.keys[static_cast<std::size_t>(action)]);
        if (key == "Left") return std::string("←");
        if (key == "Right") return std::string("→");
        if (key == "Up") return std::string("↑");
        if (key == "Down") return std::string("↓");
        if (key.rfind("Left ", 0) == 0) key = "L " + key.substr(5);
        if (key.rfind("Right ", 0) == 0) key = "R " + key.substr(6);
        return key.empty() ? std::string("–") : key;
    };
    const auto all_of = [&](const PilotKeys& from) {
        return key_of(from, Action::Up) + " " + key_of(from, Action::Left) + " " + key_of(from, Action::Down) + " " +
               key_of(from, Action::Right);
    };
    float key_y = where.y + (is_small ? 78.0F : 84.0F);
    const auto line = [&](const PilotKeys& from, bool with_bomb) {
        float key_x = x + ui.keycap(all_of(from), x, key_y) + 8;
        ui.text(app.text("keys_fly"), key_x, key_y + 24, 18, ink::pencil);
        if (!with_bomb) return;
        key_x += ui.width(app.text("keys_fly"), 18) + 16;
        const float cap = ui.keycap(key_of(from, Action::Bomb), key_x, key_y);
        if (key_x + cap + 70 < where.x + where.w) ui.text(app.text("keys_bomb"), key_x + cap + 8, key_y + 24, 18, ink::pencil);
    };
    line(keys, true);
    if (!has_both_sets || is_small) return;
    key_y += 44;
    ui.text(app.text("keys_or"), x, key_y + 22, 18, ink::pencil);
    key_y += 34;
    line(app.settings().pilots[1], true);
}

}  // namespace

RectF place_choices(Menu& menu, bool is_wide, float wide_step, float gap) {
    RectF next = is_wide ? RectF{112, 206, 520, 54} : RectF{46, 116, 396, 54};
    for (auto& row : menu.rows) {
        if (&row == &menu.rows.back()) next.y += gap;
        row.where = next;
        next.y += is_wide ? wide_step : 58;
    }
    if (is_wide) menu.rows.back().where.w = 300;
    return next;
}

void draw_pilot_cards(App& app, Ui& ui, const RectF& first, float step) {
    const auto& seats = app.settings().seats;
    const bool has_both_sets = seats[0] != "keys" || seats[1] != "keys";
    RectF where = first;
    for (int pilot = 0; pilot < local_pilots; ++pilot, where.y += step)
        draw_pilot_card(app, ui, pilot, seats[static_cast<std::size_t>(pilot)], has_both_sets, where);
}

}  // namespace game
