#include "game/bots/volley.h"

#include <algorithm>

#include "game/sim/rects.h"

namespace game {

using engine::Rect;

namespace {

// What the world's level adds to the speed of a population.
Fixed faster_now(const Population& population, const World& world) {
    Fixed faster = 0;
    for (int i = 0; i + 1 < world.header.level; ++i) faster += population.faster[static_cast<std::size_t>(i)];
    return faster;
}

}  // namespace

Fixed speed_of(const Enemy& enemy, const World& world, const Content& content) {
    Fixed speed = enemy.speed;
    for (const Population& population : content.mode.population) {
        if (population.enemy == enemy.kind) speed += faster_now(population, world);
    }
    return speed;
}

Volley::Volley(const World& world, const Content& content) {
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) speed[i] = world.enemies[i].speed;
    for (const Population& population : content.mode.population) {
        const Fixed faster = faster_now(population, world);
        if (faster == 0) continue;
        for (std::uint32_t i = 0; i < world.enemies.count; ++i) speed[i] += world.enemies[i].kind == population.enemy ? faster : 0;
    }
    std::fill_n(hits.begin(), world.enemies.count, 0);
    std::fill_n(dead_in.begin(), world.enemies.count, never);
    if (world.hero_shots.empty()) return;

    constexpr int edge = 4;  // px of an enemy's side that its picture may leave empty
    struct Target {
        int left, right, top, bottom;  // px; left and right without the edges
        std::uint32_t place;
    };
    // What lies beside all shots, or lower than the lowest, is not met.
    int left = field_width;
    int right = 0;
    int lowest = -field_height;
    for (const Shot& shot : world.hero_shots) {
        const Rect at = rect_of(shot, content);
        left = std::min(left, at.x);
        right = std::max(right, at.right());
        lowest = std::max(lowest, at.y);
    }
    // The lowest first, and of two as low the one that came first.
    constexpr std::uint32_t enemies_most = decltype(World::enemies)::capacity;
    std::array<std::uint64_t, enemies_most> keys;  // bottom (larger numbers are lower), then place backwards
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
        const Enemy& enemy = world.enemies[i];
        const Rect at = rect_of(enemy, content);
        if (enemy.state != EnemyState::Flying || enemy.hits_left <= 0 || at.bottom() <= -field_height) continue;
        if (at.x + edge >= right || left >= at.right() - edge || at.y > lowest) continue;
        const std::uint64_t key = static_cast<std::uint64_t>(at.bottom() + field_height) << 32 | (enemies_most - i);
        std::uint32_t to = count++;
        for (; to > 0 && keys[to - 1] < key; --to) keys[to] = keys[to - 1];
        keys[to] = key;
    }
    std::array<Target, enemies_most> targets;
    for (std::uint32_t t = 0; t < count; ++t) {
        const std::uint32_t place = enemies_most - static_cast<std::uint32_t>(keys[t]);
        const Rect at = rect_of(world.enemies[place], content);
        targets[t] = {at.x + edge, at.right() - edge, at.y, at.bottom(), place};
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
                const Fixed closing = kind_of(shot, content).speed + speed[target.place];
                dead_in[target.place] = engine::to_fixed(std::max(0, rect.y - target.bottom)) / std::max(1, closing) + 2;
            }
            break;
        }
    }
}

}  // namespace game
