#include "game/bots/rookie.h"

#include <algorithm>
#include <cstdlib>

#include "engine/core/inputs.h"
#include "engine/core/rect.h"
#include "game/bots/moments.h"
#include "game/bots/volley.h"
#include "game/sim/rects.h"

namespace game {

using engine::Button;
using engine::Rect;
using engine::to_pixels;

namespace {

constexpr std::uint32_t looks_a_second = 4;  // how often it makes up its mind
constexpr int late_ms = 330;                 // how old what it sees is
constexpr int foresight_ms = 900;            // how far ahead it fears an enemy
constexpr int aim_error = 44;                // px to either side
constexpr int panic_ms = 450;                // when it remembers its bombs; what is that near as it sees it is all but there

// What it makes of this moment; the same for all ticks of the moment.
struct Mood {
    int error = 0;        // px that it aims beside
    bool frozen = false;  // does not see that it is about to be hit
    bool to_right = false;
    bool finds_bomb = false;
};

Mood mood_of(const World& world, const Content& content, int seat) {
    engine::Rng rng = chance_of(world.header.tick / std::max(1u, content.mode.rate / looks_a_second), seat, 2);
    Mood mood;
    mood.error = rng.between(-aim_error, aim_error);
    mood.frozen = rng.below(3) == 0;
    mood.to_right = rng.below(2) == 0;
    mood.finds_bomb = rng.below(6) == 0;
    return mood;
}

Rect grown(Rect rect, int by) { return {rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by}; }

// What it sees around its plane.
struct Sight {
    bool danger = false;
    int danger_x = 0;  // px, centre of the nearest danger
    int danger_ms = 0;
    bool target = false;
    int target_x = 0;  // px, centre
};

Sight look(const World& world, const Content& content, const Hero& hero) {
    const int rate = static_cast<int>(content.mode.rate);
    const int late = late_ms * rate / 1000;
    const Rect own = rect_of(hero, content);
    const int own_x = own.x + own.w / 2;
    Sight sight;
    const auto fear = [&](const Rect& seen, int down) {
        // Coming down at this speed, will it be beside or in the plane soon?
        if (down <= 0 || seen.y >= own.bottom()) return;
        const int ms = std::max(0, own.y - seen.bottom()) * 1000 / (down * rate);
        const bool in_the_way = seen.x < own.right() + 6 && own.x < seen.right() + 6;
        if (!in_the_way || ms > foresight_ms || (sight.danger && ms >= sight.danger_ms)) return;
        sight.danger = true;
        sight.danger_x = seen.x + seen.w / 2;
        sight.danger_ms = ms;
    };
    int best = 1 << 20;
    for (const Enemy& enemy : world.enemies) {
        if (enemy.state != EnemyState::Flying) continue;
        const Fixed speed = speed_of(enemy, world, content);
        Rect seen = rect_of(enemy, content);
        seen.y = to_pixels(enemy.y - speed * late);
        if (seen.bottom() <= 0) continue;
        fear(seen, std::max(1, to_pixels(speed)));
        if (seen.bottom() >= own.y) continue;
        // The nearest to the line of fire, and of two such the lower one.
        const int away = 2 * std::abs(seen.x + seen.w / 2 - own_x) + (own.y - seen.bottom());
        if (away >= best) continue;
        best = away;
        sight.target = true;
        sight.target_x = seen.x + seen.w / 2;
    }
    for (const EnemyShot& shot : world.enemy_shots) {
        const Rect seen = grown({to_pixels(shot.x - shot.vx * late), to_pixels(shot.y - shot.vy * late), 1, 1}, 8);
        fear(seen, std::max(1, to_pixels(shot.vy)));
    }
    for (const Pickup& pickup : world.pickups) {
        const Rect rect = rect_of(pickup, content);
        if (rect.y < field_height / 3 || rect.y >= own.bottom()) continue;
        sight.target = true;
        sight.target_x = rect.x + rect.w / 2;
    }
    return sight;
}

}  // namespace

std::uint16_t rookie(const World& world, const Content& content, int seat) {
    const Hero* hero = hero_of_seat(world, seat);
    if (hero == nullptr || hero->state != HeroState::Flying) return 0;
    const Mood mood = mood_of(world, content, seat);
    const Sight sight = look(world, content, *hero);
    const Rect own = rect_of(*hero, content);
    const int own_x = own.x + own.w / 2;
    const auto key = [](Button button) { return static_cast<std::uint16_t>(button); };
    if (sight.danger && !mood.frozen && hero->invulnerable_ticks == 0) {
        if (sight.danger_ms < panic_ms && hero->bombs > 0 && mood.finds_bomb) return key(Button::Bomb);
        // Away from its centre, but not into the edge of the field.
        bool right = sight.danger_x != own_x ? sight.danger_x < own_x : mood.to_right;
        if (own.x <= 4) right = true;
        if (own.right() >= field_width - 4) right = false;
        return key(right ? Button::Right : Button::Left);
    }
    if (!sight.target) return 0;
    const int away = sight.target_x + mood.error - own_x;
    const int step = std::max(1, to_pixels(content.mode.hero.speed_x));
    if (std::abs(away) <= 2 * step) return 0;
    return key(away > 0 ? Button::Right : Button::Left);
}

}  // namespace game
