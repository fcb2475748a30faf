// First Flight: the lesson's game in its written order of rules.
#include "engine/core/timer.h"
#include "game/sim/collisions.h"
#include "game/sim/heroes.h"
#include "game/sim/modes.h"
#include "game/sim/shots.h"

namespace game {

using engine::Button;
using engine::to_fixed;
using engine::to_pixels;

namespace {

void spawn_enemy(Tick& tick, std::uint16_t kind_index, int x, Fixed speed) {
    WorldHeader& header = tick.world.header;
    const EnemyKind& kind = tick.content.enemies[kind_index];
    Enemy enemy;
    enemy.id = make_id(Counter::Enemy, header.next_enemy);
    enemy.x = to_fixed(x);
    enemy.y = to_fixed(-kind.h);
    enemy.speed = speed;
    enemy.hits_left = kind.hits;
    enemy.kind = kind_index;
    if (tick.world.enemies.spawn(enemy) != nullptr) ++header.next_enemy;
}

void spawn_drawn_enemy(Tick& tick) {
    engine::Rng& rng = tick.world.header.rng;
    const auto& kinds = tick.mode().drawn_enemies;
    const std::uint16_t kind_index = kinds[kinds.size() == 1 ? 0 : rng.below(static_cast<std::uint32_t>(kinds.size()))];
    const EnemyKind& kind = tick.content.enemies[kind_index];
    const int x = rng.between(0, field_width - kind.w);
    const int speed = rng.between(to_pixels(kind.speed_min), to_pixels(kind.speed_max));
    spawn_enemy(tick, kind_index, x, to_fixed(speed));
}

void spawn_enemies(Tick& tick) {
    const Mode& mode = tick.mode();
    if (!mode.lists_spawns) {
        for (int due = engine::events_in_tick(tick.number(), mode.enemy_period_ms, mode.rate); due > 0; --due) spawn_drawn_enemy(tick);
        return;
    }
    std::uint32_t& next = tick.world.header.next_spawn;
    for (; next < mode.spawns.size() && mode.spawns[next].at_tick <= tick.number(); ++next) {
        const Spawn& spawn = mode.spawns[next];
        spawn_enemy(tick, spawn.enemy, spawn.x, spawn.speed);
    }
}

void fire_bursts(Tick& tick) {
    const Mode& mode = tick.mode();
    for (int due = engine::events_in_tick(tick.number(), mode.burst_period_ms, mode.rate); due > 0; --due) {
        for (Hero& hero : tick.world.heroes) {
            if (hero.state != HeroState::Flying) continue;
            for (int i = 0; i < mode.burst_count; ++i) fire_shot(tick, hero, false, mode.hero.w / 2, -mode.burst_gap * i);
        }
    }
}

// Sevenths of full speed: right held wins over left held, keys win over a stick.
int direction(const engine::SeatInput& input) {
    if (input.has(Button::Right)) return 7;
    if (input.has(Button::Left)) return -7;
    return input.dx();
}

void move_enemies(Tick& tick) {
    for (Enemy& enemy : tick.world.enemies) enemy.y += enemy.speed;
    tick.world.enemies.remove_if([](const Enemy& enemy) { return enemy.y >= to_fixed(field_height); });
}

}  // namespace

void step_first_flight(Tick& tick) {
    World& world = tick.world;
    if (world.header.phase == Phase::Over) return;
    change_seats(tick);
    advance_heroes(tick);

    // 1. Timer events.
    spawn_enemies(tick);
    fire_bursts(tick);

    // 2. Keys.
    std::array<int, max_seats> directions{};
    for (Hero& hero : world.heroes) {
        const engine::SeatInput input = input_of(tick, hero);
        directions[hero.seat] = direction(input);
        hero.buttons = input.bits & 0xFF;
    }

    // 3. Collisions. What is destroyed leaves at once.
    const bool any_hit = shots_meet_enemies(tick);
    const bool any_rammed = heroes_meet_enemies(tick);
    if (any_hit || any_rammed) world.enemies.remove_if([](const Enemy& enemy) { return enemy.state == EnemyState::Destroyed; });
    if (all_heroes_lost(world)) {
        end_game(tick);
        return;
    }

    // 4. Movement.
    move_backgrounds(world);
    move_enemies(tick);
    for (Hero& hero : world.heroes) {
        if (hero.state == HeroState::Flying) move_hero(hero, tick.mode(), directions[hero.seat], 0);
    }
    move_shots(tick);
}

}  // namespace game
