// What every drawing of ours shares: the switches a player has over looks, colours of ink and paper, each pilot's colour. Used by view and
// app.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/core/inputs.h"
#include "engine/platform/canvas.h"

namespace game {

// Each can be switched off in the settings; play is the same with or without.
struct Looks {
    bool shake = true;      // the picture trembles after an explosion
    bool flashes = true;    // paper flashes white, at most three a second
    bool hit_stop = true;   // the picture (never the game) holds for a moment when a pilot is hit
    bool particles = true;  // scraps, smoke and splatter
};

namespace ink {
using engine::Colour;
constexpr Colour black{33, 29, 26, 255};
constexpr Colour pencil{87, 80, 74, 255};
constexpr Colour faint{133, 123, 108, 255};  // disabled only
constexpr Colour crimson{168, 30, 44, 255};  // reasons and alarms
constexpr Colour paper{246, 238, 219, 255};
constexpr Colour card{251, 245, 230, 255};
constexpr Colour margin{235, 223, 195, 255};
constexpr Colour button{220, 203, 166, 255};
constexpr Colour capture{255, 224, 138, 255};
constexpr Colour chosen{255, 233, 168, 255};
constexpr Colour wash{231, 166, 107, 255};  // behind headings
constexpr Colour desk{56, 45, 37, 255};
constexpr Colour rule{183, 168, 138, 255};
constexpr Colour on_ink{217, 205, 180, 255};  // secondary text on the brush band
constexpr Colour good{47, 125, 74, 255};      // health bars
// Flat colours of the pilots, told apart by the colour-blind; never used for text.
constexpr std::array<Colour, engine::max_seats> pilots{{{213, 94, 0, 255}, {0, 114, 178, 255}, {0, 158, 115, 255}, {204, 121, 167, 255}}};
}  // namespace ink

inline engine::Colour with_alpha(engine::Colour colour, float alpha) {
    colour.a = static_cast<std::uint8_t>(alpha <= 0 ? 0 : alpha >= 1 ? 255 : alpha * 255);
    return colour;
}

// "184 300": thin groups of three.
std::string grouped(std::int64_t number);
// "2:41" of seconds.
std::string minutes(std::uint64_t seconds);

}  // namespace game
