#include "game/headless/resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

#include "engine/core/error.h"

namespace game {
namespace {

// The value behind "name": in a line that this program wrote; texts without their quotes. Nothing where there is none.
std::optional<std::string_view> field(std::string_view line, std::string_view name) {
    const std::size_t at = line.find(fmt::format("\"{}\":", name));
    if (at == std::string_view::npos) return std::nullopt;
    line.remove_prefix(at + name.size() + 3);
    const bool quoted = !line.empty() && line.front() == '"';
    if (quoted) line.remove_prefix(1);
    const std::size_t end = line.find_first_of(quoted ? "\"" : ",}");
    if (end == std::string_view::npos) return std::nullopt;
    return line.substr(0, end);
}

}  // namespace

DoneSeeds read_done_seeds(const std::filesystem::path& file, const std::string& identity) {
    DoneSeeds done;
    std::ifstream in(file);
    std::string line;
    for (std::uint64_t number = 1; std::getline(in, line); ++number) {
        if (in.eof()) break;  // a torn last line: it will be dropped and made again
        const auto run = field(line, "run");
        const auto seed_text = field(line, "seed");
        if (line.empty() || line.front() != '{' || line.back() != '}' || !run || !seed_text) {
            throw engine::Error(engine::ExitCode::BadData,
                                fmt::format("{}:{}: not a line of a run; the file is left as it is", file.string(), number));
        }
        if (*run != identity) {
            throw engine::Error(
                engine::ExitCode::BadData,
                fmt::format("{}:{}: is of another run ({}, this one is {}): mode, content, pilots or limits differ; the file is left "
                            "as it is",
                            file.string(), number, *run, identity));
        }
        std::uint64_t seed = 0;
        const auto [end, error] = std::from_chars(seed_text->data(), seed_text->data() + seed_text->size(), seed);
        if (error != std::errc() || end != seed_text->data() + seed_text->size()) {
            throw engine::Error(engine::ExitCode::BadData, fmt::format("{}:{}: its seed is not a number", file.string(), number));
        }
        done.seeds.insert(seed);
        done.largest = std::max(done.largest, seed);
    }
    return done;
}

}  // namespace game
