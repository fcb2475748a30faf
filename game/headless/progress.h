// How far a long command is, on standard error: only where that is a terminal, and never among the data.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace game {

class Progress {
  public:
    // what: in the plural, "games". total 0: not known.
    Progress(std::string what, std::uint64_t total, bool quiet);
    ~Progress();  // wipes the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // Shows at most ten times a second.
    void show(std::uint64_t done, std::uint64_t ticks);
    // Before something else is written to the terminal.
    void wipe();

  private:
    std::string what_;
    std::uint64_t total_;
    bool on_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace game
