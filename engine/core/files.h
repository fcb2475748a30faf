// Where a player's files live, and how they are written so that there is the whole file or none. Used by app, match and headless.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// By the XDG rules: a relative value counts as unset. `override_dir` (--config DIR) wins over all. Not created.
struct UserDirs {
    std::filesystem::path config;  // settings
    std::filesystem::path data;    // best scores, replays, screenshots
};
UserDirs user_dirs(const std::filesystem::path& override_dir = {});

// The folder with data/ text/ art/ sound/ music/: override_dir, $WINGMATE_DATA_DIR, assets/ beside the program, ../share/games/wingmate
// beside it, the one compiled in. Throws Error (BadData) naming what was tried.
std::filesystem::path asset_root(const std::filesystem::path& override_dir = {});

// Whole file, at most `most` bytes; nothing when it is not there, too large or unreadable.
std::optional<std::vector<std::byte>> read_file(const std::filesystem::path& file, std::size_t most = std::size_t{64} << 20);

enum class WhoReads : std::uint8_t { Everybody, Owner };

// Writes aside in the same folder, syncs, renames, syncs the folder; makes the folder where it is missing. Returns a sentence when it
// fails, else empty.
std::string write_file(const std::filesystem::path& file, std::span<const std::byte> bytes, WhoReads who = WhoReads::Everybody);
std::string write_file(const std::filesystem::path& file, std::string_view text, WhoReads who = WhoReads::Everybody);

// A damaged file is kept: renamed to <name>.damaged-<number>. Returns its new name, empty when that failed.
std::filesystem::path keep_aside(const std::filesystem::path& file);

}  // namespace engine
