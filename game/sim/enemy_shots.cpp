#include "game/sim/enemy_shots.h"

#include <array>

#include "game/sim/heroes.h"

namespace game {

using engine::to_fixed;

namespace {

// Outside by so much, nothing of a shot is seen any more.
constexpr Fixed leave_at = to_fixed(shot_size_most / 2);

using Marks = std::array<std::uint8_t, EnemyShots::capacity>;

}  // namespace

void move_enemy_shots(Tick& tick) {
    EnemyShots& shots = tick.world.enemy_shots;
    const std::uint32_t count = shots.count;
    if (count == 0) return;
    Fixed* const x = shots.column<&EnemyShot::x>();
    Fixed* const y = shots.column<&EnemyShot::y>();
    const std::int16_t* const vx = shots.column<&EnemyShot::vx>();
    const std::int16_t* const vy = shots.column<&EnemyShot::vy>();
    // Without branches, for vector code.
    Marks gone;
    unsigned any = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Fixed to_x = x[i] + vx[i];
        const Fixed to_y = y[i] + vy[i];
        x[i] = to_x;
        y[i] = to_y;
        const bool outside = (to_x <= -leave_at) | (to_x >= to_fixed(field_width) + leave_at) | (to_y <= -leave_at) |
                             (to_y >= to_fixed(field_height) + leave_at);
        gone[i] = static_cast<std::uint8_t>(outside);
        any |= gone[i];
    }
    if (any != 0) shots.remove_marked(gone.data());
}

void enemy_shots_meet_heroes(Tick& tick) {
    EnemyShots& shots = tick.world.enemy_shots;
    const std::uint32_t count = shots.count;
    if (count == 0) return;
    const Fixed* const x = shots.column<&EnemyShot::x>();
    const Fixed* const y = shots.column<&EnemyShot::y>();
    const bool undying = tick.mode().hero.undying;
    Marks gone;
    bool any_gone = false;
    for (Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying || hero.invulnerable_ticks > 0) continue;
        const engine::Rect core = core_of(hero, tick.content);
        // Where the middle of the largest shot would be that meets it; those few are looked at closely.
        const Fixed left = to_fixed(core.x - shot_size_most);
        const Fixed top = to_fixed(core.y - shot_size_most);
        const auto wide = static_cast<std::uint32_t>(to_fixed(core.w + 2 * shot_size_most));
        const auto high = static_cast<std::uint32_t>(to_fixed(core.h + 2 * shot_size_most));
        bool met = false;
        constexpr std::uint32_t at_once = 64;
        for (std::uint32_t from = 0; from < count && (undying || !met); from += at_once) {
            const std::uint32_t end = std::min(from + at_once, count);
            unsigned near = 0;
            for (std::uint32_t i = from; i < end; ++i) {
                near |= static_cast<unsigned>((static_cast<std::uint32_t>(x[i] - left) < wide) &
                                              (static_cast<std::uint32_t>(y[i] - top) < high));
            }
            if (near == 0) continue;
            for (std::uint32_t i = from; i < end && (undying || !met); ++i) {
                if ((any_gone && gone[i] != 0) || !engine::overlap(core, rect_of(shots[i], tick.content))) continue;
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
