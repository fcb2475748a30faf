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
    IMG_Init(IMG_INIT_PNG);  // here, because several threads read pictures later
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

Textures::Set Textures::new_set(float scale) const {
    Set set;
    set.scale = scale;
    set.atlases.resize(art_.atlases.size());
    set.cuts.resize(art_.sprites.size());
    return set;
}

Preparation::Job Textures::atlas_job(std::size_t index, float scale) const {
    return {art_.atlases[index].name, [this, index, scale] { return prepare_atlas(art_, index, scale); }};
}

Preparation::Job Textures::sheet_job(const std::string& name, const ArtTable::Sheet& sheet, float scale) const {
    return {name, [this, name, &sheet, scale] { return prepare_sheet(art_, name, sheet, scale); }};
}

// All that the set in use has, at another scale.
void Textures::prepare_behind(float scale) {
    std::vector<Preparation::Job> jobs;
    for (std::size_t i = 0; i < art_.atlases.size(); ++i)
        if (current_->atlases[i].is_loaded) jobs.push_back(atlas_job(i, scale));
    for (const auto& [name, tile] : current_->tiles) jobs.push_back(sheet_job("tile-" + name, art_.tiles.at(name), scale));
    if (!current_->pages.empty()) {  // the last one drawn; the others may not be needed again
        const ArtTable::Sheet& page = art_.pages.at(current_->pages.front().first);
        jobs.push_back(sheet_job("page-" + page.name, page, scale));
        if (!page.around.empty()) jobs.push_back(sheet_job("page-" + page.around, art_.pages.at(page.around), scale));
    }
    coming_.clear();
    coming_.push_back(new_set(scale));
    coming_.back().preparation.start(std::move(jobs));
}

bool Textures::choose(float scale, Missing missing) {
    const float wanted = preparable(scale);
    auto found = std::find_if(sets_.begin(), sets_.end(), [&](const Set& set) { return set.scale == wanted; });
    if (found == sets_.end()) {
        const bool is_coming = !coming_.empty() && coming_.front().scale == wanted;
        if (is_coming && coming_.front().preparation.is_ready()) {
            sets_.splice(sets_.begin(), coming_);
        } else if (!sets_.empty() && missing != Missing::Prepare) {
            const bool is_free = coming_.empty() || coming_.front().preparation.is_ready();
            if (missing == Missing::PrepareBehind && is_free && !is_coming) prepare_behind(wanted);
            found = std::min_element(sets_.begin(), sets_.end(),
                                     [&](const Set& a, const Set& b) { return std::abs(a.scale - wanted) < std::abs(b.scale - wanted); });
        } else {
            // All atlases are needed sooner or later: they are read side by side, until they are first drawn.
            sets_.push_front(new_set(wanted));
            for (std::size_t i = 0; i < art_.atlases.size(); ++i) sets_.front().preparation.start({atlas_job(i, wanted)});
        }
    }
    if (found != sets_.end()) sets_.splice(sets_.begin(), sets_, found);
    while (sets_.size() > most_sets) sets_.pop_back();
    current_ = &sets_.front();
    return current_->scale == wanted;
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
    atlas.is_loaded = true;
    const Preparation::Job job = atlas_job(index, set.scale);
    const Picture result = set.preparation.take(job.first, job.second);
    const auto whole = [&](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * set.scale)); };
    for (std::size_t id = 1; id < art_.sprites.size(); ++id) {
        const ArtTable::Sprite& s = art_.sprites[id];
        if (s.atlas != index) continue;
        const SDL_Rect cell{whole(s.x), whole(s.y), whole(s.w), whole(s.h)};
        const SDL_Rect seen = seen_area(result, cell);
        Cut& cut = set.cuts[id];
        cut.source = seen;
        cut.x = static_cast<float>(seen.x - cell.x) - static_cast<float>(s.ox) * set.scale;
        cut.y = static_cast<float>(seen.y - cell.y) - static_cast<float>(s.oy) * set.scale;
    }
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
    const Preparation::Job job = sheet_job("tile-" + entry->second.name, entry->second, current_->scale);
    const Picture picture = current_->preparation.take(job.first, job.second);
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
    const ArtTable::Sheet& sheet = entry->second;
    const Preparation::Job job = sheet_job("page-" + sheet.name, sheet, current_->scale);
    const Picture inner = current_->preparation.take(job.first, job.second);
    const int band = px_at(edge_band, current_->scale);
    Page page;
    page.ex = ex;
    page.ey = ey;
    if (sheet.around.empty() || (ex == 0 && ey == 0)) {
        page.texture = texture_of(with_edge(inner, ex, ey, band), !is_opaque(inner));
    } else {
        const ArtTable::Sheet& around = art_.pages.at(sheet.around);
        const auto at = [&](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * current_->scale)); };
        const SDL_Rect covered{at(sheet.ax), at(sheet.ay), inner.w, inner.h};
        std::optional<Picture> ground = current_->preparation.take_ready("page-" + around.name);
        if (!ground) {
            float file_scale = 1;
            const Picture source = read_picture(art_, "page-" + around.name, current_->scale, file_scale);
            ground = rescaled_around(source, at(around.w), at(around.h), covered, ex, ey);
        }
        page.texture = texture_of(on_ground(inner, *ground, at(sheet.ax), at(sheet.ay), ex, ey, band), !is_opaque(inner));
    }
    pages.emplace_front(std::string(name), std::move(page));
    return &pages.front().second;
}

}  // namespace engine
