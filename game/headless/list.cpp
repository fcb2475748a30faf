#include <chrono>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/online_play.h"
#include "game/headless/output.h"
#include "game/headless/signals.h"
#include "game/match/lan.h"
#include "net/search.h"

namespace game {
namespace {

std::string line_of(const net::FoundGame& found, Hindrance hindrance) {
    const net::GameInfo& game = found.game;
    const int taken = taken_seats(game);
    return JsonLine()
        .text("name", game.name)
        .text("address", join_address(found))
        .integer("match", game.match)
        .text("mode", game.mode)
        .integer("seats", game.seats)
        .integer("pilots", taken)
        .integer("free", game.seats - taken)
        .integer("spectators", game.spectators)
        .boolean("playing", game.playing)
        .decimal("ping_ms", static_cast<double>(found.ping_us) / 1000, 1)
        .text("version", game.version)
        .integer("protocol", game.protocol)
        .boolean("password", game.password)
        .boolean("watchable", game.watchable)
        .boolean("joinable", hindrance == Hindrance::None)
        .text("why_not", hindrance_word(hindrance))
        .str();
}

}  // namespace

int list_command(const ListOptions& options) {
    LanModes modes(content_dir(engine::asset_root(options.data)));
    net::Search search(options.reach, options.search_port);
    if (!search.problem().empty()) throw engine::Error(engine::ExitCode::Network, "No search for games: " + search.problem() + ".");
    watch_signals();
    const net::Time end = now_us() + static_cast<net::Time>(options.seconds * 1e6);
    while (now_us() < end && signal_seen() == 0) {
        search.poll(now_us());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (signal_seen() != 0) return code_of_signal();
    LineOutput output;
    for (const net::FoundGame& found : search.games()) output.line(line_of(found, modes.hindrance(found.game)));
    if (search.games().empty()) engine::log_info("No games were found on this network.");
    return static_cast<int>(engine::ExitCode::Ok);
}

}  // namespace game
