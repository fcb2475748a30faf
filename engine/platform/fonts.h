// The system's fonts, found by fontconfig: DejaVu Sans first, then whatever has the characters that it lacks. Measures and draws single
// lines. Used by the canvas.
#pragma once

#include <SDL_ttf.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/platform/sdl.h"

namespace engine {

class Fonts {
  public:
    // Never throws; without any font nothing is drawn and a warning names the package.
    Fonts();
    ~Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    // px: height of the em, 6 to 400 (clamped). Any bytes are a legal text.
    int width(std::string_view text, int px, bool bold);
    // ARGB8888 and the base line's distance from its top; nothing where there is nothing to draw.
    sdl::SurfacePtr draw(std::string_view text, int px, bool bold, SDL_Color colour, int& base_line);
    // The text, or as much of it as fits into most_px with "…" after it.
    std::string fitted(std::string_view text, int px, bool bold, int most_px);
    bool covers(std::string_view text);

  private:
    struct Face {
        std::string file;
        int index = 0;            // in a collection
        bool lacks_bold = false;  // bold is wanted, the face is not
    };
    struct Close {
        void operator()(TTF_Font* font) const { TTF_CloseFont(font); }
    };
    using FontPtr = std::unique_ptr<TTF_Font, Close>;
    struct Opened {
        FontPtr font;    // null: cannot be used
        int strike = 0;  // px; not 0: text is drawn once more so far to the right, in place of a bold face
    };
    struct Run {
        const Opened* with;
        std::string text;
    };

    const Opened& open(std::size_t face, int px, bool bold);
    bool add_face(bool bold, void* pattern);
    // The first font that has the character, looked for on the system if need be; nullptr where none has it.
    const Opened* font_for(char32_t c, int px, bool bold);
    bool find_face_for(char32_t c, bool bold);
    std::vector<Run> runs(const std::vector<char32_t>& text, int px, bool bold);
    int width_of(const std::vector<Run>& runs) const;

    bool works_ = false;
    std::vector<Face> faces_[2];            // by bold; the first is DejaVu
    std::set<char32_t> nowhere_[2];         // characters that were looked for in vain
    std::map<std::uint64_t, Opened> open_;  // by face, size and weight
};

}  // namespace engine
