// World: one plain value that holds everything that is saved, rolled back, hashed, sent to a joiner and compared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "engine/core/columns.h"
#include "engine/core/fixed.h"
#include "engine/core/group.h"
#include "engine/core/inputs.h"
#include "engine/core/rect.h"
#include "engine/core/rng.h"

namespace game {

using engine::Fixed;
using engine::max_seats;

// Ids come from counters per seat and per spawner; 0 is none. The high byte names the counter, so that ids never meet.
using Id = std::uint32_t;

enum class Phase : std::uint8_t { Playing, Over };

struct Background {
    Id id = 0;
    std::int32_t y = 0;  // px
};

enum class HeroState : std::uint8_t {
    Flying,
    Destroyed,  // its destruction is shown; then it comes back or is gone
    Gone,       // no life left
    Absent,     // its seat is absent: no plane, its lives are kept
};

// In the group they are in the order of their seats, also when one comes in later.
struct Hero {
    Id id = 0;
    Fixed x = 0, y = 0;             // left, top
    Fixed dx = 0, dy = 0;           // what it moved in the last tick; for looks
    std::int32_t score = 0;         // at most score_most
    std::uint32_t kills = 0;        // by shots and bombs
    std::uint32_t rams = 0;         // enemies it flew into
    std::uint32_t next_shot = 1;    // counter of its shots' ids
    std::uint16_t buttons = 0;      // of the last tick, to see a press
    std::uint16_t state_ticks = 0;  // ticks left of Destroyed
    std::uint16_t invulnerable_ticks = 0;
    std::uint16_t super_ticks = 0;  // ticks left of super shots
    std::uint16_t fire_ticks = 0;   // ticks until the next shot
    std::uint8_t seat = 0;
    HeroState state = HeroState::Flying;
    std::uint8_t lives = 0;  // left, the one in play counted; taken off the moment it is lost
    std::uint8_t bombs = 0;
    std::uint16_t bombs_used = 0;  // these three tell one event from the next of its kind
    std::uint16_t supers_ended = 0;
    std::uint16_t seat_changes = 0;
    std::uint8_t seat_state = static_cast<std::uint8_t>(engine::SeatState::Flown);  // of the last tick
    std::uint8_t reserved[7] = {};                                                  // always 0
};

// Where a pilot's score stops: four of them still fit 32 bits.
constexpr std::int32_t score_most = 500'000'000;

struct Shot {
    Id id = 0;
    Fixed x = 0, y = 0;         // left, top
    std::uint8_t seat = 0;      // who fired it
    std::uint8_t is_super = 0;  // 1: a super shot
};
using HeroShots = engine::Columns<Shot, 2048, &Shot::id, &Shot::x, &Shot::y, &Shot::seat, &Shot::is_super>;

enum class EnemyState : std::uint8_t { Flying, Destroyed };

struct Enemy {
    Id id = 0;
    Fixed x = 0, y = 0;  // left, top
    Fixed speed = 0;     // down, per tick; in Classic without what levels add
    std::int32_t hits_left = 0;
    std::uint32_t hit_tick = 0;     // tick of the last hit it took, 0 for none; for the hit picture
    std::uint16_t kind = 0;         // index into Content::enemies
    std::uint16_t state_ticks = 0;  // ticks left of Destroyed
    EnemyState state = EnemyState::Flying;
    std::uint8_t announced = 0;        // 1: its engine has been heard
    std::uint16_t shooting_ticks = 0;  // ticks it has been in the field, if it shoots; begins again after 65535
};

struct EnemyShot {
    Id id = 0;
    Fixed x = 0, y = 0;           // centre
    std::int16_t vx = 0, vy = 0;  // Fixed, per tick
    std::uint16_t pattern = 0;    // index into Content::patterns
};
using EnemyShots =
    engine::Columns<EnemyShot, 10240, &EnemyShot::id, &EnemyShot::x, &EnemyShot::y, &EnemyShot::vx, &EnemyShot::vy, &EnemyShot::pattern>;

enum class PickupKindId : std::uint8_t { Bomb, SuperShot };

struct Pickup {
    Id id = 0;
    Fixed x = 0, y = 0;  // left, top
    PickupKindId kind = PickupKindId::Bomb;
    std::uint8_t reserved[3] = {};
};

// The part of the world that every tick has, whatever flies.
struct WorldHeader {
    engine::Rng rng;
    std::uint32_t tick = 0;        // ticks made; the first is 1
    std::uint32_t next_enemy = 1;  // counters of ids
    std::uint32_t next_pickup = 1;
    std::uint32_t next_spawn = 0;    // index of the mode's next listed spawn
    std::uint32_t supply_timer = 0;  // ticks since play began, for supplies
    std::uint32_t over_tick = 0;     // the tick in which the game was over, 0 while it goes on
    Phase phase = Phase::Playing;
    std::uint8_t level = 1;    // 1 to 5
    std::uint8_t players = 1;  // seats that the game began with
    std::uint8_t reserved = 0;
    std::uint32_t next_enemy_shot = 0;
};

struct World {
    WorldHeader header;
    engine::Group<Background, 2> backgrounds;
    engine::Group<Hero, max_seats> heroes;
    HeroShots hero_shots;
    engine::Group<Enemy, 256> enemies;
    EnemyShots enemy_shots;
    engine::Group<Pickup, 64> pickups;
};

static_assert(std::is_trivially_copyable_v<World>, "saving is copying");
static_assert(std::has_unique_object_representations_v<World>, "no pointer or padding: equal worlds have equal bytes");

// Calls f(part of a, same part of b ...) for the header and for every group: the one list of what a world consists of.
template <typename F, typename... Worlds>
void for_each_group(F f, Worlds&... worlds) {
    f(worlds.backgrounds...);
    f(worlds.heroes...);
    f(worlds.hero_shots...);
    f(worlds.enemies...);
    f(worlds.enemy_shots...);
    f(worlds.pickups...);
}

// Copies the header and the live parts only; zeroes what was live in `to` beyond them.
void copy_world(World& to, const World& from);
// Of the header and the live parts: equal worlds, equal hash, on every machine.
std::uint64_t hash_world(const World& world);
// Of the header and of each group, in the order of for_each_group: where two worlds differ shows which part it is.
constexpr std::size_t world_parts = 7;
std::array<std::uint32_t, world_parts> hash_world_parts(const World& world);
// Bytes that copy_world moves.
std::size_t live_bytes(const World& world);

// The sum over all seats.
std::int32_t team_score(const World& world);
const Hero* hero_of_seat(const World& world, int seat);  // nullptr where the seat never had one

}  // namespace game
