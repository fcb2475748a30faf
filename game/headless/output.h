// Where data goes: whole lines to standard output or to a file. A file that a run was killed over ends with a whole line, or is mended when
// the run is resumed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace game {

// Lines, each written at once with its line end. Throws engine::Error (Failure) when a line cannot be written whole; a torn one is taken
// back where that is possible.
class LineOutput {
  public:
    // Standard output.
    LineOutput() = default;
    // A file: emptied, or, to be resumed, kept without a torn last line. Throws engine::Error (Failure), also when another program writes
    // it.
    LineOutput(const std::filesystem::path& file, bool resume);
    ~LineOutput();
    LineOutput(const LineOutput&) = delete;
    LineOutput& operator=(const LineOutput&) = delete;

    void line(std::string_view text);
    // On the disk, not only on its way there.
    void finish();

  private:
    int fd_ = 1;
    bool is_ours_ = false;
    std::string name_ = "standard output";
};

// A long text that appears under its name only when it is whole: written aside, renamed by finish(). A device or pipe is written directly.
class TextFile {
  public:
    explicit TextFile(const std::filesystem::path& file);
    ~TextFile();  // not finished: what was written aside is removed
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;

    // Throws engine::Error (Failure).
    void add(std::string_view text);
    void finish();

  private:
    void flush();
    std::filesystem::path file_, aside_;  // aside_ is empty where the file is written directly
    int fd_ = -1;
    std::string buffer_;
};

}  // namespace game
