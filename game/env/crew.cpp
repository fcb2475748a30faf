#include "game/env/crew.h"

#include <algorithm>

namespace game {

Crew::Crew(std::size_t workers) {
    threads_.reserve(workers - 1);
    try {
        for (std::size_t worker = 1; worker < workers; ++worker) threads_.emplace_back([this, worker] { stand_by(worker); });
    } catch (...) {
        end();
        throw;
    }
}

Crew::~Crew() { end(); }

void Crew::end() {
    ending_ = true;
    ++calls_;
    calls_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Crew::share(std::size_t count, Work work, void* self) {
    if (threads_.empty() || count <= portion) {
        work(self, 0, 0, count);
        return;
    }
    count_ = count;
    work_ = work;
    self_ = self;
    next_ = 0;
    busy_ = static_cast<std::uint32_t>(threads_.size());
    ++calls_;
    calls_.notify_all();
    take_portions(0);
    for (std::uint32_t busy = busy_; busy != 0; busy = busy_) busy_.wait(busy);
}

void Crew::stand_by(std::size_t worker) {
    std::uint32_t seen = 0;
    while (true) {
        calls_.wait(seen);
        seen = calls_;
        if (ending_) return;
        take_portions(worker);
        if (--busy_ == 0) busy_.notify_one();
    }
}

void Crew::take_portions(std::size_t worker) {
    for (std::size_t from = next_.fetch_add(portion); from < count_; from = next_.fetch_add(portion)) {
        work_(self_, worker, from, std::min(count_, from + portion));
    }
}

}  // namespace game
