#include "engine/platform/lines.h"

#include <fmt/format.h>

namespace engine {
namespace {

constexpr std::size_t most_fitted = 2000;
constexpr std::size_t most_kept = 2000;
constexpr std::size_t most_px = std::size_t{3} << 20;  // 12 MiB of lines

std::size_t px_of(const Lines::Line& line) { return static_cast<std::size_t>(line.w) * static_cast<std::size_t>(line.h); }

}  // namespace

const Lines::Fitted& Lines::fitted(std::string_view text, int px, bool bold, int most) {
    std::string key = fmt::format("{} {} {} {}", px, bold ? 'b' : 'r', most, text);
    const auto found = fitted_.find(key);
    if (found != fitted_.end()) return found->second;
    if (fitted_.size() >= most_fitted) fitted_.clear();
    Fitted made;
    made.text = most > 0 ? fonts_.fitted(text, px, bold, most) : std::string(text);
    made.width = fonts_.width(made.text, px, bold);
    return fitted_.emplace(std::move(key), std::move(made)).first->second;
}

Lines::Line Lines::line(const std::string& text, int px, bool bold, std::uint32_t rgb) {
    std::string key = fmt::format("{} {} {:06x} {}", px, bold ? 'b' : 'r', rgb, text);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
        return kept_.front().line;
    }
    Kept kept;
    const SDL_Color colour{static_cast<Uint8>(rgb >> 16U), static_cast<Uint8>(rgb >> 8U), static_cast<Uint8>(rgb), 255};
    if (const sdl::SurfacePtr surface = fonts_.draw(text, px, bold, colour, kept.line.base_line)) {
        kept.texture.reset(SDL_CreateTextureFromSurface(renderer_, surface.get()));
        if (kept.texture) SDL_SetTextureBlendMode(kept.texture.get(), SDL_BLENDMODE_BLEND);
        kept.line.texture = kept.texture.get();
        kept.line.w = surface->w;
        kept.line.h = surface->h;
    }
    kept.key = std::move(key);
    kept_px_ += px_of(kept.line);
    while ((kept_px_ > most_px || kept_.size() >= most_kept) && !kept_.empty()) {
        kept_px_ -= px_of(kept_.back().line);
        by_key_.erase(kept_.back().key);
        kept_.pop_back();
    }
    kept_.push_front(std::move(kept));
    by_key_.emplace(kept_.front().key, kept_.begin());
    return kept_.front().line;
}

void Lines::forget() {
    by_key_.clear();
    kept_.clear();
    kept_px_ = 0;
}

}  // namespace engine
