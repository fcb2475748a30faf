#include "game/headless/replay_file.h"

#include <fmt/format.h>

#include <utility>

#include "game/content/load_content.h"
#include "game/match/play.h"

namespace game {

using engine::ExitCode;

std::variant<OpenReplay, ReplayRefusal> open_replay(const std::filesystem::path& file, const std::filesystem::path& content_at) {
    const auto code_of = [](const ReplayError& error) { return error.is_mismatch ? ExitCode::Mismatch : ExitCode::BadData; };
    auto loaded = load_replay(file);
    if (const auto* error = std::get_if<ReplayError>(&loaded)) return ReplayRefusal{code_of(*error), error->sentence};
    OpenReplay open;
    open.replay = std::get<Replay>(std::move(loaded));
    try {
        open.content = load_content(content_at, open.replay.mode, open.replay.overrides);
    } catch (const engine::Error& error) {
        return ReplayRefusal{ExitCode::BadData,
                             fmt::format("{}: its mode \"{}\" does not load: {}", file.string(), open.replay.mode, error.what())};
    }
    if (const auto error = replay_fits(open.replay, open.content)) {
        return ReplayRefusal{code_of(*error), fmt::format("{}: {}", file.string(), error->sentence)};
    }
    return open;
}

}  // namespace game
