// How the lobby looks: a card for each seat, the tag with the address, the countdown, what is played, what has happened.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "game/app/game_run.h"
#include "game/app/lobby_scene.h"
#include "game/app/seat_rows.h"
#include "game/view/hud.h"

namespace game {

using engine::Align;
using engine::RectF;

namespace {

constexpr std::uint32_t slow_ms = 300;  // a round trip that is too long to fly by
constexpr float wide_card_y = 148, wide_card_h = 92, wide_step = 108;
constexpr float tall_card_y = 158, tall_card_h = 82, tall_step = 88;

RectF card_of(int seat, bool is_wide) {
    const auto line = static_cast<float>(seat);
    return is_wide ? RectF{52, wide_card_y + wide_step * line, 736, wide_card_h}
                   : RectF{24, tall_card_y + tall_step * line, 432, tall_card_h};
}

}  // namespace

// Strokes and the round trip; that it is too long for anybody.
void LobbyScene::draw_link(const LobbySeat& seat, float x, float middle) {
    const bool is_slow = seat.ping_ms > slow_ms;
    ui_.sprite(fmt::format("ping-{}", ping_strokes(static_cast<int>(seat.ping_ms))), x, middle - 14);
    ui_.text(fmt::format("{} ms", seat.ping_ms), x + 38, middle + 7, 19, is_slow ? ink::crimson : ink::black);
    if (is_slow) ui_.text(app_.text("lobby_slow"), x, middle + 30, 17, ink::crimson, true, Align::Left, 130);
}

void LobbyScene::draw_seat(int seat, const RectF& where) {
    auto& canvas = app_.canvas();
    const LobbySeat& who = online_->seats()[static_cast<std::size_t>(seat)];
    const bool is_wide = app_.layout().is_wide;
    const std::uint8_t alpha = who.taken ? 255 : 80;
    const float middle = where.y + where.h / 2;
    if (who.taken) {
        ui_.card(where);
        canvas.fill({where.x, where.y, 11, where.h}, ink::pilots[static_cast<std::size_t>(seat)]);
    } else {
        // Nobody's: a place to cut out.
        constexpr float dash = 10, gap = 7, inset = 4;
        const RectF r{where.x + inset, where.y + inset, where.w - 2 * inset, where.h - 2 * inset};
        const auto pieces = [](float side) { return static_cast<int>(std::ceil(side / (dash + gap))); };
        for (int i = 0; i < pieces(r.w); ++i) {
            const float at = static_cast<float>(i) * (dash + gap);
            const float length = std::min(dash, r.w - at);
            canvas.fill({r.x + at, r.y, length, 2}, ink::faint);
            canvas.fill({r.x + at, r.y + r.h - 2, length, 2}, ink::faint);
        }
        for (int i = 0; i < pieces(r.h); ++i) {
            const float at = static_cast<float>(i) * (dash + gap);
            const float length = std::min(dash, r.h - at);
            canvas.fill({r.x, r.y + at, 2, length}, ink::faint);
            canvas.fill({r.x + r.w - 2, r.y + at, 2, length}, ink::faint);
        }
    }
    const float plane_h = where.h - 12;
    canvas.sprite_sized(canvas.find(fmt::format("hero-{}", seat + 1)),
                        {where.x + (is_wide ? 36.0F : 20.0F), where.y + 6, plane_h * 102 / 126, plane_h}, alpha);
    const float tile_x = where.x + (is_wide ? 128.0F : 88.0F);
    ui_.sprite(fmt::format("tile-{}", seat + 1), tile_x, middle - 22, alpha);
    const float x = tile_x + 62;
    if (!who.taken) {
        if (who.locked) ui_.sprite("lock", x, middle - 14);
        const std::string text = who.locked ? app_.text("lobby_locked")
                                 : who.kept ? app_.texts().fill("lobby_kept", {{"name", shown_pilot(who.pilot)}})
                                            : app_.text("seat_free");
        ui_.text(text, who.locked ? x + 36 : x, is_wide ? Ui::base_line(where.y, where.h, 22) : where.y + 32, is_wide ? 24.0F : 20.0F,
                 ink::pencil, false, Align::Left, is_wide ? 210.0F : 240.0F);
        return;
    }
    const bool is_bot = who.pilot.rfind("bot:", 0) == 0;
    ui_.text(is_bot ? bot_text(app_, who.pilot) : who.pilot, x, middle - 4, is_wide ? 27.0F : 22.0F, ink::black, true, Align::Left,
             is_wide ? 220.0F : 150.0F);
    const std::string what = is_bot && who.is_host ? app_.text("lobby_bot")
                             : who.local           ? app_.text(who.is_host ? "lobby_you_host" : "lobby_you")
                             : who.is_host         ? app_.text("lobby_host")
                                                   : app_.text("lobby_guest");
    ui_.text(what, x, middle + 25, is_wide ? 19.0F : 17.0F, ink::pencil, false, Align::Left, is_wide ? 220.0F : 150.0F);
    const float link_x = where.x + (is_wide ? 402.0F : 300.0F);
    const float right = where.x + where.w - 24;
    const bool has_buttons = std::any_of(places_.begin(), places_.end(), [&](const Place& place) { return place.seat == seat; });
    const float ready_y = has_buttons ? middle - 20 : middle;
    if (is_wide || !has_buttons || !who.ready) {
        if (who.local) {
            if (is_wide) ui_.text(app_.text("lobby_here"), link_x + 10, middle + 7, 20, ink::pencil);
        } else if (!(who.is_host && online_->is_host())) {
            draw_link(who, is_wide ? link_x : right - 96, is_wide ? middle : where.y + 22);
        }
    }
    if (!who.ready) return;
    const std::string ready = app_.text("lobby_ready_done");
    const float size = is_wide ? 21.0F : 18.0F;
    const float y = is_wide ? ready_y : has_buttons ? where.y + 22 : middle + 16;
    ui_.text(ready, right - 8, y + size * 0.36F, size, ink::black, true, Align::Right, 110);
    ui_.sprite("tick", right - 8 - std::min(110.0F, ui_.width(ready, size, true)) - 42, y - 18);
}

// Who is ready stays on the band, wherever the focus is.
void LobbyScene::draw_ready(const RectF& where, bool is_focused) {
    const bool is_dark = is_focused || is_ready();
    if (!is_focused && is_dark) ui_.band(where);
    if (!is_dark) app_.canvas().nine(app_.canvas().find("button"), {where.x - 20, where.y + 2, where.w + 20, where.h - 4}, 14);
    const float size = where.h >= 52 ? 32.0F : 25.0F;
    const std::string label = app_.text(is_ready() ? "lobby_ready_done" : "lobby_ready_do");
    ui_.text(label, where.x + 36, Ui::base_line(where.y, where.h, size), size, is_dark ? ink::paper : ink::black, true);
    if (is_ready())
        ui_.sprite(is_dark ? "tick-light" : "tick", where.x + 36 + ui_.width(label, size, true) + 18, where.y + where.h / 2 - 17);
}

// A stamp drawn with a brush, and the seconds in it.
void LobbyScene::draw_countdown(float x, float y) {
    auto& canvas = app_.canvas();
    const std::uint32_t left_ms = online_->countdown_ms();
    if (left_ms == 0) return;
    const auto ring = [&](float radius, float from, float to, float width, engine::Colour colour) {
        constexpr int steps = 48;
        for (int i = 0; i < steps; ++i) {
            const float a = from + (to - from) * static_cast<float>(i) / steps, b = from + (to - from) * static_cast<float>(i + 1) / steps;
            const float wobble_a = radius + 1.6F * std::sin(a * 3 + 1), wobble_b = radius + 1.6F * std::sin(b * 3 + 1);
            canvas.line(x + wobble_a * std::cos(a), y + wobble_a * std::sin(a), x + wobble_b * std::cos(b), y + wobble_b * std::sin(b),
                        width, colour);
        }
    };
    constexpr float turn = 6.2832F, top = -1.75F;
    const float size = app_.layout().is_wide ? 1 : 0.66F;
    ring(64 * size, top, top + turn * 0.99F, 5 * size, ink::black);
    const float part = static_cast<float>((left_ms - 1) % 1000) / 1000;
    ring(56 * size, top, top + turn * part, 2.5F, ink::crimson);
    const std::string digit = std::to_string((left_ms + 999) / 1000);
    ui_.text(digit, x, y + 31 * size, 84 * size, ink::crimson, true, Align::Centre);
    ui_.text(app_.text("lobby_starting"), x, y + 96 * size + 4, app_.layout().is_wide ? 23.0F : 18.0F, ink::black, true, Align::Centre,
             180);
}

// A luggage tag with the address: the one thing a friend has to be told.
void LobbyScene::draw_tag() {
    auto& canvas = app_.canvas();
    const bool is_wide = app_.layout().is_wide;
    if (!online_->is_host()) {
        ui_.text(address_, is_wide ? 780.0F : 452.0F, is_wide ? 108.0F : 112.0F, 22, ink::pencil, false, Align::Right, 380);
        return;
    }
    const RectF tag = is_wide ? RectF{376, 56, 404, 70} : RectF{24, 88, 432, 60};
    canvas.fill(tag, ink::black);
    canvas.fill({tag.x + 2.4F, tag.y + 2.4F, tag.w - 4.8F, tag.h - 4.8F}, ink::chosen);
    ui_.text(app_.text("lobby_tell"), tag.x + 18, tag.y + 25, 18, ink::pencil);
    if (own_addresses_.size() > 1)
        ui_.text(app_.texts().fill("lobby_or", {{"address", own_addresses_[1]}}), tag.x + tag.w - 108, tag.y + 25, 17, ink::pencil, false,
                 Align::Right, 160);
    const float cap = ui_.keycap("C", tag.x + tag.w - (is_wide ? 96.0F : 92.0F), tag.y + 8, 30);
    ui_.text(app_.text("hint_copy"), tag.x + tag.w - (is_wide ? 96.0F : 92.0F) + cap + 8, tag.y + 32, 18, ink::pencil, false, Align::Left,
             52);
    ui_.text(fmt::format("{}:{}", own_addresses_.front(), online_->port()), tag.x + 18, tag.y + (is_wide ? 57.0F : 52.0F),
             is_wide ? 27.0F : 24.0F, ink::black, true, Align::Left, tag.w - 130);
}

void LobbyScene::draw_game(float x, float y, float w) {
    const auto line = [&](const char* key, const std::string& value) {
        ui_.text(app_.text(key), x, y, 20, ink::pencil);
        ui_.text(value.empty() ? "…" : value, x + w, y + 1, 24, ink::black, true, Align::Right, w - 100);
        ui_.thin_rule(x, y + 16, w);
        y += 44;
    };
    line("setup_mode", online_->mode().empty() ? std::string() : mode_text(app_, online_->mode()));
    line("lobby_game", online_->game_name());
    line("lobby_watching", std::to_string(online_->spectators()));
}

std::string LobbyScene::state() const {
    if (online_->stage() == Online::Stage::Connecting) return {};
    if (online_->countdown_ms() != 0) return app_.text("lobby_all_ready");
    if (online_->local_seats() == 0 && !online_->is_host()) return app_.text("lobby_you_watch");
    if (!is_ready()) return app_.text(online_->is_host() && seats_taken() < 2 ? "lobby_waiting" : "lobby_say_ready");
    return app_.text("lobby_wait_others");
}

void LobbyScene::draw_calling(float x, float y) {
    const bool is_wide = app_.layout().is_wide;
    ui_.sprite("hourglass", x, y + 40);
    ui_.text(app_.texts().fill("lobby_calling", {{"address", address_}}), x + 44, y + 64, is_wide ? 24.0F : 19.0F, ink::black, true,
             Align::Left, is_wide ? 640.0F : 380.0F);
    ui_.wrapped(app_.text("lobby_calling_about"), x + 44, y + 104, is_wide ? 20.0F : 17.0F, is_wide ? 600.0F : 370.0F);
}

void LobbyScene::place_rows() {
    const bool is_wide = app_.layout().is_wide;
    for (std::size_t i = 0; i < menu_.rows.size(); ++i) {
        const Place& place = places_[i];
        RectF& where = menu_.rows[i].where;
        if (place.id == "ready") where = is_wide ? RectF{90, 606, 400, 70} : RectF{64, 528, 220, 54};
        if (place.id == "door") where = is_wide ? RectF{868, 178, 356, 42} : RectF{44, 590, 290, 44};
        if (place.id == "-1 seen_title") where = is_wide ? RectF{868, 226, 356, 38} : RectF{24, 650, 290, 36};
        if (place.id == "leave") where = is_wide ? RectF{452, 722, 124, 40} : RectF{340, 648, 116, 36};
        if (place.seat < 0) continue;
        const RectF card = card_of(place.seat, is_wide);
        const bool is_free = !online_->seats()[static_cast<std::size_t>(place.seat)].taken;
        const auto in_card = [&](const Place& each) { return each.seat == place.seat; };
        const auto count = static_cast<float>(std::count_if(places_.begin(), places_.end(), in_card));
        const auto before = static_cast<float>(std::count_if(places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(i), in_card));
        const float w = is_wide ? (is_free ? 112.0F : 92.0F) : (is_free ? 84.0F : 86.0F), gap = is_wide && is_free ? 12.0F : 8.0F;
        const float h = is_wide && is_free ? 48.0F : 32.0F;
        const float left = card.x + card.w - (is_wide ? 20.0F : 14.0F) - count * w - (count - 1) * gap;
        const float y = is_wide && is_free ? card.y + (card.h - h) / 2 : card.y + card.h - h - 9;
        where = {left + before * (w + gap), y, w, h};
    }
}

void LobbyScene::draw() {
    const bool is_wide = app_.layout().is_wide;
    app_.canvas().page(is_wide ? "lobby" : "sheet-portrait");
    if (!online_) return;
    const float x = is_wide ? 64.0F : 28.0F;
    ui_.heading(app_.text("lobby_title"), x, is_wide ? 116.0F : 70.0F, is_wide ? 290.0F : 250.0F);
    draw_tag();
    const bool is_calling = online_->stage() == Online::Stage::Connecting;
    if (is_calling) draw_calling(x, is_wide ? wide_card_y : tall_card_y);
    if (!is_calling)
        for (int seat = 0; seat < static_cast<int>(online_->seats().size()); ++seat) draw_seat(seat, card_of(seat, is_wide));
    place_rows();
    menu_.draw(seconds_);
    seconds_ = 0;
    draw_countdown(is_wide ? 665.0F : 398.0F, is_wide ? 640.0F : 564.0F);
    const std::string ready = app_.text(!is_calling && is_ready() ? "hint_not_yet" : "hint_ready");
    const bool may_ready = !is_calling && online_->local_seats() != 0;
    if (!is_wide) {
        const bool says_state = note_.empty() || online_->countdown_ms() != 0;
        ui_.text(says_state ? state() : note_, 28, 522, 17, says_state ? ink::pencil : ink::crimson, true, Align::Left, 424);
        draw_chat();
        return;
    }
    ui_.text(state(), 64, 706, 19, ink::pencil, false, Align::Left, online_->countdown_ms() != 0 ? 500.0F : 700.0F);
    if (may_ready) {
        ui_.hints(64, 724, 376, {{"Space", ready}, {"T", app_.text("hint_chat")}});
    } else {
        ui_.hints(64, 724, 376, {{"T", app_.text("hint_chat")}});
    }
    draw_game(868, 68, 356);
    draw_chat();
}

// As a sheet of its own where there is room; else the newest lines over the seats while they are new.
void LobbyScene::draw_chat() {
    const bool is_wide = app_.layout().is_wide;
    const RectF field = chat_field(is_wide);
    if (is_wide) {
        constexpr float top = 331;  // on the ruled lines
        chat_.draw_sheet({field.x + 4, top, field.w - 8, field.y + field.h + 2 - top});
        return;
    }
    chat_.draw_lines({field.x, field.y - 160, field.w, 158}, true);
    if (chat_.is_open()) chat_.draw_field(field);
}

}  // namespace game
