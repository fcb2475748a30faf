#include <algorithm>
#include <limits>
#include <string>

#include "engine/core/timer.h"
#include "game/content/readers.h"

namespace game {

namespace {

using engine::to_fixed;
using engine::TomlTable;

constexpr int ms_most = 300'000;       // five minutes: fits 16-bit counters of ticks at every rate
constexpr int speed_most = 100;        // px a tick
constexpr int top_farthest = -20'000;  // px; positions stay well inside 16 bits

struct Reader {
    TomlTable& file;
    const Source& source;
    Mode& mode;
    NamedEnemies& named;

    std::uint32_t ticks(TomlTable& table, std::string_view key, int low_ms) {
        return engine::ms_to_ticks(static_cast<std::uint32_t>(table.integer(key, low_ms, ms_most)), mode.rate);
    }
    static Fixed speed(TomlTable& table, std::string_view key, int low = 0) {
        return to_fixed(static_cast<int>(table.integer(key, low, speed_most)));
    }
    template <typename Sized>
    static void size(TomlTable& table, std::string_view key, Sized& thing) {
        const auto values = table.integers(key, 2, 1, field_width);
        thing.w = static_cast<int>(values[0]);
        thing.h = static_cast<int>(values[1]);
    }
    bool classic() const { return mode.rules == Rules::Classic; }

    void hero() {
        TomlTable table = file.table("hero");
        HeroKind& hero = mode.hero;
        size(table, "size", hero);
        hero.start_bottom = static_cast<int>(table.integer("start_bottom", 1, field_height));
        hero.floor = classic() ? static_cast<int>(table.integer("floor", 1, field_height)) : field_height;
        hero.speed_x = speed(table, "speed_x");
        hero.speed_y = classic() ? speed(table, "speed_y") : 0;
        hero.lives = static_cast<int>(table.integer("lives", 1, 99));
        if (classic()) {
            hero.bombs = static_cast<int>(table.integer("bombs", 0, 99));
            hero.bombs_max = static_cast<int>(table.integer("bombs_max", 0, 99));
        }
        hero.destroyed_ticks = static_cast<int>(ticks(table, "destroyed_ms", 0));
        hero.invulnerable_ticks = static_cast<int>(ticks(table, "invulnerable_ms", 0));
        hero.undying = table.boolean_or("undying", false);
        if (classic()) {
            hero.mask = read_mask(table, hero.w, hero.h, source);
            if (table.has("core")) {
                const auto core = table.integers("core", 2, 1, field_width);
                hero.core_w = std::min(static_cast<int>(core[0]), hero.w);
                hero.core_h = std::min(static_cast<int>(core[1]), hero.h);
            }
        }
        const auto wrong_where_less = [&](std::string_view key, int value, std::string_view least_key, int least) {
            if (value < least)
                table.mistake(key, "key \"hero." + std::string(key) + "\" is " + std::to_string(value) + ", must be at least " +
                                       std::string(least_key) + ", " + std::to_string(least));
        };
        if (!source.mistakes.none()) return;
        wrong_where_less("start_bottom", hero.start_bottom, "the height", hero.h);
        if (!classic()) return;
        wrong_where_less("floor", hero.floor, "hero.start_bottom", hero.start_bottom);
        wrong_where_less("bombs_max", hero.bombs_max, "hero.bombs", hero.bombs);
    }

    void shot(std::string_view key, ShotKind& shot, bool super_shot) {
        TomlTable table = file.table(key);
        size(table, "size", shot);
        shot.speed = speed(table, "speed", 1);
        if (classic()) shot.mask = read_mask(table, shot.w, shot.h, source);
        if (!super_shot) return;
        mode.super_inset = static_cast<int>(table.integer("inset", 0, field_width / 2));
        mode.super_ticks = ticks(table, "lasts_ms", 1);
    }

    void first_flight() {
        TomlTable burst = file.table("burst");
        mode.burst_period_ms = static_cast<std::uint32_t>(burst.integer("period_ms", 1, ms_most));
        mode.burst_count = static_cast<int>(burst.integer("count", 0, 20));
        mode.burst_gap = static_cast<int>(burst.integer("gap", 0, field_height));

        mode.lists_spawns = file.has("spawns");
        if (mode.lists_spawns) {
            spawns();
            return;
        }
        TomlTable enemies = file.table("enemies");
        mode.enemy_period_ms = static_cast<std::uint32_t>(enemies.integer("period_ms", 1, ms_most));
        for (const std::string& name : enemies.texts("kinds")) mode.drawn_enemies.push_back(named.index(name, enemies.where("kinds")));
        if (mode.drawn_enemies.empty() && source.mistakes.none())
            enemies.mistake("kinds", "key \"enemies.kinds\" must name at least one enemy");
    }

    void spawns() {
        for (TomlTable& line : file.tables("spawns")) {
            Spawn spawn;
            spawn.at_tick = static_cast<std::uint32_t>(line.integer("at_tick", 1, std::numeric_limits<std::int32_t>::max()));
            const std::string name = line.text("enemy", 60);
            if (!name.empty()) spawn.enemy = named.index(name, line.where("enemy"));
            spawn.x = static_cast<std::int16_t>(line.integer("x", -field_width, 2 * field_width));
            spawn.speed = speed(line, "speed");
            mode.spawns.push_back(spawn);
        }
        // The table of drawn enemies may stay in a file that was made from another mode's; it is read and does nothing.
        if (file.has("enemies")) {
            TomlTable enemies = file.table("enemies");
            enemies.integer("period_ms", 1, ms_most);
            enemies.texts("kinds");
        }
        std::stable_sort(mode.spawns.begin(), mode.spawns.end(), [](const Spawn& a, const Spawn& b) { return a.at_tick < b.at_tick; });
    }

    void classic_rules() {
        shot("super_shot", mode.super_shot, true);
        TomlTable fire = file.table("fire");
        mode.fire_ticks = std::max(1, static_cast<int>(ticks(fire, "period_ms", 1)));

        TomlTable supply = file.table("supply");
        mode.supply_period_ms = static_cast<std::uint32_t>(supply.integer("period_ms", 1, ms_most));
        mode.supply_speed = speed(supply, "speed", 1);
        mode.pickups[0].name = "bomb";
        size(supply, "bomb_size", mode.pickups[0]);
        mode.pickups[1].name = "super_shot";
        size(supply, "super_size", mode.pickups[1]);

        TomlTable levels = file.table("levels");
        const auto scores = levels.integers("scores", mode.level_scores.size(), 1, 1'000'000'000);
        for (std::size_t i = 0; i < scores.size(); ++i) mode.level_scores[i] = static_cast<int>(scores[i]);
        if (source.mistakes.none() && !std::is_sorted(scores.begin(), scores.end(), std::less_equal<>()))
            levels.mistake("scores", "key \"levels.scores\" must rise from each level to the next");

        TomlTable populations = file.table("population");
        for (const std::string& name : populations.keys()) {
            TomlTable table = populations.table(name);
            Population population;
            population.enemy = named.index(name, table.where());
            population.start = static_cast<int>(table.integer("start", 0, 256));
            const auto more = table.integers("more", population.more.size(), 0, 256);
            const auto faster = table.integers("faster", population.faster.size(), 0, speed_most);
            for (std::size_t i = 0; i < more.size(); ++i) {
                population.more[i] = static_cast<int>(more[i]);
                population.faster[i] = to_fixed(static_cast<int>(faster[i]));
            }
            const auto top = table.integers("top", 2, top_farthest, 0);
            population.top_min = static_cast<int>(top[0]);
            population.top_max = static_cast<int>(top[1]);
            if (population.top_min > population.top_max)
                table.mistake("top", "key \"population." + name + ".top\" must not fall from its first number to its second");
            mode.population.push_back(population);
        }
    }
};

}  // namespace

std::uint16_t NamedEnemies::index(const std::string& name, const std::string& where) {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto place = found - names.begin();
    if (found == names.end()) {
        names.push_back(name);
        at.push_back(where);
    }
    return static_cast<std::uint16_t>(place);
}

void read_mode(engine::TomlTable& file, const Source& source, Mode& mode, NamedEnemies& named) {
    mode.title = file.text("title");
    mode.rules = static_cast<Rules>(file.choice("rules", {"first_flight", "classic"}));
    mode.rate = static_cast<std::uint32_t>(file.integer("rate", 1, 120));
    mode.players_max = static_cast<int>(file.integer("players_max", 1, 4));
    mode.paper = file.text("paper");
    mode.music = file.text("music");
    Reader reader{file, source, mode, named};
    reader.hero();
    reader.shot("shot", mode.shot, false);
    switch (mode.rules) {
        case Rules::FirstFlight: reader.first_flight(); break;
        case Rules::Classic: reader.classic_rules(); break;
    }
}

EnemyKind read_enemy(engine::TomlTable& table, const std::string& name, bool with_mask, std::uint32_t rate, const Source& source,
                     std::vector<Pattern>& patterns) {
    EnemyKind kind;
    kind.name = name;
    kind.sprite = table.text("sprite", 60);
    Reader::size(table, "size", kind);
    const auto speeds = table.integers("speed", 2, 0, speed_most);
    kind.speed_min = to_fixed(static_cast<int>(speeds[0]));
    kind.speed_max = to_fixed(static_cast<int>(speeds[1]));
    if (kind.speed_min > kind.speed_max)
        table.mistake("speed", "key \"" + name + ".speed\" must not fall from its first number to its second");
    kind.hits = static_cast<int>(table.integer("hits", 1, 10'000));
    kind.score = static_cast<int>(table.integer("score", 0, 100'000));
    kind.destroyed_ticks =
        static_cast<int>(engine::ms_to_ticks(static_cast<std::uint32_t>(table.integer("destroyed_ms", 0, 10'000)), rate));
    kind.announced = table.boolean_or("announced", false);
    if (with_mask) {
        kind.mask = read_mask(table, kind.w, kind.h, source);
    } else {
        table.text_or("mask", "", 60);
    }
    kind.first_pattern = static_cast<std::uint16_t>(patterns.size());
    kind.pattern_count = read_patterns(table, rate, patterns);
    return kind;
}

}  // namespace game
