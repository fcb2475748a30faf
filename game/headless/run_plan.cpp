#include "game/headless/run_plan.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "engine/core/bytes.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "game/headless/bot_name.h"
#include "game/headless/inputs_file.h"
#include "game/headless/limits.h"
#include "game/headless/one_game.h"
#include "game/headless/sweep.h"

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
    if (plan.bots.empty()) plan.bots = {has_file ? std::string(inputs_pilot) : "idle"};
    if (plan.bots.size() == 1) plan.bots.resize(players, plan.bots.front());
    if (plan.bots.size() != players)
        usage(fmt::format("--bot: {} names for {} pilots; give one for all or one for each", plan.bots.size(), players));
    unsigned scripted = 0;
    for (std::size_t seat = 0; seat < players; ++seat) {
        const std::string& name = plan.bots[seat];
        if (name == inputs_pilot) {
            if (!has_file) usage("--bot: a seat is flown by inputs, but there is no --inputs FILE");
            scripted |= 1u << seat;
        } else if (name.rfind(pipe_prefix, 0) == 0) {
            plan.programs[seat] = name.substr(pipe_prefix.size());
            if (plan.programs[seat].empty()) usage("--bot: pipe: needs a command, like pipe:./my_bot.py");
        } else {
            plan.flying[seat] = bot_by_name(name);
        }
    }
    if (has_file && scripted == 0) usage("--inputs: every seat has a bot; name the seat's pilot \"inputs\" in --bot");
    return scripted;
}

// Equal for all that must be equal for two lines to stand in one file; the seed is not part of it.
std::string identity_of(const RunPlan& plan, const std::string& script_text) {
    engine::ByteWriter out;
    out.text(WINGMATE_VERSION);
    out.varint(line_schema);
    for (const Variant& variant : plan.variants) {
        out.u64(variant.content.hash);
        for (const Override& change : variant.overrides) {
            out.text(change.key);
            out.text(change.value);
        }
    }
    out.text(plan.difficulty);
    out.varint(static_cast<std::uint64_t>(plan.players));
    for (const std::string& bot : plan.bots) out.text(bot);
    out.text(script_text);
    out.u32(plan.ticks);
    out.u32(plan.from_tick);
    if (plan.from) out.bytes(encode_replay(*plan.from));
    return engine::hash_text(engine::hash_bytes(out.data()));
}

void load_variants(const RunOptions& options, RunPlan& plan) {
    const std::filesystem::path dir = content_dir(engine::asset_root(options.data));
    if (plan.from) {
        plan.variants.push_back({load_content(dir, plan.mode, plan.from->overrides), plan.from->overrides});
        if (const auto error = replay_fits(*plan.from, plan.variants.front().content)) {
            throw Error(error->is_mismatch ? ExitCode::Mismatch : ExitCode::BadData,
                        fmt::format("{}: {}", options.from.string(), error->sentence));
        }
        return;
    }
    for (auto& overrides : combinations_of(options.sets)) {
        Content content = load_content(dir, plan.mode, overrides);
        plan.variants.push_back({std::move(content), std::move(overrides)});
    }
}

// As a shell takes it back as one word.
std::string quoted(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@+%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
    return out + "'";
}

}  // namespace

RunPlan make_plan(const RunOptions& options) {
    RunPlan plan;
    plan.mode = options.mode;
    plan.players = options.players.value_or(1);
    plan.first_seed = options.first_seed;
    plan.last_seed = options.last_seed;
    if (!options.from.empty()) {
        plan.from = load_from(options);
        plan.from_file = options.from;
        plan.from_tick = options.from_tick;
        plan.mode = plan.from->mode;
        plan.players = plan.from->players;
        plan.first_seed = plan.last_seed = plan.from->seed;
    }
    load_variants(options, plan);
    if (!options.trace.empty() && plan.games() != 1) usage("--trace: is for one game");
    for (const Variant& variant : plan.variants) {
        const Mode& mode = variant.content.mode;
        if (!options.stage.empty()) usage(fmt::format("--stage: the mode {} has no stages", mode.name));
        if (options.difficulty != "normal")
            usage(fmt::format("--difficulty: the mode {} has no \"{}\"; it has normal", mode.name, options.difficulty));
        if (plan.players > mode.players_max)
            usage(fmt::format("--players: the mode {} is for 1 to {} pilots, not {}", mode.name, mode.players_max, plan.players));
    }
    plan.difficulty = options.difficulty;
    const unsigned scripted = choose_pilots(options, plan);
    std::string script_text;
    if (scripted != 0) plan.script = load_inputs(options.inputs, scripted, &script_text);
    plan.inputs = options.inputs;
    plan.ticks_given = options.ticks_given;
    plan.ticks = options.ticks_given ? options.ticks : most_ticks;
    plan.bot_timeout = std::chrono::milliseconds(options.bot_timeout_ms);
    plan.data = options.data;
    plan.trace = options.trace;
    plan.record = options.record;
    plan.crash_folder = !options.record.empty() ? options.record : options.out.parent_path();
    plan.fail_tick = options.fail_tick;
    plan.identity = identity_of(plan, script_text);
    return plan;
}

std::string command_of(const RunPlan& plan, std::uint64_t seed, std::size_t variant) {
    std::string line = "wingmate-headless run";
    const auto add = [&](std::string_view option, const std::string& value) { line += fmt::format(" {} {}", option, quoted(value)); };
    if (plan.from) {
        add("--from", fmt::format("{}@{}", plan.from_file.string(), plan.from_tick));
    } else {
        add("--mode", plan.mode);
        if (plan.difficulty != "normal") add("--difficulty", plan.difficulty);
        add("--seed", std::to_string(seed));
        if (plan.players != 1) add("--players", std::to_string(plan.players));
        for (const Override& change : plan.variants[variant].overrides) add("--set", change.key + "=" + change.value);
    }
    std::string names;  // a command may hold commas itself, so it stands at the end of an option
    for (const std::string& bot : plan.bots) {
        names += (names.empty() ? "" : ",") + bot;
        if (bot.rfind(pipe_prefix, 0) != 0) continue;
        add("--bot", names);
        names.clear();
    }
    if (!names.empty()) add("--bot", names);
    if (!plan.inputs.empty()) add("--inputs", plan.inputs.string());
    if (plan.ticks_given) add("--ticks", std::to_string(plan.ticks));
    if (!plan.data.empty()) add("--data", plan.data.string());
    return line;
}

}  // namespace game
