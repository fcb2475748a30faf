#include "game/headless/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "engine/core/error.h"

namespace game {
namespace {

// What stands behind "name": in a line that this program wrote; texts without their quotes. Nothing where there is none. A text that people
// chose cannot be taken for it: the quotes in it have backslashes.
std::optional<std::string_view> field(std::string_view line, std::string_view name) {
    const std::string key = fmt::format("\"{}\":", name);
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    line.remove_prefix(at + key.size());
    const bool quoted = !line.empty() && line.front() == '"';
    if (quoted) line.remove_prefix(1);
    const std::size_t end = line.find_first_of(quoted ? "\"" : ",}");
    if (end == std::string_view::npos) return std::nullopt;
    return line.substr(0, end);
}

std::optional<std::uint64_t> number(std::optional<std::string_view> text) {
    std::uint64_t value = 0;
    if (!text || text->empty()) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<LineKey> key_of_line(std::string_view line) {
    if (line.size() < 2 || line.front() != '{' || line.back() != '}') return std::nullopt;
    const auto run = field(line, "run");
    const auto seed = number(field(line, "seed"));
    const auto set_number = number(field(line, "set_number"));
    if (!run || !seed || !set_number) return std::nullopt;
    return LineKey{*run, *seed, *set_number};
}

DoneGames read_done_games(const std::filesystem::path& file, const RunPlan& plan) {
    DoneGames done;
    std::ifstream in(file);
    std::string line;
    const auto refuse = [&](std::uint64_t at, const std::string& what) {
        throw engine::Error(engine::ExitCode::BadData, fmt::format("{}:{}: {}; the file is left as it is", file.string(), at, what));
    };
    for (std::uint64_t at = 1; std::getline(in, line); ++at) {
        if (in.eof()) break;  // a torn last line: it will be dropped and made again
        const auto key = key_of_line(line);
        if (!key) refuse(at, "not a line of a run");
        if (key->run != plan.identity)
            refuse(at,
                   fmt::format("is of another run ({}, this one is {}): mode, content, pilots or limits differ", key->run, plan.identity));
        if (key->set_number >= plan.variants.size()) refuse(at, "its \"set_number\" is none of this run");
        if (key->seed < plan.first_seed) continue;  // of a larger range of seeds; stays
        const std::uint64_t game =
            key->seed > plan.last_seed ? plan.games() : plan.number_of(key->seed, static_cast<std::size_t>(key->set_number));
        done.last = std::max(done.last.value_or(0), game);
        if (game < plan.games()) done.numbers.insert(game);
    }
    return done;
}

}  // namespace game
