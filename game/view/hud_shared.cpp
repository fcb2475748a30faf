#include <algorithm>

#include "game/view/hud.h"

namespace game {

OutNote out_note(const Hud& hud, const Hero& hero) {
    if (hero.state != HeroState::Absent) return {"hud_down", ink::crimson};
    return hud.pilots[hero.seat].name.empty() ? OutNote{"seat_free", ink::pencil} : OutNote{"hud_absent", ink::crimson};
}

float level_progress(const World& world, const Content& content) {
    const auto& scores = content.mode.level_scores;
    const int level = std::clamp<int>(world.header.level, 1, 5);
    if (level == 5) return 1;
    const float from = level == 1 ? 0 : static_cast<float>(scores[static_cast<std::size_t>(level - 2)]);
    const float to = static_cast<float>(scores[static_cast<std::size_t>(level - 1)]);
    if (to <= from) return 1;
    return std::clamp((static_cast<float>(team_score(world)) - from) / (to - from), 0.0F, 1.0F);
}

float supply_progress(const World& world, const Content& content) {
    const std::uint64_t period = std::uint64_t{content.mode.supply_period_ms} * content.mode.rate;  // ticks times 1000
    if (period == 0) return 0;
    return static_cast<float>(std::uint64_t{world.header.supply_timer} * 1000 % period) / static_cast<float>(period);
}

std::uint64_t play_seconds(const World& world, const Content& content) {
    const auto ticks = world.header.over_tick != 0 ? world.header.over_tick : world.header.tick;
    return ticks / std::max(1U, content.mode.rate);
}

int ping_strokes(int ping_ms) { return ping_ms < 20 ? 4 : ping_ms < 60 ? 3 : ping_ms < 120 ? 2 : ping_ms < 250 ? 1 : 0; }

PortraitStrips portrait_strips(float width, float height) {
    PortraitStrips strips;
    strips.left = (width - field_width) / 2;
    constexpr float both = 36 + 58;
    strips.is_over_field = height < field_height + both;
    if (strips.is_over_field) {
        strips.field_y = std::max(0.0F, (height - field_height) / 2);
        strips.top_y = strips.field_y;
        strips.bottom_y = strips.field_y + field_height - 58;
    } else {
        strips.top_y = (height - field_height - both) / 2;
        strips.field_y = strips.top_y + 36;
        strips.bottom_y = strips.field_y + field_height;
    }
    return strips;
}

}  // namespace game
