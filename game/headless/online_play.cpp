#include "game/headless/online_play.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "engine/core/ticker.h"
#include "game/headless/crash.h"
#include "game/headless/json_line.h"
#include "game/headless/lateness.h"
#include "game/headless/one_game.h"
#include "game/headless/online_line.h"
#include "game/headless/output.h"
#include "game/headless/signals.h"
#include "game/match/desync_report.h"
#include "game/match/match.h"
#include "game/match/play.h"

namespace game {
namespace {

using engine::ExitCode;
using net::Time;

constexpr Time settle_us = 1'000'000;  // for the others to have everything, once the game has ended here
constexpr Time goodbye_us = 200'000;   // for the goodbye to go out
constexpr auto nap = std::chrono::milliseconds(1);

// Says goodbye and lets it go out.
void leave(Online& online) {
    online.leave(now_us());
    for (const Time end = now_us() + goodbye_us; now_us() < end;) {
        online.poll(now_us());
        std::this_thread::sleep_for(nap);
    }
}

}  // namespace

Time now_us() {
    return static_cast<Time>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

void tell_notices(Online& online, bool quiet) {
    while (const auto notice = online.next_notice()) {
        if (!quiet) engine::log_info(english(*notice));
    }
    while (const auto line = online.next_chat()) {
        if (!quiet) engine::log_info(english(*line));
    }
}

int play_online(Online& online, const Content& content, const OnlinePlay& play) {
    MatchSetup setup;
    setup.seed = online.seed();
    setup.players = static_cast<int>(online.seats().size());
    for (const LobbySeat& seat : online.seats()) setup.pilots.push_back(seat.pilot);
    setup.last_tick = play.ticks;
    setup.looks = false;
    setup.joins = online.came_late();
    Match match(content, setup);
    std::string file = replay_file_name(content.mode.name, setup.players, setup.seed);
    file.insert(file.rfind('.'), play.record_suffix);
    save_games_that_fail();
    const GameInHand in_hand(match, play.record / ("stopped-" + file));
    Pilots pilots(content);
    const std::uint8_t local = online.local_seats();
    for (int seat = 0; seat < engine::max_seats; ++seat) {
        if ((local >> seat & 1) != 0) pilots.set_bot(seat, play.bot);
    }

    engine::Ticker ticker(content.mode.rate);
    const Time started = now_us();
    const std::uint64_t bytes_before = online.wire_bytes_sent();
    const auto tick = [&](Time now) {
        net::Session& session = *online.session();  // another one after this machine came back
        if (match.ready()) pilots.fly(session, match.world(), local);
        match.advance(session, now);
    };
    Lateness lateness;
    net::SessionStats stats = online.session()->stats();
    bool had_company = false;
    const char* outcome = "stopped";
    while (signal_seen() == 0) {
        const Time now = now_us();
        online.poll(now);
        tell_notices(online, play.quiet);
        for (const WrittenReport& written : write_differences(play.reports, online, match))
            if (!written.problem.empty()) engine::log_error(written.problem);
        if (online.session() == nullptr) {  // the host has asked everybody back into its lobby
            outcome = match.over() ? "over" : "left";
            break;
        }
        stats = online.session()->stats();
        had_company |= online.connected();
        const bool alone = (had_company && !online.connected() && !online.is_awaiting()) || online.stage() == Online::Stage::Ended;
        const int due = ticker.due(now, online.session()->speed_permille());
        for (int more = due - 1; more >= 0; --more) {
            const double ticks_ago = static_cast<double>(ticker.fraction()) + more;
            lateness.add(static_cast<std::uint64_t>(ticks_ago * 1e6 / content.mode.rate) + (now_us() - now));
            tick(now);
        }
        // What the others sent before they left counts, however many ticks ahead of this machine they were.
        for (int more = most_ahead; alone && more > 0 && !match.finished() && others_fly(match, local); --more) tick(now);
        if (match.finished()) {
            outcome = outcome_of(match);
            break;
        }
        if (alone) {
            outcome = "left";
            break;
        }
        std::this_thread::sleep_for(nap);
    }
    const double seconds = static_cast<double>(now_us() - started) / 1e6;
    const double bytes = static_cast<double>(online.wire_bytes_sent() - bytes_before);
    for (const Time end = now_us() + settle_us; signal_seen() == 0 && !online.settled() && online.connected() && now_us() < end;) {
        online.poll(now_us());
        std::this_thread::sleep_for(nap);
    }
    if (online.session() != nullptr) stats = online.session()->stats();
    if (online.stage() == Online::Stage::Ended && !match.finished()) engine::log_info(online.reason());
    leave(online);
    tell_notices(online, true);

    if (!play.record.empty()) save_replay(play.record / file, match.recording());
    JsonLine line;
    add_figures(line, online, match, stats, outcome, seconds > 0 ? bytes / seconds : 0, lateness);
    LineOutput().line(line.str());
    if (signal_seen() != 0) return code_of_signal();
    return static_cast<int>(stats.desyncs > stats.repairs ? ExitCode::Mismatch : ExitCode::Ok);
}

}  // namespace game
