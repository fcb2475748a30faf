// Best scores for each mode and number of pilots, kept as best.toml in the data folder. Used by play and results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace game {

class BestScores {
  public:
    // A file that is garbage is kept aside and said once through message(); what could be read of a good one is used.
    explicit BestScores(std::filesystem::path file);

    std::int64_t best(const std::string& mode, int pilots) const;  // 0: none yet
    // Keeps a score that is higher than the best, and writes the file. True when it was.
    bool offer(const std::string& mode, int pilots, std::int64_t score);
    // A sentence about the file that people should see, once; empty afterwards.
    std::string take_message();

  private:
    std::filesystem::path file_;
    std::map<std::string, std::int64_t> scores_;  // "classic-1"
    std::string message_;
};

}  // namespace game
