// One game of a run: played through the match loop, and its line. Used by the run command, from several threads at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "game/headless/run_plan.h"
#include "game/sim/world.h"

namespace game {

constexpr int line_schema = 1;

// Plays game `number` of the plan and returns its line; writes trace and replay where the plan says so. Throws engine::Error (Failure) when
// they cannot be written or a program that flies a seat does not do its part. made counts ticks while it plays, for progress.
std::string play_game(const RunPlan& plan, std::uint64_t number, std::atomic<std::uint64_t>& made);

// "classic-2p-7.wmr"; serve and join use it as well.
std::string replay_file_name(const std::string& mode, int players, std::uint64_t seed);

// "flying", "destroyed", "gone" or "absent", which is also a seat that never had a plane.
const char* state_name(const Hero* hero);
// [{"seat":0,"bot":"ace","score":1,"kills":1,"lives":1,"state":"flying"}, ...]
std::string pilots_json(const World& world, const std::vector<std::string>& bots);

}  // namespace game
