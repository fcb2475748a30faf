#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/bytes.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "game/headless/bot_name.h"
#include "game/headless/commands.h"
#include "game/headless/farm.h"
#include "game/headless/inputs_file.h"
#include "game/headless/limits.h"
#include "game/headless/one_game.h"
#include "game/headless/output.h"
#include "game/headless/progress.h"
#include "game/headless/resume.h"
#include "game/headless/signals.h"

namespace game {
namespace {

using engine::Error;
using engine::ExitCode;

[[noreturn]] void usage(const std::string& sentence) { throw Error(ExitCode::Usage, sentence); }

Replay load_from(const RunOptions& options) {
    auto loaded = load_replay(options.from);
    if (const auto* error = std::get_if<ReplayError>(&loaded)) {
        throw Error(error->is_mismatch ? ExitCode::Mismatch : ExitCode::BadData, error->sentence);
    }
    auto replay = std::get<Replay>(std::move(loaded));
    if (options.from_tick > replay.last_tick() || options.from_tick < replay.first_tick - 1) {
        usage(fmt::format("--from: {} has the ticks {} to {}, there is no tick {}", options.from.string(), replay.first_tick,
                          replay.last_tick(), options.from_tick));
    }
    if (options.players && *options.players != replay.players) {
        usage(fmt::format("--players: {} was played by {}", options.from.string(), replay.players));
    }
    if (!options.mode.empty() && options.mode != replay.mode) {
        usage(fmt::format("--mode: {} is of the mode {}", options.from.string(), replay.mode));
    }
    return replay;
}

// Who flies each seat; the script's seats as bits.
unsigned choose_pilots(const RunOptions& options, RunPlan& plan) {
    const auto players = static_cast<std::size_t>(plan.players);
    const bool has_file = !options.inputs.empty();
    plan.bots = options.bots;
    if (plan.bots.empty()) plan.bots = {has_file ? "inputs" : "idle"};
    if (plan.bots.size() == 1) plan.bots.resize(players, plan.bots.front());
    if (plan.bots.size() != players)
        usage(fmt::format("--bot: {} names for {} pilots; give one for all or one for each", plan.bots.size(), players));
    unsigned scripted = 0;
    for (std::size_t seat = 0; seat < players; ++seat) {
        const std::string& name = plan.bots[seat];
        if (name == "inputs") {
            if (!has_file) usage("--bot: a seat is flown by inputs, but there is no --inputs FILE");
            scripted |= 1u << seat;
            continue;
        }
        plan.flying[seat] = bot_by_name(name);
    }
    if (has_file && scripted == 0) usage("--inputs: every seat has a bot; name the seat's pilot \"inputs\" in --bot");
    return scripted;
}

// Equal for all that must be equal for two lines to stand in one file; the seed is not part of it.
std::string identity_of(const RunPlan& plan, const std::string& script_text) {
    engine::ByteWriter out;
    out.text(WINGMATE_VERSION);
    out.varint(line_schema);
    out.u64(plan.content.hash);
    out.text(plan.difficulty);
    out.varint(static_cast<std::uint64_t>(plan.players));
    for (const std::string& bot : plan.bots) out.text(bot);
    out.text(script_text);
    out.u32(plan.ticks);
    out.u32(plan.from_tick);
    if (plan.from) out.bytes(encode_replay(*plan.from));
    return engine::hash_text(engine::hash_bytes(out.data()));
}

RunPlan make_plan(const RunOptions& options, std::uint64_t& first_seed, std::uint64_t& last_seed) {
    RunPlan plan;
    plan.mode = options.mode;
    plan.overrides = options.overrides;
    plan.players = options.players.value_or(1);
    if (!options.from.empty()) {
        plan.from = load_from(options);
        plan.from_tick = options.from_tick;
        plan.mode = plan.from->mode;
        plan.overrides = plan.from->overrides;
        plan.players = plan.from->players;
        first_seed = last_seed = plan.from->seed;
    }
    plan.content = load_content(content_dir(engine::asset_root(options.data)), plan.mode, plan.overrides);
    const Mode& mode = plan.content.mode;
    if (plan.from) {
        if (const auto error = replay_fits(*plan.from, plan.content)) {
            throw Error(error->is_mismatch ? ExitCode::Mismatch : ExitCode::BadData,
                        fmt::format("{}: {}", options.from.string(), error->sentence));
        }
    }
    if (!options.stage.empty()) usage(fmt::format("--stage: the mode {} has no stages", mode.name));
    if (options.difficulty != "normal")
        usage(fmt::format("--difficulty: the mode {} has no \"{}\"; it has normal", mode.name, options.difficulty));
    if (plan.players > mode.players_max) {
        usage(fmt::format("--players: the mode {} is for 1 to {} pilots, not {}", mode.name, mode.players_max, plan.players));
    }
    plan.difficulty = options.difficulty;
    const unsigned scripted = choose_pilots(options, plan);
    std::string script_text;
    if (scripted != 0) plan.script = load_inputs(options.inputs, scripted, &script_text);
    plan.ticks = options.ticks_given ? options.ticks : most_ticks;
    plan.trace = options.trace;
    plan.record = options.record;
    plan.identity = identity_of(plan, script_text);
    return plan;
}

// The seeds of this shard that are still to be played, in order.
class Seeds {
  public:
    Seeds(const RunOptions& options, std::uint64_t first, std::uint64_t last) : at_(first), last_(last), stride_(options.shard_count) {
        const std::uint64_t skip = options.shard_index - 1;
        empty_ = skip > last - first;
        if (!empty_) at_ += skip;
    }
    std::optional<std::uint64_t> next(const DoneSeeds& done) {
        while (!empty_) {
            const std::uint64_t seed = at_;
            empty_ = last_ - at_ < stride_;
            at_ += stride_;
            if (done.seeds.count(seed) == 0) return seed;
        }
        return std::nullopt;
    }
    // How many there are, done ones included.
    std::uint64_t count() const { return empty_ ? 0 : (last_ - at_) / stride_ + 1; }

  private:
    std::uint64_t at_, last_, stride_;
    bool empty_ = false;
};

// What is in the file already, checked before the file is touched.
DoneSeeds find_done(const RunOptions& options, const RunPlan& plan, const Seeds& seeds) {
    if (!options.resume) return {};
    DoneSeeds done = read_done_seeds(options.out, plan.identity);
    Seeds rest = seeds;
    const auto next = rest.next(done);
    if (next && !done.seeds.empty() && *next < done.largest) {
        throw Error(ExitCode::BadData, fmt::format("{}: has the seed {} but not {}: lines would not be in the order of the seeds",
                                                   options.out.string(), done.largest, *next));
    }
    return done;
}

}  // namespace

int run_command(const RunOptions& options) {
    std::uint64_t first_seed = options.first_seed;
    std::uint64_t last_seed = options.last_seed;
    const RunPlan plan = make_plan(options, first_seed, last_seed);
    const Seeds seeds(options, first_seed, last_seed);
    const DoneSeeds done = find_done(options, plan, seeds);
    watch_signals();
    const auto out = options.out.empty() ? std::make_unique<LineOutput>() : std::make_unique<LineOutput>(options.out, options.resume);

    Progress progress("games", seeds.count(), options.quiet);
    std::atomic<std::uint64_t> ticks{0};
    Seeds rest = seeds;
    Farm<std::string> farm(
        options.jobs, [&] { return rest.next(done); }, [&](std::uint64_t seed) { return play_game(plan, seed, ticks); });
    harvest(farm, progress, ticks, done.seeds.size(), [&](const std::string& line) { out->line(line); });
    out->finish();
    return code_of_signal();
}

}  // namespace game
