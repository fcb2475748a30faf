#include "game/headless/trace.h"

#include <fmt/format.h>

#include <iterator>

#include "engine/core/hash.h"
#include "game/headless/json_line.h"
#include "game/headless/sprites.h"

namespace game {

std::string trace_line(const World& world, const Content& content) {
    std::string sprites = "[";
    for_each_sprite(world, content, [&](const Sprite& sprite) {
        if (sprites.size() > 1) sprites += ',';
        const engine::Rect& r = sprite.rect;
        fmt::format_to(std::back_inserter(sprites), R"({{"group":"{}","kind":{},"id":{},"rect":[{},{},{},{}]{}}})", sprite.group,
                       json_text(sprite.kind), sprite.id, r.x, r.y, r.w, r.h, sprite.destroyed ? R"(,"state":"destroyed")" : "");
    });
    return JsonLine()
        .natural("tick", world.header.tick)
        .raw("sprites", sprites + "]")
        .integer("score", team_score(world))
        .text("hash", engine::hash_text(hash_world(world)))
        .str();
}

}  // namespace game
