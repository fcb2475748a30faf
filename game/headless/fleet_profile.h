// The lines that a fleet plays over: each profile's delays and losses, and what a storm makes of one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/rng.h"
#include "net/trouble.h"

namespace game {

struct FleetProfile {
    std::string name;
    net::TroubleSetup line;  // in each direction; a storm draws its own
    bool storm = false;
};

// lan, R1, R2, R3, R4, storm; nothing for another name.
std::optional<FleetProfile> find_fleet_profile(std::string_view name);
// "lan, R1, ..."
std::string fleet_profile_names();

// Both directions of a line between two machines. A storm's: one in two is 10 ms one way and 200 the other; loss in bursts, duplicates and
// late packets on all.
struct StormLine {
    net::TroubleSetup there, back;  // there: from the machine with the larger number
};
StormLine draw_storm_line(engine::Rng& rng);

}  // namespace game
