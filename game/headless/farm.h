// Games played on several threads, each known by a number (a seed, a place in a run), their results handed out in the order in which they
// were begun. The commands run and fleet.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "game/headless/progress.h"
#include "game/headless/signals.h"

namespace game {

template <typename Result>
class Farm {
  public:
    // next: nothing when there is no more; called by one thread at a time. play: called by several at once.
    Farm(int jobs, std::function<std::optional<std::uint64_t>()> next, std::function<Result(std::uint64_t game)> play)
        : next_game_(std::move(next)), play_(std::move(play)) {
        for (int i = 0; i < jobs; ++i) threads_.emplace_back([this] { work(); });
    }
    ~Farm() {
        stop();
        for (std::thread& thread : threads_) thread.join();
    }
    Farm(const Farm&) = delete;
    Farm& operator=(const Farm&) = delete;

    // The next result; nothing when there is no more. Waits at most a tenth of a second: then `still` is true. Throws what a game threw,
    // once the results of all games before it have been handed out: which lines there are does not depend on who was quicker.
    std::optional<Result> next(bool& still) {
        std::unique_lock lock(mutex_);
        const auto ready = [&] { return results_.count(taken_) > 0 || taken_ == failed_ || (no_more_ && taken_ == started_); };
        still = !changed_.wait_for(lock, std::chrono::milliseconds(100), ready);
        if (still) return std::nullopt;
        const auto found = results_.find(taken_);
        if (found == results_.end()) {
            if (taken_ == failed_) std::rethrow_exception(error_);
            return std::nullopt;
        }
        Result result = std::move(found->second);
        results_.erase(found);
        ++taken_;
        room_.notify_all();
        return result;
    }
    // No further games are begun; those under way are finished.
    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = no_more_ = true;
        room_.notify_all();
        changed_.notify_all();
    }

  private:
    // How many games may be done ahead of the one that is waited for.
    static constexpr std::uint64_t most_ahead = 4096;

    void work() {
        for (;;) {
            std::uint64_t number = 0;
            std::optional<std::uint64_t> game;
            {
                std::unique_lock lock(mutex_);
                room_.wait(lock, [&] { return stopped_ || started_ - taken_ < most_ahead; });
                if (!stopped_) game = next_game_();
                if (!game) {
                    no_more_ = true;
                    changed_.notify_all();
                    return;
                }
                number = started_++;
            }
            try {
                Result result = play_(*game);
                const std::lock_guard lock(mutex_);
                results_.emplace(number, std::move(result));
            } catch (...) {
                const std::lock_guard lock(mutex_);
                if (number < failed_) {
                    failed_ = number;
                    error_ = std::current_exception();
                }
                stopped_ = no_more_ = true;
                room_.notify_all();
            }
            changed_.notify_all();
        }
    }

    std::function<std::optional<std::uint64_t>()> next_game_;
    std::function<Result(std::uint64_t)> play_;
    std::mutex mutex_;
    std::condition_variable changed_, room_;
    std::map<std::uint64_t, Result> results_;  // by number of the game
    std::uint64_t started_ = 0, taken_ = 0;    // games
    bool stopped_ = false, no_more_ = false;
    std::uint64_t failed_ = std::numeric_limits<std::uint64_t>::max();  // the first game that threw
    std::exception_ptr error_;                                          // what it threw
    std::vector<std::thread> threads_;
};

// Hands every result to `take`, in order, with progress; a signal lets the games under way finish. `done`: games of an earlier run, which
// count as well.
template <typename Result, typename Take>
void harvest(Farm<Result>& farm, Progress& progress, const std::atomic<std::uint64_t>& ticks, std::uint64_t done, const Take& take) {
    for (bool stopping = false;;) {
        if (signal_seen() != 0 && !stopping) {
            farm.stop();
            stopping = true;
        }
        bool still = false;
        auto result = farm.next(still);
        if (result) {
            progress.wipe();
            take(std::move(*result));
            ++done;
        } else if (!still) {
            return;
        }
        progress.show(done, ticks);
    }
}

}  // namespace game
