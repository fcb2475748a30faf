#include "game/headless/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace game {

Progress::Progress(std::string what, std::uint64_t total, bool quiet)
    : what_(std::move(what)), total_(total), on_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { wipe(); }

void Progress::wipe() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
    shown_ = false;
}

void Progress::show(std::uint64_t done, std::uint64_t ticks) {
    if (!on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const std::string of = total_ > 0 ? fmt::format(" of {}", total_) : "";
    fmt::print(stderr, "\r{}{} {}, {:.0f} ticks a second\x1b[K", done, of, what_, seconds > 0 ? static_cast<double>(ticks) / seconds : 0.0);
    std::fflush(stderr);
    shown_ = true;
}

}  // namespace game
