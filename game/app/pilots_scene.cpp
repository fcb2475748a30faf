#include "game/app/pilots_scene.h"

#include <fmt/format.h>

#include "game/app/play_scene.h"
#include "game/app/seat_actions.h"
#include "game/app/seat_rows.h"

namespace game {

using engine::Align;
using engine::RectF;

namespace {

constexpr float seat_h = 74, head_h = 124;

}  // namespace

PilotsScene::PilotsScene(App& app, PlayScene& play) : app_(app), play_(play), ui_(app), menu_(app) { build_rows(); }

Online* PilotsScene::online() const { return play_.run().online(); }

std::string PilotsScene::shape() const {
    std::string shape;
    if (online() == nullptr) return shape;
    shape += online()->is_host() ? "h" : "g";
    for (const LobbySeat& seat : online()->seats())
        shape += fmt::format("{}{}{}{} {} ", seat.taken ? 1 : 0, seat.local ? 1 : 0, seat.locked ? 1 : 0, seat.kept ? 1 : 0, seat.pilot);
    return shape;
}

void PilotsScene::build_rows() {
    shape_ = shape();
    menu_.rows.clear();
    places_.clear();
    if (online() != nullptr) {
        for (int seat = 0; seat < static_cast<int>(online()->seats().size()); ++seat) {
            auto powers = seat_actions(*online(), seat);
            for (std::size_t i = 0; i < powers.size(); ++i) {
                MenuRow row;
                row.kind = MenuRow::Kind::Small;
                row.label = app_.text(powers[i].key);
                row.accept = std::move(powers[i].act);
                menu_.rows.push_back(std::move(row));
                places_.push_back({seat, static_cast<int>(i), static_cast<int>(powers.size())});
            }
        }
        MenuRow door;
        door.kind = MenuRow::Kind::Choice;
        door.label = app_.text("lobby_door");
        door.value = [this] { return app_.text(online() != nullptr && online()->door_closed() ? "lobby_door_closed" : "lobby_door_open"); };
        door.change = [this](int) {
            if (online() != nullptr) online()->close_door(!online()->door_closed());
        };
        menu_.rows.push_back(std::move(door));
        places_.emplace_back();
    }
    MenuRow back;
    back.label = app_.text("pilots_back");
    back.accept = [this] { app_.pop(); };
    menu_.rows.push_back(std::move(back));
    places_.emplace_back();
    menu_.set_focus(static_cast<int>(menu_.rows.size()) - 1);
}

void PilotsScene::handle(const UiEvent& event) {
    if (menu_.handle(event)) return;
    if (event.kind == UiEvent::Kind::Back || event.kind == UiEvent::Kind::Pause) app_.pop();
}

void PilotsScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
    if (shape() != shape_) build_rows();
}

void PilotsScene::draw_seat(int seat, const RectF& where) {
    const LobbySeat& who = online()->seats()[static_cast<std::size_t>(seat)];
    ui_.sprite(fmt::format("tile-{}", seat + 1), where.x, where.y + 12, who.taken ? 255 : 90);
    const std::string name = who.taken    ? is_bot_pilot(who) ? bot_text(app_, who.pilot) : who.pilot
                             : who.locked ? app_.text("lobby_locked")
                             : who.kept   ? app_.texts().fill("lobby_kept", {{"name", shown_pilot(who.pilot)}})
                                          : app_.text("seat_free");
    ui_.text(name, where.x + 58, where.y + 34, 21, who.taken ? ink::black : ink::pencil, who.taken, Align::Left, where.w - 250);
    if (who.taken && !who.local) ui_.text(fmt::format("{} ms", who.ping_ms), where.x + 58, where.y + 58, 17, ink::pencil);
    ui_.thin_rule(where.x, where.y + where.h, where.w);
}

void PilotsScene::draw() {
    auto& canvas = app_.canvas();
    const auto& layout = app_.layout();
    const auto seats = online() != nullptr ? static_cast<float>(online()->seats().size()) : 0;
    const float w = layout.is_wide ? 560.0F : 440.0F, h = head_h + seat_h * seats + 150;
    const RectF where =
        layout.is_wide ? RectF{640 - w / 2, 400 - h / 2, w, h} : RectF{240 - w / 2, layout.visible.y + (layout.visible.h - h) / 2, w, h};
    canvas.fill(layout.visible, with_alpha(ink::paper, 0.35F));
    canvas.nine(canvas.find("sheet"), {where.x - 10, where.y - 10, where.w + 30, where.h + 30}, 64);
    ui_.heading(app_.text("pilots_title"), where.x + 40, where.y + 84, where.w - 80);
    ui_.rule(where.x + 36, where.y + 106, where.w - 72);
    for (int seat = 0; online() != nullptr && seat < static_cast<int>(online()->seats().size()); ++seat)
        draw_seat(seat, {where.x + 40, where.y + head_h + seat_h * static_cast<float>(seat), where.w - 80, seat_h - 4});
    for (std::size_t i = 0; i < menu_.rows.size(); ++i) {
        const Place& place = places_[i];
        const bool is_last = i + 1 == menu_.rows.size();
        RectF& row = menu_.rows[i].where;
        if (place.seat < 0) {
            const float y = where.y + head_h + seat_h * seats;
            row = is_last ? RectF{where.x + 76, y + 62, where.w - 170, 54} : RectF{where.x + 76, y + 10, where.w - 130, 44};
            continue;
        }
        constexpr float button_w = 96, gap = 8;
        const float left = where.x + where.w - 40 - static_cast<float>(place.count) * (button_w + gap) + gap;
        row = {left + static_cast<float>(place.place) * (button_w + gap), where.y + head_h + seat_h * static_cast<float>(place.seat) + 18,
               button_w, 34};
    }
    menu_.draw(seconds_);
    seconds_ = 0;
}

}  // namespace game
