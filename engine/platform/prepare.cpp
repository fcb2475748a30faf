#include "engine/platform/prepare.h"

#include <SDL_image.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/core/error.h"

namespace engine {
namespace {

SDL_Rect rect_at(const ArtTable::Sprite& s, float scale) {
    const auto whole = [scale](int units) { return static_cast<int>(std::lround(static_cast<float>(units) * scale)); };
    return {whole(s.x), whole(s.y), whole(s.w), whole(s.h)};
}

// SDL keeps its last error for each thread, and frees it for its own threads only.
struct FreeErrors {
    FreeErrors() = default;
    ~FreeErrors() { SDL_TLSCleanup(); }
    FreeErrors(const FreeErrors&) = delete;
    FreeErrors& operator=(const FreeErrors&) = delete;
};

}  // namespace

int px_at(int units, float scale) { return std::max(1, static_cast<int>(std::lround(static_cast<float>(units) * scale))); }

std::filesystem::path file_of(const ArtTable& art, const std::string& name, int times) {
    return art.folder / fmt::format("{}@{}x.png", name, times);
}

Picture read_picture(const ArtTable& art, const std::string& name, float scale, float& file_scale) {
    const int times = scale <= 1 ? 1 : 2;
    file_scale = static_cast<float>(times);
    const std::filesystem::path file = file_of(art, name, times);
    std::optional<Picture> picture = load_picture(file);
    if (!picture) throw Error(ExitCode::BadData, fmt::format("{}: not a picture: {}", file.string(), IMG_GetError()));
    return *std::move(picture);
}

Picture prepare_atlas(const ArtTable& art, std::size_t index, float scale) {
    const ArtTable::Atlas& entry = art.atlases[index];
    float file_scale = 1;
    const Picture source = read_picture(art, entry.name, scale, file_scale);
    const int w = px_at(entry.w, file_scale), h = px_at(entry.h, file_scale);
    if (source.w != w || source.h != h)
        throw Error(ExitCode::BadData,
                    fmt::format("{}: {}x{} px, the table says {}x{}", file_of(art, entry.name, static_cast<int>(file_scale)).string(),
                                source.w, source.h, w, h));
    Picture result(px_at(entry.w, scale), px_at(entry.h, scale));
    for (std::size_t id = 1; id < art.sprites.size(); ++id) {
        const ArtTable::Sprite& s = art.sprites[id];
        if (s.atlas != index) continue;
        rescale(source, rect_at(s, file_scale), result, rect_at(s, scale));
        bleed(result, rect_at(s, scale));
    }
    return result;
}

Picture prepare_sheet(const ArtTable& art, const std::string& name, const ArtTable::Sheet& sheet, float scale) {
    float file_scale = 1;
    return rescaled(read_picture(art, name, scale, file_scale), px_at(sheet.w, scale), px_at(sheet.h, scale));
}

void Preparation::start(std::vector<Job> jobs) {
    Thread thread;
    for (const Job& job : jobs) thread.names.push_back(job.first);
    thread.pictures = std::async(std::launch::async, [jobs = std::move(jobs)] {
        const FreeErrors at_the_end;
        std::map<std::string, Picture> made;
        for (const Job& job : jobs) made.emplace(job.first, job.second());
        return made;
    });
    threads_.push_back(std::move(thread));
}

bool Preparation::is_ready() const {
    return std::all_of(threads_.begin(), threads_.end(),
                       [](const Thread& t) { return t.pictures.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
}

Picture Preparation::take(const std::string& name, const std::function<Picture()>& make) {
    const auto asked = std::find_if(threads_.begin(), threads_.end(),
                                    [&](const Thread& t) { return std::find(t.names.begin(), t.names.end(), name) != t.names.end(); });
    if (asked != threads_.end()) {
        Thread thread = std::move(*asked);
        threads_.erase(asked);
        ready_.merge(thread.pictures.get());
    }
    std::optional<Picture> there = take_ready(name);
    return there ? *std::move(there) : make();
}

std::optional<Picture> Preparation::take_ready(const std::string& name) {
    const auto found = ready_.find(name);
    if (found == ready_.end()) return std::nullopt;
    Picture picture = std::move(found->second);
    ready_.erase(found);
    return picture;
}

}  // namespace engine
