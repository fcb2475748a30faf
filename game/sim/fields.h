// Every field of the structs that a World consists of: its name, and the values that a world from outside may have there. One list a
// struct; whoever adds a field and forgets it here does not compile. Used to check snapshots and to say where two worlds differ.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>

#include "game/sim/world.h"

namespace game {

template <typename Struct, typename Member>
struct Field {
    const char* name;
    Member Struct::*member;
    std::int64_t least, most;  // both legal; mean nothing for 64-bit members, of which every value is legal
};

namespace field_lists {

constexpr std::int64_t any_least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t any_most = std::numeric_limits<std::int64_t>::max();
// Where something may be: rectangles stay within 16 bits, whatever their size and speed.
constexpr std::int64_t farthest = engine::to_fixed(24'000);
constexpr std::int64_t fastest = engine::to_fixed(200);  // per tick

template <typename Struct, typename Member>
constexpr Field<Struct, Member> field(const char* name, Member Struct::*member, std::int64_t least = any_least,
                                      std::int64_t most = any_most) {
    return {name, member, least, most};
}

constexpr auto of(const WorldHeader*) {
    using T = WorldHeader;
    return std::make_tuple(field("rng", &T::rng), field("tick", &T::tick, 0, 1 << 30), field("next_enemy", &T::next_enemy, 1),
                           field("next_pickup", &T::next_pickup, 1), field("next_spawn", &T::next_spawn),
                           field("supply_timer", &T::supply_timer), field("over_tick", &T::over_tick), field("phase", &T::phase, 0, 1),
                           field("level", &T::level, 1, 5), field("players", &T::players, 1, max_seats),
                           field("reserved", &T::reserved, 0, 0), field("next_enemy_shot", &T::next_enemy_shot));
}

constexpr auto of(const Background*) {
    using T = Background;
    return std::make_tuple(field("id", &T::id), field("y", &T::y, -4096, 4096));
}

constexpr auto of(const Hero*) {
    using T = Hero;
    return std::make_tuple(
        field("id", &T::id), field("x", &T::x, -farthest, farthest), field("y", &T::y, -farthest, farthest),
        field("dx", &T::dx, -farthest, farthest), field("dy", &T::dy, -farthest, farthest), field("score", &T::score, 0, score_most),
        field("kills", &T::kills), field("rams", &T::rams), field("next_shot", &T::next_shot), field("buttons", &T::buttons, 0, 255),
        field("state_ticks", &T::state_ticks), field("invulnerable_ticks", &T::invulnerable_ticks), field("super_ticks", &T::super_ticks),
        field("fire_ticks", &T::fire_ticks), field("seat", &T::seat, 0, max_seats - 1),
        field("state", &T::state, 0, static_cast<int>(HeroState::Absent)), field("lives", &T::lives), field("bombs", &T::bombs),
        field("bombs_used", &T::bombs_used), field("supers_ended", &T::supers_ended), field("seat_changes", &T::seat_changes),
        field("seat_state", &T::seat_state, 0, static_cast<int>(engine::SeatState::Held)), field("reserved", &T::reserved, 0, 0));
}

constexpr auto of(const Shot*) {
    using T = Shot;
    return std::make_tuple(field("id", &T::id), field("x", &T::x, -farthest, farthest), field("y", &T::y, -farthest, farthest),
                           field("seat", &T::seat, 0, max_seats - 1), field("is_super", &T::is_super, 0, 1));
}

constexpr auto of(const Enemy*) {
    using T = Enemy;
    return std::make_tuple(field("id", &T::id), field("x", &T::x, -farthest, farthest), field("y", &T::y, -farthest, farthest),
                           field("speed", &T::speed, 0, fastest), field("hits_left", &T::hits_left, 0, 1'000'000),
                           field("hit_tick", &T::hit_tick), field("kind", &T::kind), field("state_ticks", &T::state_ticks),
                           field("state", &T::state, 0, static_cast<int>(EnemyState::Destroyed)), field("announced", &T::announced, 0, 1),
                           field("shooting_ticks", &T::shooting_ticks));
}

constexpr auto of(const EnemyShot*) {
    using T = EnemyShot;
    return std::make_tuple(field("id", &T::id), field("x", &T::x, -farthest, farthest), field("y", &T::y, -farthest, farthest),
                           field("vx", &T::vx), field("vy", &T::vy), field("pattern", &T::pattern));
}

constexpr auto of(const Pickup*) {
    using T = Pickup;
    return std::make_tuple(field("id", &T::id), field("x", &T::x, -farthest, farthest), field("y", &T::y, -farthest, farthest),
                           field("kind", &T::kind, 0, static_cast<int>(PickupKindId::SuperShot)), field("reserved", &T::reserved, 0, 0));
}

template <typename Struct, typename... Members>
constexpr std::size_t bytes(const std::tuple<Field<Struct, Members>...>&) {
    return (sizeof(Members) + ...);
}

// The structs have no padding, so the sizes of all fields add up to the struct's.
template <typename Struct>
constexpr bool complete = bytes(of(static_cast<const Struct*>(nullptr))) == sizeof(Struct);
// Of what is kept in columns, the columns count.
template <typename Struct, typename Group>
constexpr bool complete_in = bytes(of(static_cast<const Struct*>(nullptr))) == Group::bytes_each;
static_assert(complete<WorldHeader> && complete<Background> && complete<Hero> && complete_in<Shot, HeroShots> && complete<Enemy> &&
                  complete_in<EnemyShot, EnemyShots> && complete<Pickup>,
              "every field of the world has its line in this file");

}  // namespace field_lists

// A field's value as 64 bits: what enumerators, arrays (the first place that is not 0) and the generator hold.
template <typename Member>
std::int64_t value_of(const Member& member) {
    if constexpr (std::is_array_v<Member>) {
        for (const auto& each : member) {
            if (each != 0) return value_of(each);
        }
        return 0;
    } else if constexpr (std::is_same_v<Member, engine::Rng>) {
        return static_cast<std::int64_t>(member.state);
    } else {
        return static_cast<std::int64_t>(member);
    }
}

// Calls f(field, value) for every field of one struct of the world.
template <typename Struct, typename F>
void for_each_field(const Struct& item, F f) {
    std::apply([&](const auto&... fields) { (f(fields, value_of(item.*(fields.member))), ...); },
               field_lists::of(static_cast<const Struct*>(nullptr)));
}

// In the order of for_each_group.
constexpr std::array<const char*, 6> group_names = {"backgrounds", "heroes", "hero_shots", "enemies", "enemy_shots", "pickups"};
static_assert(group_names.size() + 1 == world_parts);

}  // namespace game
