// Classic: the full game of the lesson. The tick reads top to bottom in step_classic.
#include "game/sim/collisions.h"
#include "game/sim/enemies.h"
#include "game/sim/enemy_shots.h"
#include "game/sim/heroes.h"
#include "game/sim/modes.h"
#include "game/sim/patterns.h"
#include "game/sim/pickups.h"
#include "game/sim/shots.h"

namespace game {

using engine::Button;

namespace {

// Sevenths of full speed along one axis: opposite buttons cancel, one button wins over a stick.
int direction(bool less, bool more, int stick) {
    if (less == more) return stick;
    return more ? 7 : -7;
}

void use_bomb(Tick& tick, Hero& hero) {
    --hero.bombs;
    ++hero.bombs_used;
    tick.tell({.kind = EventKind::BombUsed, .seat = hero.seat, .subject = hero.id, .ordinal = hero.bombs_used, .value = hero.bombs},
              rect_of(hero, tick.content));
    tick.world.enemy_shots.clear();
    for (Enemy& enemy : tick.world.enemies) {
        if (enemy.state != EnemyState::Flying) continue;
        if (engine::overlap(rect_of(enemy, tick.content), {0, 0, field_width, field_height})) kill_enemy(tick, hero, enemy);
    }
}

void fire(Tick& tick, Hero& hero) {
    if (hero.fire_ticks > 1) {
        --hero.fire_ticks;
        return;
    }
    const Mode& mode = tick.mode();
    hero.fire_ticks = static_cast<std::uint16_t>(mode.fire_ticks);
    if (hero.super_ticks > 0) {
        fire_shot(tick, hero, true, mode.super_inset, mode.hero.h / 2);
        fire_shot(tick, hero, true, mode.hero.w - mode.super_inset, mode.hero.h / 2);
    } else {
        fire_shot(tick, hero, false, mode.hero.w / 2, 0);
    }
}

void fly_heroes(Tick& tick) {
    for (Hero& hero : tick.world.heroes) {
        const engine::SeatInput input = input_of(tick, hero);
        const bool bomb_pressed = input.has(Button::Bomb) && (hero.buttons & static_cast<std::uint16_t>(Button::Bomb)) == 0;
        hero.buttons = input.bits & 0xFF;
        if (hero.state != HeroState::Flying) continue;
        move_hero(hero, tick.mode(), direction(input.has(Button::Left), input.has(Button::Right), input.dx()),
                  direction(input.has(Button::Up), input.has(Button::Down), input.dy()));
        if (bomb_pressed && hero.bombs > 0) use_bomb(tick, hero);
        fire(tick, hero);
    }
}

// Only up, and by one a tick: a bomb that passes two scores reaches the second level a tick later.
void reach_level(Tick& tick) {
    WorldHeader& header = tick.world.header;
    const Mode& mode = tick.mode();
    const std::size_t next = header.level - 1u;  // place in the lists of what levels 2 ... 5 bring
    if (next >= mode.level_scores.size() || team_score(tick.world) < mode.level_scores[next]) return;
    ++header.level;
    for (const Population& population : mode.population) spawn_population(tick.world, tick.content, population, population.more[next]);
    tick.tell({.kind = EventKind::LevelReached, .ordinal = header.level}, {0, 0, field_width, field_height});
}

}  // namespace

void start_classic(World& world, const Content& content) {
    for (const Population& population : content.mode.population) spawn_population(world, content, population, population.start);
}

void step_classic(Tick& tick) {
    World& world = tick.world;
    advance_destructions(world);
    advance_heroes(tick);
    if (world.header.phase == Phase::Over) {
        remove_enemies(tick, false);
        move_enemy_shots(tick);
        return;
    }
    change_seats(tick);
    bring_supplies(tick);
    fly_heroes(tick);
    move_backgrounds(world);
    move_enemies(tick);
    announce_enemies(tick);
    move_enemy_shots(tick);
    fire_patterns(tick);
    move_shots(tick);
    shots_meet_enemies(tick);
    heroes_meet_enemies(tick);
    enemy_shots_meet_heroes(tick);
    move_pickups(tick);
    remove_enemies(tick, true);
    reach_level(tick);
    if (all_heroes_lost(world)) end_game(tick);
}

}  // namespace game
