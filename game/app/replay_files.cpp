#include "game/app/replay_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "engine/core/error.h"
#include "engine/core/log.h"

namespace game {
namespace {

constexpr std::string_view ending = ".wingmate";
constexpr std::size_t date_length = 17;  // 2026-11-21-075752

}  // namespace

std::string replay_name(std::int64_t seconds, const std::string& mode, std::int64_t score) {
    const std::time_t time = seconds;
    std::tm local{};
    localtime_r(&time, &local);
    char date[32];
    std::strftime(date, sizeof date, "%Y-%m-%d-%H%M%S", &local);
    std::string safe;
    for (const char c : mode) safe += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ? c : '_';
    return fmt::format("{}-{}-{}{}", date, safe.substr(0, 40), score, ending);
}

std::optional<ReplayFile> parse_replay_name(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (name.size() < date_length + ending.size() + 4 || name.substr(name.size() - ending.size()) != ending) return std::nullopt;
    for (std::size_t i = 0; i < date_length; ++i) {
        const bool is_dash = i == 4 || i == 7 || i == 10;
        if (is_dash ? name[i] != '-' : name[i] < '0' || name[i] > '9') return std::nullopt;
    }
    const std::string rest = name.substr(date_length + 1, name.size() - date_length - 1 - ending.size());
    const auto dash = rest.rfind('-');
    if (name[date_length] != '-' || dash == std::string::npos || dash == 0) return std::nullopt;
    ReplayFile replay;
    replay.file = file;
    replay.mode = rest.substr(0, dash);
    const auto* end = rest.data() + rest.size();
    const auto [stopped, error] = std::from_chars(rest.data() + dash + 1, end, replay.score);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    replay.date = fmt::format("{} {}:{}", name.substr(0, 10), name.substr(11, 2), name.substr(13, 2));
    return replay;
}

std::vector<ReplayFile> list_replays(const std::filesystem::path& folder) {
    std::vector<ReplayFile> replays;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (auto replay = parse_replay_name(entry->path())) replays.push_back(std::move(*replay));
    }
    std::sort(replays.begin(), replays.end(), [](const auto& a, const auto& b) { return a.file.filename() > b.file.filename(); });
    return replays;
}

std::optional<std::filesystem::path> keep_replay(const std::filesystem::path& folder, const Replay& replay, const std::string& mode,
                                                 std::int64_t score, std::int64_t seconds) {
    const auto file = folder / replay_name(seconds, mode, score);
    try {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        save_replay(file, replay);
    } catch (const engine::Error& failed) {
        engine::log_warning(failed.what());
        return std::nullopt;
    }
    const auto all = list_replays(folder);
    for (std::size_t i = most_replays; i < all.size(); ++i) {
        std::error_code error;
        std::filesystem::remove(all[i].file, error);
    }
    return file;
}

}  // namespace game
