#include "game/match/way_back.h"

#include <fmt/core.h>

#include <sstream>
#include <system_error>

#include "engine/core/files.h"
#include "net/messages.h"

namespace game {

namespace {

constexpr std::size_t most_bytes = 1024;
constexpr std::uint64_t kept_s = 60 + way_back_every_s;  // the seats are, since the connection was lost
constexpr std::size_t most_shown = 24;                   // code points

}  // namespace

std::string keep_way_back(const std::filesystem::path& file, const WayBack& way, std::uint64_t now_s) {
    return engine::write_file(file, fmt::format("{} {} {}\n", now_s, way.address, way.name));
}

std::optional<WayBack> load_way_back(const std::filesystem::path& file, std::uint64_t now_s) {
    const auto bytes = engine::read_file(file, most_bytes);
    if (!bytes) return std::nullopt;
    std::istringstream text(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    std::uint64_t at = 0;
    WayBack way;
    if (!(text >> at >> way.address) || at > now_s || now_s - at > kept_s) return std::nullopt;
    text.get();
    std::getline(text, way.name);
    way.name = net::clean_text(way.name, most_shown);
    return way;
}

void forget_way_back(const std::filesystem::path& file) {
    std::error_code failed;
    std::filesystem::remove(file, failed);
}

}  // namespace game
