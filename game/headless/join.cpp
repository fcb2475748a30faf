#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/bot_name.h"
#include "game/headless/commands.h"
#include "game/headless/online_play.h"
#include "game/headless/signals.h"
#include "game/match/token_file.h"

namespace game {
namespace {

// Content is loaded once the host has said which mode it is.
struct GuestContent {
    std::filesystem::path dir;
    std::optional<Content> content;

    static std::optional<std::uint64_t> load(void* context, const std::string& mode) {
        auto& self = *static_cast<GuestContent*>(context);
        try {
            self.content = load_content(self.dir, mode);
            return self.content->hash;
        } catch (const engine::Error& error) {
            engine::log_error(error.what());
            return std::nullopt;
        }
    }
};

}  // namespace

int join_command(const JoinOptions& options) {
    GuestContent guest{content_dir(engine::asset_root(options.data)), {}};
    OnlinePlay play;
    if (!options.spectate) play.bot = bot_by_name(options.bot);
    play.ticks = options.ticks;
    play.record = options.record;
    play.reports = options.reports;
    play.quiet = options.quiet;

    OnlineSetup setup;
    if (!options.spectate) setup.pilots = {options.pilot.empty() ? "bot:" + options.bot : options.pilot};
    setup.watches = options.spectate;
    if (!options.token_file.empty()) {
        const SeatPass pass = load_pass(options.token_file, options.address);
        setup.token = pass.token;
        setup.password_key = pass.password_key;
    }
    setup.password = read_password(options.password);
    setup.trouble = options.trouble;
    setup.address = options.address;
    setup.is_ready = true;
    if (!options.token_file.empty()) setup.machine = load_machine(options.token_file);
    watch_signals();
    const auto online = Online::join(setup, GuestContent::load, &guest, now_us());
    while (online->stage() == Online::Stage::Connecting || online->stage() == Online::Stage::Lobby) {
        if (signal_seen() != 0) return code_of_signal();
        online->poll(now_us());
        tell_notices(*online, options.quiet);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (online->stage() == Online::Stage::Ended) throw engine::Error(online->exit_code(), online->reason());
    if (static_cast<int>(online->seats().size()) > guest.content->mode.players_max) {
        throw engine::Error(engine::ExitCode::Network,
                            fmt::format("the host has {} seats, the mode {} is for at most {} pilots", online->seats().size(),
                                        online->mode(), guest.content->mode.players_max));
    }
    if (!options.token_file.empty())
        if (const std::string problem = save_pass(options.token_file, options.address, {online->token(), online->password_key()});
            !problem.empty())
            engine::log_warning(problem);
    int seat = 0;
    while (seat + 1 < engine::max_seats && (online->local_seats() >> seat & 1) == 0) ++seat;
    play.record_suffix = options.spectate ? "-spectator" : fmt::format("-seat{}", seat);
    return play_online(*online, *guest.content, play);
}

}  // namespace game
