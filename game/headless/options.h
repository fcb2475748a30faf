// The command line of wingmate-headless as plain values. CLI11 stays behind options.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "game/headless/shard.h"
#include "game/match/online.h"
#include "game/match/password_source.h"
#include "net/discovery.h"

namespace game {

struct RunOptions {
    std::filesystem::path data;  // --data; empty: found as asset_root() does
    std::string mode;            // name or path; empty with --from
    std::string stage;           // no mode has stages yet
    std::string difficulty = "normal";
    std::uint64_t first_seed = 1, last_seed = 1;
    // One for all seats, or one for each: a bot's name, "inputs" (flown by the file), "pipe:COMMAND" (flown by a program).
    std::vector<std::string> bots;
    std::filesystem::path inputs;
    Shard shard;
    std::filesystem::path out;
    std::filesystem::path trace;
    std::filesystem::path record;
    std::vector<std::string> sets;  // "KEY=VALUES", as sweep.h reads them
    std::filesystem::path from;
    std::optional<int> players;
    int jobs = 1;                 // 1 to 256
    int bot_timeout_ms = 10'000;  // for one answer of a program
    std::uint32_t ticks = 0;      // 0: until over
    std::uint32_t from_tick = 0;
    std::uint32_t fail_tick = 0;  // a planted fault: a CHECK fails in this tick; not in the help
    bool seed_given = false;
    bool ticks_given = false;
    bool resume = false;
    bool quiet = false;
};

struct MergeOptions {
    std::vector<std::filesystem::path> files;
    std::filesystem::path out;  // empty: standard output
    bool quiet = false;
};

struct ScenarioOptions {
    std::filesystem::path data;
    std::vector<std::filesystem::path> paths;  // files and folders
    bool quiet = false;                        // lines only of those that fail
};

struct VerifyOptions {
    std::filesystem::path data;
    std::vector<std::filesystem::path> files;
    bool heavy = false;            // every tick is made again from restored worlds
    std::uint32_t spoil_tick = 0;  // a planted fault; not in the help
    bool quiet = false;
};

struct DiffOptions {
    std::filesystem::path data;
    std::filesystem::path a, b;
};

struct CheckOptions {
    std::filesystem::path data;
};

struct BenchOptions {
    std::filesystem::path data;
    std::vector<std::string> names;  // of rows; none: all
};

struct ServeOptions {
    std::filesystem::path data;
    std::string name = "Wingmate";
    std::string mode = "classic";
    std::uint16_t port = default_port;
    int players = 2;
    std::uint64_t seed = 1;
    std::string bot;            // empty: the host flies no seat
    std::uint32_t ticks = 0;    // 0: until over or everybody left
    int matches = 1;            // at a time, 1 to 256
    std::uint32_t rounds = 1;   // games one after another in each match; 0: without end
    bool tells_events = false;  // --matches or --rounds was given: a line of JSON for everything that happens
    std::filesystem::path record;
    std::filesystem::path reports;
    LinkTrouble trouble;
    net::Reach reach = net::Reach::Lan;
    std::uint16_t search_port = net::discovery_port;
    PasswordSource password;
    bool quiet = false;
};

struct JoinOptions {
    std::filesystem::path data;
    std::string address;
    std::string bot;
    std::string pilot;        // name; empty: "bot:<bot>"
    bool spectate = false;    // no bot, no pilot
    std::uint32_t ticks = 0;  // 0: as long as the game goes
    std::filesystem::path record;
    std::filesystem::path token_file;
    PasswordSource password;
    std::filesystem::path reports;
    LinkTrouble trouble;
    bool quiet = false;
};

struct ListOptions {
    std::filesystem::path data;
    double seconds = 2;
    net::Reach reach = net::Reach::Lan;
    std::uint16_t search_port = net::discovery_port;
};

struct SeenOptions {
    std::uint16_t port = default_port;
    net::Reach reach = net::Reach::Lan;
    std::uint16_t search_port = net::discovery_port;
    std::vector<std::string> friends;  // IPv4 addresses
};

struct FleetOptions {
    std::filesystem::path data;
    std::string profile;
    std::string mode = "classic";
    std::vector<std::string> bots = {"ace"};  // one name for all seats, or one for each
    int players = 2;
    double minutes = 1;  // virtual ones, of all matches of a seed together
    std::uint64_t first_seed = 1, last_seed = 1;
    int jobs = 1;  // 1 to 256
    std::optional<std::uint32_t> delay_ticks;
    int spectators = 0;  // 0 to 16
    bool chat = false;
    bool mishears = false;                    // a planted fault at the first guest; not in the help
    double rejoin_seconds = 0;                // 0: nobody is killed
    std::optional<std::uint32_t> spoil_tick;  // a planted fault at the first guest; not in the help
    bool quiet = false;
};

// The program has said all there is to say (help, version, or what is wrong with the command line) and ends with this code.
struct EndNow {
    int exit_code = 0;
};

using Command = std::variant<EndNow, RunOptions, MergeOptions, ScenarioOptions, VerifyOptions, DiffOptions, CheckOptions, BenchOptions,
                             FleetOptions, ServeOptions, JoinOptions, ListOptions, SeenOptions>;

Command parse_command_line(int argc, const char* const* argv);

}  // namespace game
