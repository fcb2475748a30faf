#include "engine/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace engine {
namespace {
CheckHook g_hook = nullptr;
}

void set_check_hook(CheckHook hook) { g_hook = hook; }

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: this must hold and does not: %s\n", file, line, condition);
    const CheckHook hook = g_hook;
    g_hook = nullptr;  // a hook that fails a CHECK must not call itself
    if (hook != nullptr) hook();
    std::abort();
}

}  // namespace engine
