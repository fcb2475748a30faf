// Threads that share the worlds of one call. Used by Worlds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace game {

class Crew {
  public:
    // Of a call: the worker's number (0 is the caller's own thread), first and behind-last item.
    using Work = void (*)(void* self, std::size_t worker, std::size_t from, std::size_t to);

    // workers: at least 1, the caller counted. Throws std::system_error where a thread cannot be made.
    explicit Crew(std::size_t workers);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    std::size_t workers() const { return threads_.size() + 1; }

    // Calls work(self, worker, from, to) until every item of 0 ... count-1 was in one range; returns when all are done. One call at a time.
    // Work must not throw.
    void share(std::size_t count, Work work, void* self);

  private:
    static constexpr std::size_t portion = 16;  // items at a time: few enough that nobody waits long for the last

    void end();
    void stand_by(std::size_t worker);
    void take_portions(std::size_t worker);

    std::vector<std::thread> threads_;
    std::atomic<std::uint32_t> calls_{0};  // raised to begin a call, or to end the threads
    std::atomic<std::uint32_t> busy_{0};   // threads that have not finished the call
    std::atomic<std::size_t> next_{0};     // the first item that nobody has taken
    std::atomic<bool> ending_{false};
    std::size_t count_ = 0;
    Work work_ = nullptr;
    void* self_ = nullptr;
};

}  // namespace game
