// Turns real time into due ticks of a fixed length, and says how far the present is between the last tick and the next.
#pragma once

#include <cstdint>

namespace engine {

// Time is microseconds of any monotonic clock; given, never asked for.
class Ticker {
  public:
    explicit Ticker(std::uint32_t ticks_per_second, int most_at_once = 8) : rate_(ticks_per_second), most_(most_at_once) {}

    // Ticks to make now. The first call starts the clock and gives 0. Time beyond `most_at_once` ticks is dropped, so that a
    // stalled process does not race afterwards. speed_permille: 1000 is real time (a session slows by up to 3 %).
    int due(std::uint64_t now_us, std::uint32_t speed_permille = 1000);
    // 0 to 1: the part of the coming tick that has passed; for drawing only.
    float fraction() const;
    // Forgets the time since the last call (after a pause).
    void restart() { started_ = false; }

  private:
    std::uint64_t rate_;
    int most_;
    bool started_ = false;
    std::uint64_t last_us_ = 0;
    std::uint64_t carry_ = 0;  // microseconds x rate x speed not yet made into ticks; a tick is 1e9
};

}  // namespace engine
