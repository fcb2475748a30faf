// Frames and bands put together from slices of sprites, once for each size, and kept while they are used. Used by the canvas.
#pragma once

#include <array>
#include <cstdint>
#include <list>

#include "engine/platform/textures.h"

namespace engine {

class Slices {
  public:
    Slices(SDL_Renderer* renderer, Textures& textures) : renderer_(renderer), textures_(textures) {}

    struct Made {
        SDL_Texture* texture = nullptr;  // nullptr: nothing to draw
        int w = 0, h = 0;                // px at the textures' scale
        float x = 0, y = 0;              // px of its corner from the corner of what was asked for
    };
    // w, h: px of the nominal rectangle at the textures' scale; border: units
    Made nine(std::uint16_t sprite, int w, int h, float border);
    Made band(std::uint16_t left, std::uint16_t middle, std::uint16_t right, int w, int h);
    void forget() { kept_.clear(), kept_px_ = 0; }

  private:
    struct Key {
        std::array<std::uint16_t, 3> sprites;
        int w, h, border;  // border: px; -1 for a band
        float scale;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Kept {
        Key key;
        sdl::TexturePtr texture;
        Made made;
    };

    Made* find(const Key& key);
    // A clear texture that is drawn on until finish().
    Kept start(const Key& key, int w, int h);
    Made finish(Kept kept);
    void copy(std::uint16_t sprite, const SDL_Rect& from, const SDL_Rect& to);

    SDL_Renderer* renderer_;
    Textures& textures_;
    std::list<Kept> kept_;  // last used first
    std::size_t kept_px_ = 0;
};

}  // namespace engine
