#include "engine/platform/slices.h"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

constexpr std::size_t most_kept = 96;
constexpr std::size_t most_px = std::size_t{8} << 20;  // 32 MiB

int rounded(float v) { return static_cast<int>(std::lround(v)); }

}  // namespace

Slices::Made* Slices::find(const Key& key) {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& k) { return k.key == key; });
    if (found == kept_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found);
    return &kept_.front().made;
}

Slices::Kept Slices::start(const Key& key, int w, int h) {
    Kept kept{key, sdl::TexturePtr{SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, w, h)}, {}};
    if (!kept.texture) return kept;
    SDL_SetTextureBlendMode(kept.texture.get(), SDL_BLENDMODE_BLEND);
    kept.made = {kept.texture.get(), w, h, 0, 0};
    SDL_SetRenderTarget(renderer_, kept.texture.get());
    SDL_SetRenderDrawColor(renderer_, 0, 0, 0, 0);
    SDL_RenderClear(renderer_);
    return kept;
}

Slices::Made Slices::finish(Kept kept) {
    if (!kept.texture) return {};
    SDL_SetRenderTarget(renderer_, nullptr);
    const auto px_of = [](const Kept& k) { return static_cast<std::size_t>(k.made.w) * static_cast<std::size_t>(k.made.h); };
    kept_px_ += px_of(kept);
    while (!kept_.empty() && (kept_px_ > most_px || kept_.size() >= most_kept)) {
        kept_px_ -= px_of(kept_.back());
        kept_.pop_back();
    }
    kept_.push_front(std::move(kept));
    return kept_.front().made;
}

// As it is, alpha included.
void Slices::copy(std::uint16_t sprite, const SDL_Rect& from, const SDL_Rect& to) {
    if (from.w <= 0 || from.h <= 0 || to.w <= 0 || to.h <= 0) return;
    SDL_Texture* texture = textures_.sprite(sprite).texture;
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
    SDL_RenderCopy(renderer_, texture, &from, &to);
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
}

Slices::Made Slices::nine(std::uint16_t sprite, int w, int h, float border) {
    const SDL_Rect cell = textures_.cell(sprite);
    if (cell.w == 0 || w <= 0 || h <= 0) return {};
    const ArtTable::Sprite& s = textures_.art().sprites[sprite];
    const float k = textures_.scale();
    const int b = std::min({rounded(border * k), w / 2, h / 2, rounded(static_cast<float>(std::min(s.sw, s.sh)) * k) / 2});
    const Key key{{sprite, 0, 0}, w, h, b, k};
    if (const Made* made = find(key)) return *made;

    // The nominal rectangle in the cell, and what hangs over it on each side.
    const int left = rounded(static_cast<float>(s.ox) * k), top = rounded(static_cast<float>(s.oy) * k);
    const int nominal_w = rounded(static_cast<float>(s.sw) * k), nominal_h = rounded(static_cast<float>(s.sh) * k);
    const int right = cell.w - left - nominal_w, bottom = cell.h - top - nominal_h;
    const int from_x[] = {0, left + b, left + nominal_w - b, cell.w}, from_y[] = {0, top + b, top + nominal_h - b, cell.h};
    const int to_x[] = {0, left + b, left + w - b, left + w + right}, to_y[] = {0, top + b, top + h - b, top + h + bottom};
    Kept kept = start(key, to_x[3], to_y[3]);
    if (!kept.texture) return {};
    kept.made.x = static_cast<float>(-left);
    kept.made.y = static_cast<float>(-top);
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            copy(sprite,
                 {cell.x + from_x[column], cell.y + from_y[row], from_x[column + 1] - from_x[column], from_y[row + 1] - from_y[row]},
                 {to_x[column], to_y[row], to_x[column + 1] - to_x[column], to_y[row + 1] - to_y[row]});
    return finish(std::move(kept));
}

Slices::Made Slices::band(std::uint16_t left, std::uint16_t middle, std::uint16_t right, int w, int h) {
    if (w <= 0 || h <= 0 || textures_.cell(left).w == 0 || textures_.cell(middle).w == 0 || textures_.cell(right).w == 0) return {};
    const float k = textures_.scale();
    const Key key{{left, middle, right}, w, h, -1, k};
    if (const Made* made = find(key)) return *made;

    const auto& art = textures_.art().sprites;
    const ArtTable::Sprite &l = art[left], &m = art[middle], &r = art[right];
    const auto px = [k](int units) { return rounded(static_cast<float>(units) * k); };
    // What hangs over above and below is stretched as the height is.
    const float tall = static_cast<float>(h) / std::max(1.0F, static_cast<float>(m.sh) * k);
    const auto above = [&](const ArtTable::Sprite& s) { return rounded(static_cast<float>(px(s.oy)) * tall); };
    const auto height = [&](const ArtTable::Sprite& s) { return rounded(static_cast<float>(px(s.h)) * tall); };
    const int over_left = px(l.ox), over_right = std::max(0, px(r.w) - px(r.ox) - px(r.sw));
    const int over_top = std::max({above(l), above(m), above(r)});
    const int total_h = std::max({over_top - above(l) + height(l), over_top - above(m) + height(m), over_top - above(r) + height(r)});
    // Ends that are too long for the width share it.
    const int left_w = std::min(px(l.sw), w / 2), right_w = std::min(px(r.sw), w - left_w);
    Kept kept = start(key, over_left + w + over_right, total_h);
    if (!kept.texture) return {};
    kept.made.x = static_cast<float>(-over_left);
    kept.made.y = static_cast<float>(-over_top);
    const SDL_Rect lc = textures_.cell(left), mc = textures_.cell(middle), rc = textures_.cell(right);
    copy(middle, {mc.x + px(m.ox), mc.y, px(m.sw), mc.h}, {over_left + left_w, over_top - above(m), w - left_w - right_w, height(m)});
    copy(left, {lc.x, lc.y, px(l.ox) + px(l.sw), lc.h}, {0, over_top - above(l), over_left + left_w, height(l)});
    copy(right, {rc.x + px(r.ox), rc.y, rc.w - px(r.ox), rc.h},
         {over_left + w - right_w, over_top - above(r), right_w + over_right, height(r)});
    return finish(std::move(kept));
}

}  // namespace engine
