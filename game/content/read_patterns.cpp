#include <algorithm>

#include "engine/core/timer.h"
#include "game/content/readers.h"

namespace game {

namespace {

constexpr std::size_t patterns_of_one_most = 8;
constexpr int shots_most = 64;
constexpr int speed_most = 2000;  // px a second
constexpr Fixed speed_a_tick_most = engine::to_fixed(100);

Pattern read_pattern(engine::TomlTable& table, std::uint32_t rate) {
    const auto ticks = [&](std::string_view key, int low_ms) {
        return static_cast<int>(engine::ms_to_ticks(static_cast<std::uint32_t>(table.integer(key, low_ms, 60'000)), rate));
    };
    const auto angle = [&](std::string_view key, int low) { return static_cast<int>(table.integer(key, low, 360)); };
    Pattern pattern;
    pattern.shape = static_cast<PatternShape>(table.choice("shape", {"ring", "fan", "aimed", "spiral"}));
    pattern.look = static_cast<ShotLook>(table.choice("look", {"round", "diamond"}));
    pattern.first_ticks = ticks("first_ms", 0);
    pattern.period_ticks = std::max(1, ticks("period_ms", 1));
    pattern.count = static_cast<int>(table.integer("count", 1, shots_most));
    pattern.speed = std::min(static_cast<Fixed>(table.integer("speed", 1, speed_most) * engine::fixed_one / rate), speed_a_tick_most);
    pattern.size = static_cast<int>(table.integer("size", 1, shot_size_most));
    switch (pattern.shape) {
        case PatternShape::Spiral: pattern.turn = engine::degrees(angle("turn", -360)); [[fallthrough]];
        case PatternShape::Ring:
            pattern.from = engine::quarter_turn;
            pattern.between = static_cast<engine::Angle>(65536 / pattern.count);
            break;
        case PatternShape::Fan:
        case PatternShape::Aimed: {
            const int spread = engine::degrees(angle("spread", 0) % 360);
            pattern.from = static_cast<engine::Angle>(pattern.count > 1 ? -spread / 2 : 0);
            pattern.between = static_cast<engine::Angle>(pattern.count > 1 ? spread / (pattern.count - 1) : 0);
            if (pattern.shape == PatternShape::Fan) pattern.from = static_cast<engine::Angle>(pattern.from + engine::quarter_turn);
            break;
        }
    }
    return pattern;
}

}  // namespace

std::uint16_t read_patterns(engine::TomlTable& enemy, std::uint32_t rate, std::vector<Pattern>& patterns) {
    std::vector<engine::TomlTable> tables = enemy.tables("shoots");
    if (tables.size() > patterns_of_one_most)
        enemy.mistake("shoots", "an enemy shoots in at most " + std::to_string(patterns_of_one_most) + " ways, here are " +
                                    std::to_string(tables.size()));
    for (engine::TomlTable& table : tables) patterns.push_back(read_pattern(table, rate));
    return static_cast<std::uint16_t>(tables.size());
}

}  // namespace game
