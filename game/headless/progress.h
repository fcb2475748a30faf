// How far a long command is, on standard error: only where that is a terminal, and never among the data.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace game {

// "[=====     ]  50 of 100 games, 12.5 a second, 1.2 M ticks a second, 0:04 left". done: with those that were there from the start,
// skipped.
std::string progress_text(const std::string& what, std::uint64_t done, std::uint64_t total, std::uint64_t skipped, std::uint64_t ticks,
                          double seconds);

class Progress {
  public:
    // what: in the plural, "games". total 0: not known.
    Progress(std::string what, std::uint64_t total, bool quiet);
    ~Progress();  // wipes the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // So many are there from the start: they count as done, not for the rate.
    void skip(std::uint64_t done) { skipped_ = done; }
    // Shows at most ten times a second: a bar, how many, how fast, how long it will take.
    void show(std::uint64_t done, std::uint64_t ticks);
    // Before something else is written to the terminal.
    void wipe();

  private:
    std::string what_;
    std::uint64_t total_;
    std::uint64_t skipped_ = 0;
    bool on_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace game
