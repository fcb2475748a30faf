#include <algorithm>

#include "game/view/hud.h"

namespace game {

using engine::Align;
using engine::Canvas;
using engine::Colour;
using engine::RectF;
using engine::TextStyle;

namespace {

TextStyle style(float size, bool bold, Colour colour, float alpha, Align align = Align::Left, float max_width = 0) {
    return {size, bold, with_alpha(colour, alpha), align, max_width};
}

std::uint8_t byte(float alpha) { return static_cast<std::uint8_t>(255 * alpha); }

// Fades what lies over the field while a pilot's plane or an enemy's shot is below it.
float strip_alpha(const World& world, float from_y, float to_y) {
    const auto inside = [&](Fixed top, int height) {
        const auto y = static_cast<float>(engine::to_pixels(top));
        return y < to_y && y + static_cast<float>(height) > from_y;
    };
    for (const auto& hero : world.heroes) {
        if (hero.state == HeroState::Flying && inside(hero.y, 126)) return 0.35F;
    }
    for (const auto& shot : world.enemy_shots) {
        if (inside(shot.y - engine::to_fixed(8), 16)) return 0.35F;
    }
    return 0.92F;
}

void slip(Canvas& canvas, const Pictures& pictures, const Hud& hud, const Hero& hero, const RectF& where, float alpha, bool is_small) {
    const auto seat = static_cast<std::size_t>(hero.seat);
    const auto& pilot = hud.pilots[seat];
    const auto& mode = hud.content->mode;
    const bool is_out = hero.state == HeroState::Gone || hero.state == HeroState::Absent;
    canvas.fill(where, with_alpha(ink::black, alpha));
    canvas.fill({where.x + 2, where.y + 2, where.w - 4, where.h - 4}, with_alpha(ink::card, alpha));
    canvas.fill({where.x + 2, where.y + 2, where.w - 4, 4}, with_alpha(ink::pilots[seat], alpha));
    const auto tile = pictures.tile_small[seat];
    canvas.sprite(tile, where.x + 8, where.y + (is_small ? 1 : 14), byte(is_out ? alpha * 0.45F : alpha));
    const float text_x = where.x + 42;
    const float end_x = where.x + where.w - 8;
    const std::string score = grouped(hero.score);
    if (is_small) {
        canvas.text(score, end_x, where.y + 21, style(17, true, ink::black, alpha, Align::Right));
        canvas.text(std::to_string(hero.lives) + " · " + std::to_string(hero.bombs), text_x, where.y + 21,
                    style(17, false, ink::black, alpha));
        return;
    }
    const float score_width = canvas.text_width(score, style(19, true, ink::black, alpha));
    canvas.text(pilot.name, text_x, where.y + 26,
                style(18, true, pilot.is_alarm ? ink::crimson : ink::black, alpha, Align::Left, where.w - 60 - score_width));
    canvas.text(score, end_x, where.y + 26, style(19, true, ink::black, alpha, Align::Right));
    if (is_out) {
        const auto [key, colour] = out_note(hud, hero);
        canvas.text((*hud.texts)[key], text_x, where.y + 49, style(17, true, colour, alpha));
        return;
    }
    if (mode.hero.lives > 1) {
        canvas.sprite(pictures.life[seat], text_x, where.y + 31, byte(alpha));
        canvas.text(std::to_string(hero.lives), text_x + 25, where.y + 49, style(18, true, ink::black, alpha));
        canvas.sprite(pictures.bomb_icon, text_x + 50, where.y + 28, byte(alpha));
        canvas.text(std::to_string(hero.bombs), text_x + 81, where.y + 49, style(18, true, ink::black, alpha));
        if (hero.super_ticks > 0 && mode.super_ticks > 0) {
            const RectF bar{end_x - 84, where.y + 36, 84, 13};
            canvas.fill(bar, with_alpha(ink::black, alpha));
            canvas.fill({bar.x + 2, bar.y + 2, bar.w - 4, bar.h - 4}, with_alpha(ink::card, alpha));
            const float part = static_cast<float>(hero.super_ticks) / static_cast<float>(mode.super_ticks);
            canvas.fill({bar.x + 3, bar.y + 3, (bar.w - 6) * std::min(1.0F, part), bar.h - 6}, with_alpha(ink::pilots[seat], alpha));
        }
    } else {
        canvas.text((*hud.texts)["hud_kills"], text_x, where.y + 49, style(17, false, ink::pencil, alpha));
        canvas.text(grouped(hero.kills), end_x, where.y + 49, style(18, true, ink::black, alpha, Align::Right));
    }
}

}  // namespace

void draw_hud_portrait(Canvas& canvas, const Pictures& pictures, const Hud& hud, const PortraitStrips& strips) {
    const auto& world = *hud.world;
    const auto& mode = hud.content->mode;
    const auto& texts = *hud.texts;
    const float top_alpha = strips.is_over_field ? strip_alpha(world, 0, 36) : 1;
    const float bottom_alpha = strips.is_over_field ? strip_alpha(world, field_height - 58, field_height) : 1;

    canvas.fill({strips.left, strips.top_y, field_width, 36}, with_alpha(ink::paper, top_alpha));
    canvas.fill({strips.left, strips.top_y + 34, field_width, 2.2F}, with_alpha(ink::black, top_alpha));
    canvas.lettering("num-", grouped(team_score(world)), strips.left + 12, strips.top_y + 3, 0.5F, byte(top_alpha));
    // The right end of the strip is the pause button's.
    canvas.text(texts[mode.title], strips.left + field_width / 2.0F, strips.top_y + 24,
                style(18, true, ink::pencil, top_alpha, Align::Centre, 130));
    const std::string right = mode.level_scores[0] > 0 ? texts.fill("hud_level", {{"level", std::to_string(world.header.level)}})
                                                       : minutes(play_seconds(world, *hud.content));
    canvas.text(right, strips.left + field_width - 52, strips.top_y + 24, style(18, false, ink::pencil, top_alpha, Align::Right));

    canvas.fill({strips.left, strips.bottom_y, field_width, 58}, with_alpha(ink::paper, bottom_alpha));
    const int pilots = static_cast<int>(world.heroes.count);
    int place = 0;
    for (const auto& hero : world.heroes) {
        if (hero.seat >= max_seats || place >= 4) continue;
        RectF where{strips.left + 4 + 237.0F * static_cast<float>(place % 2), strips.bottom_y + 1, 234, 56};
        if (pilots == 1) where.w = 471;
        if (pilots > 2) {
            where.h = 28;
            where.y += 28.0F * (place < 2 ? 0.0F : 1.0F);
        }
        slip(canvas, pictures, hud, hero, where, bottom_alpha, pilots > 2);
        ++place;
    }
    if (!hud.notices.empty()) {
        const RectF line{strips.left + 20, strips.field_y + 44, field_width - 40, 30};
        canvas.fill(line, with_alpha(ink::card, 0.92F));
        canvas.text(hud.notices.back(), line.x + line.w / 2, line.y + 21, style(17, true, ink::crimson, 1, Align::Centre, line.w - 12));
    }
}

}  // namespace game
