#include "game/view/pictures.h"

#include <fmt/format.h>

namespace game {
namespace {

// What is drawn of each plane, by the name that content gives.
struct PlaneRow {
    std::string_view sprite;
    int down_frames;
    bool has_second, has_hit;
};
constexpr std::array plane_rows{
    PlaneRow{"small", 4, false, false},
    PlaneRow{"medium", 4, false, true},
    PlaneRow{"large", 6, true, true},
};

constexpr std::array papers{
    Paper{"coast-paper", "coast-lines", "coast-clouds", "scraps", 30},
    Paper{"pad-paper", "pad-lines", "", "", 15},
};

Strip strip(engine::Canvas& canvas, std::string_view name, int count) {
    Strip result;
    result.count = count;
    for (int i = 0; i < count; ++i) result.frames[static_cast<std::size_t>(i)] = canvas.find(fmt::format("{}-{}", name, i + 1));
    return result;
}

PlanePictures enemy_pictures(engine::Canvas& canvas, std::string_view sprite, int& size) {
    PlanePictures plane;
    plane.flying.fill(canvas.find(sprite));
    size = 0;
    for (std::size_t i = 0; i < plane_rows.size(); ++i) {
        const auto& row = plane_rows[i];
        if (row.sprite != sprite) continue;
        size = static_cast<int>(i);
        if (row.has_second) plane.flying[1] = canvas.find(fmt::format("{}-b", sprite));
        if (row.has_hit) plane.hit = canvas.find(fmt::format("{}-hit", sprite));
        plane.shadow = canvas.find(fmt::format("shadow-{}", sprite));
        plane.mini = canvas.find(fmt::format("{}-mini", sprite));
        plane.down = strip(canvas, fmt::format("{}-down", sprite), row.down_frames);
    }
    return plane;
}

}  // namespace

const Paper& find_paper(std::string_view name) { return name == "pad" ? papers[1] : papers[0]; }

Pictures::Pictures(engine::Canvas& canvas, const Content& content) {
    for (std::size_t seat = 0; seat < heroes.size(); ++seat) {
        const auto n = seat + 1;
        heroes[seat].flying = {canvas.find(fmt::format("hero-{}", n)), canvas.find(fmt::format("hero-{}-b", n))};
        heroes[seat].shadow = canvas.find("shadow-hero");
        heroes[seat].down = strip(canvas, fmt::format("hero-down-{}", n), 4);
        dart[seat] = canvas.find(fmt::format("dart-{}", n));
        dart_super[seat] = canvas.find(fmt::format("dart-{}-super", n));
        life[seat] = canvas.find(fmt::format("life-{}", n));
        tile[seat] = canvas.find(fmt::format("tile-{}", n));
        tile_small[seat] = canvas.find(fmt::format("tile-{}-s", n));
    }
    for (const auto& kind : content.enemies) {
        int size = 0;
        enemies.push_back(enemy_pictures(canvas, kind.sprite, size));
        enemy_size.push_back(size);
    }
    life_off = canvas.find("life-off");
    tile_empty = canvas.find("tile-empty");
    shot_round = canvas.find("shot-round");
    shot_diamond = canvas.find("shot-diamond");
    tags = {{{canvas.find("tag-bomb"), canvas.find("tag-bomb-b")}, {canvas.find("tag-super"), canvas.find("tag-super-b")}}};
    shadow_tag = canvas.find("shadow-tag");
    bomb_icon = canvas.find("bomb-icon");
    super_icon = canvas.find("super-icon");
    burst = strip(canvas, "burst", 5);
    ring = strip(canvas, "ring", 4);
    puff = strip(canvas, "puff", 3);
    muzzle = strip(canvas, "muzzle", 2);
    splat = strip(canvas, "splat", 3);
    shield = strip(canvas, "shield", 2);
    bomb_wave = strip(canvas, "bomb-wave", 4);
    impact = canvas.find("impact");
    for (std::size_t shape = 0; shape < scraps.size(); ++shape) {
        scraps[shape].count = 4;
        for (std::size_t turn = 0; turn < 4; ++turn) scraps[shape].frames[turn] = canvas.find(fmt::format("scrap-{}-{}", shape + 1, turn));
    }
    for (std::size_t i = 0; i < ping.size(); ++i) ping[i] = canvas.find(fmt::format("ping-{}", i));
    hourglass = canvas.find("hourglass");
    rule = canvas.find("rule");
    card = canvas.find("card");
    bar_frame = canvas.find("bar-frame");
}

}  // namespace game
