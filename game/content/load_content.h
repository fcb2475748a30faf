// Text files to Content: every key has a type, a range and a line in docs/content.md. Programs call this once at their start.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "game/content/content.h"

namespace game {

// A content value changed for one run: "mode.hero.lives" = "5". Applied before checking.
struct Override {
    std::string key, value;
};

// The folder that holds modes/, enemies.toml ...: `root` itself or its data/ folder.
std::filesystem::path content_dir(const std::filesystem::path& root);

// Loads a mode by its name (modes/<name>.toml) or by the path of a file, with what it refers to and no more. Throws engine::Error (BadData;
// Usage for an unknown name, with the known ones) whose text lists every mistake, a line each: file:line: what, and the allowed range.
Content load_content(const std::filesystem::path& content_dir, const std::string& mode, const std::vector<Override>& overrides = {});

// Names of all modes in the folder, sorted.
std::vector<std::string> mode_names(const std::filesystem::path& content_dir);

// Loads and checks everything there is. Every mistake, a line each; empty when all is well.
std::vector<std::string> check_all_content(const std::filesystem::path& content_dir);

// Every key that loading this mode reads, there or not, with the path of its table: "hero.size", "population.small.top". The test of
// docs/content.md asks for it.
std::vector<std::string> content_keys(const std::filesystem::path& content_dir, const std::string& mode);

}  // namespace game
