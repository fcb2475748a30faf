#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <optional>
#include <string>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/bot_name.h"
#include "game/headless/commands.h"
#include "game/headless/farm.h"
#include "game/headless/fleet_game.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/progress.h"
#include "game/headless/signals.h"

namespace game {
namespace {

using engine::Error;
using engine::ExitCode;

struct Played {
    std::uint64_t seed = 0;
    FleetResult result;
};

FleetPlan make_plan(const FleetOptions& options) {
    FleetPlan plan;
    plan.content = load_content(content_dir(engine::asset_root(options.data)), options.mode);
    const Mode& mode = plan.content.mode;
    if (options.players > mode.players_max) {
        throw Error(ExitCode::Usage,
                    fmt::format("--players: the mode {} is for 1 to {} pilots, not {}", mode.name, mode.players_max, options.players));
    }
    const auto players = static_cast<std::size_t>(options.players);
    if (options.bots.size() != 1 && options.bots.size() != players) {
        throw Error(ExitCode::Usage,
                    fmt::format("--bot: {} names for {} pilots; give one for all or one for each", options.bots.size(), players));
    }
    for (std::size_t seat = 0; seat < players; ++seat) plan.flying[seat] = bot_by_name(options.bots[options.bots.size() == 1 ? 0 : seat]);
    plan.profile = *find_fleet_profile(options.profile);
    plan.players = options.players;
    plan.ticks = static_cast<std::uint32_t>(std::lround(options.minutes * 60 * mode.rate));
    plan.delay_ticks = options.delay_ticks;
    plan.spectators = options.spectators;
    plan.chat = options.chat;
    plan.mishears = options.mishears;
    plan.rejoin_seconds = options.rejoin_seconds;
    plan.spoil_tick = options.spoil_tick.value_or(0);
    return plan;
}

std::string bot_list(const FleetOptions& options) { return fmt::format("{}", fmt::join(options.bots, ",")); }

std::string repeat_command(const FleetOptions& options, std::uint64_t seed) {
    std::string command = fmt::format("wingmate-headless fleet --profile {} --mode {} --bot {} --players {} --minutes {} --seed {}",
                                      options.profile, options.mode, bot_list(options), options.players, options.minutes, seed);
    if (options.delay_ticks) command += fmt::format(" --delay {}", *options.delay_ticks);
    if (options.spectators != 0) command += fmt::format(" --spectators {}", options.spectators);
    if (options.chat) command += " --chat";
    if (options.mishears) command += " --mishear";
    if (options.rejoin_seconds > 0) command += fmt::format(" --rejoin {}", options.rejoin_seconds);
    if (options.spoil_tick) command += fmt::format(" --spoil {}", *options.spoil_tick);
    if (!options.data.empty()) command += fmt::format(" --data {}", options.data.string());
    return command;
}

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

std::string line_of(const FleetOptions& options, const FleetPlan& plan, const Played& played) {
    const FleetFigures& f = played.result.figures;
    const double turns = static_cast<double>(f.made + f.stalls);
    std::uint32_t deepest = 0;
    for (std::uint32_t depth = 0; depth < f.rollback_depths.size(); ++depth)
        if (f.rollback_depths[depth] != 0) deepest = depth;
    JsonLine line;
    line.text("profile", plan.profile.name)
        .text("mode", plan.content.mode.name)
        .text("bot", bot_list(options))
        .integer("players", plan.players)
        .natural("seed", played.seed)
        .decimal("minutes", static_cast<double>(f.ticks) / plan.content.mode.rate / 60, 3)
        .natural("desyncs", f.desyncs)
        .natural("hashes_compared", f.hashes_compared)
        .decimal("stalls_percent", 100 * share(static_cast<double>(f.stalls), turns), 4)
        .natural("rollback_p50", fleet_percentile(f, 0.5, false))
        .natural("rollback_p99", fleet_percentile(f, 0.99, false))
        .natural("rollback_max", deepest)
        .natural("rollback_p99_of_ticks", fleet_percentile(f, 0.99, true))
        .decimal("packets_per_second", share(static_cast<double>(f.packets), f.link_seconds), 2)
        .decimal("payload_bytes_per_second", share(static_cast<double>(f.payload_bytes), f.link_seconds), 1)
        .decimal("wire_bytes_per_second", share(static_cast<double>(f.wire_bytes), f.link_seconds), 1)
        .decimal("host_wire_bytes_per_second", share(static_cast<double>(f.wire_bytes), f.host_seconds), 1);
    if (f.rejoin_seconds.empty())
        line.raw("rejoin_seconds_p50", "null").raw("rejoin_seconds_p99", "null");
    else
        line.decimal("rejoin_seconds_p50", fleet_rejoin_seconds(f, 0.5), 3).decimal("rejoin_seconds_p99", fleet_rejoin_seconds(f, 0.99), 3);
    line.natural("rejoins", f.rejoin_seconds.size()).natural("repairs", f.repairs);
    if (plan.spoil_tick != 0) line.decimal("repair_seconds", f.repair_seconds, 3);
    line.natural("kills", f.kills)
        .decimal("inputs_changed_per_second", f.inputs_changed_per_second, 2)
        .natural("rollbacks", f.rollbacks)
        .natural("stalls", f.stalls)
        .natural("delay_ticks", f.delay_ticks)
        .natural("matches", f.matches);
    if (plan.profile.storm) {
        line.natural("pauses", f.storm.pauses)
            .natural("pauses_for_all", f.storm.pauses_for_all)
            .natural("blackouts", f.storm.blackouts)
            .natural("line_changes", f.storm.line_changes)
            .natural("leavings", f.storm.leavings)
            .natural("kills_of_programs", f.storm.kills)
            .natural("hosts_lost", f.storm.hosts_lost)
            .natural("splits", f.storm.splits)
            .natural("watchers", f.storm.watchers);
    }
    if (plan.chat) {
        line.natural("chat_lines", f.talk.lines).natural("chat_lost", f.talk.lost).natural("chat_doubled", f.talk.doubled);
    }
    return line.boolean("ok", played.result.trouble.empty())
        .decimal("cpu_seconds", f.cpu_seconds, 3)
        .decimal("times_real", share(f.seconds, f.cpu_seconds), 0)
        .str();
}

}  // namespace

int fleet_command(const FleetOptions& options) {
    const FleetPlan plan = make_plan(options);
    watch_signals();
    engine::set_log_level(engine::LogLevel::Error);  // the games have much to say about strangers and lost friends
    LineOutput out;
    Progress progress("seeds", options.last_seed - options.first_seed + 1, options.quiet);
    std::atomic<std::uint64_t> ticks{0};
    std::optional<std::uint64_t> coming = options.first_seed;
    const auto next_seed = [&]() -> std::optional<std::uint64_t> {
        const std::optional<std::uint64_t> seed = coming;
        if (seed) coming = *seed == options.last_seed ? std::nullopt : std::optional(*seed + 1);
        return seed;
    };
    Farm<Played> farm(options.jobs, next_seed, [&](std::uint64_t seed) { return Played{seed, play_fleet(plan, seed, ticks)}; });
    std::uint64_t failed = 0;
    harvest(farm, progress, ticks, 0, [&](const Played& played) {
        out.line(line_of(options, plan, played));
        if (played.result.trouble.empty()) return;
        ++failed;
        engine::log_error(
            fmt::format("seed {}: {}. To repeat it: {}", played.seed, played.result.trouble, repeat_command(options, played.seed)));
    });
    if (failed != 0) return static_cast<int>(ExitCode::Mismatch);
    return code_of_signal();
}

}  // namespace game
