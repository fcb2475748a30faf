#include "game/app/lan_row.h"

#include <fmt/format.h>

#include "game/app/seat_rows.h"
#include "game/view/hud.h"

namespace game {

using engine::Align;
using engine::Colour;
using engine::RectF;

namespace {

constexpr Colour on_band{217, 205, 180, 255};  // secondary text on the band
constexpr Colour alarm_on_band{255, 190, 170, 255};
constexpr float tile_size = 28;

// Left edges of the columns of a wide row.
constexpr float name_x = 112, mode_x = 404, pilots_x = 668, ping_x = 850, version_x = 958, door_x = 1034;

struct Pens {
    Colour main, second, alarm;
    std::uint8_t alpha;
};

Pens pens(Hindrance hindrance, bool is_focused) {
    const bool is_open = hindrance == Hindrance::None || hindrance == Hindrance::Full;
    if (is_focused) return {ink::paper, on_band, alarm_on_band, 255};
    return {is_open ? ink::black : ink::faint, is_open ? ink::pencil : ink::faint, ink::crimson,
            static_cast<std::uint8_t>(is_open ? 255 : 115)};
}

std::string door_text(const App& app, const net::FoundGame& found, Hindrance hindrance) {
    if (hindrance == Hindrance::None) return app.text(found.game.password ? "lan_password" : "lan_join");
    return app.text("lan_why_" + std::string(hindrance_word(hindrance)));
}

void draw_seats(App& app, const net::GameInfo& game, float x, float y, float step, std::uint8_t alpha) {
    for (int seat = 0; seat < game.seats; ++seat) {
        const bool is_taken = (game.taken >> seat & 1) != 0;
        const auto tile = app.canvas().find(fmt::format("tile-{}", seat + 1));
        app.canvas().sprite_sized(tile, {x + step * static_cast<float>(seat), y, tile_size, tile_size},
                                  is_taken ? alpha : static_cast<std::uint8_t>(alpha / 4));
    }
}

int ping_of(const net::FoundGame& found) { return static_cast<int>((found.ping_us + 500) / 1000); }

void draw_ping(App& app, const net::FoundGame& found, float x, float y, bool is_focused, std::uint8_t alpha) {
    const auto strokes = app.canvas().find(fmt::format("ping-{}", ping_strokes(ping_of(found))));
    if (is_focused)
        app.canvas().sprite_flat(strokes, x, y, ink::paper);
    else
        app.canvas().sprite(strokes, x, y, alpha);
}

std::string ping_text(const net::FoundGame& found) { return ping_of(found) == 0 ? "<1" : fmt::format("{}", ping_of(found)); }

std::string stage_text(const App& app, const net::GameInfo& game) {
    std::string text = app.text(game.playing ? "lan_in_play" : "lan_in_lobby");
    if (game.spectators > 0) text += " · " + app.texts().fill("lan_watching", {{"count", std::to_string(game.spectators)}});
    return text;
}

}  // namespace

void draw_lan_heads(App& app, Ui& ui, float y) {
    const auto head = [&](const char* key, float x) { ui.text(app.text(key), x, y, 18, ink::pencil); };
    head("lan_host", name_x);
    head("lan_mode", mode_x);
    head("lan_pilots", pilots_x);
    head("lan_ping", ping_x);
    head("lan_version", version_x);
}

void draw_lan_row(App& app, Ui& ui, const net::FoundGame& found, Hindrance hindrance, const RectF& r, bool is_wide, bool is_focused) {
    const net::GameInfo& game = found.game;
    const Pens pen = pens(hindrance, is_focused);
    const bool is_open = hindrance == Hindrance::None;
    const Colour door_colour = is_open ? pen.main : pen.alarm;
    const std::string host = game.name.empty() ? net::ip_text(found.address.ip) : game.name;
    const std::string name = game.match == 0 ? host : fmt::format("{} {}", host, game.match);
    if (is_wide) {
        const float middle = Ui::base_line(r.y, r.h, 24);
        const float name_room = game.password ? 232.0F : 270.0F;
        ui.text(name, name_x, middle, 24, pen.main, true, Align::Left, name_room);
        if (game.password)
            ui.sprite(is_focused ? "lock-light" : "lock", name_x + std::min(name_room, ui.width(name, 24, true)) + 16, r.y + r.h / 2 - 11,
                      pen.alpha);
        ui.text(mode_text(app, game.mode), mode_x, r.y + r.h / 2 - 4, 22, pen.main, false, Align::Left, 240);
        ui.text(stage_text(app, game), mode_x, r.y + r.h / 2 + 20, 18, pen.second, false, Align::Left, 240);
        draw_seats(app, game, pilots_x, r.y + (r.h - tile_size) / 2, 34, pen.alpha);
        draw_ping(app, found, ping_x, r.y + r.h / 2 - 12, is_focused, pen.alpha);
        ui.text(ping_text(found), ping_x + 44, Ui::base_line(r.y, r.h, 22), 22, pen.main);
        const bool other = hindrance == Hindrance::OtherVersion;
        ui.text(game.version, version_x, Ui::base_line(r.y, r.h, 22), 22, other ? pen.alarm : pen.main, other, Align::Left, 70);
        ui.sprite(is_open ? (is_focused ? "tick-light" : "tick") : "cross", door_x, r.y + r.h / 2 - 14);
        const float size = is_open ? 21 : 18;
        ui.text(door_text(app, found, hindrance), door_x + 36, Ui::base_line(r.y, r.h, size), size, door_colour, true, Align::Left, 134);
        if (!is_focused) ui.thin_rule(r.x, r.y + r.h, r.w);
        return;
    }
    const float end = r.x + r.w - 14;
    const std::string door = door_text(app, found, hindrance);
    const float door_width = std::min(150.0F, ui.width(door, 19, true));
    const float x = r.x + (is_focused ? 28.0F : 0.0F);
    ui.text(door, end, r.y + 32, 19, door_colour, true, Align::Right, 150);
    ui.text(name, x, r.y + 33, 23, pen.main, true, Align::Left, end - x - door_width - (game.password ? 44.0F : 14.0F));
    if (game.password) ui.sprite(is_focused ? "lock-light" : "lock", end - door_width - 32, r.y + 13, pen.alpha);
    ui.text(mode_text(app, game.mode), x, r.y + 68, 19, pen.second, false, Align::Left, 108);
    draw_seats(app, game, r.x + 142, r.y + 48, 32, pen.alpha);
    draw_ping(app, found, end - 104, r.y + 50, is_focused, pen.alpha);
    ui.text(ping_text(found) + " ms", end, r.y + 68, 19, pen.main, false, Align::Right);
    if (!is_focused) ui.thin_rule(r.x, r.y + r.h, r.w);
}

std::string lan_sentence(const App& app, const net::FoundGame& found, Hindrance hindrance) {
    return app.texts().fill("lan_about_" + std::string(hindrance_word(hindrance)),
                            {{"theirs", found.game.version}, {"ours", WINGMATE_VERSION}, {"mode", mode_text(app, found.game.mode)}});
}

}  // namespace game
