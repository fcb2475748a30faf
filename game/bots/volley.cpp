#include "game/bots/volley.h"

#include <algorithm>

#include "game/sim/rects.h"

namespace game {

using engine::Rect;

Fixed speed_of(const Enemy& enemy, const World& world, const Content& content) {
    Fixed speed = enemy.speed;
    for (const Population& population : content.mode.population) {
        if (population.enemy != enemy.kind) continue;
        for (int i = 0; i + 1 < world.header.level; ++i) speed += population.faster[static_cast<std::size_t>(i)];
    }
    return speed;
}

Volley::Volley(const World& world, const Content& content) {
    constexpr int edge = 4;  // px of an enemy's side that its picture may leave empty
    std::array<Rect, decltype(World::enemies)::capacity> at;
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
        at[i] = rect_of(world.enemies[i], content);
        hits[i] = 0;
        dead_in[i] = never;
    }
    // Shots in their order, the oldest first: each goes to the lowest enemy over it that still needs one.
    for (const Shot& shot : world.hero_shots) {
        const Rect rect = rect_of(shot, content);
        int nearest = -1;
        int nearest_bottom = -field_height;
        for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
            const Rect& enemy = at[i];
            if (enemy.x + edge >= rect.right() || rect.x + edge >= enemy.right()) continue;
            if (enemy.y > rect.y || enemy.bottom() <= nearest_bottom) continue;
            if (world.enemies[i].state != EnemyState::Flying || hits[i] >= world.enemies[i].hits_left) continue;
            nearest = static_cast<int>(i);
            nearest_bottom = enemy.bottom();
        }
        if (nearest < 0) continue;
        const auto i = static_cast<std::size_t>(nearest);
        ++hits[i];
        if (hits[i] < world.enemies[static_cast<std::uint32_t>(nearest)].hits_left) continue;
        const Fixed closing = kind_of(shot, content).speed + speed_of(world.enemies[static_cast<std::uint32_t>(nearest)], world, content);
        dead_in[i] = engine::to_fixed(std::max(0, rect.y - nearest_bottom)) / std::max(1, closing) + 2;
    }
}

}  // namespace game
