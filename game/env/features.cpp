// The feature vector: sixteen numbers about ourselves, then how near things are in sixteen lanes. All are whole 1/1024, so that every
// machine has the same floats.
#include <algorithm>
#include <cstdlib>

#include "game/env/observation.h"
#include "game/sim/rects.h"

namespace game {

using engine::Rect;
using engine::to_pixels;

namespace {

constexpr int one = 1024;
constexpr float unit = 1.0F / one;
constexpr int lane_shift = 6;                                 // 64 px
constexpr int lanes_left = WINGMATE_LANES / 2 << lane_shift;  // px from the first lane's edge to our centre
constexpr int bomb_bit = WINGMATE_BOMB;

float share(std::int64_t part, std::int64_t whole) {
    if (part <= 0 || whole <= 0) return 0;
    return static_cast<float>(std::min<std::int64_t>(part * one / whole, one)) * unit;
}

// Raises the lanes that left ... right (px from our centre, right not belonging to it) reaches into.
void raise(float* lanes, int left, int right, int distance) {
    if (distance >= one) return;
    const float near = static_cast<float>(one - distance) * unit;
    const int last = std::min((right - 1 + lanes_left) >> lane_shift, WINGMATE_LANES - 1);
    for (int lane = std::max((left + lanes_left) >> lane_shift, 0); lane <= last; ++lane) lanes[lane] = std::max(lanes[lane], near);
}

void write_own(const World& world, const Mode& mode, const Hero& hero, int x, int y, float* out) {
    out[0] = 1;
    const int across = (x - field_width / 2) * one / (field_width / 2);
    const int down = (y - field_height / 2) * one / (field_height / 2);
    out[1] = static_cast<float>(across) * unit;
    out[2] = static_cast<float>(down) * unit;
    out[3] = static_cast<float>(hero.lives) / 8;
    out[4] = static_cast<float>(hero.bombs) / 8;
    out[5] = share(hero.invulnerable_ticks, std::int64_t{4} * mode.rate);
    out[6] = share(hero.super_ticks, mode.super_ticks);
    out[7] = share(hero.fire_ticks, mode.fire_ticks);
    out[8] = static_cast<float>(world.header.level) / 8;
    if (mode.supply_period_ms > 0) {
        const std::int64_t period = std::int64_t{mode.supply_period_ms} * mode.rate;
        out[9] = share(std::int64_t{world.header.supply_timer} * 1000 % period, period);
    }
    for (const Hero& partner : world.heroes) {
        if (&partner == &hero || partner.state != HeroState::Flying) continue;
        out[10] = 1;
        out[11] = static_cast<float>((to_pixels(partner.x) - to_pixels(hero.x)) * 2) * unit;
        out[12] = static_cast<float>((to_pixels(partner.y) - to_pixels(hero.y)) * 2) * unit;
        break;
    }
    std::uint32_t shots = world.hero_shots.count;
    if (world.heroes.count > 1) {
        shots = 0;
        for (const Shot& shot : world.hero_shots) shots += shot.seat == hero.seat ? 1U : 0U;
    }
    out[13] = static_cast<float>(shots) / 64;
    out[14] = (hero.buttons & bomb_bit) != 0 ? 1.0F : 0.0F;
}

void see_enemies(const World& world, const Content& content, const Rect& hero, int x, float* lanes) {
    for (const Enemy& enemy : world.enemies) {
        const Rect at = rect_of(enemy, content);
        if (enemy.state != EnemyState::Flying || at.bottom() <= 0 || at.y >= hero.bottom()) continue;
        raise(lanes, at.x - x, at.right() - x, std::max(hero.y - at.bottom(), 0));
    }
}

void see_enemy_shots(const World& world, const Content& content, int x, int y, float* lanes) {
    for (const EnemyShot& shot : world.enemy_shots) {
        const Rect at = rect_of(shot, content);
        if (at.bottom() <= 0 || at.y >= field_height) continue;
        raise(lanes, at.x - x, at.right() - x, std::abs(to_pixels(shot.y) - y));
    }
}

void see_pickups(const World& world, const Content& content, int x, int y, float* lanes) {
    for (const Pickup& pickup : world.pickups) {
        const Rect at = rect_of(pickup, content);
        if (at.bottom() <= 0 || at.y >= field_height) continue;
        raise(lanes, at.x - x, at.right() - x, std::abs(at.y + at.h / 2 - y));
    }
}

}  // namespace

void write_features(const World& world, const Content& content, int seat, float* out) {
    std::fill_n(out, WINGMATE_FEATURE_COUNT, 0.0F);
    out[15] = 1;
    const Hero* hero = hero_of_seat(world, seat);
    if (hero == nullptr || hero->state != HeroState::Flying) return;
    const Rect rect = rect_of(*hero, content);
    const int x = rect.x + rect.w / 2;
    const int y = rect.y + rect.h / 2;
    write_own(world, content.mode, *hero, x, y, out);

    float* const ahead = out + 16;
    see_enemies(world, content, rect, x, ahead);
    // Looking for what a mode does not have would fetch memory that nobody else touches.
    if (!content.patterns.empty()) see_enemy_shots(world, content, x, y, ahead + WINGMATE_LANES);
    if (content.mode.supply_period_ms > 0) see_pickups(world, content, x, y, ahead + 2 * WINGMATE_LANES);
}

}  // namespace game
