#include "game/app/statistics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace game {
namespace {

double milliseconds_at(std::vector<std::uint32_t> values, double part) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at] / 1000.0;
}

// 0 where the system has no /proc.
std::uint64_t resident_kib() {
    std::ifstream in("/proc/self/statm");
    std::uint64_t all = 0, resident = 0;
    if (!(in >> all >> resident)) return 0;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

}  // namespace

void Statistics::picture(std::uint64_t now_us) {
    if (pictures_ == 0) {
        first_us_ = now_us;
    } else if (frames_.size() < most_frames) {
        frames_.push_back(static_cast<std::uint32_t>(std::min<std::uint64_t>(now_us - last_us_, UINT32_MAX)));
    }
    last_us_ = now_us;
    ++pictures_;
}

std::string Statistics::json() const {
    const double seconds = static_cast<double>(last_us_ - first_us_) / 1e6;
    const double rate = seconds > 0 ? static_cast<double>(pictures_ - 1) / seconds : 0;
    return fmt::format(
        "{{\"schema\": 1, \"pictures\": {}, \"ticks\": {}, \"seconds\": {:.3f}, \"pictures_per_second\": {:.1f}, \"frame_ms_p50\": {:.2f}, "
        "\"frame_ms_p99\": {:.2f}, \"frame_ms_max\": {:.2f}, \"resident_kib\": {}, "
        "\"startup_ms\": {:.0f}}}\n",
        pictures_, ticks_, seconds, rate, milliseconds_at(frames_, 0.5), milliseconds_at(frames_, 0.99), milliseconds_at(frames_, 1),
        resident_kib(), pictures_ == 0 ? 0.0 : static_cast<double>(first_us_ - start_us_) / 1000);
}

}  // namespace game
