#include "engine/core/log.h"

#include <atomic>
#include <cstdio>

namespace engine {
namespace {
std::atomic<LogLevel> g_level{LogLevel::Info};
constexpr const char* prefixes[] = {"debug: ", "", "warning: ", "error: "};
}  // namespace

void set_log_level(LogLevel level) { g_level = level; }

void log(LogLevel level, std::string_view line) {
    if (level < g_level.load()) return;
    std::fprintf(stderr, "%s%.*s\n", prefixes[static_cast<int>(level)], static_cast<int>(line.size()), line.data());
}

}  // namespace engine
