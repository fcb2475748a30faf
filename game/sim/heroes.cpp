#include "game/sim/heroes.h"

#include <algorithm>

namespace game {

using engine::SeatState;
using engine::to_fixed;

namespace {

Hero* find_hero(World& world, int seat) {
    for (Hero& hero : world.heroes) {
        if (hero.seat == seat) return &hero;
    }
    return nullptr;
}

// Any value but the known ones counts as held: a seat with nobody at its controls.
SeatState seat_state(const engine::SeatInput& input) {
    return input.state == SeatState::Absent || input.state == SeatState::Flown ? input.state : SeatState::Held;
}

void place_at_start(Hero& hero, const Content& content, int players) {
    const Hero fresh = make_hero(content, hero.seat, std::max(players, hero.seat + 1));
    hero.x = fresh.x;
    hero.y = fresh.y;
    hero.dx = hero.dy = 0;
    hero.fire_ticks = fresh.fire_ticks;
    hero.state = HeroState::Flying;
    hero.state_ticks = 0;
    hero.invulnerable_ticks = static_cast<std::uint16_t>(content.mode.hero.invulnerable_ticks);
}

void end_super_shot(Tick& tick, Hero& hero) {
    hero.super_ticks = 0;
    ++hero.supers_ended;
    tick.tell({.kind = EventKind::SuperShotEnded, .seat = hero.seat, .subject = hero.id, .ordinal = hero.supers_ended},
              rect_of(hero, tick.content));
}

// Puts a hero into the group at the place of its seat.
Hero* insert_hero(World& world, const Hero& hero) {
    if (world.heroes.spawn(hero) == nullptr) return nullptr;
    std::uint32_t at = world.heroes.count - 1;
    for (; at > 0 && world.heroes[at - 1].seat > hero.seat; --at) std::swap(world.heroes[at - 1], world.heroes[at]);
    return &world.heroes[at];
}

}  // namespace

Hero make_hero(const Content& content, int seat, int players) {
    const HeroKind& kind = content.mode.hero;
    Hero hero;
    hero.id = make_id(Counter::Hero, static_cast<std::uint32_t>(seat) + 1);
    hero.seat = static_cast<std::uint8_t>(seat);
    hero.x = to_fixed(engine::x_of_centre(field_width * (seat + 1) / (players + 1), kind.w));
    hero.y = to_fixed(kind.start_bottom - kind.h);
    hero.lives = static_cast<std::uint8_t>(kind.lives);
    hero.bombs = static_cast<std::uint8_t>(kind.bombs);
    hero.fire_ticks = static_cast<std::uint16_t>(content.mode.fire_ticks);
    return hero;
}

void change_seats(Tick& tick) {
    World& world = tick.world;
    const int players = world.header.players;
    for (int seat = 0; seat < max_seats; ++seat) {
        const SeatState now = seat_state(tick.inputs.seats[static_cast<std::size_t>(seat)]);
        Hero* hero = find_hero(world, seat);
        if (hero == nullptr) {
            if (now == SeatState::Absent || seat >= tick.mode().players_max) continue;
            Hero late = make_hero(tick.content, seat, std::max(players, seat + 1));
            late.seat_state = static_cast<std::uint8_t>(SeatState::Absent);
            late.state = HeroState::Absent;
            hero = insert_hero(world, late);
        }
        if (hero == nullptr || hero->seat_state == static_cast<std::uint8_t>(now)) continue;
        hero->seat_state = static_cast<std::uint8_t>(now);
        ++hero->seat_changes;
        tick.tell({.kind = EventKind::SeatChanged,
                   .seat = hero->seat,
                   .detail = static_cast<std::uint16_t>(now),
                   .subject = hero->id,
                   .ordinal = hero->seat_changes},
                  rect_of(*hero, tick.content));
        if (hero->state == HeroState::Gone) continue;
        if (now == SeatState::Absent) {
            if (hero->super_ticks > 0) end_super_shot(tick, *hero);
            hero->state = hero->lives > 0 ? HeroState::Absent : HeroState::Gone;
            hero->state_ticks = 0;
            hero->invulnerable_ticks = 0;
            hero->dx = hero->dy = 0;
        } else if (hero->state == HeroState::Absent) {
            place_at_start(*hero, tick.content, players);
        }
    }
}

void advance_heroes(Tick& tick) {
    for (Hero& hero : tick.world.heroes) {
        if (hero.state == HeroState::Flying) {
            if (hero.invulnerable_ticks > 0) --hero.invulnerable_ticks;
            if (hero.super_ticks > 0 && --hero.super_ticks == 0) end_super_shot(tick, hero);
        } else if (hero.state == HeroState::Destroyed) {
            if (hero.state_ticks > 0) --hero.state_ticks;
            if (hero.state_ticks > 0) continue;
            if (hero.lives == 0) {
                hero.state = HeroState::Gone;
                continue;
            }
            place_at_start(hero, tick.content, tick.world.header.players);
            tick.tell({.kind = EventKind::HeroBack, .seat = hero.seat, .subject = hero.id, .ordinal = hero.lives},
                      rect_of(hero, tick.content));
        }
    }
}

void lose_hero(Tick& tick, Hero& hero) {
    --hero.lives;
    tick.tell({.kind = EventKind::HeroLost, .seat = hero.seat, .subject = hero.id, .ordinal = hero.lives}, rect_of(hero, tick.content));
    if (hero.super_ticks > 0) end_super_shot(tick, hero);
    hero.state_ticks = static_cast<std::uint16_t>(tick.mode().hero.destroyed_ticks);
    hero.state = hero.lives == 0 && hero.state_ticks == 0 ? HeroState::Gone : HeroState::Destroyed;
    hero.dx = hero.dy = 0;
}

bool all_heroes_lost(const World& world) {
    return std::none_of(world.heroes.begin(), world.heroes.end(), [](const Hero& hero) {
        return hero.state == HeroState::Flying || (hero.state == HeroState::Destroyed && hero.lives > 0);
    });
}

void end_game(Tick& tick) {
    tick.world.header.phase = Phase::Over;
    tick.world.header.over_tick = tick.number();
    tick.tell({.kind = EventKind::GameOver}, {0, 0, field_width, field_height});
}

engine::SeatInput input_of(const Tick& tick, const Hero& hero) {
    const engine::SeatInput& input = tick.inputs.seats[hero.seat];
    return input.state == SeatState::Flown ? input : engine::SeatInput{0, seat_state(input)};
}

void move_hero(Hero& hero, const Mode& mode, int direction_x, int direction_y) {
    const HeroKind& kind = mode.hero;
    const Fixed x = hero.x;
    const Fixed y = hero.y;
    hero.x = std::clamp(x + kind.speed_x * direction_x / 7, 0, to_fixed(field_width - kind.w));
    hero.y = std::clamp(y + kind.speed_y * direction_y / 7, 0, to_fixed(kind.floor - kind.h));
    hero.dx = hero.x - x;
    hero.dy = hero.y - y;
}

}  // namespace game
