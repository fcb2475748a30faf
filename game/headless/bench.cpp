#include "game/headless/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "game/content/load_content.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"

namespace game {

namespace {

struct Row {
    const char* name;
    void (*measure)(Bench&);
};
// The process first: a child's memory counts from what its parent has.
constexpr std::array<Row, 12> rows = {{{"process", bench_process},
                                       {"first_flight", bench_first_flight},
                                       {"bench_stage", bench_stage},
                                       {"hits", bench_hits},
                                       {"tick", bench_tick},
                                       {"rollback", bench_rollback},
                                       {"growth", bench_growth},
                                       {"allocations", bench_allocations},
                                       {"replays", bench_replays},
                                       {"jobs", bench_jobs},
                                       {"worlds", bench_worlds},
                                       {"serve", bench_serve}}};

std::string row_names() {
    std::string names;
    for (const Row& row : rows) names.append(names.empty() ? "" : ", ").append(row.name);
    return names;
}

// tests/bench, beside the sources that this program was built from: a folder above it.
std::filesystem::path find_yardsticks() {
    std::error_code error;
    for (std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe", error).parent_path(); at.has_relative_path();
         at = at.parent_path()) {
        if (std::filesystem::exists(at / "tests" / "bench" / "pygame_tick.py", error)) return at / "tests" / "bench";
    }
    return {};
}

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// What a command prints; empty where it fails.
std::string output_of(const std::string& command) {
    FILE* const pipe = popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    std::array<char, 512> piece;
    for (std::size_t n = 0; text.size() < 100'000 && (n = fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), n);
    return pclose(pipe) == 0 ? text : std::string();
}

std::optional<double> number_behind(const std::string& text, const std::string& key) {
    const std::size_t at = text.find(key + "=");
    if (at == std::string::npos) return std::nullopt;
    return std::strtod(text.c_str() + at + key.size() + 1, nullptr);
}

}  // namespace

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void keep(std::uint64_t result) {
    static volatile std::uint64_t last = 0;
    last = last ^ result;
}

Content Bench::load(const std::string& mode) const { return load_content(content_, mode); }

std::optional<double> Bench::python(const std::string& script, const std::string& arguments, const std::string& key,
                                    std::string& missing) const {
    missing = "pygame is not installed (python3-pygame), or tests/bench is not there";
    if (yardsticks_.empty()) return std::nullopt;
    const std::string file = quoted((yardsticks_ / script).string());
    for (const char* interpreter : {"python3 -B ", "/usr/bin/python3 -B "}) {
        std::string command = interpreter;
        command.append(file).append(" ").append(arguments);
        if (auto found = number_behind(output_of(command), key)) return found;
    }
    return std::nullopt;
}

std::optional<double> Bench::program(const std::string& name, const std::string& key, std::string& missing) const {
    missing = name + " is not built beside this program (needs chipmunk-dev)";
    std::error_code error;
    const std::filesystem::path file = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
    if (!std::filesystem::exists(file, error)) return std::nullopt;
    return number_behind(output_of(quoted(file.string())), key);
}

void Bench::print(const Figure& figure) {
    const auto number = [](std::optional<double> value) { return value ? fmt::format("{:.6g}", *value) : std::string("null"); };
    std::optional<double> ratio;
    if (figure.yardstick && *figure.yardstick > 0 && figure.value > 0)
        ratio = figure.less_is_better ? *figure.yardstick / figure.value : figure.value / *figure.yardstick;
    const auto holds = [&](std::optional<double> goal) -> std::string {
        const std::optional<double> measured = figure.by_ratio ? ratio : std::optional(figure.value);
        if (!goal || !measured) return "null";
        const bool less = figure.less_is_better && !figure.by_ratio;
        return (less ? *measured <= *goal : *measured >= *goal) ? "true" : "false";
    };
    out_.line(JsonLine()
                  .text("name", figure.name)
                  .raw("value", number(figure.value))
                  .text("unit", figure.unit)
                  .raw("yardstick", number(figure.yardstick))
                  .text("yardstick_is", figure.yardstick_is)
                  .raw("ratio", number(ratio))
                  .text("goal_is", figure.by_ratio ? "ratio" : "value")
                  .raw("reach", number(figure.reach))
                  .raw("reached", holds(figure.reach))
                  .raw("aim", number(figure.aim))
                  .raw("aim_reached", holds(figure.aim))
                  .str());
}

int bench_command(const BenchOptions& options) {
    for (const std::string& name : options.names) {
        const bool known = std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
        if (!known) throw engine::Error(engine::ExitCode::Usage, fmt::format("there is no figure \"{}\", known are {}", name, row_names()));
    }
    Bench bench(content_dir(engine::asset_root(options.data)), find_yardsticks());
    for (const Row& row : rows) {
        const auto& names = options.names;
        if (names.empty() || std::find(names.begin(), names.end(), row.name) != names.end()) row.measure(bench);
    }
    return 0;
}

}  // namespace game
