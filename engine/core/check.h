// CHECK(condition): a programmer's mistake, tested in every build. Prints where and what, runs the hook (which writes the
// current replay), stops. Used everywhere; never for anything that comes from outside.
#pragma once

namespace engine {

// Called once before the process stops on a failed CHECK; nullptr for none. Must not allocate much or CHECK itself.
using CheckHook = void (*)();
void set_check_hook(CheckHook hook);

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace engine

#define CHECK(condition)                                            \
    do {                                                            \
        if (!(condition)) [[unlikely]]                              \
            ::engine::check_failed(#condition, __FILE__, __LINE__); \
    } while (false)
