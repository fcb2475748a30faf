#include "game/sim/enemy_shots.h"

#include <array>

#include "game/sim/heroes.h"

namespace game {

using engine::to_fixed;

namespace {

using Marks = std::array<std::uint8_t, EnemyShots::capacity>;

}  // namespace

void move_enemy_shots(Tick& tick) {
    if (tick.world.enemy_shots.empty()) return;
    Marks gone;
    move_and_leave(tick.world.enemy_shots, gone.data());
}

void enemy_shots_meet_heroes(Tick& tick) {
    EnemyShots& shots = tick.world.enemy_shots;
    const std::uint32_t count = shots.count;
    if (count == 0) return;
    const Fixed* const x = shots.column<&EnemyShot::x>();
    const Fixed* const y = shots.column<&EnemyShot::y>();
    const bool undying = tick.mode().hero.undying;
    int largest = 0;
    for (const Pattern& pattern : tick.content.patterns) largest = std::max(largest, pattern.size);
    const int half = (largest + 1) / 2;
    Marks gone;
    bool any_gone = false;
    for (Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying || hero.invulnerable_ticks > 0) continue;
        const engine::Rect core = core_of(hero, tick.content);
        // Where the middle of the largest shot would be that meets it; those few are looked at closely.
        const Fixed left = to_fixed(core.x - half);
        const Fixed right = to_fixed(core.right() + half);
        const Fixed top = to_fixed(core.y - half);
        const Fixed bottom = to_fixed(core.bottom() + half);
        const auto is_near = [&](std::uint32_t i) {
            return static_cast<int>((x[i] > left) & (x[i] < right) & (y[i] > top) & (y[i] < bottom));
        };
        bool met = false;
        constexpr std::uint32_t at_once = 32;
        for (std::uint32_t from = 0; from < count && (undying || !met); from += at_once) {
            const std::uint32_t end = std::min(from + at_once, count);
            int any_near = 0;
            for (std::uint32_t i = from; i < end; ++i) any_near |= is_near(i);
            if (any_near == 0) continue;
            for (std::uint32_t i = from; i < end && (undying || !met); ++i) {
                if (y[i] <= top || y[i] >= bottom || x[i] <= left || x[i] >= right || (any_gone && gone[i] != 0)) continue;
                if (!engine::overlap(core, rect_of(shots[i], tick.content))) continue;
                if (!any_gone) std::fill_n(gone.begin(), count, std::uint8_t{0});
                any_gone = met = true;
                gone[i] = 1;
            }
        }
        if (met && !undying) lose_hero(tick, hero);
    }
    if (any_gone) shots.remove_marked(gone.data());
}

}  // namespace game
