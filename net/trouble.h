// What a bad line does to packets, from a seed. Used by sim_link for whole fleets, and by enet_link to worsen a program's own link for
// trials.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/rng.h"
#include "net/session.h"

namespace net {

// One direction of a link.
struct TroubleSetup {
    Time delay_us = 0;     // of every packet
    Time jitter_us = 0;    // adds |N(0, 1)| times this, to each packet by itself: so packets overtake each other
    double loss = 0;       // 0 to 1
    double burst = 1;      // mean number of packets that are lost in a row, at least 1
    double duplicate = 0;  // 0 to 1: comes twice
    double reorder = 0;    // 0 to 1: comes up to reorder_us later
    Time reorder_us = 50'000;
    friend constexpr bool operator==(const TroubleSetup&, const TroubleSetup&) = default;
};

class Trouble {
  public:
    Trouble(const TroubleSetup& setup, std::uint64_t seed) : setup_(setup), rng_{seed} {}
    // Keeps the generator, so that a change in the middle of a run is part of what the seed repeats.
    void change(const TroubleSetup& setup) { setup_ = setup; }
    const TroubleSetup& setup() const { return setup_; }

    // Whether the next packet is lost.
    bool loses();
    bool duplicates() { return chance(setup_.duplicate); }
    // How long a packet that is not lost takes.
    Time travel();

  private:
    double unit();  // 0 to below 1
    bool chance(double p) { return p > 0 && unit() < p; }
    TroubleSetup setup_;
    engine::Rng rng_;
    bool in_burst_ = false;
};

}  // namespace net
