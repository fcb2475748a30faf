#include "game/content/load_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "engine/core/error.h"
#include "game/content/readers.h"

namespace game {

namespace fs = std::filesystem;
using engine::Error;
using engine::ExitCode;
using engine::Mistakes;
using engine::TomlTable;

namespace {

void apply_overrides(TomlTable& table, std::string_view prefix, const std::vector<Override>& overrides, Mistakes& mistakes) {
    for (const Override& change : overrides) {
        if (change.key.rfind(prefix, 0) != 0) continue;
        if (!table.override_value(std::string_view(change.key).substr(prefix.size()), change.value))
            mistakes.lines.push_back(
                fmt::format("--set {}: there is no such number, text, switch or list that could be {}", change.key, change.value));
    }
}

// Puts the enemies in the order of enemies.toml, whatever the order in which a mode names them.
void renumber(Mode& mode, const std::vector<std::uint16_t>& new_index) {
    for (std::uint16_t& kind : mode.drawn_enemies) kind = new_index[kind];
    for (Spawn& spawn : mode.spawns) spawn.enemy = new_index[spawn.enemy];
    for (Population& population : mode.population) population.enemy = new_index[population.enemy];
}

void load_enemies(const Source& source, const std::vector<Override>& overrides, const NamedEnemies& named, Content& content) {
    TomlTable file = TomlTable::load(source.dir / "enemies.toml", "enemies.toml", source.mistakes);
    apply_overrides(file, "enemies.", overrides, source.mistakes);
    const std::vector<std::string> known = file.keys();
    std::vector<std::uint16_t> new_index(named.names.size(), 0);
    for (const std::string& name : known) {
        const auto found = std::find(named.names.begin(), named.names.end(), name);
        if (found == named.names.end()) continue;
        new_index[static_cast<std::size_t>(found - named.names.begin())] = static_cast<std::uint16_t>(content.enemies.size());
        TomlTable table = file.table(name);
        content.enemies.push_back(
            read_enemy(table, name, content.mode.rules == Rules::Classic, content.mode.rate, source, content.patterns));
        table.finish();
    }
    for (std::size_t i = 0; i < named.names.size() && !known.empty(); ++i) {
        if (std::find(known.begin(), known.end(), named.names[i]) == known.end())
            source.mistakes.lines.push_back(
                fmt::format("{}: there is no enemy \"{}\", known are {}", named.at[i], named.names[i], fmt::join(known, ", ")));
    }
    if (content.patterns.size() > patterns_most)
        source.mistakes.lines.push_back(fmt::format("enemies.toml: the enemies of mode {} have {} patterns together, may have {}",
                                                    content.mode.name, content.patterns.size(), patterns_most));
    if (source.mistakes.none()) renumber(content.mode, new_index);
}

Content load(const fs::path& dir, const fs::path& file, const std::string& shown, const std::vector<Override>& overrides,
             Mistakes& mistakes) {
    Content content;
    const Source source{dir, mistakes};
    content.mode.name = file.stem().string();
    for (const Override& change : overrides) {
        if (change.key.rfind("mode.", 0) != 0 && change.key.rfind("enemies.", 0) != 0)
            mistakes.lines.push_back(fmt::format("--set {}: keys begin with mode. or enemies.", change.key));
    }
    TomlTable table = TomlTable::load(file, shown, mistakes);
    apply_overrides(table, "mode.", overrides, mistakes);
    NamedEnemies named;
    read_mode(table, source, content.mode, named);
    table.finish();
    load_enemies(source, overrides, named, content);
    if (mistakes.none()) content.hash = hash_content(content);
    return content;
}

bool is_path(const std::string& mode) { return mode.find('/') != std::string::npos || fs::path(mode).extension() == ".toml"; }

}  // namespace

fs::path content_dir(const fs::path& root) {
    std::error_code error;
    if (fs::is_directory(root / "data" / "modes", error)) return root / "data";
    return root;
}

std::vector<std::string> mode_names(const fs::path& content_dir) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(content_dir / "modes", error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() == ".toml") names.push_back(at->path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Content load_content(const fs::path& content_dir, const std::string& mode, const std::vector<Override>& overrides) {
    const std::vector<std::string> names = mode_names(content_dir);
    fs::path file = mode;
    std::string shown = mode;
    if (!is_path(mode)) {
        if (names.empty()) throw Error(ExitCode::BadData, fmt::format("there are no modes in {}", (content_dir / "modes").string()));
        if (std::find(names.begin(), names.end(), mode) == names.end())
            throw Error(ExitCode::Usage, fmt::format("there is no mode \"{}\", known are {}", mode, fmt::join(names, ", ")));
        shown = "modes/" + mode + ".toml";
        file = content_dir / shown;
    }
    Mistakes mistakes;
    Content content = load(content_dir, file, shown, overrides, mistakes);
    if (!mistakes.none()) throw Error(ExitCode::BadData, fmt::format("{}", fmt::join(mistakes.lines, "\n")));
    return content;
}

std::vector<std::string> check_all_content(const fs::path& content_dir) {
    std::vector<std::string> lines;
    const auto add_new = [&](const Mistakes& mistakes) {
        for (const std::string& line : mistakes.lines) {
            if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
        }
    };
    const std::vector<std::string> names = mode_names(content_dir);
    if (names.empty()) lines.push_back(fmt::format("there are no modes in {}", (content_dir / "modes").string()));
    for (const std::string& name : names) {
        Mistakes mistakes;
        const std::string shown = "modes/" + name + ".toml";
        load(content_dir, content_dir / shown, shown, {}, mistakes);
        add_new(mistakes);
    }
    // Enemies that no mode names are checked too.
    Mistakes mistakes;
    const Source source{content_dir, mistakes};
    TomlTable file = TomlTable::load(content_dir / "enemies.toml", "enemies.toml", mistakes);
    std::vector<Pattern> patterns;
    for (const std::string& name : file.keys()) {
        TomlTable table = file.table(name);
        read_enemy(table, name, table.has("mask"), 60, source, patterns);
        table.finish();
    }
    add_new(mistakes);
    return lines;
}

std::vector<std::string> content_keys(const fs::path& content_dir, const std::string& mode) {
    Mistakes mistakes;
    load(content_dir, is_path(mode) ? fs::path(mode) : content_dir / "modes" / (mode + ".toml"), mode, {}, mistakes);
    return {mistakes.asked.begin(), mistakes.asked.end()};
}

}  // namespace game
