#include "game/headless/replay_writer.h"

#include <utility>

#include "engine/core/error.h"
#include "engine/core/log.h"

namespace game {

std::uint32_t ReplayWriter::finish() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return failed_;
}

void ReplayWriter::write(std::filesystem::path file, Replay replay) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back({std::move(file), std::move(replay)});
    }
    changed_.notify_all();
}

void ReplayWriter::work() {
    for (std::unique_lock lock(mutex_);;) {
        changed_.wait(lock, [this] { return is_over_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        bool good = true;
        try {
            save_replay(job.file, job.replay);
        } catch (const engine::Error& error) {
            engine::log_error(error.what());
            good = false;
        }
        lock.lock();
        failed_ += good ? 0 : 1;
    }
}

}  // namespace game
