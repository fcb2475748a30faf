// What happens to a fleet besides its lines: programs that stand still for 2 s, pauses for all, blackouts of 8 s, other lines, pilots and
// hosts who leave or are killed and come back, spectators who come and go. Used by fleet_game; everything from a seed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/rng.h"
#include "game/headless/fleet_compare.h"
#include "game/headless/fleet_profile.h"
#include "net/sim_link.h"

namespace game {

enum class FleetIncident : std::uint8_t { Pause, PauseForAll, Blackout, OtherLine, Leave, Watch };

struct FleetStormSetup {
    std::vector<FleetIncident> incidents;  // all of them in each round, each time in another order
    net::Time every_us = 0;                // from one to the next at least; up to three times as long
    bool hosts_as_well = false;            // leave, too
    net::Time away_us = 0;                 // whoever leaves is back after up to this
};

struct FleetStormCounts {
    std::uint32_t pauses = 0, pauses_for_all = 0, blackouts = 0, line_changes = 0, leavings = 0, kills = 0, hosts_lost = 0, splits = 0,
                  watchers = 0;
};

class FleetStorm {
  public:
    using Lines = std::map<std::pair<std::uint32_t, std::uint32_t>, StormLine>;  // by machines, the larger number first

    // net and machines outlive it.
    FleetStorm(std::uint64_t seed, FleetStormSetup setup, Lines lines, net::SimNet& net, FleetMachines& machines, net::Time now);

    // Does what is due by now.
    void pass(net::Time now);
    // Every line is fair from now on, nobody stands still, leaves or comes any more.
    void clear(net::Time now);
    // Ends pauses once their time is over. After the match's end as well: whoever is paused just before it would never come to it.
    void let_go_on(net::Time now);
    // Everybody plays this host's game at this moment.
    bool is_calm(const FleetMachine& host) const { return !dark_ && unrest(&host).empty(); }
    const FleetStormCounts& counts() const { return counts_; }
    // What went wrong while it looked on; empty: nothing.
    const std::string& trouble() const { return trouble_; }

  private:
    // A machine whose program has ended and is to start again.
    struct Absence {
        std::size_t machine = 0;
        net::Time back_at = 0;
    };
    // What was final on a machine when its host left: nobody may change it.
    struct Memory {
        std::uint32_t machine = 0;
        Replay recording;
    };
    bool happen(FleetIncident incident, net::Time now);
    void black_out(net::Time now);
    void pause_for_all(net::Time now);
    void leave(net::Time now);
    void watch(net::Time now);
    void bring_back(net::Time now);
    void send_back(std::size_t machine, net::Time now);
    void mend_split(FleetMachine& host, net::Time now);
    void look_around(net::Time now);
    void look_back(const FleetMachine& host);
    // What is not as it should be when everybody plays one game; empty: all is calm.
    std::string unrest(const FleetMachine* host) const;
    bool is_away(std::size_t machine) const;
    std::size_t some_pilot();
    void set_line(const std::pair<std::uint32_t, std::uint32_t>& ends, const StormLine& line);

    engine::Rng rng_;
    FleetStormSetup setup_;
    Lines lines_;
    net::SimNet& net_;
    FleetMachines& machines_;
    FleetStormCounts counts_;
    std::size_t at_ = 0;       // in setup_.incidents
    net::Time next_at_ = 0;    // of what comes next
    net::Time looked_at_ = 0;  // at whether all is calm
    net::Time calm_at_ = 0;    // when it last was
    net::Time calm_since_ = 0;
    bool calm_ = true;
    std::optional<std::size_t> dark_;  // whose lines are black
    net::Time dark_until_ = 0;
    net::Time resume_at_ = 0;    // whoever is paused goes on then
    net::Time split_since_ = 0;  // somebody goes on alone beside the game; 0: nobody does
    std::vector<Absence> away_;
    std::vector<Memory> memories_;
    std::string trouble_;
};

}  // namespace game
