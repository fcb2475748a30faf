#include "game/match/online_names.h"

#include <fmt/core.h>

#include <string_view>

#include "net/messages.h"

namespace game {

namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

}  // namespace

std::string pilot_name(const std::string& raw, int number) {
    std::string name = net::clean_text(raw, pilot_code_points);
    return is_blank(name) ? fmt::format("Pilot {}", number) : name;
}

std::string enumerate(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
        list += names[i];
    }
    return list;
}

bool is_mode_name(const std::string& text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !text.empty() && text.size() <= 64 && text.find_first_not_of(allowed) == std::string::npos;
}

}  // namespace game
