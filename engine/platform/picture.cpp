#include "engine/platform/picture.h"

#include <SDL_image.h>

#include <algorithm>
#include <cstring>

#include "engine/core/check.h"
#include "engine/platform/sdl.h"

namespace engine {
namespace {

constexpr std::uint32_t least_alpha = 3;  // of 255; what is fainter cannot be seen

// Which source pixels one result pixel covers, and by how much of its width the first and the last.
struct Cover {
    int first = 0, last = 0;
    float first_share = 0, last_share = 0;  // the shares of one direction add up to 1 with `each` for those between
    float each = 0;
};

std::vector<Cover> covers(int source, int result) {
    std::vector<Cover> found(static_cast<std::size_t>(result));
    const double step = static_cast<double>(source) / result;
    for (int i = 0; i < result; ++i) {
        // In whole numbers, so that borders between cells are exact.
        const std::int64_t from = static_cast<std::int64_t>(i) * source;
        const std::int64_t to = from + source;
        Cover& c = found[static_cast<std::size_t>(i)];
        c.first = static_cast<int>(from / result);
        c.last = static_cast<int>((to - 1) / result);
        c.each = static_cast<float>(1.0 / step);
        if (c.first == c.last) {
            c.first_share = 1;
        } else {
            c.first_share =
                static_cast<float>(static_cast<double>((c.first + 1) * static_cast<std::int64_t>(result) - from) / result / step);
            c.last_share = static_cast<float>(static_cast<double>(to - c.last * static_cast<std::int64_t>(result)) / result / step);
        }
    }
    return found;
}

// Adds a row, multiplied by alpha and by share, to sums of a, r, g, b.
void add_row(const std::uint32_t* row, int w, float share, float* sums) {
    for (int x = 0; x < w; ++x) {
        const std::uint32_t p = row[x];
        const float a = static_cast<float>(p >> 24U) * share;
        const float colour = a * (1.0F / 255);
        sums[4 * x] += a;
        sums[4 * x + 1] += static_cast<float>((p >> 16U) & 255U) * colour;
        sums[4 * x + 2] += static_cast<float>((p >> 8U) & 255U) * colour;
        sums[4 * x + 3] += static_cast<float>(p & 255U) * colour;
    }
}

std::uint32_t pixel_of(const float* sum) {
    if (sum[0] < 0.5F) return 0;
    const float back = 255 / sum[0];
    const auto byte = [](float v) { return static_cast<std::uint32_t>(std::clamp(v + 0.5F, 0.0F, 255.0F)); };
    return byte(sum[0]) << 24U | byte(sum[1] * back) << 16U | byte(sum[2] * back) << 8U | byte(sum[3] * back);
}

// 0 1 2 ... band-1 band-1 ... 1 0 0 1 ...
int to_and_fro(int distance, int band) {
    const int place = distance % (2 * band);
    return place < band ? place : 2 * band - 1 - place;
}

}  // namespace

std::optional<Picture> load_picture(const std::filesystem::path& file) {
    const sdl::SurfacePtr loaded{IMG_Load(file.string().c_str())};
    if (!loaded) return std::nullopt;
    Picture picture(loaded->w, loaded->h);
    if (!SDL_ISPIXELFORMAT_INDEXED(loaded->format->format)) {  // straight into its place: atlases are large
        if (SDL_ConvertPixels(loaded->w, loaded->h, loaded->format->format, loaded->pixels, loaded->pitch, SDL_PIXELFORMAT_ARGB8888,
                              picture.px.data(), picture.w * 4) != 0)
            return std::nullopt;
        return picture;
    }
    const sdl::SurfacePtr same{SDL_ConvertSurfaceFormat(loaded.get(), SDL_PIXELFORMAT_ARGB8888, 0)};
    if (!same) return std::nullopt;
    for (int y = 0; y < picture.h; ++y)
        std::memcpy(picture.row(y), static_cast<const std::uint8_t*>(same->pixels) + static_cast<std::ptrdiff_t>(y) * same->pitch,
                    static_cast<std::size_t>(picture.w) * 4);
    return picture;
}

void rescale(const Picture& from, const SDL_Rect& source, Picture& result, const SDL_Rect& where) {
    CHECK(source.x >= 0 && source.y >= 0 && source.x + source.w <= from.w && source.y + source.h <= from.h);
    CHECK(where.x >= 0 && where.y >= 0 && where.x + where.w <= result.w && where.y + where.h <= result.h);
    if (source.w <= 0 || source.h <= 0 || where.w <= 0 || where.h <= 0) return;
    if (source.w == where.w && source.h == where.h) {
        for (int y = 0; y < where.h; ++y)
            std::memcpy(result.row(where.y + y) + where.x, from.row(source.y + y) + source.x, static_cast<std::size_t>(where.w) * 4);
        return;
    }
    const std::vector<Cover> across = covers(source.w, where.w);
    const std::vector<Cover> down = covers(source.h, where.h);
    std::vector<float> sums(static_cast<std::size_t>(source.w) * 4);
    for (int y = 0; y < where.h; ++y) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        const Cover& v = down[static_cast<std::size_t>(y)];
        for (int sy = v.first; sy <= v.last; ++sy) {
            const float share = sy == v.first ? v.first_share : sy == v.last ? v.last_share : v.each;
            add_row(from.row(source.y + sy) + source.x, source.w, share, sums.data());
        }
        std::uint32_t* out = result.row(where.y + y) + where.x;
        for (int x = 0; x < where.w; ++x) {
            const Cover& c = across[static_cast<std::size_t>(x)];
            float total[4] = {0, 0, 0, 0};
            for (int sx = c.first; sx <= c.last; ++sx) {
                const float share = sx == c.first ? c.first_share : sx == c.last ? c.last_share : c.each;
                for (std::size_t i = 0; i < 4; ++i) total[i] += sums[4 * static_cast<std::size_t>(sx) + i] * share;
            }
            out[x] = pixel_of(total);
        }
    }
}

Picture rescaled(const Picture& from, int w, int h) {
    Picture result(w, h);
    rescale(from, {0, 0, from.w, from.h}, result, {0, 0, w, h});
    return result;
}

Picture rescaled_around(const Picture& from, int w, int h, const SDL_Rect& covered, int ex, int ey) {
    const int left = std::clamp(covered.x - ex, 0, w), right = std::clamp(covered.x + covered.w + ex, 0, w);
    const int top = std::clamp(covered.y - ey, 0, h), bottom = std::clamp(covered.y + covered.h + ey, 0, h);
    const int in_left = std::clamp(covered.x, 0, w), in_right = std::clamp(covered.x + covered.w, 0, w);
    const int in_top = std::clamp(covered.y, 0, h), in_bottom = std::clamp(covered.y + covered.h, 0, h);
    const SDL_Rect strips[] = {{left, top, right - left, in_top - top},
                               {left, in_bottom, right - left, bottom - in_bottom},
                               {left, in_top, in_left - left, in_bottom - in_top},
                               {in_right, in_top, right - in_right, in_bottom - in_top}};
    const auto source = [](int place, int size, int from_size) {
        return static_cast<int>(std::lround(static_cast<double>(place) * from_size / size));
    };
    Picture result(w, h);
    for (const SDL_Rect& s : strips) {
        const int x = source(s.x, w, from.w), y = source(s.y, h, from.h);
        rescale(from, {x, y, source(s.x + s.w, w, from.w) - x, source(s.y + s.h, h, from.h) - y}, result, s);
    }
    return result;
}

Picture with_edge(const Picture& from, int ex, int ey, int band) {
    const int bx = std::clamp(band, 1, from.w);
    const int by = std::clamp(band, 1, from.h);
    Picture result(from.w + 2 * ex, from.h + 2 * ey);
    for (int y = 0; y < result.h; ++y) {
        const int inner = y - ey;
        const int sy = inner < 0 ? to_and_fro(-inner - 1, by) : inner >= from.h ? from.h - 1 - to_and_fro(inner - from.h, by) : inner;
        const std::uint32_t* in = from.row(sy);
        std::uint32_t* out = result.row(y);
        for (int x = 0; x < ex; ++x) {
            out[x] = in[to_and_fro(ex - 1 - x, bx)];
            out[ex + from.w + x] = in[from.w - 1 - to_and_fro(x, bx)];
        }
        std::memcpy(out + ex, in, static_cast<std::size_t>(from.w) * 4);
    }
    return result;
}

Picture on_ground(const Picture& page, const Picture& ground, int ax, int ay, int ex, int ey, int band) {
    // How much more ground there must be on each side.
    const int gx = std::max({0, ex - ax, ax + page.w + ex - ground.w});
    const int gy = std::max({0, ey - ay, ay + page.h + ey - ground.h});
    const Picture wide = gx > 0 || gy > 0 ? with_edge(ground, gx, gy, band) : Picture();
    const Picture& under = gx > 0 || gy > 0 ? wide : ground;
    Picture result(page.w + 2 * ex, page.h + 2 * ey);
    for (int y = 0; y < result.h; ++y)
        std::memcpy(result.row(y), under.row(y + gy + ay - ey) + (gx + ax - ex), static_cast<std::size_t>(result.w) * 4);
    for (int y = 0; y < page.h; ++y) std::memcpy(result.row(ey + y) + ex, page.row(y), static_cast<std::size_t>(page.w) * 4);
    return result;
}

void bleed(Picture& picture, const SDL_Rect& area) {
    for (int y = area.y; y < area.y + area.h; ++y) {
        std::uint32_t* row = picture.row(y);
        for (int x = area.x; x < area.x + area.w; ++x) {
            if (row[x] >> 24U != 0) continue;
            std::uint32_t beside = 0;
            if (x > area.x && row[x - 1] >> 24U != 0)
                beside = row[x - 1];
            else if (x + 1 < area.x + area.w && row[x + 1] >> 24U != 0)
                beside = row[x + 1];
            else if (y > area.y && picture.row(y - 1)[x] >> 24U != 0)
                beside = picture.row(y - 1)[x];
            else if (y + 1 < area.y + area.h && picture.row(y + 1)[x] >> 24U != 0)
                beside = picture.row(y + 1)[x];
            row[x] = beside & 0xFFFFFFU;
        }
    }
}

bool is_opaque(const Picture& picture) {
    return std::all_of(picture.px.begin(), picture.px.end(), [](std::uint32_t p) { return p >> 24U == 255U; });
}

SDL_Rect seen_area(const Picture& picture, const SDL_Rect& area) {
    int left = area.x + area.w, right = area.x - 1, top = area.y + area.h, bottom = area.y - 1;
    for (int y = area.y; y < area.y + area.h; ++y) {
        const std::uint32_t* row = picture.row(y);
        for (int x = area.x; x < area.x + area.w; ++x) {
            if (row[x] >> 24U < least_alpha) continue;
            left = std::min(left, x);
            right = std::max(right, x);
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
    }
    return right < left ? SDL_Rect{area.x, area.y, 0, 0} : SDL_Rect{left, top, right - left + 1, bottom - top + 1};
}

}  // namespace engine
