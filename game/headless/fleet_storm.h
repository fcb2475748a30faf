// What happens to a fleet in a storm besides bad lines: programs that stand still for 2 s, blackouts of 8 s, pilots who leave, other lines.
// Used by fleet_game; everything from a seed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "game/headless/fleet_machine.h"
#include "game/headless/fleet_profile.h"
#include "net/sim_link.h"

namespace game {

class FleetStorm {
  public:
    using Machines = std::vector<std::unique_ptr<FleetMachine>>;
    struct Counts {
        std::uint32_t pauses = 0, blackouts = 0, leavings = 0, line_changes = 0;
    };

    // lines: by seat, the host's means nothing. net and machines outlive it.
    FleetStorm(std::uint64_t seed, std::vector<StormLine> lines, net::SimNet& net, Machines& machines, net::Time now);

    // Does what is due by now.
    void pass(net::Time now);
    // Every line is fair from now on, nobody stands still or leaves any more.
    void clear(net::Time now);
    // All guests have left, and the host has been seen to go on: the match ends here.
    bool over(net::Time now);
    const Counts& counts() const { return counts_; }
    // What went wrong while over() looked on; empty: nothing.
    const std::string& trouble() const { return trouble_; }

  private:
    enum class Kind : std::uint8_t { Pause, Blackout, OtherLine, Leave };

    void happen(Kind kind, net::Time now);
    void leave(FleetMachine& machine, net::Time now);
    void set_line(std::size_t seat, const StormLine& line);
    std::size_t some_guest();  // one that is there
    std::size_t guests_there() const;

    engine::Rng rng_;
    std::vector<StormLine> lines_;
    net::SimNet& net_;
    Machines& machines_;
    Counts counts_;
    std::array<Kind, 4> order_ = {Kind::Pause, Kind::Blackout, Kind::OtherLine, Kind::Leave};
    std::size_t at_ = 0;     // in order_
    net::Time next_at_ = 0;  // of what comes next
    std::size_t dark_ = 0;   // the seat of the line that is black; 0: none
    net::Time dark_until_ = 0;
    std::size_t lost_ = 0;               // the seat whose machine was killed and is not given up yet; 0: none
    net::Time lost_at_ = 0;              // when the host gives it up
    net::Time alone_since_ = 0;          // when the host's last guest was gone; 0: it is not
    std::uint32_t alone_from_tick_ = 0;  // the host's newest final tick then
    std::string trouble_;
};

}  // namespace game
