// SDL's objects as values that free themselves, and SDL's parts switched on once for all who need them. Used inside engine/platform only.
#pragma once

#include <SDL.h>

#include <memory>

namespace engine::sdl {

struct Free {
    void operator()(SDL_Window* p) const { SDL_DestroyWindow(p); }
    void operator()(SDL_Renderer* p) const { SDL_DestroyRenderer(p); }
    void operator()(SDL_Texture* p) const { SDL_DestroyTexture(p); }
    void operator()(SDL_Surface* p) const { SDL_FreeSurface(p); }
};
using WindowPtr = std::unique_ptr<SDL_Window, Free>;
using RendererPtr = std::unique_ptr<SDL_Renderer, Free>;
using TexturePtr = std::unique_ptr<SDL_Texture, Free>;  // must go before its renderer
using SurfacePtr = std::unique_ptr<SDL_Surface, Free>;

// Holds one of SDL's parts (SDL_INIT_VIDEO ...). With the last of them SDL as a whole is shut down.
class Part {
  public:
    // Sets our hints before SDL starts; hints in the environment win over them.
    explicit Part(Uint32 flags);
    ~Part();
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    bool works() const { return works_; }  // otherwise SDL_GetError() says why

  private:
    Uint32 flags_;
    bool works_;
};

}  // namespace engine::sdl
