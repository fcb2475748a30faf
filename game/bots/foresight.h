// What a bot knows of the next half second: which enemies and shots it may meet, whether a way is clear of them, and from which places
// there is any way out at all. Used by ace.
#pragma once

#include <array>
#include <cstdint>

#include "game/bots/barrage.h"
#include "game/bots/volley.h"
#include "game/content/content.h"
#include "game/sim/rects.h"
#include "game/sim/world.h"

namespace game {

// A way to fly: in one direction for some ticks, then to stay.
struct Way {
    int x = 0, y = 0;  // -1, 0, 1
    int ticks = 0;
};

class Foresight {
  public:
    static constexpr int horizon = 32;  // ticks that it looks ahead

    Foresight(const World& world, const Content& content, const Hero& hero, const Volley& volley);

    // px a tick; y is 0 where heroes do not fly up and down.
    int step_x() const { return step_x_; }
    int step_y() const { return step_y_; }
    // The hero's lowest place.
    int rest_y() const { return rest_y_; }

    // Where the hero's left top corner is after t ticks of a way, px.
    int x_after(const Way& way, int t) const;
    int y_after(const Way& way, int t) const;
    // Ticks until a way meets an enemy or a shot; the horizon where it meets none. Where that is less than `enough`, any such number.
    int clear_ticks(const Way& way, int enough) const;

    // Whether shots are near.
    bool in_fire() const { return barrage_.count > 0; }
    // Looks at every place and time within reach; true when there is a way out for the next tick: one that meets nothing for as far as this
    // looks, or else for as long as any does.
    bool look_everywhere();
    // Whether, one tick of a direction later, there is still such a way out. After look_everywhere.
    bool leaves_a_way_out(int x, int y) const;

  private:
    // Places are columns of a 64-bit word and rows, times are steps of two ticks: sets of places are a word a row.
    static constexpr int rows_most = 26;
    static constexpr int step_ticks = 2;
    static constexpr int steps = horizon / step_ticks;
    // Ticks from now until a step begins.
    static constexpr int begin_of(int step) { return 1 + step * step_ticks; }
    static constexpr int threats_most = 160;

    // An enemy that may be met: where the hero's left top corner would touch it.
    struct Threat {
        int left, right;    // px, both still clear
        Fixed top, bottom;  // now, both still clear
        Fixed speed;        // down, per tick
        int until;          // ticks until it is shot down
    };

    void gather(const World& world, const Content& content, const Volley& volley);
    std::uint64_t columns_between(int left, int right) const;
    void mark_blocked();
    // Sets alive_ to the places from which there is a way out for that many steps.
    void find_alive(int until_step);

    const Hero& hero_;
    Barrage barrage_;
    engine::Rect rect_;
    int step_x_, step_y_, rest_y_;
    int right_most_;  // px, the hero's farthest left edge
    int count_ = 0;
    std::array<Threat, threats_most> threats_;
    int column_width_ = 1, row_height_ = 1, rows_ = 1;
    std::uint64_t all_columns_ = 0;
    // Of each row its places at each step, which follow each other because a threat is in a row for some steps on end. Set by mark_blocked.
    std::array<std::array<std::uint64_t, steps>, rows_most> blocked_;
    std::array<std::uint64_t, rows_most> alive_{};
};

}  // namespace game
