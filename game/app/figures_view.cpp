#include "game/app/figures_view.h"

#include <fmt/format.h>

#include "game/app/ui.h"

namespace game {

using engine::Align;

void draw_figures(App& app, const Online& online, const std::array<std::string, engine::max_seats>& names, float left, float top) {
    Ui ui(app);
    const auto& figures = online.figures();
    constexpr float line = 26, margin = 10;
    const float w = 480 - 2 * margin, h = 40 + line * static_cast<float>(figures.size()) + 8;
    const float x = left + margin, y = top + margin;
    app.canvas().fill({x, y, w, h}, with_alpha(ink::card, 0.9F));
    app.canvas().fill({x, y, w, 2}, ink::black);
    constexpr std::array columns{200.0F, 256.0F, 328.0F, 388.0F, 452.0F};
    constexpr std::array heads{"figures_ping", "figures_loss", "figures_back", "figures_delay", "figures_tick"};
    ui.text(app.text("figures_title"), x + 12, y + 26, 17, ink::black, true);
    for (std::size_t i = 0; i < columns.size(); ++i)
        ui.text(app.text(heads[i]), x + columns[i], y + 26, 17, ink::pencil, false, Align::Right, 66);
    float at = y + 26 + line;
    for (const net::Figures& each : figures) {
        std::string who;
        for (std::size_t seat = 0; seat < names.size(); ++seat)
            if ((each.seats >> seat & 1) != 0) who += (who.empty() ? "" : ", ") + names[seat];
        if (who.empty()) who = app.text("figures_host");
        const bool is_bad = each.loss_percent > 10 || each.ping_ms > 250;
        const auto colour = is_bad ? ink::crimson : ink::black;
        ui.text(who, x + 12, at, 17, colour, true, Align::Left, 140);
        const std::array values{fmt::format("{} ms", each.ping_ms), fmt::format("{} %", each.loss_percent),
                                fmt::format("{} / {}", each.depth_p50, each.depth_p99), fmt::format("{}", each.delay_ticks),
                                fmt::format("{}", each.tick)};
        for (std::size_t i = 0; i < columns.size(); ++i) ui.text(values[i], x + columns[i], at, 17, colour, false, Align::Right, 66);
        at += line;
    }
}

}  // namespace game
