#include "game/headless/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace game {

namespace {

// "0:42", "1:05:00"
std::string duration_text(double seconds) {
    const auto all = static_cast<std::uint64_t>(std::min(seconds + 0.5, 3600.0 * 9999));
    if (all < 3600) return fmt::format("{}:{:02}", all / 60, all % 60);
    return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

// Three digits and a size: "950", "12.3 k", "1.25 M".
std::string short_number(double value) {
    if (value < 1000) return fmt::format("{:.{}f}", value, value < 10 ? 1 : 0);
    const bool millions = value >= 1e6;
    const double shown = value / (millions ? 1e6 : 1e3);
    return fmt::format("{:.{}f} {}", shown, shown < 10 ? 2 : shown < 100 ? 1 : 0, millions ? 'M' : 'k');
}

}  // namespace

std::string progress_text(const std::string& what, std::uint64_t done, std::uint64_t total, std::uint64_t skipped, std::uint64_t ticks,
                          double seconds) {
    std::string text;
    if (total > 0) {
        constexpr std::uint64_t width = 20;
        const auto full = static_cast<std::size_t>(std::min(done, total) * width / total);
        text = fmt::format("[{:<{}}] ", std::string(full, '='), width);
    }
    text += std::to_string(done);
    if (total > 0) text += fmt::format(" of {}", total);
    text += " " + what;
    if (seconds <= 0) return text;
    const double made = static_cast<double>(done - std::min(done, skipped));
    if (made > 0) text += fmt::format(", {} a second", short_number(made / seconds));
    text += fmt::format(", {} ticks a second", short_number(static_cast<double>(ticks) / seconds));
    if (made > 0 && total > done) text += fmt::format(", {} left", duration_text(static_cast<double>(total - done) * seconds / made));
    return text;
}

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
    fmt::print(stderr, "\r{}\x1b[K", progress_text(what_, done, total_, skipped_, ticks, seconds));
    std::fflush(stderr);
    shown_ = true;
}

}  // namespace game
