#include "game/match/online_names.h"

#include <fmt/core.h>

#include <charconv>
#include <string_view>

#include "engine/core/error.h"
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

std::string without_match(const std::string& address) { return address.substr(0, address.find('/')); }

std::uint32_t match_of_address(const std::string& address) {
    const std::size_t slash = address.find('/');
    if (slash == std::string::npos) return 0;
    const char* const begin = address.data() + slash + 1;
    const char* const end = address.data() + address.size();
    std::uint16_t number = 0;
    const auto [stopped_at, error] = std::from_chars(begin, end, number);
    if (error != std::errc() || stopped_at != end || number == 0)
        throw engine::Error(engine::ExitCode::Network,
                            fmt::format("{} names no match: a number from 1 to 65535 comes after the slash.", address));
    return number;
}

bool is_mode_name(const std::string& text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !text.empty() && text.size() <= 64 && text.find_first_not_of(allowed) == std::string::npos;
}

}  // namespace game
