// Pictures made of rectangles: a small grey one for agents, one in colour for people.
#include <algorithm>
#include <array>
#include <cstring>

#include "game/env/observation.h"
#include "game/sim/rects.h"

namespace game {

using engine::Rect;

namespace {

constexpr int cell = 8;  // px of the field a pixel

enum class Look : std::uint8_t { Shot, SuperShot, Pickup, Enemy, DestroyedEnemy, Partner, Self, DestroyedPilot, EnemyShot };

// Calls paint(rect, look) from what lies lowest to what must never be covered. seat: whose plane is Self; -1: nobody's.
template <typename Paint>
void paint_world(const World& world, const Content& content, int seat, Paint paint) {
    for (const Shot& shot : world.hero_shots) paint(rect_of(shot, content), shot.is_super != 0 ? Look::SuperShot : Look::Shot);
    for (const Pickup& pickup : world.pickups) paint(rect_of(pickup, content), Look::Pickup);
    for (const Enemy& enemy : world.enemies) {
        paint(rect_of(enemy, content), enemy.state == EnemyState::Flying ? Look::Enemy : Look::DestroyedEnemy);
    }
    for (const bool self : {false, true}) {
        for (const Hero& hero : world.heroes) {
            if ((hero.seat == seat) != self) continue;
            if (hero.state == HeroState::Flying) paint(rect_of(hero, content), self ? Look::Self : Look::Partner);
            if (hero.state == HeroState::Destroyed) paint(rect_of(hero, content), Look::DestroyedPilot);
        }
    }
    for (const EnemyShot& shot : world.enemy_shots) paint(rect_of(shot, content), Look::EnemyShot);
}

// 0: not shown
std::uint8_t grey_of(Look look) {
    switch (look) {
        case Look::Shot:
        case Look::SuperShot: return 32;
        case Look::Pickup: return 64;
        case Look::Enemy: return 128;
        case Look::Partner: return 192;
        case Look::Self: return 255;
        case Look::EnemyShot: return 224;
        case Look::DestroyedEnemy:
        case Look::DestroyedPilot: return 0;
    }
    return 0;
}

using Colour = std::array<std::uint8_t, 3>;
constexpr Colour paper = {244, 238, 224};

Colour colour_of(Look look) {
    switch (look) {
        case Look::Shot: return {60, 60, 70};
        case Look::SuperShot: return {30, 90, 170};
        case Look::Pickup: return {60, 140, 80};
        case Look::Enemy: return {150, 70, 60};
        case Look::Partner:
        case Look::Self: return {50, 80, 120};
        case Look::EnemyShot: return {200, 30, 40};
        case Look::DestroyedEnemy: return {214, 190, 176};
        case Look::DestroyedPilot: return {176, 190, 206};
    }
    return paper;
}

}  // namespace

void write_picture(const World& world, const Content& content, int seat, std::uint8_t* out) {
    std::memset(out, 0, std::size_t{WINGMATE_PICTURE_WIDTH} * WINGMATE_PICTURE_HEIGHT);
    paint_world(world, content, seat, [&](const Rect& rect, Look look) {
        const std::uint8_t grey = grey_of(look);
        const int left = std::max(rect.x, 0) / cell;
        const int right = std::min((std::min(rect.right(), field_width) + cell - 1) / cell, WINGMATE_PICTURE_WIDTH);
        const int top = std::max(rect.y, 0) / cell;
        const int bottom = std::min((std::min(rect.bottom(), field_height) + cell - 1) / cell, WINGMATE_PICTURE_HEIGHT);
        if (grey == 0 || left >= right) return;
        for (int y = top; y < bottom; ++y)
            std::memset(out + y * WINGMATE_PICTURE_WIDTH + left, grey, static_cast<std::size_t>(right - left));
    });
}

void draw_world(const World& world, const Content& content, std::uint8_t* rgb) {
    for (int i = 0; i < field_width * field_height; ++i) std::copy(paper.begin(), paper.end(), rgb + i * 3);
    paint_world(world, content, -1, [&](const Rect& rect, Look look) {
        const Colour colour = colour_of(look);
        for (int y = std::max(rect.y, 0); y < std::min(rect.bottom(), field_height); ++y) {
            for (int x = std::max(rect.x, 0); x < std::min(rect.right(), field_width); ++x) {
                std::copy(colour.begin(), colour.end(), rgb + (y * field_width + x) * 3);
            }
        }
    });
}

}  // namespace game
