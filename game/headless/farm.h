// Games played on several threads, one for each seed, their results handed out in the order of the seeds. The commands run and fleet.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
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
    // next_seed: nothing when there is no more; called by one thread at a time. play: called by several at once.
    Farm(int jobs, std::function<std::optional<std::uint64_t>()> next_seed, std::function<Result(std::uint64_t seed)> play)
        : next_seed_(std::move(next_seed)), play_(std::move(play)) {
        for (int i = 0; i < jobs; ++i) threads_.emplace_back([this] { work(); });
    }
    ~Farm() {
        stop();
        for (std::thread& thread : threads_) thread.join();
    }
    Farm(const Farm&) = delete;
    Farm& operator=(const Farm&) = delete;

    // The next result; nothing when there is no more. Waits at most a tenth of a second: then `still` is true. Throws what a game threw.
    std::optional<Result> next(bool& still) {
        std::unique_lock lock(mutex_);
        const auto ready = [&] { return results_.count(taken_) > 0 || error_ != nullptr || (no_more_ && taken_ == started_); };
        still = !changed_.wait_for(lock, std::chrono::milliseconds(100), ready);
        if (still) return std::nullopt;
        const auto found = results_.find(taken_);
        if (found == results_.end()) {
            if (error_ != nullptr) std::rethrow_exception(error_);
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
            std::optional<std::uint64_t> seed;
            {
                std::unique_lock lock(mutex_);
                room_.wait(lock, [&] { return stopped_ || started_ - taken_ < most_ahead; });
                if (!stopped_) seed = next_seed_();
                if (!seed) {
                    no_more_ = true;
                    changed_.notify_all();
                    return;
                }
                number = started_++;
            }
            try {
                Result result = play_(*seed);
                const std::lock_guard lock(mutex_);
                results_.emplace(number, std::move(result));
            } catch (...) {
                const std::lock_guard lock(mutex_);
                if (error_ == nullptr) error_ = std::current_exception();
                stopped_ = no_more_ = true;
                room_.notify_all();
            }
            changed_.notify_all();
        }
    }

    std::function<std::optional<std::uint64_t>()> next_seed_;
    std::function<Result(std::uint64_t)> play_;
    std::mutex mutex_;
    std::condition_variable changed_, room_;
    std::map<std::uint64_t, Result> results_;  // by number of the game
    std::uint64_t started_ = 0, taken_ = 0;    // games
    bool stopped_ = false, no_more_ = false;
    std::exception_ptr error_;
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
