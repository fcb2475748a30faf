// A picture in memory and what is done to it before it becomes a texture: read, shrunk or grown to exact cells, given an edge. Used by the
// textures; knows no renderer.
#pragma once

#include <SDL.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace engine {

struct Picture {
    int w = 0, h = 0;
    std::vector<std::uint32_t> px;  // rows from the top, 0xAARRGGBB, colours not multiplied by alpha

    Picture() = default;
    Picture(int width, int height) : w(width), h(height), px(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}
    std::uint32_t* row(int y) { return px.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(w); }
    const std::uint32_t* row(int y) const { return px.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(w); }
};

// Nothing when the file is not there or no picture; IMG_GetError() says why.
std::optional<Picture> load_picture(const std::filesystem::path& file);

// Area average of `source` in `from`, to `result` in `where`: every pixel of the result is the mean of just what it covers, so nothing
// from outside `source` gets in. Both rectangles must lie inside.
void rescale(const Picture& from, const SDL_Rect& source, Picture& result, const SDL_Rect& where);
Picture rescaled(const Picture& from, int w, int h);

// The same, but only the frame of ex and ey px around `covered`: what will lie under something else is left clear.
Picture rescaled_around(const Picture& from, int w, int h, const SDL_Rect& covered, int ex, int ey);

// With an edge of ex and ey px around it, in which the outermost band goes to and fro (a desk goes on without a seam).
Picture with_edge(const Picture& from, int ex, int ey, int band);

// The page with an edge of ex and ey px in which the ground goes on; the page's corner lies at (ax, ay) px of the ground. Where the ground
// ends, its own outermost band goes to and fro.
Picture on_ground(const Picture& page, const Picture& ground, int ax, int ay, int ex, int ey, int band);

// Gives the clear pixels around a drawing its colour, so that stretching draws no dark line around it.
void bleed(Picture& picture, const SDL_Rect& area);

bool is_opaque(const Picture& picture);
// The smallest rectangle inside `area` with all that can be seen; no width where there is nothing.
SDL_Rect seen_area(const Picture& picture, const SDL_Rect& area);

}  // namespace engine
