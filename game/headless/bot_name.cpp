#include "game/headless/bot_name.h"

#include <fmt/format.h>

#include "engine/core/error.h"

namespace game {

Bot bot_by_name(const std::string& name) {
    if (name.empty()) return nullptr;
    const Bot bot = find_bot(name);
    if (bot == nullptr)
        throw engine::Error(engine::ExitCode::Usage, fmt::format("--bot: there is no \"{}\"; there are {}", name, known_bots()));
    return bot;
}

std::string known_bots() {
    std::string text;
    for (const std::string& name : bot_names()) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace game
