// Many matches at once, and one after another, on one port and in one thread. Used by serve, and by bench to find how many are too many.
#pragma once

#include <atomic>

#include "game/content/content.h"
#include "game/headless/options.h"

namespace game {

// Of a measured server, in memory that it shares with who measures.
struct ServeGauge {
    std::atomic<bool> begin_again = false;  // forget how late ticks were so far
};

// A line for the port, then one for everything that happens, then a last one; until all rounds are played or a signal comes. Returns the
// exit code.
int serve_many(const ServeOptions& options, const Content& content, ServeGauge* gauge = nullptr);

}  // namespace game
