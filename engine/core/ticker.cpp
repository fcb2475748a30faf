#include "engine/core/ticker.h"

namespace engine {
namespace {
constexpr std::uint64_t tick_units = 1'000'000'000;  // microseconds x permille
}

int Ticker::due(std::uint64_t now_us, std::uint32_t speed_permille) {
    if (!started_) {
        started_ = true;
        last_us_ = now_us;
        return 0;
    }
    if (now_us > last_us_) carry_ += (now_us - last_us_) * rate_ * speed_permille;
    last_us_ = now_us;
    const auto ticks = static_cast<std::int64_t>(carry_ / tick_units);
    carry_ %= tick_units;
    if (ticks > most_) {
        carry_ = 0;
        return most_;
    }
    return static_cast<int>(ticks);
}

float Ticker::fraction() const { return static_cast<float>(carry_) / static_cast<float>(tick_units); }

}  // namespace engine
