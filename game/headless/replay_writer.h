// Writes replays beside the loop that plays: a disk takes longer than a tick. Used by serve with many matches.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "game/match/replay.h"

namespace game {

class ReplayWriter {
  public:
    ReplayWriter() : thread_([this] { work(); }) {}
    ~ReplayWriter() { finish(); }
    ReplayWriter(const ReplayWriter&) = delete;
    ReplayWriter& operator=(const ReplayWriter&) = delete;

    void write(std::filesystem::path file, Replay replay);
    // Writes what is left, whole. Returns how many files could not be written; each was said on standard error.
    std::uint32_t finish();

  private:
    struct Job {
        std::filesystem::path file;
        Replay replay;
    };
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::uint32_t failed_ = 0;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace game
