#include "game/view/smoothing.h"

#include <algorithm>
#include <cmath>

namespace game {
namespace {

constexpr float time_constant = 0.06F;  // seconds in which two thirds of a correction are made up for
constexpr float least_step = 0.5F;      // px; so that it ends

float length(PointF p) { return std::hypot(p.x, p.y); }

}  // namespace

void Smoothing::before_tick(const World& newest) {
    tick_ = newest.header.tick;
    places_ = {};
    for (const Hero& hero : newest.heroes)
        if (hero.seat < max_seats) places_[hero.seat] = {hero.x, hero.y, hero.state};
}

void Smoothing::after_tick(const World& previous, std::uint8_t local_seats) {
    if (previous.header.tick != tick_) return;  // several ticks at once: who catches up sees all planes jump anyway
    for (const Hero& hero : previous.heroes) {
        if (hero.seat >= max_seats || (local_seats >> hero.seat & 1) != 0) continue;
        const Place& was = places_[hero.seat];
        PointF& offset = offsets_[hero.seat];
        if (was.state != HeroState::Flying || hero.state != HeroState::Flying) {
            offset = {};
            continue;
        }
        offset.x += static_cast<float>(was.x - hero.x) / engine::fixed_one;
        offset.y += static_cast<float>(was.y - hero.y) / engine::fixed_one;
        if (length(offset) > most_offset) offset = {};
    }
}

void Smoothing::pass(float seconds) {
    for (PointF& offset : offsets_) {
        const float far = length(offset);
        if (far <= 0) continue;
        const float step = std::clamp(far * (1 - std::exp(-seconds / time_constant)), std::min(least_step, far), most_step);
        const float left = (far - step) / far;
        offset = {offset.x * left, offset.y * left};
    }
}

}  // namespace game
