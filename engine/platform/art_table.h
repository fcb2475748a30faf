// The table of pictures that the build makes (art.toml): where each sprite lies on its atlas, and which pages and tiles there are. All
// numbers in units (px of the @1x files). Used by the textures and the canvas.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace engine {

struct ArtTable {
    struct Atlas {
        std::string name;
        int w = 0, h = 0;
    };
    struct Sprite {
        std::uint16_t atlas = 0;
        int x = 0, y = 0, w = 0, h = 0;  // its cell; multiples of 8, so that it stays whole at every eighth of a scale
        int ox = 0, oy = 0;              // the nominal rectangle's corner inside the cell; may lie outside
        int sw = 0, sh = 0;              // nominal size
    };
    struct Sheet {  // a page or a tile
        std::string name;
        int w = 0, h = 0;
        std::string around;  // the page that goes on around it where the window is larger; none: its own edge is carried on
        int ax = 0, ay = 0;  // where its corner lies on that page
    };

    std::filesystem::path folder;
    std::vector<Atlas> atlases;
    std::vector<Sprite> sprites;                            // [0] draws nothing
    std::map<std::string, std::uint16_t, std::less<>> ids;  // of sprites
    std::map<std::string, Sheet, std::less<>> pages, tiles;
};

// Throws Error (BadData) with all mistakes when the table is missing or wrong.
ArtTable load_art_table(const std::filesystem::path& folder);

}  // namespace engine
