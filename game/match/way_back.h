// The network game that this machine was in last, kept in a small file while it plays: a program that was killed offers the way back to it
// for as long as its seats are kept. Used by the app.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace game {

struct WayBack {
    std::string address, name;
    friend bool operator==(const WayBack&, const WayBack&) = default;
};

// How often it has to be kept while playing.
constexpr std::uint64_t way_back_every_s = 10;

// now_s: seconds of any clock that goes on while no program runs. The sentence where the file cannot be written, else empty.
std::string keep_way_back(const std::filesystem::path& file, const WayBack& way, std::uint64_t now_s);
// Nothing where it was kept longer ago than seats are kept for, or the file is missing or damaged.
std::optional<WayBack> load_way_back(const std::filesystem::path& file, std::uint64_t now_s);
// This machine has left that game itself.
void forget_way_back(const std::filesystem::path& file);

}  // namespace game
