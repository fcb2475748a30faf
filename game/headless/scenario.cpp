// The command scenario: plays scenarios and compares what comes out with what they expect.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/scenario_file.h"
#include "game/headless/signals.h"
#include "game/sim/step.h"

namespace game {
namespace {

namespace fs = std::filesystem;
using engine::to_fixed;

// Ids of what is placed: above those that the game's own counters reach in a scenario.
constexpr Id first_placed_id = 0x00E00000;

void place(World& world, const ScenarioGame& game) {
    Id placed_id = first_placed_id;
    for (const Placed& placed : game.placed) {
        ++placed_id;
        switch (placed.what) {
            case Placed::What::Enemy: {
                Enemy enemy;
                enemy.id = 0x05000000 | placed_id;
                enemy.x = to_fixed(placed.x);
                enemy.y = to_fixed(placed.y);
                enemy.speed = to_fixed(placed.speed);
                enemy.kind = placed.kind;
                enemy.hits_left = placed.hits > 0 ? placed.hits : game.content.enemies[placed.kind].hits;
                world.enemies.spawn(enemy);
                break;
            }
            case Placed::What::Pickup: {
                Pickup pickup;
                pickup.id = 0x06000000 | placed_id;
                pickup.x = to_fixed(placed.x);
                pickup.y = to_fixed(placed.y);
                pickup.kind = static_cast<PickupKindId>(placed.kind);
                world.pickups.spawn(pickup);
                break;
            }
            case Placed::What::Hero: {
                Hero& hero = world.heroes[placed.kind];
                if (placed.has_place) {
                    hero.x = to_fixed(placed.x);
                    hero.y = to_fixed(placed.y);
                }
                if (placed.lives >= 0) hero.lives = static_cast<std::uint8_t>(placed.lives);
                if (placed.bombs >= 0) hero.bombs = static_cast<std::uint8_t>(placed.bombs);
                if (placed.score >= 0) hero.score = placed.score;
                break;
            }
        }
    }
}

// Lets the facts look at every tick; returns the hash of the last world.
std::uint64_t play(const ScenarioGame& game, std::uint32_t ticks, std::vector<Fact>& facts) {
    const auto world = std::make_unique<World>();
    const auto events = std::make_unique<Events>();
    start_world(*world, game.content, game.seed, game.players);
    place(*world, game);
    std::array<std::int64_t, event_kinds> counts{};
    engine::Inputs inputs;
    for (int seat = 0; seat < game.players; ++seat) inputs.seats[static_cast<std::size_t>(seat)].state = engine::SeatState::Flown;
    std::vector<Sprite> sprites;
    std::size_t next_input = 0;
    std::size_t next_seat = 0;
    for (std::uint32_t tick = 0;; ++tick) {
        sprites.clear();
        for_each_sprite(*world, game.content, [&](const Sprite& sprite) { sprites.push_back(sprite); });
        const Moment moment{*world, game.content, counts, sprites};
        for (Fact& fact : facts) fact.look(moment);
        if (tick == ticks) return hash_world(*world);
        for (; next_seat < game.seats.size() && game.seats[next_seat].tick <= tick + 1; ++next_seat)
            inputs.seats[static_cast<std::size_t>(game.seats[next_seat].seat)].state = game.seats[next_seat].state;
        for (; next_input < game.inputs.size() && game.inputs[next_input].tick <= tick + 1; ++next_input)
            inputs.seats[static_cast<std::size_t>(game.inputs[next_input].seat)].bits = game.inputs[next_input].bits;
        for (std::size_t seat = 0; seat < engine::max_seats; ++seat) {
            if (game.bots[seat] != nullptr) inputs.seats[seat].bits = game.bots[seat](*world, game.content, static_cast<int>(seat));
        }
        events->clear();
        step(*world, inputs, game.content, *events);
        for (const Event& event : events->all()) ++counts[static_cast<std::size_t>(event.kind)];
    }
}

// Files as they are; of a folder its *.toml by name.
std::vector<fs::path> files_of(const std::vector<fs::path>& paths) {
    std::vector<fs::path> files;
    for (const fs::path& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        std::vector<fs::path> found;
        for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
            if (at->path().extension() == ".toml") found.push_back(at->path());
        }
        if (found.empty())
            throw engine::Error(engine::ExitCode::BadData, fmt::format("{}: there are no scenarios (*.toml) here", path.string()));
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

// Plays a scenario and prints its line; true where all is as it should be.
bool play_scenario(const fs::path& file, const fs::path& content, bool quiet, LineOutput& out) {
    Scenario scenario = load_scenario(file, content);
    std::vector<Fact> facts = scenario.facts;
    const std::uint64_t hash = play(scenario.game, scenario.ticks, facts);
    std::vector<std::string> failures;
    for (const Fact& fact : facts) {
        if (!fact.failure.empty()) failures.push_back(fmt::format("{}:{}: {}: {}", file.string(), fact.line, fact.text, fact.failure));
    }
    if (!scenario.fails_with.empty() && failures.empty()) {
        facts = scenario.facts;
        play(scenario.changed, scenario.ticks, facts);
        if (std::all_of(facts.begin(), facts.end(), [](const Fact& fact) { return fact.failure.empty(); }))
            failures.push_back(fmt::format("{}:{}: fails_with \"{}\": every fact holds with it too, so they do not say what they should",
                                           file.string(), scenario.fails_with_line, scenario.fails_with));
    }
    for (const std::string& failure : failures) engine::log_error(failure);
    if (!quiet || !failures.empty()) {
        out.line(JsonLine()
                     .text("file", file.string())
                     .boolean("ok", failures.empty())
                     .text("rule", scenario.rule)
                     .natural("facts", scenario.facts.size())
                     .texts("failures", failures)
                     .natural("ticks", scenario.ticks)
                     .text("hash", engine::hash_text(hash))
                     .str());
    }
    return failures.empty();
}

}  // namespace

int scenario_command(const ScenarioOptions& options) {
    const fs::path content = content_dir(engine::asset_root(options.data));
    const std::vector<fs::path> files = files_of(options.paths);
    watch_signals();
    LineOutput out;
    int code = 0;
    for (const fs::path& file : files) {
        if (signal_seen() != 0) return code_of_signal();
        try {
            if (!play_scenario(file, content, options.quiet, out)) code = std::max(code, static_cast<int>(engine::ExitCode::Failure));
        } catch (const engine::Error& error) {
            if (error.code() != engine::ExitCode::BadData) throw;
            engine::log_error(error.what());
            code = std::max(code, static_cast<int>(engine::ExitCode::BadData));
        }
    }
    return code;
}

}  // namespace game
