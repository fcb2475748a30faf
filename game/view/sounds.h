// What events sound like: one table from events to names, and the place from left to right. Used by the play scene.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "game/content/content.h"
#include "game/sim/events.h"

namespace game {

struct Sound {
    std::string_view name;  // of a file in sound/
    float pan = 0;          // -1 left to 1 right
    friend bool operator==(const Sound&, const Sound&) = default;
};

// -0.7 to 0.7 over the field's width: nothing is ever heard on one side only.
float pan_of(int x);

// What is heard of a tick's events: a burst is one shot, and of several equal sounds in a tick one is enough.
std::vector<Sound> sounds_of(std::span<const Event> events, const Content& content);

}  // namespace game
