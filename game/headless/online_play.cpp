#include "game/headless/online_play.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/hash.h"
#include "engine/core/log.h"
#include "engine/core/ticker.h"
#include "game/headless/crash.h"
#include "game/headless/json_line.h"
#include "game/headless/lateness.h"
#include "game/headless/one_game.h"
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
constexpr int most_ahead = 128;        // ticks that a guest's inputs can be ahead of its host
constexpr auto nap = std::chrono::milliseconds(1);

// Somebody of another machine still flies in the newest confirmed tick: what came in before everybody left is not played to its end yet.
bool others_fly(const Match& match, std::uint8_t local) {
    if (match.recording().inputs.empty()) return true;
    const auto& seats = match.recording().inputs.back().seats;
    for (std::size_t s = 0; s < seats.size(); ++s)
        if ((local >> s & 1) == 0 && seats[s].state != engine::SeatState::Absent) return true;
    return false;
}

// The game ended because nobody sat in it any more, not by what happened in it.
bool all_seats_left(const Match& match) {
    if (match.recording().inputs.empty()) return false;
    const auto& seats = match.recording().inputs.back().seats;
    return std::all_of(seats.begin(), seats.end(), [](const engine::SeatInput& seat) { return seat.state == engine::SeatState::Absent; });
}

// The depth that 99 % of the ticks stayed within; a tick without going back counts as 0.
std::uint32_t rollback_p99(const net::SessionStats& stats) {
    std::uint64_t seen = stats.ticks - std::min(stats.ticks, stats.rollbacks);
    std::uint32_t depth = 0;
    for (; depth + 1 < stats.rollback_depths.size(); ++depth) {
        seen += stats.rollback_depths[depth];
        if (seen * 100 >= stats.ticks * 99) break;
    }
    return depth;
}

std::string last_line(const Online& online, const Match& match, const net::SessionStats& stats, const char* outcome,
                      double wire_bytes_per_second, const Lateness& lateness) {
    const double advances = static_cast<double>(stats.ticks + stats.stalls);
    std::vector<std::string> pilots;
    for (const LobbySeat& seat : online.seats()) pilots.push_back(seat.pilot);
    return JsonLine()
        .text("outcome", outcome)
        .natural("ticks", match.confirmed_tick())
        .text("hash", engine::hash_text(match.confirmed_hash()))
        .natural("rollbacks", stats.rollbacks)
        .natural("rollback_p99", rollback_p99(stats))
        .decimal("stalls_percent", advances > 0 ? 100.0 * static_cast<double>(stats.stalls) / advances : 0, 2)
        .natural("desyncs", stats.desyncs)
        .natural("repairs", stats.repairs)
        .decimal("wire_bytes_per_second", wire_bytes_per_second, 0)
        .natural("rtt_ms", stats.rtt_ms)
        .natural("loss_percent", stats.loss_percent)
        .natural("hashes_compared", stats.hashes_compared)
        .natural("lateness_us_p50", lateness.percentile(50))
        .natural("lateness_us_p99", lateness.percentile(99))
        .integer("score", team_score(match.world()))
        .raw("pilots", pilots_json(match.world(), pilots))
        .str();
}

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
            outcome = match.over() && all_seats_left(match) ? "left" : outcome_name(match).data();
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
    leave(online);
    tell_notices(online, true);

    if (!play.record.empty()) save_replay(play.record / file, match.recording());
    LineOutput().line(last_line(online, match, stats, outcome, seconds > 0 ? bytes / seconds : 0, lateness));
    if (signal_seen() != 0) return code_of_signal();
    return static_cast<int>(stats.desyncs > stats.repairs ? ExitCode::Mismatch : ExitCode::Ok);
}

}  // namespace game
