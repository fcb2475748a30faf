// --set KEY=VALUE as people write it: one value, a list or a range of whole numbers; several of them make every combination. Used by run.
#pragma once

#include <string>
#include <vector>

#include "game/content/load_content.h"

namespace game {

// No run has more combinations; each holds its own content.
constexpr std::size_t most_combinations = 1000;

// Every combination in a fixed order: the last --set turns fastest, values in the order in which they are written. One empty combination
// where nothing is set. "KEY=5", "KEY=1,2,5", "KEY=3..6", "KEY=100..500:100"; a list in [ ] is one value. Throws engine::Error (Usage).
std::vector<std::vector<Override>> combinations_of(const std::vector<std::string>& sets);

// {"mode.hero.lives":"5"}
std::string set_json(const std::vector<Override>& overrides);

}  // namespace game
