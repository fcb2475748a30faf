// Text as JSON writes it. Used for the lines of headless programs and for reports.
#pragma once

#include <string>
#include <string_view>

namespace engine {

// In quotes and escaped; what is no UTF-8 becomes the replacement character.
std::string json_text(std::string_view text);

}  // namespace engine
