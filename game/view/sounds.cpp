#include "game/view/sounds.h"

#include <algorithm>

namespace game {
namespace {

std::string_view explosion_of(const Content& content, std::uint16_t kind) {
    if (kind >= content.enemies.size()) return "explosion_small";
    const auto& sprite = content.enemies[kind].sprite;
    return sprite == "large" ? "explosion_large" : sprite == "medium" ? "explosion_medium" : "explosion_small";
}

// Empty: the event is silent.
std::string_view name_of(const Event& event, const Content& content) {
    switch (event.kind) {
        case EventKind::ShotFired: return event.detail != 0 ? "shot_super" : "shot";
        case EventKind::EnemyHit: return "hit_metal";
        case EventKind::EnemyKilled:
        case EventKind::EnemyRammed: return explosion_of(content, event.detail);
        case EventKind::EnemyAnnounced: return "warning_large";
        case EventKind::EnemyFired: return "shot_enemy";
        case EventKind::HeroLost: return "pilot_down";
        case EventKind::HeroBack: return event.ordinal == 1 ? "low_life" : "hero_back";
        case EventKind::BombUsed: return "bomb";
        case EventKind::SupplyArrived: return "supply";
        case EventKind::PickupTaken: return "pickup";
        case EventKind::SuperShotEnded: return "super_end";
        case EventKind::LevelReached: return "level_up";
        case EventKind::GameOver: return "game_over";
        case EventKind::SeatChanged: return {};
    }
    return {};
}

}  // namespace

float pan_of(int x) { return std::clamp((static_cast<float>(x) / field_width * 2 - 1) * 0.7F, -0.7F, 0.7F); }

std::vector<Sound> sounds_of(std::span<const Event> events, const Content& content) {
    std::vector<Sound> sounds;
    for (const auto& event : events) {
        const auto name = name_of(event, content);
        if (name.empty()) continue;
        const bool is_there = std::any_of(sounds.begin(), sounds.end(), [&](const Sound& other) { return other.name == name; });
        const bool is_whole_field =
            event.kind == EventKind::LevelReached || event.kind == EventKind::GameOver || event.kind == EventKind::BombUsed;
        if (!is_there) sounds.push_back({name, is_whole_field ? 0 : pan_of(event.x)});
    }
    return sounds;
}

}  // namespace game
