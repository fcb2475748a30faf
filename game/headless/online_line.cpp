#include "game/headless/online_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/hash.h"
#include "game/headless/one_game.h"
#include "game/match/play.h"

namespace game {

namespace {

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

}  // namespace

bool others_fly(const Match& match, std::uint8_t local_seats) {
    if (match.recording().inputs.empty()) return true;
    const auto& seats = match.recording().inputs.back().seats;
    for (std::size_t s = 0; s < seats.size(); ++s)
        if ((local_seats >> s & 1) == 0 && seats[s].state != engine::SeatState::Absent) return true;
    return false;
}

void add_figures(JsonLine& line, const Online& online, const Match& match, const net::SessionStats& stats, const char* outcome,
                 double wire_bytes_per_second, const Lateness& lateness) {
    const double advances = static_cast<double>(stats.ticks + stats.stalls);
    std::vector<std::string> pilots;
    for (const LobbySeat& seat : online.seats()) pilots.push_back(seat.pilot);
    line.text("outcome", outcome)
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
        .raw("pilots", pilots_json(match.world(), pilots));
}

const char* outcome_of(const Match& match) { return match.over() && all_seats_left(match) ? "left" : outcome_name(match).data(); }

}  // namespace game
