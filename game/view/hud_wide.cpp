#include <fmt/format.h>

#include <algorithm>

#include "game/view/hud.h"

namespace game {

using engine::Align;
using engine::Canvas;
using engine::Colour;
using engine::RectF;
using engine::TextStyle;

namespace {

constexpr float left_x = 32, right_x = 924, panel_width = 324;
constexpr float first_card_y = 188, card_height = 224, card_step = 248;

TextStyle style(float size, bool bold, Colour colour, Align align = Align::Left, float max_width = 0) {
    return {size, bold, colour, align, max_width};
}

void rule(Canvas& canvas, float x, float y, float width) {
    canvas.fill({x, y, width, 2.2F}, ink::black);
    canvas.fill({x + width * 0.55F, y + 2.2F, width * 0.45F, 0.8F}, ink::black);
}

void thin_rule(Canvas& canvas, float x, float y, float width) { canvas.fill({x, y, width, 1.4F}, ink::rule); }

// A bar in an ink frame, `part` of it filled.
void bar(Canvas& canvas, const RectF& where, float part, Colour colour) {
    canvas.fill(where, ink::black);
    canvas.fill({where.x + 2, where.y + 2, where.w - 4, where.h - 4}, ink::card);
    canvas.fill({where.x + 4, where.y + 4, (where.w - 8) * std::clamp(part, 0.0F, 1.0F), where.h - 8}, colour);
}

void pilot_card(Canvas& canvas, const Pictures& pictures, const Hud& hud, const Hero& hero, float x, float y) {
    const auto seat = static_cast<std::size_t>(hero.seat);
    const auto& pilot = hud.pilots[seat];
    const auto& mode = hud.content->mode;
    const auto& texts = *hud.texts;
    const bool is_out = hero.state == HeroState::Gone || hero.state == HeroState::Absent;
    canvas.nine(pictures.card, {x, y, panel_width, card_height}, 24);
    canvas.fill({x, y, panel_width, 10}, ink::pilots[seat]);
    canvas.sprite(pictures.tile[seat], x + 20, y + 25, is_out ? 115 : 255);
    const float note_width = pilot.note.empty() ? 0 : canvas.text_width(pilot.note, style(19, false, ink::pencil));
    canvas.text(pilot.name, x + 80, y + 57,
                style(25, true, is_out ? ink::faint : ink::black, Align::Left, panel_width - 110 - std::max(note_width, 34.0F)));
    if (pilot.is_alarm) {
        canvas.sprite(pictures.hourglass, x + panel_width - 26 - note_width - canvas.info(pictures.hourglass).w, y + 35);
        canvas.text(pilot.note, x + panel_width - 20, y + 56, style(19, true, ink::crimson, Align::Right));
    } else if (pilot.ping_ms >= 0) {
        const auto picture = pictures.ping[static_cast<std::size_t>(ping_strokes(pilot.ping_ms))];
        canvas.sprite(picture, x + panel_width - 20 - canvas.info(picture).w, y + 34);
    } else {
        canvas.text(pilot.note, x + panel_width - 20, y + 56, style(19, false, ink::pencil, Align::Right));
    }
    canvas.text(texts["hud_score"], x + 20, y + 110, style(20, false, ink::pencil));
    canvas.text(grouped(hero.score), x + panel_width - 20, y + 112, style(34, true, ink::black, Align::Right));
    thin_rule(canvas, x + 20, y + 126, panel_width - 40);

    const bool has_lives = mode.hero.lives > 1;
    if (has_lives) {
        // The plane in the air is one of the lives; what is shown is what is left after it.
        const int most = std::max<int>(mode.hero.lives, hero.lives);
        for (int i = 0; i < most; ++i)
            canvas.sprite(i < hero.lives ? pictures.life[seat] : pictures.life_off, x + 20 + 34.0F * static_cast<float>(i), y + 142);
        for (int i = 0; i < hero.bombs; ++i)
            canvas.sprite(pictures.bomb_icon, x + panel_width - 48 - 32.0F * static_cast<float>(i), y + 139);
    } else {
        canvas.text(texts["hud_kills"], x + 20, y + 162, style(20, false, ink::pencil));
        canvas.text(grouped(hero.kills), x + panel_width - 20, y + 163, style(26, true, ink::black, Align::Right));
    }
    if (is_out) {
        const auto [key, colour] = out_note(hud, hero);
        canvas.text(texts[key], x + 20, y + 203, style(20, true, colour));
    } else if (mode.super_ticks > 0) {
        const bool is_super = hero.super_ticks > 0;
        canvas.text(texts[is_super ? "hud_super" : "hud_single"], x + 20, y + 203, style(20, false, ink::black));
        if (is_super) {
            bar(canvas, {x + panel_width - 150, y + 186, 130, 20},
                static_cast<float>(hero.super_ticks) / static_cast<float>(mode.super_ticks), ink::pilots[seat]);
        } else {
            canvas.fill({x + panel_width - 150, y + 196, 130, 1.4F}, ink::rule);
        }
    }
}

// What flies here and what it is worth: where no partner's card is, the margin tells that.
void enemy_card(Canvas& canvas, const Pictures& pictures, const Hud& hud, float x, float y) {
    const auto& enemies = hud.content->enemies;
    const std::size_t rows = std::min<std::size_t>(enemies.size(), 3);
    canvas.nine(pictures.card, {x, y, panel_width, 62 + 54 * static_cast<float>(std::max<std::size_t>(rows, 1))}, 24);
    canvas.fill({x, y, panel_width, 10}, ink::black);
    canvas.text(hud.texts->operator[]("hud_enemies"), x + 20, y + 44, style(20, true, ink::pencil));
    const float step = 54;
    for (std::size_t i = 0; i < rows; ++i) {
        const auto& kind = enemies[i];
        const float row_y = y + 58 + step * static_cast<float>(i);
        const engine::SpriteInfo size = canvas.info(pictures.enemies[i].mini);
        canvas.sprite(pictures.enemies[i].mini, x + 52 - size.w / 2, row_y + (step - size.h) / 2);
        const std::string key = "enemy_" + kind.name;
        canvas.text(hud.texts->has(key) ? (*hud.texts)[key] : kind.name, x + 100, row_y + step / 2 + 7,
                    style(20, false, ink::black, Align::Left, 120));
        canvas.text(grouped(kind.score), x + panel_width - 20, row_y + step / 2 + 8, style(22, true, ink::black, Align::Right));
        if (i + 1 < rows) thin_rule(canvas, x + 20, row_y + step, panel_width - 40);
    }
}

void heading(Canvas& canvas, std::string_view label, std::int64_t number, float x) {
    canvas.text(label, x + 2, 74, style(22, true, ink::pencil));
    const std::string digits = grouped(number);
    const float width = canvas.lettering_width("num-", digits);
    const float scale = std::min(1.0F, (panel_width - 8) / std::max(1.0F, width));
    canvas.lettering("num-", digits, x + 6, 92 + 22 * (1 - scale), scale);
    rule(canvas, x, 158, panel_width);
}

}  // namespace

void draw_hud_wide(Canvas& canvas, const Pictures& pictures, const Hud& hud) {
    const auto& world = *hud.world;
    const auto& mode = hud.content->mode;
    const auto& texts = *hud.texts;
    const bool has_levels = mode.level_scores[0] > 0;

    canvas.text(minutes(play_seconds(world, *hud.content)), 430, 36, style(21, false, ink::pencil));
    canvas.text(texts[mode.title], 640, 36, style(21, true, ink::pencil, Align::Centre, 240));
    if (has_levels)
        canvas.text(texts.fill("hud_level", {{"level", std::to_string(world.header.level)}}), 850, 36,
                    style(21, false, ink::pencil, Align::Right));

    heading(canvas, texts[world.header.players > 1 ? "hud_team" : "hud_score"], team_score(world), left_x);
    heading(canvas, texts["hud_best"], std::max<std::int64_t>(hud.best, team_score(world)), right_x);

    // One pilot: his card on the left, what flies here on the right. More: left, right, left below, right below.
    int place = 0;
    for (const auto& hero : world.heroes) {
        if (hero.seat >= max_seats || place >= 4) continue;
        pilot_card(canvas, pictures, hud, hero, place % 2 == 0 ? left_x : right_x, first_card_y + card_step * (place < 2 ? 0.0F : 1.0F));
        ++place;
    }
    if (place <= 2) enemy_card(canvas, pictures, hud, right_x, first_card_y + (place == 2 ? card_step : 0));

    if (has_levels) {
        canvas.text(texts["hud_next_level"], left_x + 2, 712, style(20, true, ink::pencil));
        bar(canvas, {left_x + 150, 694, panel_width - 150, 24}, level_progress(world, *hud.content), {107, 161, 199, 255});
    }
    if (mode.supply_period_ms > 0 && place <= 2) {
        const float y = place == 2 ? 712 : 464;
        canvas.text(texts["hud_supply"], right_x + 2, y, style(20, true, ink::pencil));
        bar(canvas, {right_x + 150, y - 18, panel_width - 150, 24}, supply_progress(world, *hud.content), {231, 166, 107, 255});
    }
    canvas.text(hud.hint, left_x + 2, 760, style(18, false, ink::pencil));
    const std::size_t shown = std::min<std::size_t>(hud.notices.size(), 2);
    for (std::size_t i = 0; i < shown; ++i) {
        canvas.text(hud.notices[hud.notices.size() - shown + i], right_x + 2, 742 + 26.0F * static_cast<float>(i),
                    style(18, true, ink::crimson, Align::Left, panel_width));
    }
}

}  // namespace game
