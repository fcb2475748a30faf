#include "game/sim/enemies.h"

#include <array>

namespace game {

using engine::to_fixed;
using engine::to_pixels;

namespace {

constexpr int announced_from = -120;  // px, where the lower edge is when the engine is first heard

// How much faster a population is at a level than at the first.
Fixed faster_at(const Population& population, int level) {
    Fixed sum = 0;
    for (int i = 0; i < level - 1; ++i) sum += population.faster[static_cast<std::size_t>(i)];
    return sum;
}

const Population* population_of(const Mode& mode, std::uint16_t kind) {
    for (const Population& population : mode.population) {
        if (population.enemy == kind) return &population;
    }
    return nullptr;
}

}  // namespace

void spawn_population(World& world, const Content& content, const Population& population, int count) {
    const EnemyKind& kind = content.enemies[population.enemy];
    engine::Rng& rng = world.header.rng;
    for (int i = 0; i < count; ++i) {
        const int x = rng.between(0, field_width - kind.w);
        const int y = rng.between(population.top_min, population.top_max);
        const int speed = rng.between(to_pixels(kind.speed_min), to_pixels(kind.speed_max));
        Enemy enemy;
        enemy.id = make_id(Counter::Enemy, world.header.next_enemy);
        enemy.x = to_fixed(x);
        enemy.y = to_fixed(y);
        enemy.speed = to_fixed(speed);
        enemy.hits_left = kind.hits;
        enemy.kind = population.enemy;
        if (world.enemies.spawn(enemy) != nullptr) ++world.header.next_enemy;
    }
}

void move_enemies(Tick& tick) {
    for (const Population& population : tick.mode().population) {
        const Fixed faster = faster_at(population, tick.world.header.level);
        for (Enemy& enemy : tick.world.enemies) {
            if (enemy.kind == population.enemy && enemy.state == EnemyState::Flying) enemy.y += enemy.speed + faster;
        }
    }
}

void announce_enemies(Tick& tick) {
    for (Enemy& enemy : tick.world.enemies) {
        if (enemy.announced != 0 || enemy.state != EnemyState::Flying || !kind_of(enemy, tick.content).announced) continue;
        const engine::Rect rect = rect_of(enemy, tick.content);
        if (rect.bottom() < announced_from) continue;
        enemy.announced = 1;
        tick.tell({.kind = EventKind::EnemyAnnounced, .detail = enemy.kind, .subject = enemy.id}, rect);
    }
}

void advance_destructions(World& world) {
    for (Enemy& enemy : world.enemies) {
        if (enemy.state == EnemyState::Destroyed && enemy.state_ticks > 0) --enemy.state_ticks;
    }
}

void remove_enemies(Tick& tick, bool replace) {
    World& world = tick.world;
    std::array<std::uint16_t, decltype(World::enemies)::capacity> left;
    std::uint32_t count = 0;
    world.enemies.remove_if([&](const Enemy& enemy) {
        const bool gone = enemy.state == EnemyState::Destroyed ? enemy.state_ticks == 0 : enemy.y >= to_fixed(field_height);
        if (gone) left[count++] = enemy.kind;
        return gone;
    });
    if (!replace) return;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (const Population* population = population_of(tick.mode(), left[i])) spawn_population(world, tick.content, *population, 1);
    }
}

}  // namespace game
