// A copy of the shipped content in a folder of its own, to be damaged by tests; gone with the object.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/temporary_dir.h"
#include "tests/support/worlds.h"

namespace game::testing {

class ContentFiles {
  public:
    ContentFiles() { std::filesystem::copy(shipped_content(), dir_, std::filesystem::copy_options::recursive); }

    const std::filesystem::path& dir() const { return dir_; }

    std::string read(const std::string& file) const {
        std::ifstream in(dir_ / file, std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    }
    void write(const std::string& file, const std::string& text) const { std::ofstream(dir_ / file, std::ios::binary) << text; }
    // 1 is the first; of the first place of `text`.
    int line_of(const std::string& file, const std::string& text) const {
        const std::string all = read(file);
        return 1 + static_cast<int>(
                       std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.find(text), all.size())), '\n'));
    }
    // The first place of `from`, which must be there.
    void replace(const std::string& file, const std::string& from, const std::string& to) const {
        std::string text = read(file);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file << " has no " << from;
        write(file, text.replace(at, from.size(), to));
    }

  private:
    tests::TemporaryDir temporary_;
    const std::filesystem::path& dir_ = temporary_.path;
};

}  // namespace game::testing
