// A network game without a screen, from both ends: what serve and join have in common.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/match/online.h"

namespace game {

struct OnlinePlay {
    Bot bot = nullptr;  // flies the local seats
    std::uint32_t ticks = 0;
    std::filesystem::path record;   // folder, or empty
    std::string record_suffix;      // tells the replays of two sides in one folder apart
    std::filesystem::path reports;  // folder for what is known where games differ, or empty
    bool quiet = false;
};

// Microseconds of a monotonic clock.
net::Time now_us();

// Notices to standard error.
void tell_notices(Online& online, bool quiet);

// From the start of play to its end: plays in real time until the game is over, `ticks` are confirmed, all others have left or a signal
// came; says goodbye, writes the last line and the replay. Returns the exit code.
int play_online(Online& online, const Content& content, const OnlinePlay& play);

}  // namespace game
