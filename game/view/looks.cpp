#include "game/view/looks.h"

#include <fmt/format.h>

namespace game {

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t from_right = 3; from_right < digits.size(); from_right += 4) digits.insert(digits.size() - from_right, 1, ' ');
    return number < 0 ? "-" + digits : digits;
}

std::string minutes(std::uint64_t seconds) { return fmt::format("{}:{:02}", seconds / 60, seconds % 60); }

}  // namespace game
