// Lines that runs have written before: what is in an output that is to be resumed, and what merge puts together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "game/headless/run_plan.h"

namespace game {

// What a line says of itself.
struct LineKey {
    std::string_view run;  // identity: equal for lines that belong into one output
    std::uint64_t seed = 0;
    std::uint64_t set_number = 0;
};
// Nothing where it is not a line of a run. Refers to the line.
std::optional<LineKey> key_of_line(std::string_view line);

struct DoneGames {
    std::unordered_set<std::uint64_t> numbers;  // RunPlan::number_of; only such as are in the plan
    std::optional<std::uint64_t> last;          // the largest number; RunPlan::games() where there are lines behind all of the plan
};

// Reads the whole lines of a run; a missing file has none. Throws engine::Error (BadData) where a line is not one of this run: then the
// file is another's and must not be touched.
DoneGames read_done_games(const std::filesystem::path& file, const RunPlan& plan);

}  // namespace game
