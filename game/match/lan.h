// Games found on the network: what a host says of its game, and whether a found one can be joined from here. Used by the screen to join a
// game, by wingmate-headless list, and by hosts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "game/match/online.h"
#include "net/discovery.h"
#include "net/search.h"

namespace game {

// Why a game cannot be joined; in the order in which they are looked for.
enum class Hindrance : std::uint8_t { None, OtherVersion, NoSuchMode, OtherFiles, Locked, Full, Started };

// One word for programs: "", "version", "mode", "files", "locked", "full", "started".
std::string_view hindrance_word(Hindrance hindrance);

class LanModes {
  public:
    // content: as load_content takes it.
    explicit LanModes(std::filesystem::path content) : content_(std::move(content)) {}
    Hindrance hindrance(const net::GameInfo& game);

  private:
    std::filesystem::path content_;
    std::map<std::string, std::optional<std::uint64_t>> hashes_;  // by mode: of its content, nothing where it cannot be loaded
};

// "nobody", "machine", "lan" or "anyone".
std::optional<net::Reach> reach_by_name(std::string_view name);

int taken_seats(const net::GameInfo& game);

// What OnlineSetup::address takes: "192.168.1.20:17430", with "/7" for a match of a host with many.
std::string join_address(const net::FoundGame& found);

}  // namespace game
