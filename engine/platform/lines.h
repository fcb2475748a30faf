// Drawn lines of text, kept as textures while they are used. Used by the canvas.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/platform/fonts.h"
#include "engine/platform/sdl.h"

namespace engine {

class Lines {
  public:
    explicit Lines(SDL_Renderer* renderer) : renderer_(renderer) {}

    struct Fitted {
        std::string text;
        int width = 0;  // px
    };
    // most_px 0: no limit. Valid until the next call.
    const Fitted& fitted(std::string_view text, int px, bool bold, int most_px);

    struct Line {
        SDL_Texture* texture = nullptr;  // nullptr: nothing to draw. Valid until the next call
        int w = 0, h = 0;
        int base_line = 0;  // px from the top
    };
    Line line(const std::string& text, int px, bool bold, std::uint32_t rgb);

    Fonts& fonts() { return fonts_; }
    void forget();  // the graphics device has lost its memory

  private:
    struct Kept {
        std::string key;
        sdl::TexturePtr texture;
        Line line;
    };

    SDL_Renderer* renderer_;
    Fonts fonts_;
    std::unordered_map<std::string, Fitted> fitted_;
    std::list<Kept> kept_;  // last used first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
    std::size_t kept_px_ = 0;
};

}  // namespace engine
