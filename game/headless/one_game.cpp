#include "game/headless/one_game.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <memory>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "game/headless/crash.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/pipe_bot.h"
#include "game/headless/sweep.h"
#include "game/headless/trace.h"
#include "game/match/match.h"

namespace game {
namespace {
constexpr std::string_view replay_ending = ".wmr";
}
const char* state_name(const Hero* hero) {
    if (hero == nullptr) return "absent";
    switch (hero->state) {
        case HeroState::Flying: return "flying";
        case HeroState::Destroyed: return "destroyed";
        case HeroState::Gone: return "gone";
        case HeroState::Absent: return "absent";
    }
    return "absent";
}

std::string pilots_json(const World& world, const std::vector<std::string>& bots) {
    std::string list = "[";
    for (std::size_t seat = 0; seat < bots.size(); ++seat) {
        const Hero* hero = hero_of_seat(world, static_cast<int>(seat));
        const Hero none;
        const Hero& h = hero != nullptr ? *hero : none;
        if (seat > 0) list += ',';
        list += JsonLine()
                    .natural("seat", seat)
                    .text("bot", bots[seat])
                    .integer("score", h.score)
                    .natural("kills", h.kills)
                    .natural("lives", h.lives)
                    .text("state", state_name(hero))
                    .str();
    }
    return list + "]";
}

std::string replay_file_name(const std::string& mode, int players, std::uint64_t seed) {
    std::string name = mode;
    for (char& c : name) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!fine) c = '_';
    }
    return fmt::format("{}-{}p-{}{}", name, players, seed, replay_ending);
}

std::string play_game(const RunPlan& plan, std::uint64_t number, std::atomic<std::uint64_t>& made) {
    const std::uint64_t seed = plan.seed_of(number);
    const std::size_t place = plan.variant_of(number);
    const Variant& variant = plan.variants[place];
    const Content& content = variant.content;
    MatchSetup setup;
    setup.seed = seed;
    setup.players = plan.players;
    for (const std::string& bot : plan.bots) setup.pilots.push_back(bot == inputs_pilot ? bot : "bot:" + bot);
    setup.mode = plan.mode;
    setup.overrides = variant.overrides;
    setup.last_tick = plan.ticks;
    setup.looks = false;
    if (plan.from) setup.start = plan.from->start;
    Match match(content, setup);
    net::Session session(alone_setup(content, plan.players, plan.from ? plan.from->first_tick : 1));
    Pilots pilots(content);
    for (int seat = 0; seat < plan.players; ++seat) pilots.set_bot(seat, plan.flying[static_cast<std::size_t>(seat)]);
    pilots.set_script(&plan.script);
    if (plan.from) pilots.set_replay(&*plan.from, plan.from_tick);

    std::string file = replay_file_name(content.mode.name, plan.players, seed);
    if (plan.variants.size() > 1) file.insert(file.size() - replay_ending.size(), fmt::format("-set{}", place));
    const GameInHand in_hand(match, plan.crash_folder / ("stopped-" + file));

    std::unique_ptr<TextFile> trace;
    if (!plan.trace.empty()) trace = std::make_unique<TextFile>(plan.trace);
    std::array<std::unique_ptr<PipeBot>, engine::max_seats> programs;
    bool has_programs = false;
    for (int seat = 0; seat < plan.players; ++seat) {
        const std::string& command = plan.programs[static_cast<std::size_t>(seat)];
        if (command.empty()) continue;
        has_programs = true;
        programs[static_cast<std::size_t>(seat)] = std::make_unique<PipeBot>(command, seat, plan.bot_timeout, content, plan.players, seed);
    }

    const auto started = std::chrono::steady_clock::now();
    std::uint32_t counted = 0;
    while (!match.finished()) {
        pilots.fly(session, match.world());
        CHECK(plan.fail_tick == 0 || match.world().header.tick + 1 != plan.fail_tick);
        if (has_programs && match.world().header.tick >= plan.from_tick) {
            const std::string look = trace_line(match.world(), content);
            for (int seat = 0; seat < plan.players; ++seat) {
                const auto& program = programs[static_cast<std::size_t>(seat)];
                if (program) session.set_bits(seat, program->ask(match.world(), look));
            }
        }
        match.advance(session, 0);
        if (trace) trace->add(trace_line(match.world(), content) + '\n');
        if (match.confirmed_tick() - counted >= 4096) {
            made += match.confirmed_tick() - counted;
            counted = match.confirmed_tick();
        }
    }
    made += match.confirmed_tick() - counted;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

    for (const auto& program : programs) {
        if (program) program->tell_end(match.world(), outcome_name(match));
    }
    if (trace) trace->finish();
    if (!plan.record.empty()) save_replay(plan.record / file, match.recording());
    const World& world = match.world();
    JsonLine line;
    line.integer("schema", line_schema)
        .text("mode", content.mode.name)
        .raw("stage", "null")
        .text("difficulty", plan.difficulty)
        .natural("seed", seed)
        .integer("players", plan.players)
        .texts("bots", plan.bots)
        .natural("ticks", match.confirmed_tick())
        .text("outcome", outcome_name(match))
        .integer("score", team_score(world))
        .raw("pilots", pilots_json(world, plan.bots))
        .text("hash", engine::hash_text(match.confirmed_hash()))
        .text("content", engine::hash_text(content.hash))
        .text("run", plan.identity)
        .raw("set", set_json(variant.overrides))
        .natural("set_number", place)
        .text("command", command_of(plan, seed, place));
    if (plan.from) line.text("from", fmt::format("{}@{}", plan.from_file.string(), plan.from_tick));
    return line.decimal("seconds", seconds, 6).decimal("ticks_per_second", seconds > 0 ? match.confirmed_tick() / seconds : 0, 0).str();
}

}  // namespace game
