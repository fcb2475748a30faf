// The sprites that play is drawn with, looked up once by name. A new plane is one row in pictures.cpp. Used by field, effects and HUD.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/inputs.h"
#include "engine/platform/canvas.h"
#include "game/content/content.h"

namespace game {

using engine::SpriteId;

// Up to six pictures shown one after the other.
struct Strip {
    std::array<SpriteId, 6> frames{};
    int count = 0;

    // progress: 0 at the beginning, 1 at the end; beyond them the first and the last.
    SpriteId at(float progress) const {
        if (count == 0) return 0;
        const int frame = static_cast<int>(progress * static_cast<float>(count));
        return frames[static_cast<std::size_t>(frame < 0 ? 0 : frame >= count ? count - 1 : frame)];
    }
};

struct PlanePictures {
    std::array<SpriteId, 2> flying{};  // the same twice where it has one frame
    SpriteId hit = 0;                  // 0: a white silhouette is drawn
    SpriteId shadow = 0;
    SpriteId mini = 0;  // for lists, at most 60 x 46; enemies only
    Strip down;
};

struct Pictures {
    Pictures(engine::Canvas& canvas, const Content& content);

    std::array<PlanePictures, engine::max_seats> heroes;
    std::vector<PlanePictures> enemies;  // by index into Content::enemies
    std::array<SpriteId, engine::max_seats> dart{}, dart_super{}, life{}, tile{}, tile_small{};
    SpriteId life_off = 0, tile_empty = 0;
    SpriteId shot_round = 0, shot_diamond = 0;
    std::array<std::array<SpriteId, 2>, 2> tags{};  // by pickup kind, then sway frame
    SpriteId shadow_tag = 0;
    SpriteId bomb_icon = 0, super_icon = 0;
    Strip burst, ring, puff, muzzle, splat, shield, bomb_wave;
    SpriteId impact = 0;
    std::array<Strip, 4> scraps;  // four shapes, each turned four ways
    std::array<SpriteId, 5> ping{};
    SpriteId hourglass = 0, rule = 0, card = 0, bar_frame = 0;
    // index of the sound and the size class: 0 small, 1 medium, 2 large; by index into Content::enemies
    std::vector<int> enemy_size;
};

// The layers of ground of a mode's paper, far to near; empty names are left out.
struct Paper {
    std::string_view ground, lines, clouds, scraps;
    float speed = 1;  // px a second that the ground passes at, times the mode's own
};
// Unknown names get the coast.
const Paper& find_paper(std::string_view name);

}  // namespace game
