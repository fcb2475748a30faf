// What an earlier, interrupted run has left in its output.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_set>

namespace game {

struct DoneSeeds {
    std::unordered_set<std::uint64_t> seeds;
    std::uint64_t largest = 0;
};

// Reads the whole lines of a run; a missing file has none. Throws engine::Error (BadData) where a line is not one of the run with this
// identity: then the file is another's and must not be touched.
DoneSeeds read_done_seeds(const std::filesystem::path& file, const std::string& identity);

}  // namespace game
