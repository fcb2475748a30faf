// Notes in the margins: scores, lives, bombs, weapon, level, supply, notices. Panels beside the field in a wide window, strips above and
// below in a portrait one. Drawn by the play scene.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/platform/canvas.h"
#include "game/content/content.h"
#include "game/sim/world.h"
#include "game/view/looks.h"
#include "game/view/pictures.h"
#include "game/view/texts.h"

namespace game {

struct HudPilot {
    std::string name;
    std::string note;       // "you", "here", "bot"; or what is wrong
    bool is_alarm = false;  // the note in crimson, with an hourglass
    int ping_ms = -1;       // -1: flown from this machine
};

struct Hud {
    const World* world = nullptr;
    const Content* content = nullptr;
    const Texts* texts = nullptr;
    std::array<HudPilot, max_seats> pilots;
    std::int64_t best = 0;             // before this game; 0: none yet
    std::vector<std::string> notices;  // newest last; at most two are shown
    std::string hint;                  // of the key that pauses
};

// The wide grid is 1280x800 units with the field at (400, 50).
constexpr float wide_field_x = 400, wide_field_y = 50;
void draw_hud_wide(engine::Canvas& canvas, const Pictures& pictures, const Hud& hud);

// Where the strips of a portrait window go; the field is 480 units wide.
struct PortraitStrips {
    float left = 0;
    float top_y = 0, bottom_y = 0;  // units; strips are 36 and 58 high
    float field_y = 0;
    bool is_over_field = false;  // no room outside: they fade while a plane is below
};
PortraitStrips portrait_strips(float width, float height);
void draw_hud_portrait(engine::Canvas& canvas, const Pictures& pictures, const Hud& hud, const PortraitStrips& strips);

// Shared by both layouts. Of a pilot whose plane is not in the air: it is down, its pilot is away, or nobody ever had the seat.
struct OutNote {
    const char* key;  // of the texts
    engine::Colour colour;
};
OutNote out_note(const Hud& hud, const Hero& hero);
// How full a bar is that shows the way to the next level or supply, 0 to 1.
float level_progress(const World& world, const Content& content);
float supply_progress(const World& world, const Content& content);
// Seconds of play so far.
std::uint64_t play_seconds(const World& world, const Content& content);
// 0 to 4 rising strokes for a round trip.
int ping_strokes(int ping_ms);

}  // namespace game
