#include "game/view/field.h"

#include <algorithm>
#include <cmath>

namespace game {

using engine::RectF;

namespace {

constexpr float shadow_x = 26, shadow_y = 34;          // px, of planes; light comes from the top left
constexpr float low_shadow_x = 14, low_shadow_y = 20;  // of pickups
constexpr std::uint32_t hit_ticks = 2;                 // how long the hit picture stays, in ticks at 60 a second

float px(Fixed value) { return static_cast<float>(value) / static_cast<float>(engine::fixed_one); }

// The place of the item of that id in the world a tick earlier; count where there is none. Groups keep their order, so one walk finds all.
template <typename Group>
std::uint32_t earlier(const Group& group, std::uint32_t& cursor, Id id) {
    for (std::uint32_t i = cursor; i < group.count; ++i) {
        if (group[i].id != id) continue;
        cursor = i + 1;
        return i;
    }
    return group.count;
}

// Calls f(item, where it is now) for every item of a group of rectangles.
template <typename Group, typename F>
void each_between(const Group& before, const Group& now, float fraction, F f) {
    std::uint32_t cursor = 0;
    for (const auto& item : now) {
        const std::uint32_t was = earlier(before, cursor, item.id);
        f(item, was == before.count ? PointF{px(item.x), px(item.y)} : between(before[was].x, before[was].y, item.x, item.y, fraction));
    }
}

}  // namespace

PointF between(Fixed x0, Fixed y0, Fixed x1, Fixed y1, float fraction, float most) {
    const float dx = px(x1 - x0);
    const float dy = px(y1 - y0);
    if (std::abs(dx) > most || std::abs(dy) > most) return {px(x1), px(y1)};
    return {px(x0) + dx * fraction, px(y0) + dy * fraction};
}

struct FieldView::Moment {
    const World& before;
    const World& now;
    float fraction;
    float left, top;
    const FieldPicture& picture;

    // Calls f(hero, where its plane is drawn).
    template <typename F>
    void each_hero(F f) const {
        each_between(before.heroes, now.heroes, fraction, [&](const Hero& hero, PointF at) {
            if (hero.seat >= max_seats) return;
            const PointF shift = picture.shift[hero.seat];
            f(hero, PointF{at.x + shift.x, at.y + shift.y});
        });
    }
};

FieldView::FieldView(engine::Canvas& canvas, const Content& content, const Looks& looks)
    : canvas_(canvas),
      content_(content),
      looks_(looks),
      pictures_(canvas, content),
      effects_(pictures_, looks),
      paper_(find_paper(content.mode.paper)),
      held_(std::make_unique<World>()) {}

void FieldView::show(std::span<const Event> events, const World& world) {
    for (const auto& event : events) effects_.show(event, world);
    const float hold = effects_.take_hold();
    if (hold <= 0 || hold_ > 0) return;
    hold_ = hold;
    copy_world(*held_, world);
    has_held_ = true;
}

void FieldView::clear() {
    effects_.clear();
    hold_ = 0;
    has_held_ = false;
}

int FieldView::frame(float per_second) const { return static_cast<int>(clock_ * per_second) & 1; }

void FieldView::draw(const FieldPicture& picture) {
    clock_ += picture.seconds;
    hold_ = std::max(0.0F, hold_ - picture.seconds);
    if (hold_ <= 0) has_held_ = false;
    effects_.move(has_held_ ? 0 : picture.seconds, paper_.speed);
    const World& before = has_held_ ? *held_ : *picture.previous;
    const World& now = has_held_ ? *held_ : *picture.world;
    const auto shake = effects_.shake();
    const Moment m{before, now, picture.fraction, picture.left + shake.x, picture.top + shake.y, picture};

    canvas_.clip({picture.left, picture.top, field_width, field_height});
    ground(m);
    effects_.draw_stains(canvas_, m.left, m.top);
    shadows(m);
    pickups(m);
    enemies(m);
    shots(m);
    heroes(m);
    effects_.draw_over(canvas_, m.left, m.top);
    if (!paper_.scraps.empty()) {
        const float seconds = (static_cast<float>(now.header.tick) - 1 + m.fraction) / static_cast<float>(content_.mode.rate);
        canvas_.tile(paper_.scraps, {picture.left, picture.top, field_width, field_height},
                     std::fmod(seconds * paper_.speed * 2.6F, 700.0F));
    }
    for (const auto& shot : now.enemy_shots) {
        if (shot.pattern >= content_.patterns.size()) continue;
        const auto shape = content_.patterns[shot.pattern].look == ShotLook::Round ? pictures_.shot_round : pictures_.shot_diamond;
        const auto size = canvas_.info(shape);
        canvas_.sprite(shape, m.left + px(shot.x) - px(shot.vx) * (1 - m.fraction) - size.w / 2,
                       m.top + px(shot.y) - px(shot.vy) * (1 - m.fraction) - size.h / 2);
    }
    names(m);
    bubbles(m);
    canvas_.unclip();
}

void FieldView::ground(const Moment& m) {
    // The game's own background moves in whole pixels a tick; layers pass at their own speeds beside it. The whole field is covered also
    // while the picture shakes: layers do not shake, they repeat.
    const RectF where{m.picture.left, m.picture.top, field_width, field_height};
    const float seconds = (static_cast<float>(m.now.header.tick) - 1 + m.fraction) / static_cast<float>(content_.mode.rate);
    const float base = seconds * paper_.speed;
    canvas_.tile(paper_.ground, where, std::fmod(base + 700, 700.0F));
    if (!paper_.lines.empty()) canvas_.tile(paper_.lines, where, std::fmod(base * 1.25F + 700, 700.0F));
    if (!paper_.clouds.empty()) canvas_.tile(paper_.clouds, where, std::fmod(base * 1.7F + 700, 700.0F));
}

void FieldView::shadows(const Moment& m) {
    each_between(m.before.enemies, m.now.enemies, m.fraction, [&](const Enemy& enemy, PointF at) {
        if (enemy.state != EnemyState::Flying || enemy.kind >= pictures_.enemies.size() || at.y < -400) return;
        canvas_.sprite(pictures_.enemies[enemy.kind].shadow, m.left + at.x + shadow_x, m.top + at.y + shadow_y);
    });
    m.each_hero([&](const Hero& hero, PointF at) {
        if (hero.state != HeroState::Flying) return;
        canvas_.sprite(pictures_.heroes[hero.seat].shadow, m.left + at.x + shadow_x, m.top + at.y + shadow_y);
    });
}

void FieldView::pickups(const Moment& m) {
    each_between(m.before.pickups, m.now.pickups, m.fraction, [&](const Pickup& pickup, PointF at) {
        const float sway = 5 * std::sin(static_cast<float>(clock_) * 2.2F);
        canvas_.sprite(pictures_.shadow_tag, m.left + at.x + sway + low_shadow_x, m.top + at.y + low_shadow_y);
        const auto& tag = pictures_.tags[static_cast<std::size_t>(pickup.kind)];
        canvas_.sprite(tag[std::sin(static_cast<float>(clock_) * 2.2F) > 0 ? 1 : 0], m.left + at.x + sway, m.top + at.y);
    });
}

void FieldView::enemies(const Moment& m) {
    // Large ones below small ones, so that nothing small hides.
    for (int size = 2; size >= 0; --size) {
        each_between(m.before.enemies, m.now.enemies, m.fraction, [&](const Enemy& enemy, PointF at) {
            if (enemy.kind >= pictures_.enemies.size() || pictures_.enemy_size[enemy.kind] != size || at.y < -400) return;
            const auto& kind = content_.enemies[enemy.kind];
            const auto& plane = pictures_.enemies[enemy.kind];
            const float x = m.left + at.x;
            const float y = m.top + at.y;
            if (enemy.state == EnemyState::Destroyed) {
                const float all = static_cast<float>(std::max(1, kind.destroyed_ticks));
                const float passed = all - static_cast<float>(enemy.state_ticks) + m.fraction;
                canvas_.sprite(plane.down.at(passed / all), x, y);
                if (looks_.flashes && effects_.flash() > 0.05F) {
                    canvas_.sprite_flat(plane.flying[0], x, y, with_alpha({255, 255, 255, 255}, effects_.flash()));
                }
                return;
            }
            const auto picture = plane.flying[static_cast<std::size_t>(frame(12))];
            const bool was_hit = enemy.hit_tick != 0 && m.now.header.tick < enemy.hit_tick + hit_ticks;
            if (was_hit && plane.hit != 0 && looks_.flashes) {
                canvas_.sprite(plane.hit, x, y);
            } else {
                canvas_.sprite(picture, x, y);
            }
            if (kind.hits > 1 && at.y + static_cast<float>(kind.h) > 0) {
                const float part = static_cast<float>(enemy.hits_left) / static_cast<float>(kind.hits);
                const float width = static_cast<float>(kind.w) * 0.8F;
                const float bar_x = x + static_cast<float>(kind.w) * 0.1F;
                const float bar_y = std::max(y - 9, m.top + 3);
                canvas_.fill({bar_x - 1.5F, bar_y - 1.5F, width + 3, 7}, ink::black);
                canvas_.fill({bar_x, bar_y, width, 4}, ink::card);
                canvas_.fill({bar_x, bar_y, width * std::clamp(part, 0.0F, 1.0F), 4}, part < 0.2F ? ink::crimson : ink::good);
            }
        });
    }
}

void FieldView::shots(const Moment& m) {
    each_between(m.before.hero_shots, m.now.hero_shots, m.fraction, [&](const Shot& shot, PointF at) {
        if (shot.seat >= max_seats) return;
        const auto& kind = shot.is_super != 0 ? content_.mode.super_shot : content_.mode.shot;
        const auto picture = shot.is_super != 0 ? pictures_.dart_super[shot.seat] : pictures_.dart[shot.seat];
        const auto size = canvas_.info(picture);
        canvas_.sprite(picture, m.left + at.x + (static_cast<float>(kind.w) - size.w) / 2,
                       m.top + at.y + (static_cast<float>(kind.h) - size.h) / 2);
    });
}

void FieldView::heroes(const Moment& m) {
    m.each_hero([&](const Hero& flown, PointF at) { hero(m, flown, at); });
}

void FieldView::hero(const Moment& m, const Hero& hero, PointF at) {
    const auto& plane = pictures_.heroes[hero.seat];
    const float x = m.left + at.x;
    const float y = m.top + at.y;
    if (hero.state == HeroState::Destroyed) {
        const float all = static_cast<float>(std::max(1, content_.mode.hero.destroyed_ticks));
        canvas_.sprite(plane.down.at((all - static_cast<float>(hero.state_ticks) + m.fraction) / all), x, y);
        return;
    }
    if (hero.state != HeroState::Flying) return;
    const bool is_pale = m.picture.away[hero.seat] || (hero.invulnerable_ticks > 0 && frame(7) == 1);
    effects_.draw_muzzle(canvas_, hero.seat, at, m.left, m.top);
    canvas_.sprite(plane.flying[static_cast<std::size_t>(frame(16))], x, y, is_pale ? 150 : 255);
    if (hero.invulnerable_ticks > 0) {
        const auto circle = pictures_.shield.frames[static_cast<std::size_t>(frame(5))];
        const auto size = canvas_.info(circle);
        // The circle thins out in the last half second, before it is gone.
        const float rest = static_cast<float>(hero.invulnerable_ticks) / static_cast<float>(content_.mode.rate);
        canvas_.sprite(circle, x + (static_cast<float>(content_.mode.hero.w) - size.w) / 2,
                       y + (static_cast<float>(content_.mode.hero.h) - size.h) / 2,
                       static_cast<std::uint8_t>(255 * std::clamp(rest * 2, 0.25F, 1.0F)));
    }
}

void FieldView::bubbles(const Moment& m) {
    m.each_hero([&](const Hero& hero, PointF at) {
        const std::string& says = m.picture.says[hero.seat];
        if (says.empty()) return;
        engine::TextStyle style;
        style.size = 20;
        style.bold = true;
        style.align = engine::Align::Centre;
        constexpr float h = 36, tail = 13;
        const float w = canvas_.text_width(says, style) + 32;
        // Above the plane, a little to the right, where it leaves the way of the shots free.
        const float nose = at.x + static_cast<float>(content_.mode.hero.w) * 0.72F;
        const float x = m.left + std::clamp(nose - 8, 4.0F, static_cast<float>(field_width) - w - 4);
        const float y = m.top + std::clamp(at.y - h - tail + 14, 4.0F, static_cast<float>(field_height) - h - tail - 4);
        const float foot = std::clamp(m.left + nose, x + 4, x + w - 18);
        canvas_.fill({x, y, w, h}, ink::black);
        canvas_.fill({x + 2.4F, y + 2.4F, w - 4.8F, h - 4.8F}, {255, 253, 246, 255});
        constexpr float join = 2.6F;
        for (int row = 0; row < static_cast<int>(tail + join) + 1; ++row) {
            const float down = static_cast<float>(row) - join;
            const float part = 1 - std::max(down, 0.0F) / tail;
            canvas_.fill({foot, y + h + down, 14 * part, 1.2F}, ink::black);
            if (14 * part > 5) canvas_.fill({foot + 2.2F, y + h + down, 14 * part - 4.8F, 1.2F}, {255, 253, 246, 255});
        }
        canvas_.text(says, x + w / 2, y + 25, style);
    });
}

void FieldView::names(const Moment& m) {
    m.each_hero([&](const Hero& hero, PointF at) {
        if (hero.state != HeroState::Flying || m.picture.names[hero.seat].empty()) return;
        engine::TextStyle style;
        style.size = 17;
        style.bold = true;
        style.align = engine::Align::Centre;
        style.max_width = 150;
        const auto& name = m.picture.names[hero.seat];
        const float width = canvas_.text_width(name, style);
        const float middle = std::clamp(at.x + static_cast<float>(content_.mode.hero.w) / 2, width / 2 + 26,
                                        static_cast<float>(field_width) - width / 2 - 26);
        const float y = std::min(at.y + static_cast<float>(content_.mode.hero.h) + 6, static_cast<float>(field_height) - 28);
        const RectF label{m.left + middle - width / 2 - 8, m.top + y, width + 16, 24};
        canvas_.fill(label, with_alpha(ink::card, 0.9F));
        canvas_.fill({label.x, label.y, 4, label.h}, ink::pilots[hero.seat]);
        canvas_.text(name, m.left + middle + 2, m.top + y + 18, style);
    });
}

}  // namespace game
