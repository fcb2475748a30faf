// The command line of `wingmate`. Used by main.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "game/match/online.h"
#include "game/match/password_source.h"
#include "net/discovery.h"

namespace game {

struct Options {
    enum class Command : std::uint8_t { Title, Play, Host, Join, Replay } command = Command::Title;
    std::string mode;  // empty: the one chosen last
    std::optional<std::uint64_t> seed;
    std::vector<std::string> seats;  // empty: as chosen last
    std::string game_name;           // host
    std::string address;             // join
    PasswordSource password;         // host, join
    std::filesystem::path replay;
    std::uint16_t port = default_port;
    std::uint16_t search_port = net::discovery_port;
    bool has_port = false;
    bool spectate = false;               // join: watch instead of flying
    net::Reach reach = net::Reach::Lan;  // who finds a game of this machine, and where games are looked for

    int width = 1280, height = 800;  // --windowed
    bool windowed = false, fullscreen = false;
    bool mute = false;
    std::string language;  // empty: the setting
    std::filesystem::path data, config;
    std::filesystem::path capture;
    std::uint32_t capture_every = 60;  // pictures
    std::optional<std::uint64_t> quit_after_ticks;
    std::filesystem::path stats;
    LinkTrouble trouble;
};

// Options, or the exit code after help, version or a mistake was printed.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace game
