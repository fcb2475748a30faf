// Classic with nothing in the sky but what a test puts there. For the tests of Classic's rules.
#pragma once

#include <algorithm>
#include <cstdint>

#include "tests/support/worlds.h"

namespace game::testing {

using engine::Button;
using engine::Rect;
using engine::to_fixed;

constexpr std::uint16_t small = 0, medium = 1, large = 2;  // kinds of enemies
constexpr std::uint16_t bomb = bits_of(Button::Bomb);

inline Content empty_sky() {
    Content content = shipped("classic");
    for (Population& population : content.mode.population) population.start = 0;
    return content;
}
// ... and without shots.
inline Content unarmed() {
    Content content = empty_sky();
    content.mode.fire_ticks = 60'000;
    return content;
}
// hits: 0: as many as its kind takes.
inline Enemy& place(Game& game, std::uint16_t kind, int x, int y, int hits = 0) {
    const EnemyKind& k = game.content.enemies[kind];
    return *game.world.enemies.spawn({.id = 0x05800000 + game.world.enemies.count,
                                      .x = to_fixed(x),
                                      .y = to_fixed(y),
                                      .speed = k.speed_min,
                                      .hits_left = hits == 0 ? k.hits : hits,
                                      .kind = kind});
}
inline int of_kind(const World& world, std::uint16_t kind) {
    return static_cast<int>(
        std::count_if(world.enemies.begin(), world.enemies.end(), [&](const Enemy& enemy) { return enemy.kind == kind; }));
}

}  // namespace game::testing
