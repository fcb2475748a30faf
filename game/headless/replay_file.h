// A replay of a file together with the content that it was played with. For commands that play replays.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "engine/core/error.h"
#include "game/content/content.h"
#include "game/match/replay.h"

namespace game {

struct OpenReplay {
    Replay replay;
    Content content;  // fits the replay
};
struct ReplayRefusal {
    engine::ExitCode code = engine::ExitCode::BadData;  // or Mismatch
    std::string sentence;                               // begins with the file's name
};

// content_at: as content_dir() gives it.
std::variant<OpenReplay, ReplayRefusal> open_replay(const std::filesystem::path& file, const std::filesystem::path& content_at);

}  // namespace game
