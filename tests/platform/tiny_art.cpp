#include "tests/platform/tiny_art.h"

#include <SDL_image.h>

namespace tiny {

using engine::Picture;

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

void save(const std::filesystem::path& file, Picture picture) {
    SDL_Surface* surface =
        SDL_CreateRGBSurfaceWithFormatFrom(picture.px.data(), picture.w, picture.h, 32, picture.w * 4, SDL_PIXELFORMAT_ARGB8888);
    ASSERT_NE(surface, nullptr);
    EXPECT_EQ(IMG_SavePNG(surface, file.c_str()), 0) << IMG_GetError();
    SDL_FreeSurface(surface);
}

void fill(Picture& picture, const SDL_Rect& where, std::uint32_t argb) {
    for (int y = where.y; y < where.y + where.h; ++y)
        for (int x = where.x; x < where.x + where.w; ++x) picture.row(y)[x] = argb;
}

void write_art(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    write(folder / "art.toml", R"([atlases]
sprites = { width = 64, height = 32 }
[sprites]
"block" = { atlas = "sprites", x = 0, y = 0, w = 16, h = 16, ox = 4, oy = 4, sw = 8, sh = 8 }
"frame" = { atlas = "sprites", x = 16, y = 0, w = 16, h = 16, ox = 0, oy = 0, sw = 16, sh = 16 }
"ab-A" = { atlas = "sprites", x = 32, y = 0, w = 8, h = 8, ox = 0, oy = 0, sw = 6, sh = 8 }
"ab-x" = { atlas = "sprites", x = 40, y = 0, w = 8, h = 8, ox = 0, oy = 0, sw = 4, sh = 8 }
[pages]
"desk" = { w = 32, h = 20 }
"sheet" = { w = 8, h = 8, around = "desk", ax = 12, ay = 6 }
[tiles]
"ground" = { w = 16, h = 16 }
"dots" = { w = 16, h = 16 }
)");
    for (const int k : {1, 2}) {
        const std::string times = "@" + std::to_string(k) + "x.png";
        const auto scaled = [k](int x, int y, int w, int h) { return SDL_Rect{x * k, y * k, w * k, h * k}; };
        struct Patch {
            SDL_Rect where;
            std::uint32_t argb;
        };
        const auto paint = [&](const char* name, int w, int h, std::initializer_list<Patch> patches) {
            Picture picture(w * k, h * k);
            for (const Patch& patch : patches) fill(picture, patch.where, patch.argb);
            save(folder / (name + times), picture);
        };
        paint("sprites", 64, 32,
              {{scaled(4, 4, 8, 8), red},
               {scaled(16, 0, 16, 16), blue},
               {scaled(20, 4, 8, 8), green},
               {scaled(32, 0, 6, 8), green},
               {scaled(40, 0, 4, 8), blue}});
        paint("tile-ground", 16, 16, {{scaled(0, 0, 16, 8), red}, {scaled(0, 8, 16, 8), blue}});
        paint("tile-dots", 16, 16, {{scaled(4, 4, 2, 2), green}});
        paint("page-desk", 32, 20, {{scaled(0, 0, 32, 20), black}, {scaled(1, 1, 30, 18), white}});
        paint("page-sheet", 8, 8, {{scaled(0, 0, 8, 8), red}});
    }
}

std::uint32_t at(const Picture& picture, int x, int y) {
    if (x < 0 || y < 0 || x >= picture.w || y >= picture.h) {
        ADD_FAILURE() << x << ", " << y << " lies outside of " << picture.w << "x" << picture.h;
        return 0;
    }
    return picture.row(y)[x];
}

void use_dummy_drivers() {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1", 1);
}

}  // namespace tiny
