#include "engine/core/bytes.h"
#include "engine/core/hash.h"
#include "game/content/readers.h"

namespace game {

namespace {

// Every value as a varint of its zigzag form, so that a field may grow without changing the hash of old values. What only shows or sounds
// (names, titles, pictures, music) is left out.
class Canon {
  public:
    void number(std::int64_t v) { out_.varint((static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63)); }
    template <typename... Numbers>
    void numbers(Numbers... values) {
        (number(static_cast<std::int64_t>(values)), ...);
    }
    void mask(const Mask& mask) {
        numbers(mask.w, mask.h);
        for (const std::uint64_t word : mask.bits) out_.u64(word);
    }
    void shot(const ShotKind& shot) {
        numbers(shot.w, shot.h, shot.speed);
        mask(shot.mask);
    }
    std::uint64_t hash() const { return engine::hash_bytes(out_.data()); }

  private:
    engine::ByteWriter out_;
};

}  // namespace

std::uint64_t hash_content(const Content& content) {
    Canon canon;
    const Mode& mode = content.mode;
    canon.numbers(mode.rules, mode.rate, mode.players_max);

    const HeroKind& hero = mode.hero;
    canon.numbers(hero.w, hero.h, hero.start_bottom, hero.floor, hero.speed_x, hero.speed_y, hero.lives, hero.bombs, hero.bombs_max,
                  hero.destroyed_ticks, hero.invulnerable_ticks, hero.undying);
    canon.mask(hero.mask);
    canon.shot(mode.shot);

    canon.numbers(mode.enemy_period_ms, mode.burst_period_ms, mode.burst_count, mode.burst_gap, mode.drawn_enemies.size());
    for (const std::uint16_t kind : mode.drawn_enemies) canon.number(kind);
    canon.numbers(mode.lists_spawns, mode.spawns.size());
    for (const Spawn& spawn : mode.spawns) canon.numbers(spawn.at_tick, spawn.enemy, spawn.x, spawn.speed);

    canon.shot(mode.super_shot);
    canon.numbers(mode.fire_ticks, mode.super_inset, mode.super_ticks, mode.population.size());
    for (const Population& population : mode.population) {
        canon.numbers(population.enemy, population.start, population.top_min, population.top_max);
        for (const int more : population.more) canon.number(more);
        for (const Fixed faster : population.faster) canon.number(faster);
    }
    for (const int score : mode.level_scores) canon.number(score);
    canon.numbers(mode.supply_period_ms, mode.supply_speed);
    for (const PickupKind& pickup : mode.pickups) canon.numbers(pickup.w, pickup.h);

    canon.number(static_cast<std::int64_t>(content.enemies.size()));
    for (const EnemyKind& kind : content.enemies) {
        canon.numbers(kind.w, kind.h, kind.speed_min, kind.speed_max, kind.hits, kind.score, kind.destroyed_ticks, kind.announced);
        canon.mask(kind.mask);
    }
    // What came later is hashed only where it is used, so that modes without it keep their hash.
    for (const EnemyKind& kind : content.enemies) {
        if (kind.pattern_count > 0) canon.numbers(kind.first_pattern, kind.pattern_count);
    }
    for (const Pattern& pattern : content.patterns) {
        canon.numbers(pattern.shape, pattern.first_ticks, pattern.period_ticks, pattern.count, pattern.speed, pattern.size, pattern.from,
                      pattern.between, pattern.turn);
    }
    if (!content.patterns.empty()) canon.numbers(hero.core_w, hero.core_h, content.patterns.size());
    return canon.hash();
}

}  // namespace game
