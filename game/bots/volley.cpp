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
    struct Target {
        int left, right, top, bottom;  // px; left and right without the edges
        std::uint32_t place;
    };
    // The lowest first, and of two as low the one that came first.
    std::array<Target, decltype(World::enemies)::capacity> targets;
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
        hits[i] = 0;
        dead_in[i] = never;
        const Enemy& enemy = world.enemies[i];
        const Rect at = rect_of(enemy, content);
        if (enemy.state != EnemyState::Flying || enemy.hits_left <= 0 || at.bottom() <= -field_height) continue;
        std::uint32_t to = count++;
        for (; to > 0 && targets[to - 1].bottom < at.bottom(); --to) targets[to] = targets[to - 1];
        targets[to] = {at.x + edge, at.right() - edge, at.y, at.bottom(), i};
    }
    // Shots in their order, the oldest first: each goes to the lowest enemy over it that still needs one.
    for (const Shot& shot : world.hero_shots) {
        const Rect rect = rect_of(shot, content);
        for (std::uint32_t t = 0; t < count; ++t) {
            const Target& target = targets[t];
            if (target.left >= rect.right() || rect.x >= target.right || target.top > rect.y) continue;
            const Enemy& enemy = world.enemies[target.place];
            if (hits[target.place] >= enemy.hits_left) continue;
            if (++hits[target.place] == enemy.hits_left) {
                const Fixed closing = kind_of(shot, content).speed + speed_of(enemy, world, content);
                dead_in[target.place] = engine::to_fixed(std::max(0, rect.y - target.bottom)) / std::max(1, closing) + 2;
            }
            break;
        }
    }
}

}  // namespace game
