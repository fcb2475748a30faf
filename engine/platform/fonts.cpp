#include "engine/platform/fonts.h"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>

#include "engine/core/log.h"
#include "engine/platform/utf8.h"

namespace engine {
namespace {

constexpr std::size_t most_faces = 8;  // a weight
constexpr std::size_t most_open = 64;  // fonts open at a time
constexpr std::size_t longest = 1000;  // code points in a line; what is longer is cut
constexpr int smallest_px = 6, largest_px = 400;
// Where a font has no bold face, its text is drawn twice, a part in 32 of its size apart: the strokes of Chinese characters stay apart,
// which they do not in SDL_ttf's own bold, and not in smaller sizes.
constexpr int strike_part = 32, least_strike_px = 24;

struct FreePattern {
    void operator()(FcPattern* p) const { FcPatternDestroy(p); }
};
using PatternPtr = std::unique_ptr<FcPattern, FreePattern>;

bool is_chinese(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

PatternPtr pattern_for(bool bold) {
    PatternPtr pattern{FcPatternCreate()};
    FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>("DejaVu Sans"));
    FcPatternAddInteger(pattern.get(), FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_MEDIUM);
    FcPatternAddInteger(pattern.get(), FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern.get(), FC_COLOR, FcFalse);
    return pattern;
}

// The text once more, so many pixels to the right.
sdl::SurfacePtr struck_twice(SDL_Surface& text, int pixels, const SDL_Color& colour) {
    sdl::SurfacePtr both{SDL_CreateRGBSurfaceWithFormat(0, text.w + pixels, text.h, 32, SDL_PIXELFORMAT_ARGB8888)};
    if (!both) return nullptr;
    // Of that colour also where nothing is, so that the edges blend into no other.
    SDL_FillRect(both.get(), nullptr, SDL_MapRGBA(both->format, colour.r, colour.g, colour.b, 0));
    SDL_SetSurfaceBlendMode(&text, SDL_BLENDMODE_BLEND);
    for (const int x : {0, pixels}) {
        SDL_Rect where{x, 0, text.w, text.h};
        SDL_BlitSurface(&text, nullptr, both.get(), &where);
    }
    return both;
}

void substitute(FcPattern* pattern) {
    FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
}

}  // namespace

Fonts::Fonts() {
    if (TTF_Init() != 0 || !FcInit()) {
        log_warning(fmt::format("Text cannot be drawn: {}", TTF_GetError()));
        return;
    }
    works_ = true;
    for (const bool bold : {false, true}) {
        const PatternPtr pattern = pattern_for(bold);
        substitute(pattern.get());
        FcResult result{};
        const PatternPtr match{FcFontMatch(nullptr, pattern.get(), &result)};
        if (match) add_face(bold, match.get());
    }
    if (faces_[0].empty())
        log_warning("There is no font on this system, so there will be no text (Debian: apt-get install fonts-dejavu-core)");
}

Fonts::~Fonts() {
    open_.clear();
    if (works_) FcFini();
    if (TTF_WasInit()) TTF_Quit();
}

bool Fonts::add_face(bool bold, void* pattern) {
    auto* found = static_cast<FcPattern*>(pattern);
    FcChar8* file = nullptr;
    Face face;
    int weight = FC_WEIGHT_REGULAR;
    if (FcPatternGetString(found, FC_FILE, 0, &file) != FcResultMatch) return false;
    FcPatternGetInteger(found, FC_INDEX, 0, &face.index);
    FcPatternGetInteger(found, FC_WEIGHT, 0, &weight);
    face.file = reinterpret_cast<const char*>(file);
    face.index &= 0xFFFF;  // above it: variations
    face.lacks_bold = bold && weight < FC_WEIGHT_DEMIBOLD;
    std::vector<Face>& faces = faces_[bold];
    const bool known = std::any_of(faces.begin(), faces.end(), [&](const Face& f) { return f.file == face.file && f.index == face.index; });
    if (known || faces.size() == most_faces) return false;
    faces.push_back(std::move(face));
    return true;
}

const Fonts::Opened& Fonts::open(std::size_t face, int px, bool bold) {
    const std::uint64_t key =
        static_cast<std::uint64_t>(face) << 32U | static_cast<std::uint64_t>(px) << 1U | static_cast<std::uint64_t>(bold);
    const auto found = open_.find(key);
    if (found != open_.end()) return found->second;
    const Face& f = faces_[bold][face];
    FontPtr font{TTF_OpenFontIndex(f.file.c_str(), px, f.index)};
    if (font) {
        TTF_SetFontHinting(font.get(), TTF_HINTING_LIGHT);
    } else {
        log_warning(fmt::format("{}: the font cannot be used: {}", f.file, TTF_GetError()));  // once: the failure is kept
    }
    const int strike = f.lacks_bold && px >= least_strike_px ? (px + strike_part / 2) / strike_part : 0;
    return open_.emplace(key, Opened{std::move(font), strike}).first->second;
}

bool Fonts::find_face_for(char32_t c, bool bold) {
    const PatternPtr pattern = pattern_for(bold);
    FcCharSet* needed = FcCharSetCreate();
    FcCharSetAddChar(needed, c);
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, needed);
    if (is_chinese(c)) FcPatternAddString(pattern.get(), FC_LANG, reinterpret_cast<const FcChar8*>("zh-cn"));
    FcCharSetDestroy(needed);
    substitute(pattern.get());
    FcResult result{};
    FcFontSet* sorted = FcFontSort(nullptr, pattern.get(), FcTrue, nullptr, &result);
    bool added = false;
    for (int i = 0; sorted && i < sorted->nfont && !added; ++i) {
        FcCharSet* has = nullptr;
        FcBool scalable = FcFalse;
        FcPatternGetBool(sorted->fonts[i], FC_SCALABLE, 0, &scalable);
        if (!scalable || FcPatternGetCharSet(sorted->fonts[i], FC_CHARSET, 0, &has) != FcResultMatch || !FcCharSetHasChar(has, c)) continue;
        added = add_face(bold, sorted->fonts[i]);
    }
    if (sorted) FcFontSetDestroy(sorted);
    return added;
}

const Fonts::Opened* Fonts::font_for(char32_t c, int px, bool bold) {
    if (nowhere_[bold].count(c) != 0) return nullptr;
    std::vector<Face>& faces = faces_[bold];
    for (std::size_t i = 0; i < faces.size() || find_face_for(c, bold); ++i) {
        const Opened& opened = open(i, px, bold);
        if (opened.font && TTF_GlyphIsProvided32(opened.font.get(), c)) return &opened;
    }
    nowhere_[bold].insert(c);
    return nullptr;
}

std::vector<Fonts::Run> Fonts::runs(const std::vector<char32_t>& text, int px, bool bold) {
    std::vector<Run> found;
    if (open_.size() > most_open) open_.clear();  // between lines only: runs hold on to fonts
    px = std::clamp(px, smallest_px, largest_px);
    for (std::size_t i = 0; i < std::min(text.size(), longest); ++i) {
        char32_t c = text[i];
        const Opened* font = c == ' ' && !found.empty() ? found.back().with : font_for(c, px, bold);  // a space belongs to the word before
        if (!font) font = font_for(c = box_character, px, bold);
        if (!font) font = font_for(c = '?', px, bold);
        if (!font) continue;
        if (found.empty() || found.back().with != font) found.push_back({font, {}});
        append_utf8(found.back().text, c);
    }
    return found;
}

int Fonts::width_of(const std::vector<Run>& line) const {
    int total = 0;
    for (const Run& run : line) {
        int w = 0;
        if (TTF_SizeUTF8(run.with->font.get(), run.text.c_str(), &w, nullptr) == 0) total += w + run.with->strike;
    }
    return total;
}

int Fonts::width(std::string_view text, int px, bool bold) { return works_ ? width_of(runs(drawable(text), px, bold)) : 0; }

sdl::SurfacePtr Fonts::draw(std::string_view text, int px, bool bold, SDL_Color colour, int& base_line) {
    base_line = 0;
    if (!works_) return nullptr;
    struct Piece {
        sdl::SurfacePtr surface;
        int ascent;
    };
    std::vector<Piece> pieces;
    int below = 0, w = 0;
    for (const Run& run : runs(drawable(text), px, bold)) {
        sdl::SurfacePtr surface{TTF_RenderUTF8_Blended(run.with->font.get(), run.text.c_str(), colour)};
        if (surface && run.with->strike > 0) surface = struck_twice(*surface, run.with->strike, colour);
        if (!surface) continue;
        const int ascent = TTF_FontAscent(run.with->font.get());
        base_line = std::max(base_line, ascent);
        below = std::max(below, surface->h - ascent);
        w += surface->w;
        pieces.push_back({std::move(surface), ascent});
    }
    if (w == 0) return nullptr;
    if (pieces.size() == 1) return std::move(pieces.front().surface);
    sdl::SurfacePtr line{SDL_CreateRGBSurfaceWithFormat(0, w, base_line + below, 32, SDL_PIXELFORMAT_ARGB8888)};
    if (!line) return nullptr;
    int x = 0;
    for (const Piece& piece : pieces) {
        SDL_SetSurfaceBlendMode(piece.surface.get(), SDL_BLENDMODE_NONE);
        SDL_Rect where{x, base_line - piece.ascent, piece.surface->w, piece.surface->h};
        SDL_BlitSurface(piece.surface.get(), nullptr, line.get(), &where);
        x += piece.surface->w;
    }
    return line;
}

std::string Fonts::fitted(std::string_view text, int px, bool bold, int most_px) {
    std::vector<char32_t> all = drawable(text);
    const auto as_text = [&](std::size_t count, bool cut) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) append_utf8(out, all[i]);
        if (cut) append_utf8(out, U'…');
        return out;
    };
    const auto fits = [&](const std::string& line) { return !works_ || width_of(runs(drawable(line), px, bold)) <= most_px; };
    std::string whole = as_text(all.size(), false);
    if (fits(whole)) return whole;
    std::size_t low = 0, high = std::min(all.size(), longest);  // low code points fit, or nothing does
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (fits(as_text(middle, true))) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    while (low > 0 && all[low - 1] == ' ') --low;
    return as_text(low, true);
}

bool Fonts::covers(std::string_view text) {
    if (!works_) return false;
    constexpr int any_px = 16;
    const std::vector<char32_t> all = drawable(text);
    return std::all_of(all.begin(), all.end(), [&](char32_t c) { return c == ' ' || font_for(c, any_px, false) != nullptr; });
}

}  // namespace engine
