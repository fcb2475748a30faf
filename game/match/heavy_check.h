// Whether a world that was saved and restored goes on as the one that never was: every tick made three times. For Match with
// MatchSetup::heavy.
#pragma once

#include "engine/core/inputs.h"
#include "game/content/content.h"
#include "game/match/world_memory.h"
#include "game/sim/events.h"

namespace game {

// Two copies of the world before a tick: one copied over a world of an earlier tick, one packed and unpacked into fresh memory. The tick
// made from them must end in the same bytes, those of free places included.
class HeavyCheck {
  public:
    // The world that the tick is made from.
    void before(const World& world, const Content& content);
    // Makes the tick from both copies; whether they end in `made`.
    bool agrees(const engine::Inputs& inputs, const Content& content, const World& made);

  private:
    WorldPointer copied_, unpacked_;
    bool refused_ = false;
    Events events_;
};

}  // namespace game
