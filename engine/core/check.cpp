#include "engine/core/check.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace engine {
namespace {
CheckHook g_hook = nullptr;
std::atomic<bool> g_failed = false;
thread_local bool t_in_hook = false;
}  // namespace

void set_check_hook(CheckHook hook) { g_hook = hook; }

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: this must hold and does not: %s\n", file, line, condition);
    if (!g_failed.exchange(true)) {
        t_in_hook = true;
        if (g_hook != nullptr) g_hook();
    } else if (!t_in_hook) {
        // Another thread's hook is at work and is not to be cut off; one that fails a CHECK itself ends here at once.
        std::this_thread::sleep_for(std::chrono::seconds(10));
    }
    std::abort();
}

}  // namespace engine
