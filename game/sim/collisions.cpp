#include "game/sim/collisions.h"

#include <array>

#include "engine/core/collide.h"
#include "game/sim/heroes.h"

namespace game {

using engine::to_fixed;

namespace {

constexpr std::uint32_t enemies_most = decltype(World::enemies)::capacity;

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

bool shots_meet_enemies(Tick& tick) {
    HeroShots& shots = tick.world.hero_shots;
    auto& enemies = tick.world.enemies;
    if (shots.empty() || enemies.empty()) return false;

    engine::CornerColumns<HeroShots::capacity> corners;
    const Fixed* const x = shots.column<&Shot::x>();
    const Fixed* const y = shots.column<&Shot::y>();
    const std::uint32_t end = shots.whole_steps();
    for (std::uint32_t i = 0; i < end; ++i) {
        corners.left[i] = static_cast<std::int16_t>(engine::to_pixels(x[i]));
        corners.top[i] = static_cast<std::int16_t>(engine::to_pixels(y[i]));
    }
    // Of a size that holds both kinds; which pixels meet is looked at closely for each hit.
    const ShotKind& plain = tick.mode().shot;
    const ShotKind& super_shot = tick.mode().super_shot;
    const engine::EqualRects many = corners.rects(shots.count, std::max(plain.w, super_shot.w), std::max(plain.h, super_shot.h));

    // Those that fly, and reach into where shots are: what is farther up meets nothing.
    const Fixed highest = to_fixed(many.highest());
    engine::FewRects few;
    std::array<std::uint16_t, enemies_most> place;
    for (std::uint32_t j = 0; j < enemies.count; ++j) {
        const Enemy& enemy = enemies[j];
        if (enemy.state != EnemyState::Flying || enemy.y + to_fixed(kind_of(enemy, tick.content).h) <= highest) continue;
        place[few.count] = static_cast<std::uint16_t>(j);
        few.add(rect_of(enemy, tick.content));
    }

    // A shot meets all that it overlaps at its turn, in the order of the shots; so what becomes of one enemy does not hang on the others.
    std::array<std::uint8_t, HeroShots::capacity> gone;
    bool any_gone = false;
    engine::each_hit(many, few, [&](std::uint32_t i, std::uint32_t j) {
        Enemy& enemy = enemies[place[j]];
        const Shot shot = shots[i];
        const engine::Rect rect = rect_of(shot, tick.content);
        const engine::Rect at = rect_of(enemy, tick.content);
        if (!engine::overlap(rect, at)) return true;
        if (!pictures_overlap(kind_of(shot, tick.content).mask, rect, kind_of(enemy, tick.content).mask, at)) return true;
        hit_enemy(tick, shot, enemy);
        if (!any_gone) std::fill_n(gone.begin(), shots.count, std::uint8_t{0});
        any_gone = true;
        gone[i] = 1;
        return enemy.state == EnemyState::Flying;
    });
    if (any_gone) shots.remove_marked(gone.data());
    return any_gone;
}

bool heroes_meet_enemies(Tick& tick) {
    auto& enemies = tick.world.enemies;
    std::array<std::uint8_t, enemies_most> rammed;
    bool any_rammed = false;
    const HeroKind& kind = tick.mode().hero;
    const bool scores = tick.mode().rules == Rules::Classic;
    for (Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying || hero.invulnerable_ticks > 0) continue;
        const engine::Rect rect = rect_of(hero, tick.content);
        bool met = false;
        for (std::uint32_t j = 0; j < enemies.count; ++j) {
            const Enemy& enemy = enemies[j];
            if (enemy.state != EnemyState::Flying || enemy.y + to_fixed(kind_of(enemy, tick.content).h) <= hero.y) continue;
            const engine::Rect at = rect_of(enemy, tick.content);
            if (!engine::overlap(rect, at)) continue;
            if (!pictures_overlap(kind.mask, rect, kind_of(enemy, tick.content).mask, at)) continue;
            if (!any_rammed) std::fill_n(rammed.begin(), enemies.count, std::uint8_t{0});
            // The points go to the first of two that it touches.
            const int points = scores && rammed[j] == 0 ? kind_of(enemy, tick.content).score : 0;
            any_rammed = met = true;
            rammed[j] = 1;
            ++hero.rams;
            add_score(hero, points);
            tick.tell({.kind = EventKind::EnemyRammed,
                       .seat = hero.seat,
                       .detail = enemy.kind,
                       .subject = enemy.id,
                       .ordinal = hero.seat,
                       .value = points},
                      at);
        }
        if (met && !kind.undying) lose_hero(tick, hero);
    }
    if (!any_rammed) return false;
    for (std::uint32_t j = 0; j < enemies.count; ++j) {
        if (rammed[j] != 0) destroy_enemy(enemies[j], tick.content);
    }
    return true;
}

}  // namespace game
