#include "game/sim/patterns.h"

#include <optional>

namespace game {

using engine::Direction;
using engine::to_fixed;

namespace {

constexpr Fixed silent_below = to_fixed(field_height * 3 / 4);  // nothing is fired from close to the heroes' ground

struct Point {
    Fixed x, y;
};

// From a place to the middle of the nearest hero that flies; the first in seat order of two as near.
std::optional<Direction> aim(const Tick& tick, Point from) {
    const HeroKind& kind = tick.mode().hero;
    std::optional<Direction> best;
    std::int64_t nearest = 0;
    for (const Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying) continue;
        const std::int64_t x = hero.x + to_fixed(kind.w) / 2 - from.x;
        const std::int64_t y = hero.y + to_fixed(kind.h) / 2 - from.y;
        const std::int64_t distance = x * x + y * y;
        if (best && distance >= nearest) continue;
        nearest = distance;
        best = engine::direction_to(x, y);
    }
    return best;
}

// The direction of a volley's first shot; none where it is not fired. volley: 0 is the enemy's first.
std::optional<Direction> first_direction(const Tick& tick, const Pattern& pattern, Point from, int volley) {
    switch (pattern.shape) {
        case PatternShape::Ring:
        case PatternShape::Fan: return engine::direction_of(pattern.from);
        case PatternShape::Spiral: return engine::direction_of(static_cast<engine::Angle>(pattern.from + volley * pattern.turn));
        case PatternShape::Aimed: {
            const std::optional<Direction> straight = aim(tick, from);
            return straight ? std::optional(engine::turned(*straight, pattern.from)) : std::nullopt;
        }
    }
    return std::nullopt;
}

// Shots that find no room in the group are not fired.
void fire_volley(Tick& tick, std::uint16_t index, Point from, Direction direction) {
    const Pattern& pattern = tick.content.patterns[index];
    for (int i = 0; i < pattern.count; ++i) {
        const Direction d = engine::turned(direction, static_cast<engine::Angle>(i * pattern.between));
        EnemyShot shot;
        shot.x = from.x;
        shot.y = from.y;
        shot.vx = static_cast<std::int16_t>(pattern.speed * d.x / Direction::unit);
        shot.vy = static_cast<std::int16_t>(pattern.speed * d.y / Direction::unit);
        shot.pattern = index;
        shot.id = make_id(Counter::EnemyShot, tick.world.header.next_enemy_shot + 1);
        if (!tick.world.enemy_shots.spawn(shot)) return;
        ++tick.world.header.next_enemy_shot;
    }
}

void fire_due(Tick& tick, const Enemy& enemy, const EnemyKind& kind, Point from) {
    for (int i = 0; i < kind.pattern_count; ++i) {
        const auto index = static_cast<std::uint16_t>(kind.first_pattern + i);
        const Pattern& pattern = tick.content.patterns[index];
        const int since = enemy.shooting_ticks - pattern.first_ticks;
        if (since < 0 || since % pattern.period_ticks != 0) continue;
        const std::optional<Direction> direction = first_direction(tick, pattern, from, since / pattern.period_ticks);
        if (!direction) continue;
        fire_volley(tick, index, from, *direction);
        tick.tell({.kind = EventKind::EnemyFired,
                   .detail = index,
                   .subject = enemy.id,
                   .ordinal = enemy.shooting_ticks * 8u + static_cast<unsigned>(i)},
                  rect_of(enemy, tick.content));
    }
}

}  // namespace

void fire_patterns(Tick& tick) {
    if (tick.content.patterns.empty()) return;
    for (Enemy& enemy : tick.world.enemies) {
        const EnemyKind& kind = kind_of(enemy, tick.content);
        if (kind.pattern_count == 0 || enemy.state != EnemyState::Flying) continue;
        const Point middle{enemy.x + to_fixed(kind.w) / 2, enemy.y + to_fixed(kind.h) / 2};
        if (middle.y < 0 || middle.y >= silent_below) continue;
        fire_due(tick, enemy, kind, middle);
        ++enemy.shooting_ticks;
    }
}

}  // namespace game
