// Where the sprites of a world lie, in whole pixels: what collides, what a trace shows, what bots look at.
#pragma once

#include "engine/core/rect.h"
#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

inline engine::Rect rect_at(Fixed x, Fixed y, int w, int h) { return {engine::to_pixels(x), engine::to_pixels(y), w, h}; }

inline const ShotKind& kind_of(const Shot& shot, const Content& content) {
    return shot.is_super != 0 ? content.mode.super_shot : content.mode.shot;
}
inline const EnemyKind& kind_of(const Enemy& enemy, const Content& content) { return content.enemies[enemy.kind]; }
inline const PickupKind& kind_of(const Pickup& pickup, const Content& content) {
    return content.mode.pickups[static_cast<std::size_t>(pickup.kind)];
}

inline engine::Rect rect_of(const Background& ground) { return {0, ground.y, field_width, field_height}; }
inline engine::Rect rect_of(const Hero& hero, const Content& content) {
    return rect_at(hero.x, hero.y, content.mode.hero.w, content.mode.hero.h);
}
inline engine::Rect rect_of(const Shot& shot, const Content& content) {
    const ShotKind& kind = kind_of(shot, content);
    return rect_at(shot.x, shot.y, kind.w, kind.h);
}
inline engine::Rect rect_of(const Enemy& enemy, const Content& content) {
    const EnemyKind& kind = kind_of(enemy, content);
    return rect_at(enemy.x, enemy.y, kind.w, kind.h);
}
// The square by which it hits.
inline engine::Rect rect_of(const EnemyShot& shot, const Content& content) {
    const int size = content.patterns[shot.pattern].size;
    return {engine::to_pixels(shot.x) - size / 2, engine::to_pixels(shot.y) - size / 2, size, size};
}
// What enemies' shots hit of a hero.
inline engine::Rect core_of(const Hero& hero, const Content& content) {
    const HeroKind& kind = content.mode.hero;
    return {engine::to_pixels(hero.x) + (kind.w - kind.core_w) / 2, engine::to_pixels(hero.y) + (kind.h - kind.core_h) / 2, kind.core_w,
            kind.core_h};
}
inline engine::Rect rect_of(const Pickup& pickup, const Content& content) {
    const PickupKind& kind = kind_of(pickup, content);
    return rect_at(pickup.x, pickup.y, kind.w, kind.h);
}

}  // namespace game
