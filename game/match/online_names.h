// Names in network games: of pilots, of several at a time, of modes; a match in an address. For online*.cpp and notice.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace game {

constexpr std::size_t pilot_code_points = 24;

// A pilot's name as it may be shown to others; "Pilot 2" where nothing is left of it.
std::string pilot_name(const std::string& raw, int number);
// "Bo", "Bo and Cy", "Bo, Cy and Di".
std::string enumerate(const std::vector<std::string>& names);
// "host:port/7" without "/7"; and 7, 0 where there is none. Throws engine::Error (Network) where it is no number from 1 to 65535.
std::string without_match(const std::string& address);
std::uint32_t match_of_address(const std::string& address);
// Letters, digits, - and _: what a mode of ours is called. Anything else could be a path.
bool is_mode_name(const std::string& text);

}  // namespace game
