// How late ticks were made, in microseconds: collected tick by tick, in steps of 20 us. Used by serve and join.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace game {

class Lateness {
  public:
    void add(std::uint64_t late_us) {
        ++steps_[std::min<std::size_t>(late_us / step_us, steps_.size() - 1)];
        ++count_;
    }
    // What so many percent of the ticks stayed below; at most 100 ms are told apart.
    std::uint64_t percentile(std::uint64_t percent) const {
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            seen += steps_[i];
            if (count_ > 0 && seen * 100 >= count_ * percent) return (i + 1) * step_us;
        }
        return 0;
    }

  private:
    static constexpr std::uint64_t step_us = 20;
    std::array<std::uint64_t, 5000> steps_{};
    std::uint64_t count_ = 0;
};

}  // namespace game
