// What the rows of `wingmate-headless bench` share: a figure and how it is printed, times taken in turn, yardsticks that are programs of
// their own. A new row is a function here and its name in bench.cpp.
#pragma once

#include <time.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/content/content.h"
#include "game/headless/output.h"

namespace game {

// One figure. What is to be reached is the ratio to the yardstick where `by_ratio`, else the value itself.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    bool less_is_better = false;
    std::optional<double> yardstick;  // in the same unit, taken in the same run
    std::string yardstick_is;         // what it is, or why there is none
    std::optional<double> reach, aim;
    bool by_ratio = false;
};

class Bench {
  public:
    Bench(std::filesystem::path content, std::filesystem::path yardsticks)
        : content_(std::move(content)), yardsticks_(std::move(yardsticks)) {}

    void print(const Figure& figure);
    // A step on the way to a figure, as JSON.
    void line(const std::string& text) { out_.line(text); }
    Content load(const std::string& mode) const;
    const std::filesystem::path& content() const { return content_; }

    // The number behind `key=` in what a yardstick prints; nothing where it cannot run here, and `missing` says why.
    std::optional<double> python(const std::string& script, const std::string& arguments, const std::string& key,
                                 std::string& missing) const;
    std::optional<double> program(const std::string& name, const std::string& key, std::string& missing) const;

  private:
    std::filesystem::path content_, yardsticks_;
    LineOutput out_;
};

double median(std::vector<double> values);
// Takes a result, so that the work for it is not left out as unused.
void keep(std::uint64_t result);

template <typename F>
double seconds_of(F work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Of this thread's processor: what others do on a busy machine is left out. For work of milliseconds and more.
template <typename F>
double cpu_seconds_of(F work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    const double start = now();
    work();
    return now() - start;
}

void bench_process(Bench& bench);       // start to result of one tick, and memory
void bench_first_flight(Bench& bench);  // the lesson's game against pygame
void bench_stage(Bench& bench);         // a full stage without and with two aces
void bench_hits(Bench& bench);          // who is hit, at many sizes
void bench_tick(Bench& bench);          // a whole tick with 10,000 shots
void bench_rollback(Bench& bench);      // back by 8 ticks and on again, with hashes
void bench_growth(Bench& bench);        // cost from 1,000 to 30,000 shots
void bench_allocations(Bench& bench);   // heap allocations in a tick
void bench_replays(Bench& bench);       // size, verify, seek
void bench_jobs(Bench& bench);          // two jobs against one
void bench_worlds(Bench& bench);        // many worlds at once through the C functions
void bench_serve(Bench& bench);         // matches that one server holds

// Calls of operator new by this thread since it began.
std::uint64_t allocations_of_this_thread();

}  // namespace game
