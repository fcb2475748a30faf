#include "game/headless/one_game.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "engine/core/hash.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/trace.h"
#include "game/match/match.h"

namespace game {
namespace {

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

}  // namespace

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
    return fmt::format("{}-{}p-{}.wmr", name, players, seed);
}

std::string play_game(const RunPlan& plan, std::uint64_t seed, std::atomic<std::uint64_t>& made) {
    MatchSetup setup;
    setup.seed = seed;
    setup.players = plan.players;
    for (const std::string& bot : plan.bots) setup.pilots.push_back(bot == "inputs" ? bot : "bot:" + bot);
    setup.mode = plan.mode;
    setup.overrides = plan.overrides;
    setup.last_tick = plan.ticks;
    setup.record = !plan.record.empty();
    setup.looks = false;
    if (plan.from) setup.start = plan.from->start;
    Match match(plan.content, setup);
    net::Session session(alone_setup(plan.content, plan.players, plan.from ? plan.from->first_tick : 1));
    Pilots pilots(plan.content);
    for (int seat = 0; seat < plan.players; ++seat) pilots.set_bot(seat, plan.flying[static_cast<std::size_t>(seat)]);
    pilots.set_script(&plan.script);
    if (plan.from) pilots.set_replay(&*plan.from, plan.from_tick);

    std::unique_ptr<TextFile> trace;
    if (!plan.trace.empty()) trace = std::make_unique<TextFile>(plan.trace);

    const auto started = std::chrono::steady_clock::now();
    std::uint32_t counted = 0;
    while (!match.finished()) {
        pilots.fly(session, match.world());
        match.advance(session, 0);
        if (trace) trace->add(trace_line(match.world(), plan.content) + '\n');
        if (match.confirmed_tick() - counted >= 4096) {
            made += match.confirmed_tick() - counted;
            counted = match.confirmed_tick();
        }
    }
    made += match.confirmed_tick() - counted;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

    if (trace) trace->finish();
    if (setup.record) save_replay(plan.record / replay_file_name(plan.content.mode.name, plan.players, seed), match.recording());
    const World& world = match.world();
    return JsonLine()
        .integer("schema", line_schema)
        .text("mode", plan.content.mode.name)
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
        .text("content", engine::hash_text(plan.content.hash))
        .text("run", plan.identity)
        .decimal("seconds", seconds, 6)
        .decimal("ticks_per_second", seconds > 0 ? match.confirmed_tick() / seconds : 0, 0)
        .str();
}

}  // namespace game
