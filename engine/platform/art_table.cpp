#include "engine/platform/art_table.h"

#include <fmt/format.h>

#include "engine/core/error.h"
#include "engine/core/toml_table.h"

namespace engine {
namespace {

constexpr int cell_grid = 8;
constexpr int largest_atlas = 4096, largest_sheet = 4096;
constexpr std::size_t most_sprites = 4096;

void read_sheets(TomlTable& table, std::string_view key, std::map<std::string, ArtTable::Sheet, std::less<>>& sheets) {
    if (!table.has(key)) return;
    TomlTable all = table.table(key);
    for (const std::string& name : all.keys()) {
        TomlTable one = all.table(name);
        ArtTable::Sheet sheet;
        sheet.name = name;
        sheet.w = static_cast<int>(one.integer("w", 1, largest_sheet));
        sheet.h = static_cast<int>(one.integer("h", 1, largest_sheet));
        if (one.has("around")) {
            sheet.around = one.text("around");
            sheet.ax = static_cast<int>(one.integer("ax", 0, largest_sheet));
            sheet.ay = static_cast<int>(one.integer("ay", 0, largest_sheet));
            if (!all.has(sheet.around)) one.mistake("around", fmt::format("there is no \"{}\" to go around \"{}\"", sheet.around, name));
        }
        sheets.emplace(name, sheet);
    }
}

}  // namespace

ArtTable load_art_table(const std::filesystem::path& folder) {
    Mistakes mistakes;
    ArtTable art;
    art.folder = folder;
    const std::filesystem::path file = folder / "art.toml";
    TomlTable table = TomlTable::load(file, file.string(), mistakes);

    std::vector<std::string> atlas_names;
    TomlTable atlases = table.table("atlases");
    for (const std::string& name : atlases.keys()) {
        TomlTable one = atlases.table(name);
        ArtTable::Atlas atlas{name, 0, 0};
        atlas.w = static_cast<int>(one.integer("width", 1, largest_atlas));
        atlas.h = static_cast<int>(one.integer("height", 1, largest_atlas));
        art.atlases.push_back(atlas);
        atlas_names.push_back(name);
    }

    art.sprites.emplace_back();
    TomlTable sprites = table.table("sprites");
    const std::vector<std::string> names = sprites.keys();
    if (names.size() >= most_sprites) sprites.mistake("", fmt::format("{} sprites, allowed {}", names.size(), most_sprites - 1));
    for (const std::string& name : names) {
        if (art.sprites.size() >= most_sprites) break;
        TomlTable one = sprites.table(name);
        ArtTable::Sprite s;
        s.atlas = static_cast<std::uint16_t>(one.choice("atlas", atlas_names));
        s.x = static_cast<int>(one.integer("x", 0, largest_atlas));
        s.y = static_cast<int>(one.integer("y", 0, largest_atlas));
        s.w = static_cast<int>(one.integer("w", cell_grid, largest_atlas));
        s.h = static_cast<int>(one.integer("h", cell_grid, largest_atlas));
        s.ox = static_cast<int>(one.integer("ox", -largest_atlas, largest_atlas));
        s.oy = static_cast<int>(one.integer("oy", -largest_atlas, largest_atlas));
        s.sw = static_cast<int>(one.integer("sw", 1, largest_atlas));
        s.sh = static_cast<int>(one.integer("sh", 1, largest_atlas));
        if ((s.x | s.y | s.w | s.h) % cell_grid != 0)
            one.mistake("", fmt::format("the cell of \"{}\" does not lie on multiples of {}", name, cell_grid));
        if (s.atlas < art.atlases.size() && (s.x + s.w > art.atlases[s.atlas].w || s.y + s.h > art.atlases[s.atlas].h))
            one.mistake("", fmt::format("the cell of \"{}\" does not lie on its atlas", name));
        art.ids.emplace(name, static_cast<std::uint16_t>(art.sprites.size()));
        art.sprites.push_back(s);
    }

    read_sheets(table, "pages", art.pages);
    read_sheets(table, "tiles", art.tiles);
    table.finish();
    if (mistakes.none()) return art;

    std::string all = "The table of pictures is not usable:";
    for (const std::string& line : mistakes.lines) all += "\n  " + line;
    throw Error(ExitCode::BadData, all);
}

}  // namespace engine
