#include "net/trouble.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace net {

double Trouble::unit() { return static_cast<double>(rng_.next() >> 11) * 0x1p-53; }

// Two states (Gilbert): in a burst everything is lost; how often bursts begin follows from their mean length and the share that is lost.
bool Trouble::loses() {
    if (setup_.loss <= 0) return in_burst_ = false;
    if (setup_.loss >= 1) return true;
    if (setup_.burst <= 1) return chance(setup_.loss);
    const double end = 1 / setup_.burst;
    const double begin = std::min(1.0, setup_.loss * end / (1 - setup_.loss));
    in_burst_ = in_burst_ ? !chance(end) : chance(begin);
    return in_burst_;
}

Time Trouble::travel() {
    Time time = setup_.delay_us;
    if (setup_.jitter_us > 0) {
        // Box and Muller
        const double radius = std::sqrt(-2 * std::log(1 - unit()));
        const double angle = 2 * std::numbers::pi * unit();
        time += static_cast<Time>(std::abs(radius * std::cos(angle)) * static_cast<double>(setup_.jitter_us));
    }
    if (chance(setup_.reorder)) time += static_cast<Time>(unit() * static_cast<double>(setup_.reorder_us));
    return time;
}

}  // namespace net
