// The start-up world is wrong (file, content, window, port): thrown as one full sentence, caught once in main().
#pragma once

#include <stdexcept>
#include <string>

namespace engine {

// What the programs end with; scripts rely on the numbers.
enum class ExitCode : int { Ok = 0, Failure = 1, Usage = 2, NoDisplay = 3, BadData = 4, Mismatch = 5, Network = 6 };

class Error : public std::runtime_error {
  public:
    Error(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
    ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

}  // namespace engine
