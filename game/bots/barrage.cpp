#include "game/bots/barrage.h"

#include <algorithm>
#include <limits>

#include "game/sim/rects.h"

namespace game {

using engine::to_fixed;

namespace {

constexpr int margin = 2;  // px kept between a hero's core and a shot
constexpr int at_once = 8;
static_assert(Barrage::shots_most % at_once == 0);

}  // namespace

Barrage::Barrage(const World& world, const Content& content, const Hero& hero) {
    const EnemyShots& shots = world.enemy_shots;
    if (shots.empty()) return;
    int largest = 0;
    for (const Pattern& pattern : content.patterns) largest = std::max(largest, pattern.size);
    const HeroKind& kind = content.mode.hero;
    reach = place((std::max(kind.core_w, kind.core_h) + largest + 1) / 2 + margin);
    const Fixed* const all_x = shots.column<&EnemyShot::x>();
    const Fixed* const all_y = shots.column<&EnemyShot::y>();
    const Fixed middle_x = hero.x + to_fixed(kind.w / 2);
    const Fixed middle_y = hero.y + to_fixed(kind.h / 2);
    // By one comparison each: what is below the low end wraps around to large numbers.
    const auto is_near = [&](std::uint32_t i) {
        constexpr auto far = static_cast<std::uint32_t>(to_fixed(around));
        return static_cast<int>((static_cast<std::uint32_t>(all_x[i] - middle_x) + far < 2 * far) &
                                (static_cast<std::uint32_t>(all_y[i] - middle_y) + far < 2 * far));
    };
    static_assert(to_fixed(1) == 4 * place(1));
    const auto scaled = [](Fixed fixed) { return static_cast<Place>(fixed >> 2); };
    constexpr std::uint32_t block = 16;
    for (std::uint32_t from = 0; from < shots.count; from += block) {
        const std::uint32_t end = std::min(from + block, shots.count);
        int any = 0;
        for (std::uint32_t i = from; i < end; ++i) any |= is_near(i);
        if (any == 0) continue;
        for (std::uint32_t i = from; i < end && count < shots_most; ++i) {
            const auto to = static_cast<std::size_t>(count);
            x[to] = scaled(all_x[i] - middle_x);
            y[to] = scaled(all_y[i] - middle_y);
            vx[to] = scaled(shots.column<&EnemyShot::vx>()[i]);
            vy[to] = scaled(shots.column<&EnemyShot::vy>()[i]);
            count += is_near(i);  // without a branch, as one could not be foreseen
        }
    }
    for (int i = count; i % at_once != 0; ++i) {
        const auto to = static_cast<std::size_t>(i);
        x[to] = y[to] = std::numeric_limits<Place>::max();
        vx[to] = vy[to] = 0;
    }
}

bool Barrage::meets(int by_x, int by_y, int t) const {
    const auto tick = static_cast<Place>(t);
    const auto left = static_cast<Place>(place(by_x) - reach), right = static_cast<Place>(place(by_x) + reach);
    const auto top = static_cast<Place>(place(by_y) - reach), bottom = static_cast<Place>(place(by_y) + reach);
    std::uint16_t met = 0;
    const auto end = static_cast<std::size_t>((count + at_once - 1) / at_once * at_once);
    for (std::size_t shot = 0; shot < end; ++shot) {
        const auto at_x = static_cast<Place>(x[shot] + vx[shot] * tick);
        const auto at_y = static_cast<Place>(y[shot] + vy[shot] * tick);
        met = static_cast<std::uint16_t>(met | ((at_x > left) & (at_x < right) & (at_y > top) & (at_y < bottom)));
    }
    return met != 0;
}

}  // namespace game
