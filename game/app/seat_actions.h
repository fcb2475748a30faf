// What the host of a network game may do with a seat, by its state: for the lobby and the sheet over a game that is on.
#pragma once

#include <functional>
#include <vector>

#include "game/match/online.h"

namespace game {

struct SeatAction {
    const char* key = "";  // of its text
    std::function<void()> act;
};

// None on a machine that is no host, and for the host's own pilots. online outlives them.
std::vector<SeatAction> seat_actions(Online& online, int seat);
bool is_bot_pilot(const LobbySeat& seat);

}  // namespace game
