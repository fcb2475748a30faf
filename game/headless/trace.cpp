#include "game/headless/trace.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "engine/core/hash.h"
#include "game/headless/json_line.h"

namespace game {
namespace {

class Sprites {
  public:
    void add(std::string_view group, std::string_view kind, Id id, Fixed x, Fixed y, int w, int h, bool destroyed = false) {
        if (out_.size() > 1) out_ += ',';
        fmt::format_to(std::back_inserter(out_), R"({{"group":"{}","kind":{},"id":{},"rect":[{},{},{},{}]{}}})", group, json_text(kind), id,
                       engine::to_pixels(x), engine::to_pixels(y), w, h, destroyed ? R"(,"state":"destroyed")" : "");
    }
    std::string take() { return std::move(out_) + "]"; }

  private:
    std::string out_ = "[";
};

}  // namespace

std::string trace_line(const World& world, const Content& content) {
    const Mode& mode = content.mode;
    Sprites sprites;
    for (const Background& b : world.backgrounds) {
        sprites.add("background", "background", b.id, 0, engine::to_fixed(b.y), field_width, field_height);
    }
    for (const Hero& h : world.heroes) {
        if (h.state == HeroState::Flying) sprites.add("heroes", "hero", h.id, h.x, h.y, mode.hero.w, mode.hero.h);
    }
    for (const Shot& s : world.hero_shots) {
        const ShotKind& kind = s.is_super != 0 ? mode.super_shot : mode.shot;
        sprites.add("hero_shots", s.is_super != 0 ? "super_shot" : "shot", s.id, s.x, s.y, kind.w, kind.h);
    }
    for (const Enemy& e : world.enemies) {
        const EnemyKind& kind = content.enemies[e.kind];
        sprites.add("enemies", kind.name, e.id, e.x, e.y, kind.w, kind.h, e.state == EnemyState::Destroyed);
    }
    for (const EnemyShot& s : world.enemy_shots) {
        const int size = content.patterns[s.kind].size;
        const Fixed half = engine::to_fixed(size / 2);
        sprites.add("enemy_shots", "enemy_shot", s.id, s.x - half, s.y - half, size, size);
    }
    for (const Pickup& p : world.pickups) {
        const PickupKind& kind = mode.pickups[static_cast<std::size_t>(p.kind)];
        sprites.add("pickups", kind.name, p.id, p.x, p.y, kind.w, kind.h);
    }
    return JsonLine()
        .natural("tick", world.header.tick)
        .raw("sprites", sprites.take())
        .integer("score", team_score(world))
        .text("hash", engine::hash_text(hash_world(world)))
        .str();
}

}  // namespace game
