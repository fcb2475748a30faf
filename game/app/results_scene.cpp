#include "game/app/results_scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/app/lobby_scene.h"
#include "game/app/play_scene.h"
#include "game/app/tell_notice.h"

namespace game {

using engine::Align;
using engine::RectF;

ResultsScene::ResultsScene(App& app, ResultsSetup setup) : app_(app), ui_(app), menu_(app), setup_(std::move(setup)) {
    app_.audio().music("loss", true);
    if (setup_.is_new_best) app_.audio().music("win", true);
    menu_.ignore_accept(deaf_seconds);
    build_rows();
}

ResultsScene::~ResultsScene() {
    if (setup_.online) setup_.online->leave(engine::now_us());
}

void ResultsScene::to_title() { app_.go_to_title(); }

void ResultsScene::build_rows() {
    menu_.rows.clear();
    hosts_ = setup_.online && setup_.online->is_host();
    waiting_ = !setup_.online ? std::string() : app_.text(hosts_ ? "results_host_again" : "results_waiting");
    const auto button = [&](const char* key, const std::function<void()>& accept) {
        MenuRow row;
        row.kind = MenuRow::Kind::Button;
        row.label = app_.text(key);
        row.accept = accept;
        menu_.rows.push_back(std::move(row));
    };
    const auto attempt = [this](auto make) {
        try {
            app_.replace(make());
        } catch (const engine::Error& error) {
            app_.say(error.what());
        }
    };
    if (setup_.again) {
        button("results_again", [this, attempt] {
            attempt([this] { return start_local_game(app_, setup_.again->mode, setup_.again->seats, std::nullopt); });
        });
    }
    if (hosts_) button("results_again", [this] { setup_.online->again(engine::now_us()); });
    if (setup_.replay) {
        button("results_replay", [this, attempt] { attempt([this] { return start_replay(app_, *setup_.replay); }); });
    }
    button(setup_.online ? "lobby_leave" : "results_menu", [this] { to_title(); });
}

void ResultsScene::poll_online(const Frame& frame) {
    if (!setup_.online) return;
    Online& online = *setup_.online;
    online.poll(frame.now_us);
    while (auto notice = online.next_notice()) {
        engine::log_info(english(*notice));
        app_.say(tell(app_.texts(), *notice));
    }
    if (online.stage() == Online::Stage::Lobby) {
        engine::log_info("Back in the lobby");
        app_.replace(std::make_unique<LobbyScene>(app_, std::move(setup_.online), setup_.seats, setup_.address, true));
        return;
    }
    const bool ended = online.stage() == Online::Stage::Ended;
    if (ended) {
        app_.say(tell(app_.texts(), online.ending()));
        setup_.online.reset();
    }
    if (ended || setup_.online->is_host() != hosts_) build_rows();
}

void ResultsScene::handle(const UiEvent& event) {
    if (menu_.handle(event)) return;
    if (event.kind == UiEvent::Kind::Back && !menu_.is_ignoring()) to_title();
}

void ResultsScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    age_ += frame.seconds;
    menu_.pass(frame.seconds);
    poll_online(frame);
}

void ResultsScene::draw() {
    auto& canvas = app_.canvas();
    const bool is_wide = app_.layout().is_wide;
    canvas.page(is_wide ? "sheet" : "sheet-portrait");
    const auto& result = setup_.result;
    const float x = is_wide ? 82.0F : 28.0F;
    ui_.heading(app_.text("results_title"), x, is_wide ? 126.0F : 76.0F, is_wide ? 760.0F : 424.0F);
    std::string line = app_.text(result.title);
    if (result.level > 0) line += "   ·   " + app_.texts().fill("hud_level", {{"level", std::to_string(result.level)}});
    line += "   ·   " + minutes(result.seconds);
    ui_.text(line, x, is_wide ? 166.0F : 108.0F, is_wide ? 22.0F : 18.0F, ink::pencil);
    if (is_wide) {
        draw_table();
        float left = 112;
        for (auto& row : menu_.rows) {
            const float w = std::max(220.0F, ui_.width(row.label, 28, true) + 90);
            row.where = {left, 676, w, 60};
            left += w + 68;
        }
    } else {
        draw_cards();
        const float height = app_.layout().visible.h;
        float y = std::min(height - 24, 790.0F) - 62.0F * static_cast<float>(menu_.rows.size());
        for (auto& row : menu_.rows) {
            row.where = {64, y, 352, 54};
            y += 62;
        }
    }
    if (!waiting_.empty())
        ui_.text(waiting_, is_wide ? 112.0F : 28.0F, is_wide ? 664.0F : menu_.rows.front().where.y - 14, is_wide ? 20.0F : 17.0F,
                 ink::pencil, false, Align::Left, is_wide ? 900.0F : 424.0F);
    menu_.draw(seconds_);
    seconds_ = 0;
    if (setup_.is_new_best && age_ > 0.35F) {
        const auto stamp = canvas.find("stamp-new-best");
        const auto size = canvas.info(stamp);
        const float grown = 1 + 0.6F * std::max(0.0F, 1 - (age_ - 0.35F) / 0.1F);
        const float scale = (is_wide ? 1.0F : 0.6F) * grown;
        const float middle_x = is_wide ? 1040.0F : 370.0F;
        const float middle_y = is_wide ? 112.0F : 84.0F;
        canvas.sprite_sized(stamp, {middle_x - size.w * scale / 2, middle_y - size.h * scale / 2, size.w * scale, size.h * scale});
    }
}

// What this game is compared with; nothing after the first of its kind.
std::string ResultsScene::best_line() const {
    if (setup_.best_before == 0) return {};
    return app_.texts().fill(setup_.is_new_best ? "results_before" : "results_best", {{"score", grouped(setup_.best_before)}});
}

void ResultsScene::draw_table() {
    auto& canvas = app_.canvas();
    const auto& result = setup_.result;
    const auto pilots = std::min<std::size_t>(result.pilots.size(), 4);
    const bool has_team = pilots > 1;
    constexpr float first = 360, column = 218, end = 1200;
    const auto right = [&](std::size_t i) { return first + column * static_cast<float>(i) + column - 32; };
    if (has_team) canvas.fill({end - 232, 276, 238, 290}, {255, 233, 168, 140});
    for (std::size_t i = 0; i < pilots; ++i) {
        const auto& pilot = result.pilots[i];
        const auto seat = static_cast<std::size_t>(pilot.seat);
        const float x = first + column * static_cast<float>(i);
        canvas.fill({x, 206, column - 18, 10}, ink::pilots[seat]);
        ui_.sprite(fmt::format("tile-{}", seat + 1), x + 6, 226);
        ui_.text(pilot.name, x + 62, 258, 25, ink::black, true, Align::Left, column - 92);
    }
    if (has_team) {
        canvas.fill({end - 232, 206, 232, 10}, ink::black);
        ui_.text(app_.text("hud_team"), end - 14, 258, 25, ink::black, true, Align::Right);
    }
    // One pilot needs no wide table: beside it is room for the plane that flew.
    const float table_width = has_team ? end - 82 : 560.0F;
    ui_.rule(82, 286, table_width);
    struct Line {
        const char* key;
        std::uint32_t PilotResult::*value;
    };
    constexpr std::array lines{Line{"results_kills", &PilotResult::kills}, Line{"results_rams", &PilotResult::rams}};
    float y = 336;
    for (const auto& line : lines) {
        ui_.text(app_.text(line.key), 84, y, 24);
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < pilots; ++i) {
            const auto value = result.pilots[i].*line.value;
            sum += value;
            ui_.text(grouped(value), right(i), y, 24, ink::black, false, Align::Right);
        }
        if (has_team) ui_.text(grouped(sum), end - 14, y, 24, ink::black, true, Align::Right);
        ui_.thin_rule(82, y + 18, table_width);
        y += 58;
    }
    // What each of them brought in, as a bar: more of it, longer.
    if (has_team) {
        ui_.text(app_.text("results_share"), 84, y, 24);
        std::int64_t most = 1;
        for (const auto& pilot : result.pilots) most = std::max(most, pilot.score);
        for (std::size_t i = 0; i < pilots; ++i) {
            const auto& pilot = result.pilots[i];
            const float w = (column - 40) * static_cast<float>(pilot.score) / static_cast<float>(most);
            const RectF bar{right(i) - (column - 40), y - 18, column - 40, 20};
            canvas.fill({bar.x, bar.y + 18, bar.w, 2}, ink::rule);
            if (w > 2) {
                canvas.fill({bar.x, bar.y, w, 20}, ink::black);
                canvas.fill({bar.x + 2, bar.y + 2, w - 4, 16}, ink::pilots[static_cast<std::size_t>(pilot.seat)]);
            }
        }
    } else {
        y -= 58;
    }
    ui_.rule(82, y + 34, table_width);
    y += 90;
    ui_.text(app_.text("hud_score"), 84, y, 28, ink::black, true);
    for (std::size_t i = 0; i < pilots; ++i) ui_.text(grouped(result.pilots[i].score), right(i), y + 2, 34, ink::black, true, Align::Right);
    if (has_team) ui_.text(grouped(result.team), end - 14, y + 2, 34, ink::crimson, true, Align::Right);
    ui_.text(best_line(), has_team ? end - 14 : right(0), y + 42, 20, ink::pencil, false, Align::Right);
    if (!has_team) {
        const auto plane = canvas.find(fmt::format("hero-{}", result.pilots.empty() ? 1 : result.pilots[0].seat + 1));
        canvas.sprite_sized(canvas.find("shadow-hero"), {930, 338, 204, 252}, 255, 24);
        canvas.sprite_sized(plane, {870, 270, 204, 252}, 255, 24);
    }
}

void ResultsScene::draw_cards() {
    auto& canvas = app_.canvas();
    const auto& result = setup_.result;
    float y = 130;
    for (const auto& pilot : result.pilots) {
        const auto seat = static_cast<std::size_t>(pilot.seat);
        ui_.card({24, y, 432, 100});
        canvas.fill({24, y, 10, 100}, ink::pilots[seat]);
        ui_.sprite(fmt::format("tile-{}", seat + 1), 46, y + 16);
        ui_.text(pilot.name, 102, y + 46, 22, ink::black, true, Align::Left, 150);
        ui_.text(grouped(pilot.score), 440, y + 48, 28, ink::black, true, Align::Right);
        ui_.text(app_.text("results_kills") + "  " + grouped(pilot.kills), 102, y + 82, 18, ink::pencil);
        ui_.text(app_.text("results_rams") + "  " + grouped(pilot.rams), 440, y + 82, 18, ink::pencil, false, Align::Right);
        y += 112;
    }
    ui_.rule(24, y + 8, 432);
    y += 50;
    ui_.text(app_.text(result.pilots.size() > 1 ? "hud_team" : "hud_score"), 30, y, 24, ink::black, true);
    ui_.text(grouped(result.team), 450, y + 2, 32, ink::crimson, true, Align::Right);
    ui_.text(best_line(), 450, y + 32, 18, ink::pencil, false, Align::Right);
}

}  // namespace game
