#include "game/headless/scenario_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/core/error.h"
#include "engine/core/toml_table.h"
#include "game/content/load_content.h"
#include "game/headless/inputs_file.h"
#include "game/headless/limits.h"

namespace game {
namespace {

namespace fs = std::filesystem;
using engine::Error;
using engine::ExitCode;
using engine::Mistakes;
using engine::TomlTable;

int line_of(const TomlTable& table, std::string_view key) {
    const std::string where = table.where(key);
    int line = 1;
    const std::size_t colon = where.rfind(':');
    std::from_chars(where.data() + colon + 1, where.data() + where.size(), line);
    return line;
}

// A text of several lines with as many empty lines before it that its lines have the numbers that they have in the file. The line end right
// behind the opening quotes is not part of a text.
std::string in_place(const TomlTable& table, std::string_view key, const std::string& text) {
    const int line = line_of(table, key);
    const bool has_lines = text.find('\n') != std::string::npos;
    return std::string(static_cast<std::size_t>(has_lines ? line : line - 1), '\n') + text;
}

// Calls f(line number, text) for every line that says something; # begins a comment.
template <typename F>
void for_each_line(const std::string& text, F f) {
    std::string_view rest = text;
    for (int line = 1; !rest.empty(); ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view words = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        words = words.substr(0, words.find('#'));
        const std::size_t from = words.find_first_not_of(" \t\r");
        if (from == std::string_view::npos) continue;
        f(line, words.substr(from, words.find_last_not_of(" \t\r") - from + 1));
    }
}

struct Reader {
    const fs::path& file;
    const fs::path& content_dir;
    std::string shown;
    Mistakes& mistakes;
    TomlTable table;
    Scenario scenario{};
    std::string mode{};
    std::vector<Override> overrides{};

    void mistake(int line, const std::string& what) { mistakes.lines.push_back(fmt::format("{}:{}: {}", shown, line, what)); }

    std::optional<Content> content(const std::vector<Override>& changes, int line) {
        // A mode file of its own lies beside the scenario.
        const bool is_path = mode.find('/') != std::string::npos || fs::path(mode).extension() == ".toml";
        const std::string name = is_path && fs::path(mode).is_relative() ? (file.parent_path() / mode).string() : mode;
        try {
            return load_content(content_dir, name, changes);
        } catch (const Error& error) {
            mistake(line, error.what());
            return std::nullopt;
        }
    }

    static std::optional<Override> override_of(const std::string& text) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) return std::nullopt;
        return Override{text.substr(0, equals), text.substr(equals + 1)};
    }

    void read_content() {
        mode = table.text("mode");
        for (const std::string& text : table.texts("set")) {
            if (auto change = override_of(text)) {
                overrides.push_back(*change);
            } else {
                mistake(line_of(table, "set"), fmt::format("\"{}\" is not KEY=VALUE", text));
            }
        }
        if (mode.empty()) return;
        if (auto loaded = content(overrides, line_of(table, "mode"))) scenario.game.content = std::move(*loaded);
    }

    // The seats that the inputs fly, a bit each.
    unsigned read_pilots() {
        ScenarioGame& game = scenario.game;
        const int most = std::max(1, game.content.mode.players_max);
        game.players = static_cast<int>(table.integer_or("players", 1, 1, most));
        std::vector<std::string> names = table.texts("bots");
        const auto players = static_cast<std::size_t>(game.players);
        if (names.empty()) names = {table.has("inputs") ? "inputs" : "idle"};
        if (names.size() == 1) names.resize(players, names.front());
        if (names.size() != players)
            mistake(line_of(table, "bots"), fmt::format("{} bots for {} players; name one, or one for each", names.size(), players));
        unsigned scripted = 0;
        for (std::size_t seat = 0; seat < players && seat < names.size(); ++seat) {
            if (names[seat] == "inputs") {
                scripted |= 1u << seat;
                continue;
            }
            game.bots[seat] = find_bot(names[seat]);
            if (game.bots[seat] == nullptr)
                mistake(line_of(table, "bots"),
                        fmt::format("there is no bot \"{}\"; there are inputs, {}", names[seat], fmt::join(bot_names(), ", ")));
        }
        // Who comes in later may be flown by inputs as well.
        for (int seat = game.players; seat < engine::max_seats; ++seat) scripted |= 1u << seat;
        return scripted;
    }

    void read_inputs(unsigned scripted) {
        const std::string text = in_place(table, "inputs", table.text_or("inputs", "", 1 << 20));
        try {
            scenario.game.inputs = parse_inputs(text, shown, scripted);
        } catch (const Error& error) {
            mistakes.lines.emplace_back(error.what());
        }
    }

    void read_seats() {
        const std::string text = in_place(table, "seats", table.text_or("seats", "", 1 << 16));
        for_each_line(text, [&](int line, std::string_view words) {
            SeatLine out;
            char state[16] = {};
            unsigned tick = 0;
            int seat = 0;
            char more = 0;
            const int got = std::sscanf(std::string(words).c_str(), "%9u %9d %15s %c", &tick, &seat, state, &more);
            const std::string_view name = state;
            const bool known = name == "absent" || name == "flown" || name == "held";
            if (got != 3 || tick < 1 || tick > most_ticks || seat < 0 || seat >= engine::max_seats || !known) {
                mistake(line, fmt::format("\"{}\" is not TICK SEAT absent|flown|held", words));
                return;
            }
            out.tick = tick;
            out.seat = seat;
            out.state = name == "absent" ? engine::SeatState::Absent : name == "flown" ? engine::SeatState::Flown : engine::SeatState::Held;
            scenario.game.seats.push_back(out);
        });
        std::stable_sort(scenario.game.seats.begin(), scenario.game.seats.end(),
                         [](const SeatLine& a, const SeatLine& b) { return a.tick < b.tick; });
    }

    void read_placed() {
        const Content& content = scenario.game.content;
        for (TomlTable& entry : table.tables("place")) {
            Placed placed;
            const int kinds = (entry.has("enemy") ? 1 : 0) + (entry.has("pickup") ? 1 : 0) + (entry.has("hero") ? 1 : 0);
            if (kinds != 1) {
                mistakes.lines.push_back(entry.where() + ": one of enemy, pickup and hero is what is placed");
                continue;
            }
            if (entry.has("enemy")) {
                std::vector<std::string> names;
                for (const EnemyKind& kind : content.enemies) names.push_back(kind.name);
                placed.kind = static_cast<std::uint16_t>(entry.choice("enemy", names));
                placed.speed = static_cast<int>(entry.integer_or("speed", 0, 0, 100));
                placed.hits = static_cast<int>(entry.integer_or("hits", 0, 1, 10'000));
            } else if (entry.has("pickup")) {
                placed.what = Placed::What::Pickup;
                placed.kind = static_cast<std::uint16_t>(entry.choice("pickup", {"bomb", "super_shot"}));
            } else {
                placed.what = Placed::What::Hero;
                placed.kind = static_cast<std::uint16_t>(entry.integer("hero", 0, scenario.game.players - 1));
                placed.has_place = entry.has("x") || entry.has("y");
                placed.lives = static_cast<int>(entry.integer_or("lives", -1, 1, 99));
                placed.bombs = static_cast<int>(entry.integer_or("bombs", -1, 0, 99));
                placed.score = static_cast<int>(entry.integer_or("score", -1, 0, score_most));
            }
            if (placed.has_place) {
                placed.x = static_cast<int>(entry.integer("x", -2000, 2000));
                placed.y = static_cast<int>(entry.integer("y", -20'000, 2000));
            }
            scenario.game.placed.push_back(placed);
        }
    }

    void read_facts() {
        const std::string text = in_place(table, "expect", table.text("expect", 1 << 18));
        for_each_line(text, [&](int line, std::string_view words) {
            auto parsed = parse_fact(words, scenario.game.content, scenario.game.players);
            if (const auto* sentence = std::get_if<std::string>(&parsed)) {
                mistake(line, *sentence);
                return;
            }
            Fact fact = std::get<Fact>(std::move(parsed));
            fact.line = line;
            scenario.ticks = std::max(scenario.ticks, fact.last);
            scenario.facts.push_back(std::move(fact));
        });
        if (scenario.facts.empty() && mistakes.none()) mistake(line_of(table, "expect"), "nothing is expected");
    }

    // "mode.hero.lives=2", "seed=2", or the name of a key whose value is taken away.
    void read_fails_with() {
        scenario.fails_with = table.text_or("fails_with", "", 300);
        if (scenario.fails_with.empty() || !mistakes.none()) return;
        const int line = scenario.fails_with_line = line_of(table, "fails_with");
        ScenarioGame& changed = scenario.changed = scenario.game;
        const std::string& what = scenario.fails_with;
        if (what == "inputs" || what == "seats" || what == "place" || what == "bots") {
            if (!table.has(what)) mistake(line, fmt::format("fails_with: there is no key \"{}\" that could be taken away", what));
            if (what == "inputs") changed.inputs.clear();
            if (what == "seats") changed.seats.clear();
            if (what == "place") changed.placed.clear();
            if (what == "bots") changed.bots = {};
            return;
        }
        const auto change = override_of(what);
        if (!change) {
            mistake(line, "fails_with: KEY=VALUE as in set, seed=N, or one of inputs, seats, place, bots");
            return;
        }
        if (change->key == "seed") {
            const auto& value = change->value;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), changed.seed);
            if (error != std::errc() || end != value.data() + value.size()) mistake(line, "fails_with: seed=N needs a number");
            return;
        }
        auto changes = overrides;
        changes.push_back(*change);
        if (auto loaded = content(changes, line)) changed.content = std::move(*loaded);
    }

    void read() {
        scenario.rule = table.text("rule", 300);
        read_content();
        scenario.game.seed = static_cast<std::uint64_t>(table.integer_or("seed", 1, 0, std::numeric_limits<std::int64_t>::max()));
        if (!mistakes.none()) return;
        const unsigned scripted = read_pilots();
        read_inputs(scripted);
        read_seats();
        read_placed();
        read_facts();
        read_fails_with();
        table.finish();
    }
};

}  // namespace

Scenario load_scenario(const fs::path& file, const fs::path& content) {
    Mistakes mistakes;
    Reader reader{file, content, file.string(), mistakes, TomlTable::load(file, file.string(), mistakes)};
    if (mistakes.none()) reader.read();
    if (!mistakes.none()) throw Error(ExitCode::BadData, fmt::format("{}", fmt::join(mistakes.lines, "\n")));
    return std::move(reader.scenario);
}

}  // namespace game
