// The art as textures, prepared for one scale at a time so that play draws them pixel by pixel: sprites, their silhouettes, tiles and
// pages. Used by the canvas only.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/platform/art_table.h"
#include "engine/platform/picture.h"
#include "engine/platform/prepare.h"
#include "engine/platform/sdl.h"

namespace engine {

class Textures {
  public:
    // Throws Error (BadData) when a picture of the table is missing. Pictures are read when they are first drawn; a broken one throws then.
    Textures(SDL_Renderer* renderer, const std::filesystem::path& art);

    const ArtTable& art() const { return art_; }

    // When nothing is prepared for a scale: prepare it at once; let another thread prepare it and take the nearest scale there is until
    // then; or take the nearest.
    enum class Missing { Prepare, PrepareBehind, Nearest };
    // Takes what is prepared for the scale. scale() tells which it is; the caller stretches by the difference. True where there is none.
    bool choose(float scale, Missing missing);
    float scale() const { return current_->scale; }

    // What of a texture to draw, and where it lies from the nominal corner, in px at scale().
    struct Cut {
        SDL_Texture* texture = nullptr;  // nullptr: nothing to draw
        SDL_Rect source{0, 0, 0, 0};
        float x = 0, y = 0;
    };
    const Cut& sprite(std::uint16_t id);
    // The whole cell on the texture, clear pixels included; no width where there is nothing.
    SDL_Rect cell(std::uint16_t id);
    // All that can be seen of the sprite in one colour (0xRRGGBB).
    Cut flat(std::uint16_t id, std::uint32_t rgb);

    struct Tile {
        sdl::TexturePtr texture;
        int w = 0, h = 0;             // px
        std::vector<SDL_Rect> parts;  // all that can be seen; the rest need not be drawn
    };
    // nullptr where there is no such tile.
    const Tile* tile(std::string_view name);

    struct Page {
        sdl::TexturePtr texture;
        int ex = 0, ey = 0;  // px of edge that it has around it
    };
    // With at least ex, ey px of edge; less while hurried. nullptr where there is no such page.
    const Page* page(std::string_view name, int ex, int ey, bool hurried);

    // The graphics device has lost its memory: everything is made anew when next drawn.
    void forget() { sets_.clear(), coming_.clear(), current_ = nullptr; }

  private:
    struct Flat {
        std::uint16_t sprite;
        std::uint32_t rgb;
        sdl::TexturePtr texture;
    };
    struct Atlas {
        bool is_loaded = false;
        sdl::TexturePtr texture;
        int w = 0;                        // px
        std::vector<std::uint8_t> alpha;  // of each pixel, for silhouettes
    };
    struct Set {
        float scale = 1;
        std::vector<Atlas> atlases;
        std::vector<Cut> cuts;  // by sprite, where its atlas is loaded
        std::list<Flat> flats;  // last used first
        std::map<std::string, Tile, std::less<>> tiles;
        std::list<std::pair<std::string, Page>> pages;  // last used first
        Preparation preparation;
    };

    float preparable(float scale) const;
    void load_atlas(Set& set, std::uint16_t index);
    Set new_set(float scale) const;
    Preparation::Job atlas_job(std::size_t index, float scale) const;
    Preparation::Job sheet_job(const std::string& name, const ArtTable::Sheet& sheet, float scale) const;
    void prepare_behind(float scale);
    sdl::TexturePtr texture_of(const Picture& picture, bool blended) const;

    SDL_Renderer* renderer_;
    ArtTable art_;
    float most_scale_ = 4;
    std::list<Set> sets_;    // last used first; a list, because current_ points into it
    std::list<Set> coming_;  // none or one, which another thread prepares
    Set* current_ = nullptr;
};

}  // namespace engine
