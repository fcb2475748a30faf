// The figures that a network game without a screen ends with, and how it ended. Used by serve and join.
#pragma once

#include <cstdint>

#include "game/headless/json_line.h"
#include "game/headless/lateness.h"
#include "game/match/match.h"
#include "game/match/online.h"

namespace game {

// outcome, ticks, hash and so on, behind what the line has already.
void add_figures(JsonLine& line, const Online& online, const Match& match, const net::SessionStats& stats, const char* outcome,
                 double wire_bytes_per_second, const Lateness& lateness);

// Somebody of another machine still flies in the newest confirmed tick: what came in before everybody left is not played to its end yet.
bool others_fly(const Match& match, std::uint8_t local_seats);

// outcome_name(), or "left": the game ended because nobody sat in it any more, not by what happened in it.
const char* outcome_of(const Match& match);

// Ticks that a guest's inputs can be ahead of its host.
constexpr int most_ahead = 128;

}  // namespace game
