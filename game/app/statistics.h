// Figures of a run for --stats: pictures, ticks, frame times, memory, start-up. Used by the app.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace game {

class Statistics {
  public:
    explicit Statistics(std::uint64_t start_us) : start_us_(start_us) { frames_.reserve(1 << 14); }
    // A picture was shown.
    void picture(std::uint64_t now_us);
    void add_ticks(std::uint64_t ticks) { ticks_ += ticks; }
    std::uint64_t ticks() const { return ticks_; }
    std::uint64_t pictures() const { return pictures_; }
    // One JSON object: schema pictures ticks seconds pictures_per_second frame_ms_p50 frame_ms_p99 frame_ms_max resident_kib startup_ms.
    std::string json() const;

  private:
    static constexpr std::size_t most_frames = 1 << 20;  // beyond it (hours) figures are of the beginning
    std::uint64_t start_us_;
    std::uint64_t first_us_ = 0, last_us_ = 0;
    std::uint64_t pictures_ = 0, ticks_ = 0;
    std::vector<std::uint32_t> frames_;  // microseconds from picture to picture
};

}  // namespace game
