#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "game/content/load_content.h"
#include "game/headless/bot_name.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/online_play.h"
#include "game/headless/output.h"
#include "game/headless/serve_many.h"
#include "game/headless/signals.h"

namespace game {

int serve_command(const ServeOptions& options) {
    const Content content = load_content(content_dir(engine::asset_root(options.data)), options.mode);
    if (options.players > content.mode.players_max) {
        throw engine::Error(engine::ExitCode::Usage, fmt::format("--players: the mode {} is for 1 to {} pilots, not {}", content.mode.name,
                                                                 content.mode.players_max, options.players));
    }
    if (options.tells_events) {
        watch_signals();
        return serve_many(options, content);
    }
    OnlinePlay play;
    play.bot = bot_by_name(options.bot);
    play.ticks = options.ticks;
    play.record = options.record;
    play.record_suffix = "-host";
    play.reports = options.reports;
    play.quiet = options.quiet;

    OnlineSetup setup;
    if (!options.bot.empty()) setup.pilots = {"bot:" + options.bot};
    setup.content_hash = content.hash;
    setup.trouble = options.trouble;
    setup.reach = options.reach;
    setup.search_port = options.search_port;
    setup.name = options.name;
    setup.port = options.port;
    setup.mode = options.mode;
    setup.seed = options.seed;
    setup.seats = options.players;
    setup.rate = content.mode.rate;
    setup.password = read_password(options.password);
    watch_signals();
    const auto online = Online::host(setup, now_us());
    LineOutput().line(JsonLine()
                          .integer("port", online->port())
                          .text("name", online->game_name())
                          .text("mode", content.mode.name)
                          .integer("players", options.players)
                          .natural("seed", options.seed)
                          .str());
    while (online->stage() == Online::Stage::Lobby) {
        if (signal_seen() != 0) return code_of_signal();
        online->poll(now_us());
        tell_notices(*online, options.quiet);
        const auto& seats = online->seats();
        if (std::all_of(seats.begin(), seats.end(), [](const LobbySeat& seat) { return seat.taken; })) online->start(now_us());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return play_online(*online, content, play);
}

}  // namespace game
