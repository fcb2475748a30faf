#include "game/sim/collisions.h"

#include <array>

#include "engine/core/collide.h"
#include "game/sim/heroes.h"

namespace game {

namespace {

constexpr std::uint32_t shots_most = decltype(World::hero_shots)::capacity;
constexpr std::uint32_t enemies_most = decltype(World::enemies)::capacity;

// The flying enemies as columns, and the place of each in the group.
struct FlyingEnemies {
    engine::RectColumns<enemies_most> rects;
    std::array<std::uint16_t, enemies_most> place;

    // Only those that reach below y = `above` (px): what is farther up meets nothing.
    FlyingEnemies(const Tick& tick, int above) {
        const auto& enemies = tick.world.enemies;
        for (std::uint32_t i = 0; i < enemies.count; ++i) {
            if (enemies[i].state != EnemyState::Flying) continue;
            const engine::Rect rect = rect_of(enemies[i], tick.content);
            if (rect.bottom() <= above) continue;
            place[rects.count] = static_cast<std::uint16_t>(i);
            rects.add(rect);
        }
    }
};

// A mode without masks collides by rectangles, which are known to overlap.
bool pictures_overlap(const Mask& a, const engine::Rect& at_a, const Mask& b, const engine::Rect& at_b) {
    if (a.empty() || b.empty()) return true;
    return masks_overlap(a, at_a.x, at_a.y, b, at_b.x, at_b.y);
}

Hero& owner_of(World& world, const Shot& shot) {
    std::uint32_t i = 0;
    while (world.heroes[i].seat != shot.seat) ++i;  // a hero stays in the group for ever
    return world.heroes[i];
}

void hit_enemy(Tick& tick, const Shot& shot, Enemy& enemy) {
    --enemy.hits_left;
    enemy.hit_tick = tick.number();
    Hero& hero = owner_of(tick.world, shot);
    if (enemy.hits_left > 0) {
        tick.tell({.kind = EventKind::EnemyHit,
                   .seat = shot.seat,
                   .detail = enemy.kind,
                   .subject = enemy.id,
                   .ordinal = static_cast<std::uint32_t>(enemy.hits_left)},
                  rect_of(enemy, tick.content));
        return;
    }
    kill_enemy(tick, hero, enemy);
}

}  // namespace

void destroy_enemy(Enemy& enemy, const Content& content) {
    enemy.state = EnemyState::Destroyed;
    enemy.state_ticks = static_cast<std::uint16_t>(kind_of(enemy, content).destroyed_ticks);
    enemy.hits_left = 0;
}

void kill_enemy(Tick& tick, Hero& hero, Enemy& enemy) {
    const int points = kind_of(enemy, tick.content).score;
    add_score(hero, points);
    ++hero.kills;
    destroy_enemy(enemy, tick.content);
    tick.tell({.kind = EventKind::EnemyKilled, .seat = hero.seat, .detail = enemy.kind, .subject = enemy.id, .value = points},
              rect_of(enemy, tick.content));
}

void shots_meet_enemies(Tick& tick) {
    World& world = tick.world;
    if (world.hero_shots.empty() || world.enemies.empty()) return;

    engine::RectColumns<shots_most> shots;
    int highest = 0;
    for (const Shot& shot : world.hero_shots) {
        const engine::Rect rect = rect_of(shot, tick.content);
        highest = std::min(highest, rect.y);
        shots.add(rect);
    }
    const FlyingEnemies flying(tick, highest);

    // Most shots meet nothing. Those that may are taken one by one, in their order, for each may change what the next one meets.
    std::array<std::uint16_t, shots_most> may_hit;
    if (!engine::mark_overlaps(shots, flying.rects, may_hit.data())) return;
    for (std::uint32_t i = 0; i < shots.count; ++i) {
        if (may_hit[i] == 0) continue;
        Shot& shot = world.hero_shots[i];
        const engine::Rect rect = rect_of(shot, tick.content);
        const Mask& mask = kind_of(shot, tick.content).mask;
        const engine::RectView enemies = flying.rects;
        for (std::uint32_t j = engine::next_overlap(rect, enemies, 0); j < enemies.count; j = engine::next_overlap(rect, enemies, j + 1)) {
            Enemy& enemy = world.enemies[flying.place[j]];
            if (enemy.state != EnemyState::Flying) continue;
            if (!pictures_overlap(mask, rect, kind_of(enemy, tick.content).mask, rect_of(enemy, tick.content))) continue;
            hit_enemy(tick, shot, enemy);
            shot.gone = 1;
        }
    }
    world.hero_shots.remove_if([](const Shot& shot) { return shot.gone != 0; });
}

void heroes_meet_enemies(Tick& tick) {
    World& world = tick.world;
    const FlyingEnemies flying(tick, 0);
    std::array<std::uint8_t, enemies_most> rammed{};
    const bool scores = tick.mode().rules == Rules::Classic;
    for (Hero& hero : world.heroes) {
        if (hero.state != HeroState::Flying || hero.invulnerable_ticks > 0) continue;
        const engine::Rect rect = rect_of(hero, tick.content);
        const engine::RectView enemies = flying.rects;
        bool met = false;
        for (std::uint32_t j = engine::next_overlap(rect, enemies, 0); j < enemies.count; j = engine::next_overlap(rect, enemies, j + 1)) {
            Enemy& enemy = world.enemies[flying.place[j]];
            const EnemyKind& kind = kind_of(enemy, tick.content);
            if (!pictures_overlap(tick.mode().hero.mask, rect, kind.mask, rect_of(enemy, tick.content))) continue;
            // The points go to the first of two that it touches.
            const int points = scores && rammed[j] == 0 ? kind.score : 0;
            rammed[j] = 1;
            met = true;
            ++hero.rams;
            add_score(hero, points);
            tick.tell({.kind = EventKind::EnemyRammed,
                       .seat = hero.seat,
                       .detail = enemy.kind,
                       .subject = enemy.id,
                       .ordinal = hero.seat,
                       .value = points},
                      rect_of(enemy, tick.content));
        }
        if (met && !tick.mode().hero.undying) lose_hero(tick, hero);
    }
    for (std::uint32_t j = 0; j < flying.rects.count; ++j) {
        if (rammed[j] != 0) destroy_enemy(world.enemies[flying.place[j]], tick.content);
    }
}

}  // namespace game
