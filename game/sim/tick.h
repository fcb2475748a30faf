// What every part of a tick works on, and the few things that all parts share. Used inside game/sim only.
#pragma once

#include <algorithm>

#include "engine/core/inputs.h"
#include "engine/core/rect.h"
#include "game/content/content.h"
#include "game/sim/events.h"
#include "game/sim/rects.h"
#include "game/sim/world.h"

namespace game {

struct Tick {
    World& world;
    const engine::Inputs& inputs;
    const Content& content;
    Events& events;

    const Mode& mode() const { return content.mode; }
    std::uint32_t number() const { return world.header.tick; }

    // x, y: the centre of rect.
    void tell(Event event, const engine::Rect& rect) {
        event.x = static_cast<std::int16_t>(rect.x + rect.w / 2);
        event.y = static_cast<std::int16_t>(rect.y + rect.h / 2);
        event.tick = number();
        events.add(event);
    }
};

// Counters of ids, named by the high byte of an id.
enum class Counter : std::uint8_t { Background = 0, ShotOfSeat0 = 1, Enemy = 5, Pickup = 6, Hero = 7, EnemyShot = 8 };

// n: the counter's value; beyond 2^24 it begins again.
constexpr Id make_id(Counter counter, std::uint32_t n) { return static_cast<Id>(counter) << 24 | (n & 0xFFFFFF); }
constexpr Counter shots_of_seat(std::uint8_t seat) { return static_cast<Counter>(static_cast<std::uint8_t>(Counter::ShotOfSeat0) + seat); }

// The two grounds follow each other down without end.
inline void move_backgrounds(World& world) {
    for (Background& ground : world.backgrounds) {
        ++ground.y;
        if (ground.y >= field_height) ground.y = -field_height;
    }
}

inline void add_score(Hero& hero, int points) { hero.score = std::min(hero.score + points, score_most); }

}  // namespace game
