#include "game/match/heavy_check.h"

#include <cstring>

#include "game/sim/snapshot.h"
#include "game/sim/step.h"

namespace game {

void HeavyCheck::before(const World& world, const Content& content) {
    if (!copied_) copied_ = make_world();
    copy_world(*copied_, world);
    unpacked_ = make_world();
    refused_ = unpack_world(pack_world(world, content), content, *unpacked_).has_value();
}

bool HeavyCheck::agrees(const engine::Inputs& inputs, const Content& content, const World& made) {
    if (refused_) return false;
    for (World* copy : {copied_.get(), unpacked_.get()}) {
        events_.clear();
        step(*copy, inputs, content, events_);
        if (std::memcmp(copy, &made, sizeof(World)) != 0 || hash_world(*copy) != hash_world(made)) return false;
    }
    return true;
}

}  // namespace game
