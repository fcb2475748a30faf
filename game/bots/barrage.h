// The enemies' shots around a hero, and whether it meets one of them in the next ticks. Used by ace.
#pragma once

#include <array>
#include <cstdint>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

struct Barrage {
    static constexpr int horizon = 10;     // ticks that it looks ahead
    static constexpr int shots_most = 64;  // further ones are not seen, nor what is farther off than `around`
    static constexpr int around = 48;      // px

    // A place is the hero's left top corner less where it is now, in 64ths of a pixel: eight shots are compared at a time. What is farther
    // off than 511 px, by shots or heroes of some 50 px a tick, is taken for something nearer.
    using Place = std::int16_t;
    static constexpr int place(int px) { return px * 64; }

    int count = 0;
    int reach = 0;  // less far off than this on both axes is met
    // Where the hero would be now if the middle of its core were that of the shot; and the shot's way each tick.
    std::array<Place, shots_most> x, y, vx, vy;

    Barrage(const World& world, const Content& content, const Hero& hero);
    // Whether a hero that has gone by so many px meets a shot t ticks from now, t at most the horizon.
    bool meets(int by_x, int by_y, int t) const;
};

}  // namespace game
