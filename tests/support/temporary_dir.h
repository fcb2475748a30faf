// An empty folder of its own, gone with the object: tests run beside each other, and so do those of several builds.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace tests {

class TemporaryDir {
  public:
    TemporaryDir() {
        std::string pattern = (std::filesystem::temp_directory_path() / "wingmate-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path = pattern;
    }
    ~TemporaryDir() {
        std::error_code error;
        std::filesystem::remove_all(path, error);
    }
    TemporaryDir(const TemporaryDir&) = delete;
    TemporaryDir& operator=(const TemporaryDir&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path / name; }

    std::filesystem::path path;
};

}  // namespace tests
