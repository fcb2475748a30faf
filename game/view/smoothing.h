// Where planes of other machines are drawn while guesses about them turn out wrong: the correction is spread over the next pictures instead
// of being a jump. Looks only; the world knows nothing of it. Used by the play scene.
#pragma once

#include <array>
#include <cstdint>

#include "game/sim/world.h"
#include "game/view/effects.h"

namespace game {

class Smoothing {
  public:
    // The most that a correction moves a plane in one picture, px.
    static constexpr float most_step = 8;
    // What is farther off is no wrong guess about where somebody flies (a respawn, a world that was replaced): drawn where it is.
    static constexpr float most_offset = 160;

    // To be called around each tick: with the newest world before it, and with the world of that same tick as it is known afterwards
    // (Match::previous()). `local_seats`: flown from here, which are drawn as they are.
    void before_tick(const World& newest);
    void after_tick(const World& previous, std::uint8_t local_seats);
    // Once a picture, seconds since the last one: moves every plane closer to where it is.
    void pass(float seconds);
    void clear() { *this = {}; }

    // What is to be added where a seat's plane is drawn, px.
    PointF offset(int seat) const { return offsets_[static_cast<std::size_t>(seat)]; }

  private:
    struct Place {
        Fixed x = 0, y = 0;
        HeroState state = HeroState::Gone;
    };
    std::uint32_t tick_ = 0;  // of the places
    std::array<Place, max_seats> places_{};
    std::array<PointF, max_seats> offsets_{};
};

}  // namespace game
