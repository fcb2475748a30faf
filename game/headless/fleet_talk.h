// Chat in a fleet: every machine says a line as often as it may; what was lost or came twice is counted at a match's end. Used by
// fleet_machine and fleet_game.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "game/match/online.h"

namespace game {

struct FleetTalkCounts {
    std::uint64_t lines = 0, lost = 0, doubled = 0;
};

// Of one machine.
class FleetTalk {
  public:
    // mishears: a planted fault; it misses its hundredth line and hears the one before twice.
    FleetTalk(std::uint32_t machine, bool mishears) : machine_(machine), mishears_(mishears) {}
    // Says the next line if it may, and hears what has come. program: counts those of this machine.
    void pass(Online& online, int program, net::Time now);

    // Lines that were said up to `until` by machines that were there from the beginning, which are all of these, and have not come to all
    // of them once.
    static FleetTalkCounts compare(const std::vector<const FleetTalk*>& stayed, net::Time until);

  private:
    std::uint32_t machine_;
    bool mishears_;
    std::uint32_t next_ = 0;
    std::vector<std::pair<std::string, net::Time>> said_;
    std::vector<std::string> heard_;
};

}  // namespace game
