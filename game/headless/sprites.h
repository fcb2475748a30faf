// Every sprite of a world by group and kind, in the order in which traces list them. Used by trace and scenario.
#pragma once

#include <cstdint>
#include <string_view>

#include "game/content/content.h"
#include "game/sim/rects.h"
#include "game/sim/world.h"

namespace game {

struct Sprite {
    std::string_view group, kind;
    Id id = 0;
    engine::Rect rect;  // px; positions between two pixels rounded down
    bool destroyed = false;
    std::int32_t hits_left = 0;  // of an enemy
};

// The names of the groups, in their order.
constexpr std::string_view sprite_groups[] = {"background", "heroes", "hero_shots", "enemies", "enemy_shots", "pickups"};

// Calls f(const Sprite&) for each. Heroes that do not fly are no sprites.
template <typename F>
void for_each_sprite(const World& world, const Content& content, F f) {
    for (const Background& b : world.backgrounds) f(Sprite{"background", "background", b.id, rect_of(b)});
    for (const Hero& h : world.heroes) {
        if (h.state == HeroState::Flying) f(Sprite{"heroes", "hero", h.id, rect_of(h, content)});
    }
    for (const Shot& s : world.hero_shots) f(Sprite{"hero_shots", s.is_super != 0 ? "super_shot" : "shot", s.id, rect_of(s, content)});
    for (const Enemy& e : world.enemies)
        f(Sprite{"enemies", kind_of(e, content).name, e.id, rect_of(e, content), e.state == EnemyState::Destroyed, e.hits_left});
    for (const EnemyShot& s : world.enemy_shots) f(Sprite{"enemy_shots", "enemy_shot", s.id, rect_of(s, content)});
    for (const Pickup& p : world.pickups) f(Sprite{"pickups", kind_of(p, content).name, p.id, rect_of(p, content)});
}

}  // namespace game
