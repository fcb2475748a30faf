#include "engine/platform/canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "engine/core/log.h"
#include "engine/platform/lines.h"
#include "engine/platform/slices.h"
#include "engine/platform/textures.h"
#include "engine/platform/window.h"

namespace engine {
namespace {

constexpr std::uint64_t settled_us = 200'000;  // a window that kept its size for so long is no longer being resized
constexpr float gap_share = 0.6F;              // of a digit's width: a character without lettering
constexpr float edge_slack_px = 32;            // so that a shaken page needs no new edge

int rounded(float v) { return static_cast<int>(std::floor(v + 0.5F)); }
std::uint32_t rgb_of(Colour c) { return static_cast<std::uint32_t>(c.r) << 16U | static_cast<std::uint32_t>(c.g) << 8U | c.b; }

}  // namespace

float crisp_scale(float scale) { return std::max(1.0F, std::floor(scale * 8 + 0.001F)) / 8; }

struct Canvas::Impl {
    Window& window;
    SDL_Renderer* renderer;
    Textures textures;
    Slices slices;
    Lines lines;
    View view;
    float ratio = 1;  // of the view's scale to the textures'
    int w = 0, h = 0;
    std::uint64_t resized_at = 0;       // us; 0: all that was drawn since is prepared for the size
    bool hurried = false;               // the size is still changing
    bool all_prepared = true;           // what this picture has drawn
    std::atomic<bool> is_lost = false;  // the graphics device was reset
    std::set<std::string, std::less<>> unknown;
    std::map<std::string, std::array<SpriteId, 128>, std::less<>> letters;

    Impl(Window& on, const std::filesystem::path& art)
        : window(on), renderer(on.renderer()), textures(renderer, art), slices(renderer, textures), lines(renderer) {
        SDL_AddEventWatch(&watch, this);
        SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
    }
    ~Impl() { SDL_DelEventWatch(&watch, this); }

    static int watch(void* self, SDL_Event* event) {
        if (event->type == SDL_RENDER_DEVICE_RESET || event->type == SDL_RENDER_TARGETS_RESET) static_cast<Impl*>(self)->is_lost = true;
        return 0;
    }

    void warn_once(std::string_view kind, std::string_view name) {
        if (unknown.emplace(fmt::format("{} {}", kind, name)).second) log_warning(fmt::format("There is no {} \"{}\"", kind, name));
    }

    float px_x(float units) const { return view.left + units * view.scale; }
    float px_y(float units) const { return view.top + units * view.scale; }

    // Edges are rounded, so that what touches in units touches in px.
    SDL_Rect px_rect(const RectF& r) const {
        const int x = rounded(px_x(r.x)), y = rounded(px_y(r.y));
        return {x, y, rounded(px_x(r.x + r.w)) - x, rounded(px_y(r.y + r.h)) - y};
    }

    bool is_outside(const SDL_Rect& r) const { return r.x >= w || r.y >= h || r.x + r.w <= 0 || r.y + r.h <= 0; }

    // Part of a prepared texture with its corner at x, y px: pixel by pixel where the scale is the prepared one.
    void put(SDL_Texture* texture, const SDL_Rect& source, float x, float y, std::uint8_t alpha = 255) const {
        SDL_Rect to{rounded(x), rounded(y), source.w, source.h};
        if (ratio != 1) {
            to.w = rounded(x + static_cast<float>(source.w) * ratio) - to.x;
            to.h = rounded(y + static_cast<float>(source.h) * ratio) - to.y;
        }
        put_into(texture, source, to, alpha);
    }

    void put_into(SDL_Texture* texture, const SDL_Rect& source, const SDL_Rect& to, std::uint8_t alpha) const {
        if (!texture || alpha == 0 || is_outside(to)) return;
        if (alpha != 255) SDL_SetTextureAlphaMod(texture, alpha);
        SDL_RenderCopy(renderer, texture, &source, &to);
        if (alpha != 255) SDL_SetTextureAlphaMod(texture, 255);
    }

    void choose() {
        using Missing = Textures::Missing;
        const Missing missing = hurried ? Missing::Nearest : resized_at != 0 ? Missing::PrepareBehind : Missing::Prepare;
        all_prepared = textures.choose(view.scale, missing) && all_prepared;
        ratio = view.scale / textures.scale();
        if (std::abs(ratio - 1) < 0.0005F) ratio = 1;
    }

    int text_px(const TextStyle& style) const { return std::max(1, rounded(style.size * view.scale)); }
    const Lines::Fitted& fitted(std::string_view text, const TextStyle& style) {
        const int most = style.max_width > 0 ? std::max(1, static_cast<int>(style.max_width * view.scale)) : 0;
        return lines.fitted(text, text_px(style), style.bold, most);
    }

    SpriteId letter(std::string_view prefix, char c);
};

Canvas::Canvas(Window& window, const std::filesystem::path& art) : impl_(std::make_unique<Impl>(window, art)) {}
Canvas::~Canvas() = default;

SpriteId Canvas::find(std::string_view name) {
    const auto& ids = impl_->textures.art().ids;
    const auto found = ids.find(name);
    if (found != ids.end()) return found->second;
    impl_->warn_once("picture", name);
    return 0;
}

SpriteInfo Canvas::info(SpriteId sprite) const {
    const auto& sprites = impl_->textures.art().sprites;
    if (sprite >= sprites.size()) return {};
    return {static_cast<float>(sprites[sprite].sw), static_cast<float>(sprites[sprite].sh)};
}

void Canvas::begin(Colour clear) {
    Impl& c = *impl_;
    const int w = c.window.width(), h = c.window.height();
    const std::uint64_t now = now_us();
    if (c.all_prepared && !c.hurried) c.resized_at = 0;
    c.all_prepared = true;
    if (c.w != 0 && (w != c.w || h != c.h)) c.resized_at = now;
    c.w = w;
    c.h = h;
    c.hurried = c.resized_at != 0 && now - c.resized_at < settled_us;
    if (c.is_lost.exchange(false)) {
        c.slices.forget();
        c.lines.forget();
        c.textures.forget();
    }
    c.choose();
    SDL_RenderSetClipRect(c.renderer, nullptr);
    SDL_SetRenderDrawColor(c.renderer, clear.r, clear.g, clear.b, 255);
    SDL_RenderClear(c.renderer);
}

void Canvas::end() { impl_->window.present(); }

void Canvas::set_view(const View& view) {
    impl_->view = view;
    impl_->view.scale = std::max(view.scale, 0.01F);
    impl_->choose();
}

const Canvas::View& Canvas::view() const { return impl_->view; }
int Canvas::width() const { return impl_->window.width(); }
int Canvas::height() const { return impl_->window.height(); }

void Canvas::clip(const RectF& area) {
    SDL_Rect px = impl_->px_rect(area);
    px.w = std::max(px.w, 0);
    px.h = std::max(px.h, 0);
    SDL_RenderSetClipRect(impl_->renderer, &px);
}

void Canvas::unclip() { SDL_RenderSetClipRect(impl_->renderer, nullptr); }

void Canvas::sprite(SpriteId sprite, float x, float y, std::uint8_t alpha) {
    const Impl& c = *impl_;
    const Textures::Cut& cut = impl_->textures.sprite(sprite);
    c.put(cut.texture, cut.source, c.px_x(x) + cut.x * c.ratio, c.px_y(y) + cut.y * c.ratio, alpha);
}

void Canvas::sprite_flat(SpriteId sprite, float x, float y, Colour colour) {
    const Impl& c = *impl_;
    const Textures::Cut cut = impl_->textures.flat(sprite, rgb_of(colour));
    c.put(cut.texture, cut.source, c.px_x(x) + cut.x * c.ratio, c.px_y(y) + cut.y * c.ratio, colour.a);
}

void Canvas::sprite_sized(SpriteId sprite, const RectF& where, std::uint8_t alpha, float degrees) {
    Impl& c = *impl_;
    const Textures::Cut& cut = c.textures.sprite(sprite);
    if (!cut.texture || alpha == 0) return;
    const SpriteInfo size = info(sprite);
    // px of the window for a px of the texture
    const float sx = where.w / size.w * c.ratio, sy = where.h / size.h * c.ratio;
    const float x = c.px_x(where.x) + cut.x * sx, y = c.px_y(where.y) + cut.y * sy;
    const int left = rounded(x), top = rounded(y);
    const SDL_Rect to{left, top, rounded(x + static_cast<float>(cut.source.w) * sx) - left,
                      rounded(y + static_cast<float>(cut.source.h) * sy) - top};
    if (degrees == 0) return c.put_into(cut.texture, cut.source, to, alpha);
    const SDL_FPoint middle{c.px_x(where.x + where.w / 2) - static_cast<float>(to.x),
                            c.px_y(where.y + where.h / 2) - static_cast<float>(to.y)};
    const SDL_FRect to_f{static_cast<float>(to.x), static_cast<float>(to.y), static_cast<float>(to.w), static_cast<float>(to.h)};
    if (alpha != 255) SDL_SetTextureAlphaMod(cut.texture, alpha);
    SDL_RenderCopyExF(c.renderer, cut.texture, &cut.source, &to_f, static_cast<double>(degrees), &middle, SDL_FLIP_NONE);
    if (alpha != 255) SDL_SetTextureAlphaMod(cut.texture, 255);
}

void Canvas::nine(SpriteId sprite, const RectF& where, float border, std::uint8_t alpha) {
    Impl& c = *impl_;
    const SDL_Rect px = c.px_rect(where);
    const auto prepared = [&](int v) { return rounded(static_cast<float>(v) / c.ratio); };
    const Slices::Made made = c.slices.nine(sprite, prepared(px.w), prepared(px.h), border);
    c.put(made.texture, {0, 0, made.w, made.h}, static_cast<float>(px.x) + made.x * c.ratio, static_cast<float>(px.y) + made.y * c.ratio,
          alpha);
}

void Canvas::band(SpriteId left, SpriteId middle, SpriteId right, const RectF& where) {
    Impl& c = *impl_;
    const SDL_Rect px = c.px_rect(where);
    const auto prepared = [&](int v) { return rounded(static_cast<float>(v) / c.ratio); };
    const Slices::Made made = c.slices.band(left, middle, right, prepared(px.w), prepared(px.h));
    c.put(made.texture, {0, 0, made.w, made.h}, static_cast<float>(px.x) + made.x * c.ratio, static_cast<float>(px.y) + made.y * c.ratio);
}

void Canvas::fill(const RectF& where, Colour colour) {
    const SDL_Rect px = impl_->px_rect(where);
    if (px.w <= 0 || px.h <= 0 || colour.a == 0) return;
    SDL_SetRenderDrawColor(impl_->renderer, colour.r, colour.g, colour.b, colour.a);
    SDL_RenderFillRect(impl_->renderer, &px);
}

void Canvas::line(float x1, float y1, float x2, float y2, float width, Colour colour) {
    const float half = width / 2;
    if (x1 == x2 || y1 == y2) {
        const float across = y1 == y2 ? 0 : half, down = y1 == y2 ? half : 0;
        return fill({std::min(x1, x2) - across, std::min(y1, y2) - down, std::abs(x2 - x1) + 2 * across, std::abs(y2 - y1) + 2 * down},
                    colour);
    }
    const Impl& c = *impl_;
    const float length = std::hypot(x2 - x1, y2 - y1);
    const float nx = (y1 - y2) / length * half, ny = (x2 - x1) / length * half;
    const SDL_Color ink{colour.r, colour.g, colour.b, colour.a};
    const SDL_Vertex corners[] = {{{c.px_x(x1 + nx), c.px_y(y1 + ny)}, ink, {0, 0}},
                                  {{c.px_x(x2 + nx), c.px_y(y2 + ny)}, ink, {0, 0}},
                                  {{c.px_x(x2 - nx), c.px_y(y2 - ny)}, ink, {0, 0}},
                                  {{c.px_x(x1 - nx), c.px_y(y1 - ny)}, ink, {0, 0}}};
    const int order[] = {0, 1, 2, 0, 2, 3};
    SDL_RenderGeometry(c.renderer, nullptr, corners, 4, order, 6);
}

bool Canvas::has_page(std::string_view name) const {
    const ArtTable& art = impl_->textures.art();
    return art.pages.find(name) != art.pages.end() || art.tiles.find(name) != art.tiles.end();
}

void Canvas::page(std::string_view name) {
    Impl& c = *impl_;
    const auto entry = c.textures.art().pages.find(name);
    if (entry == c.textures.art().pages.end()) return c.warn_once("page", name);
    const float right = static_cast<float>(c.w) - c.px_x(static_cast<float>(entry->second.w));
    const float bottom = static_cast<float>(c.h) - c.px_y(static_cast<float>(entry->second.h));
    const auto edge = [&](float a, float b) {
        const float most = std::max(a, b);
        return most > 0 ? rounded(most / c.ratio + edge_slack_px) : 0;
    };
    const bool is_passing = c.hurried || (c.resized_at != 0 && c.ratio != 1);  // soon there is another scale: no new edge for this one
    const Textures::Page* page = c.textures.page(name, edge(c.view.left, right), edge(c.view.top, bottom), is_passing);
    if (!page) return;
    int w = 0, h = 0;
    SDL_QueryTexture(page->texture.get(), nullptr, nullptr, &w, &h);
    c.put(page->texture.get(), {0, 0, w, h}, c.px_x(0) - static_cast<float>(page->ex) * c.ratio,
          c.px_y(0) - static_cast<float>(page->ey) * c.ratio);
}

void Canvas::tile(std::string_view name, const RectF& where, float scroll, std::uint8_t alpha) {
    Impl& c = *impl_;
    const Textures::Tile* tile = c.textures.tile(name);
    if (!tile) return c.warn_once("tile", name);
    const SDL_Rect area = c.px_rect(where);
    if (area.w <= 0 || area.h <= 0) return;
    const float units = static_cast<float>(c.textures.art().tiles.find(name)->second.h);
    // In px of the texture from here on; the picture moves by whole ones.
    const int area_w = static_cast<int>(std::ceil(static_cast<float>(area.w) / c.ratio));
    const int area_h = static_cast<int>(std::ceil(static_cast<float>(area.h) / c.ratio));
    const float turn = std::fmod(scroll, units);
    int first = rounded((turn < 0 ? turn + units : turn) / units * static_cast<float>(tile->h)) % tile->h;
    if (first > 0) first -= tile->h;
    for (int y = first; y < area_h; y += tile->h) {
        for (int x = 0; x < area_w; x += tile->w) {
            for (const SDL_Rect& part : tile->parts) {
                const SDL_Rect piece{x + part.x, y + part.y, part.w, part.h};
                const SDL_Rect all{0, 0, area_w, area_h};
                SDL_Rect seen;
                if (!SDL_IntersectRect(&piece, &all, &seen)) continue;
                c.put(tile->texture.get(), {seen.x - x, seen.y - y, seen.w, seen.h},
                      static_cast<float>(area.x) + static_cast<float>(seen.x) * c.ratio,
                      static_cast<float>(area.y) + static_cast<float>(seen.y) * c.ratio, alpha);
            }
        }
    }
}

float Canvas::text(std::string_view text, float x, float y, const TextStyle& style) {
    Impl& c = *impl_;
    const Lines::Fitted& fitted = c.fitted(text, style);
    const int w = fitted.width;
    const float units = static_cast<float>(w) / c.view.scale;
    if (fitted.text.empty()) return 0;
    const Lines::Line line = c.lines.line(fitted.text, c.text_px(style), style.bold, rgb_of(style.colour));
    if (!line.texture) return units;
    const int back = style.align == Align::Right ? w : style.align == Align::Centre ? w / 2 : 0;
    c.put_into(line.texture, {0, 0, line.w, line.h}, {rounded(c.px_x(x)) - back, rounded(c.px_y(y)) - line.base_line, line.w, line.h},
               style.colour.a);
    return units;
}

float Canvas::text_width(std::string_view text, const TextStyle& style) {
    return static_cast<float>(impl_->fitted(text, style).width) / impl_->view.scale;
}

bool Canvas::covers(std::string_view text) { return impl_->lines.fonts().covers(text); }

// The character's sprite, as it stands, as a capital or as a small letter; 0 where there is none.
SpriteId Canvas::Impl::letter(std::string_view prefix, char c) {
    auto found = letters.find(prefix);
    if (found == letters.end()) {
        found = letters.emplace(std::string(prefix), std::array<SpriteId, 128>{}).first;
        const auto& ids = textures.art().ids;
        for (int i = 33; i < 127; ++i) {
            for (const int as : {i, std::toupper(i), std::tolower(i)}) {
                const auto id = ids.find(std::string(prefix) + static_cast<char>(as));
                if (id == ids.end()) continue;
                found->second[static_cast<std::size_t>(i)] = id->second;
                break;
            }
        }
    }
    const auto code = static_cast<unsigned char>(c);
    return code < 128 ? found->second[code] : SpriteId{0};
}

float Canvas::lettering(std::string_view prefix, std::string_view text, float x, float y, float scale, std::uint8_t alpha) {
    float at = x;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;  // one gap for one character
        const SpriteId sprite = impl_->letter(prefix, c);
        const SpriteInfo size = info(sprite != 0 ? sprite : impl_->letter(prefix, '0'));
        if (sprite == 0) {
            at += size.w * scale * gap_share;
            continue;
        }
        if (alpha != 0 && scale == 1) {
            this->sprite(sprite, at, y, alpha);
        } else if (alpha != 0) {
            sprite_sized(sprite, {at, y, size.w * scale, size.h * scale}, alpha);
        }
        at += size.w * scale;
    }
    return at - x;
}

float Canvas::lettering_width(std::string_view prefix, std::string_view text, float scale) {
    return lettering(prefix, text, 0, 0, scale, 0);
}

bool Canvas::capture(const std::filesystem::path& file) { return impl_->window.capture(file); }

}  // namespace engine
