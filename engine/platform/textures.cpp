#include "engine/platform/textures.h"

#include <SDL_image.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/error.h"

namespace engine {
namespace {

constexpr std::size_t most_sets = 2;    // scales held at a time: 40 MiB each at 1280x800
constexpr std::size_t most_pages = 4;   // held a scale: 4 MiB each at 1280x800
constexpr std::size_t most_flats = 96;  // silhouettes held a scale
constexpr int edge_band = 24;           // units of a page's border that its edge is made of
constexpr int part_size = 64;           // px: tiles are looked at in squares of this size

std::filesystem::path file_of(const ArtTable& art, const std::string& name, int times) {
    return art.folder / fmt::format("{}@{}x.png", name, times);
}

int px(float units, float scale) { return std::max(1, static_cast<int>(std::lround(units * scale))); }

// The squares of a tile that have something in them, joined along each row where they touch.
std::vector<SDL_Rect> seen_parts(const Picture& picture) {
    std::vector<SDL_Rect> parts;
    for (int y = 0; y < picture.h; y += part_size) {
        for (int x = 0; x < picture.w; x += part_size) {
            const SDL_Rect square{x, y, std::min(part_size, picture.w - x), std::min(part_size, picture.h - y)};
            const SDL_Rect seen = seen_area(picture, square);
            if (seen.w == 0) continue;
            const bool touches =
                !parts.empty() && parts.back().y == seen.y && parts.back().h == seen.h && parts.back().x + parts.back().w == seen.x;
            if (touches) {
                parts.back().w += seen.w;
            } else {
                parts.push_back(seen);
            }
        }
    }
    return parts;
}

}  // namespace

Textures::Textures(SDL_Renderer* renderer, const std::filesystem::path& art) : renderer_(renderer), art_(load_art_table(art)) {
    std::vector<std::string> names;
    for (const auto& atlas : art_.atlases) names.push_back(atlas.name);
    for (const auto& [name, tile] : art_.tiles) names.push_back("tile-" + name);
    for (const auto& [name, page] : art_.pages) names.push_back("page-" + name);
    std::string missing;
    for (const std::string& name : names)
        for (const int times : {1, 2})
            if (!std::filesystem::is_regular_file(file_of(art_, name, times))) missing += "\n  " + file_of(art_, name, times).string();
    if (!missing.empty()) throw Error(ExitCode::BadData, "Pictures are missing:" + missing);

    SDL_RendererInfo info{};
    SDL_GetRendererInfo(renderer, &info);
    const int most_px = info.max_texture_width > 0 ? std::min(info.max_texture_width, info.max_texture_height) : 16384;
    int largest = 1;
    for (const auto& atlas : art_.atlases) largest = std::max({largest, atlas.w, atlas.h});
    most_scale_ = std::min(most_scale_, static_cast<float>(most_px) / static_cast<float>(largest));
}

// The eighth at or below it that has whole cells.
float Textures::preparable(float scale) const { return std::max(1.0F, std::floor(std::min(scale, most_scale_) * 8 + 0.001F)) / 8; }

void Textures::choose(float scale, bool hurried) {
    const float wanted = preparable(scale);
    auto found = std::find_if(sets_.begin(), sets_.end(), [&](const Set& set) { return set.scale == wanted; });
    if (found == sets_.end() && hurried && !sets_.empty()) {
        found = std::min_element(sets_.begin(), sets_.end(),
                                 [&](const Set& a, const Set& b) { return std::abs(a.scale - wanted) < std::abs(b.scale - wanted); });
    }
    if (found != sets_.end()) {
        sets_.splice(sets_.begin(), sets_, found);
    } else {
        if (sets_.size() == most_sets) sets_.pop_back();
        Set& set = sets_.emplace_front();
        set.scale = wanted;
        set.atlases.resize(art_.atlases.size());
        set.cuts.resize(art_.sprites.size());
    }
    current_ = &sets_.front();
}

// The picture drawn for the nearest larger size.
Picture Textures::load(const std::string& name, float scale, float& file_scale) const {
    file_scale = scale <= 1 ? 1 : 2;
    const std::filesystem::path file = file_of(art_, name, scale <= 1 ? 1 : 2);
    std::optional<Picture> picture = load_picture(file);
    if (!picture) throw Error(ExitCode::BadData, fmt::format("{}: not a picture: {}", file.string(), IMG_GetError()));
    return *std::move(picture);
}

sdl::TexturePtr Textures::texture_of(const Picture& picture, bool blended) const {
    sdl::TexturePtr texture{SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, picture.w, picture.h)};
    if (!texture || SDL_UpdateTexture(texture.get(), nullptr, picture.px.data(), picture.w * 4) != 0)
        throw Error(ExitCode::Failure, fmt::format("A texture of {}x{} could not be made: {}", picture.w, picture.h, SDL_GetError()));
    SDL_SetTextureBlendMode(texture.get(), blended ? SDL_BLENDMODE_BLEND : SDL_BLENDMODE_NONE);
    return texture;
}

void Textures::load_atlas(Set& set, std::uint16_t index) {
    Atlas& atlas = set.atlases[index];
    const ArtTable::Atlas& entry = art_.atlases[index];
    atlas.is_loaded = true;
    float file_scale = 1;
    Picture source = load(entry.name, set.scale, file_scale);
    if (source.w != px(static_cast<float>(entry.w), file_scale) || source.h != px(static_cast<float>(entry.h), file_scale))
        throw Error(ExitCode::BadData,
                    fmt::format("{}: {}x{} px, the table says {}x{}", file_of(art_, entry.name, static_cast<int>(file_scale)).string(),
                                source.w, source.h, entry.w * static_cast<int>(file_scale), entry.h * static_cast<int>(file_scale)));
    Picture result(px(static_cast<float>(entry.w), set.scale), px(static_cast<float>(entry.h), set.scale));
    const auto rect_at = [](const ArtTable::Sprite& s, float scale) {
        const auto whole = [scale](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * scale)); };
        return SDL_Rect{whole(s.x), whole(s.y), whole(s.w), whole(s.h)};
    };
    for (std::size_t id = 1; id < art_.sprites.size(); ++id) {
        const ArtTable::Sprite& s = art_.sprites[id];
        if (s.atlas != index) continue;
        const SDL_Rect cell = rect_at(s, set.scale);
        rescale(source, rect_at(s, file_scale), result, cell);
        bleed(result, cell);
        const SDL_Rect seen = seen_area(result, cell);
        Cut& cut = set.cuts[id];
        cut.source = seen;
        cut.x = static_cast<float>(seen.x - cell.x) - static_cast<float>(s.ox) * set.scale;
        cut.y = static_cast<float>(seen.y - cell.y) - static_cast<float>(s.oy) * set.scale;
    }
    source = {};  // its memory is needed for the texture
    atlas.texture = texture_of(result, true);
    atlas.w = result.w;
    atlas.alpha.resize(result.px.size());
    std::transform(result.px.begin(), result.px.end(), atlas.alpha.begin(),
                   [](std::uint32_t p) { return static_cast<std::uint8_t>(p >> 24U); });
    for (std::size_t id = 1; id < art_.sprites.size(); ++id)
        if (art_.sprites[id].atlas == index && set.cuts[id].source.w > 0) set.cuts[id].texture = atlas.texture.get();
}

SDL_Rect Textures::cell(std::uint16_t id) {
    if (!sprite(id).texture) return {0, 0, 0, 0};
    const ArtTable::Sprite& s = art_.sprites[id];
    const auto whole = [this](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * current_->scale)); };
    return {whole(s.x), whole(s.y), whole(s.w), whole(s.h)};
}

const Textures::Cut& Textures::sprite(std::uint16_t id) {
    CHECK(current_ != nullptr && id < current_->cuts.size());
    if (id != 0 && !current_->atlases[art_.sprites[id].atlas].is_loaded) load_atlas(*current_, art_.sprites[id].atlas);
    return current_->cuts[id];
}

Textures::Cut Textures::flat(std::uint16_t id, std::uint32_t rgb) {
    Cut cut = sprite(id);
    if (!cut.texture) return cut;
    std::list<Flat>& flats = current_->flats;
    const auto found = std::find_if(flats.begin(), flats.end(), [&](const Flat& f) { return f.sprite == id && f.rgb == rgb; });
    if (found != flats.end()) {
        flats.splice(flats.begin(), flats, found);
    } else {
        const Atlas& atlas = current_->atlases[art_.sprites[id].atlas];
        Picture picture(cut.source.w, cut.source.h);
        for (int y = 0; y < picture.h; ++y) {
            const std::uint8_t* alpha = atlas.alpha.data() + static_cast<std::ptrdiff_t>(cut.source.y + y) * atlas.w + cut.source.x;
            std::uint32_t* row = picture.row(y);
            for (int x = 0; x < picture.w; ++x) row[x] = static_cast<std::uint32_t>(alpha[x]) << 24U | rgb;
        }
        if (flats.size() == most_flats) flats.pop_back();
        flats.push_front({id, rgb, texture_of(picture, true)});
    }
    cut.texture = flats.front().texture.get();
    cut.source.x = cut.source.y = 0;
    return cut;
}

const Textures::Tile* Textures::tile(std::string_view name) {
    CHECK(current_ != nullptr);
    const auto made = current_->tiles.find(name);
    if (made != current_->tiles.end()) return &made->second;
    const auto entry = art_.tiles.find(name);
    if (entry == art_.tiles.end()) return nullptr;
    float file_scale = 1;
    const Picture source = load("tile-" + entry->second.name, current_->scale, file_scale);
    const Picture picture = rescaled(source, px(static_cast<float>(entry->second.w), current_->scale),
                                     px(static_cast<float>(entry->second.h), current_->scale));
    Tile tile;
    tile.w = picture.w;
    tile.h = picture.h;
    const bool opaque = is_opaque(picture);
    tile.texture = texture_of(picture, !opaque);
    tile.parts = opaque ? std::vector<SDL_Rect>{{0, 0, picture.w, picture.h}} : seen_parts(picture);
    return &current_->tiles.emplace(name, std::move(tile)).first->second;
}

const Textures::Page* Textures::page(std::string_view name, int ex, int ey, bool hurried) {
    CHECK(current_ != nullptr);
    std::list<std::pair<std::string, Page>>& pages = current_->pages;
    const auto made = std::find_if(pages.begin(), pages.end(), [&](const auto& p) { return p.first == name; });
    if (made != pages.end() && (hurried || (made->second.ex >= ex && made->second.ey >= ey))) {
        pages.splice(pages.begin(), pages, made);
        return &pages.front().second;
    }
    const auto entry = art_.pages.find(name);
    if (entry == art_.pages.end()) return nullptr;
    if (made != pages.end()) {
        pages.erase(made);
    } else if (pages.size() == most_pages) {
        pages.pop_back();
    }
    float file_scale = 1;
    const Picture source = load("page-" + entry->second.name, current_->scale, file_scale);
    const Picture inner = rescaled(source, px(static_cast<float>(entry->second.w), current_->scale),
                                   px(static_cast<float>(entry->second.h), current_->scale));
    const ArtTable::Sheet& sheet = entry->second;
    const int band = px(edge_band, current_->scale);
    Page page;
    page.ex = ex;
    page.ey = ey;
    if (sheet.around.empty() || (ex == 0 && ey == 0)) {
        page.texture = texture_of(with_edge(inner, ex, ey, band), !is_opaque(inner));
    } else {
        const ArtTable::Sheet& around = art_.pages.at(sheet.around);
        const auto at = [&](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * current_->scale)); };
        const SDL_Rect covered{at(sheet.ax), at(sheet.ay), inner.w, inner.h};
        const Picture ground =
            rescaled_around(load("page-" + around.name, current_->scale, file_scale), at(around.w), at(around.h), covered, ex, ey);
        page.texture = texture_of(on_ground(inner, ground, at(sheet.ax), at(sheet.ay), ex, ey, band), !is_opaque(inner));
    }
    pages.emplace_front(std::string(name), std::move(page));
    return &pages.front().second;
}

}  // namespace engine
