// The parts of the content loader: tables of the files to definitions. Used by load_content.cpp only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/toml_table.h"
#include "game/content/content.h"

namespace game {

// Where a load takes its files from, and where its mistakes go.
struct Source {
    std::filesystem::path dir;  // the content folder
    engine::Mistakes& mistakes;
};

// Kinds of enemies that a mode names, in the order in which it names them; `at` is the place of the first naming, for mistakes.
struct NamedEnemies {
    std::vector<std::string> names;
    std::vector<std::string> at;
    // The place of a name in `names`; added where it is new.
    std::uint16_t index(const std::string& name, const std::string& where);
};

// Reads everything of a mode but its enemies. Indices of enemies in the mode are those of `named` until load_content puts them in the
// order of enemies.toml.
void read_mode(engine::TomlTable& file, const Source& source, Mode& mode, NamedEnemies& named);

// One kind of enemy; its mask only where the mode collides by masks. Its patterns are appended to `patterns`.
EnemyKind read_enemy(engine::TomlTable& table, const std::string& name, bool with_mask, std::uint32_t rate, const Source& source,
                     std::vector<Pattern>& patterns);

// The patterns of the enemy in this table, appended to `patterns`; how many.
std::uint16_t read_patterns(engine::TomlTable& enemy, std::uint32_t rate, std::vector<Pattern>& patterns);

// The picture mask named by key "mask" of a table, which must be w x h.
Mask read_mask(engine::TomlTable& table, int w, int h, const Source& source);

// Of the canonical bytes of all that decides play.
std::uint64_t hash_content(const Content& content);

}  // namespace game
