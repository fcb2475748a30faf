// Programs as real processes: started with arguments, their output, exit code or signal. For tests of command lines.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_dir.h"

namespace program {

struct Result {
    int code = -1;    // exit code, or -1 where a signal ended it
    int signal = 0;   // that signal
    std::string out;  // standard output
    std::string err;
};

// A running wingmate-headless.
class Process {
  public:
    // stdout_to: a file instead of a pipe, where not empty.
    explicit Process(const std::vector<std::string>& arguments, const std::filesystem::path& stdout_to = {});
    ~Process();  // kills it where it still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    // Waits until standard output has a whole line; empty when it ended without one, or after 60 s.
    std::string first_line();
    // Waits until standard error has that text; false when it ended without it, or after `seconds`.
    bool says(const std::string& text, int seconds = 60);
    void send_signal(int number) const;
    // Until its end; after `seconds` it is killed.
    Result wait(int seconds = 240);

  private:
    bool read_some(int milliseconds);
    int pid_ = -1, out_ = -1, err_ = -1;
    Result result_;
};

Result run(const std::vector<std::string>& arguments);

std::vector<std::string> lines(const std::string& text);
// A run's line without what differs from machine to machine.
std::string without_times(const std::string& line);
// The value of a field in a line, without quotes; fails the test where there is none.
std::string field(const std::string& line, const std::string& name);

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

using tests::TemporaryDir;

}  // namespace program
