// Whether machines of a fleet are in one game: recordings that overlap are equal. Used by fleet_game and fleet_storm.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "game/headless/fleet_machine.h"

namespace game {

using FleetMachines = std::vector<std::unique_ptr<FleetMachine>>;

// How two recordings differ in the ticks that both have, in their inputs or hashes; empty: they do not.
std::string fleet_difference(const Replay& one, const Replay& other);
// Both are in play, and what both have recorded is the same.
bool fleet_agrees(const FleetMachine& one, const FleetMachine& other);
// The host of most machines that agree with it, the one with the lowest number of several; null where nobody is a host.
FleetMachine* fleet_host(const FleetMachines& machines);

}  // namespace game
