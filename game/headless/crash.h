// What remains of a game in which a CHECK fails: its replay, saved beside the output before the program stops. Used by run, serve
// and join.
#pragma once

#include <filesystem>

#include "game/match/match.h"

namespace game {

// From now on a failed CHECK saves the replay of the game that its thread plays, and names it on standard error.
void save_games_that_fail();

// This thread plays this match, as long as the object lives.
class GameInHand {
  public:
    // file: where the replay goes.
    GameInHand(const Match& match, std::filesystem::path file);
    ~GameInHand();
    GameInHand(const GameInHand&) = delete;
    GameInHand& operator=(const GameInHand&) = delete;
};

}  // namespace game
