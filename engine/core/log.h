// One line to standard error with a level; data never goes here. The only global there is.
#pragma once

#include <string_view>

namespace engine {

enum class LogLevel { Debug, Info, Warning, Error };

// Lines below this level are not shown. The default is Info.
void set_log_level(LogLevel level);
void log(LogLevel level, std::string_view line);
inline void log_info(std::string_view line) { log(LogLevel::Info, line); }
inline void log_warning(std::string_view line) { log(LogLevel::Warning, line); }
inline void log_error(std::string_view line) { log(LogLevel::Error, line); }

}  // namespace engine
