#include <set>
#include <string>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"

namespace game {

int check_command(const CheckOptions& options) {
    const auto dir = content_dir(engine::asset_root(options.data));
    const auto mistakes = check_all_content(dir);
    for (const std::string& mistake : mistakes) engine::log_error(mistake);
    const auto modes = mode_names(dir);
    // Counted where they can be loaded: what was read wrongly is listed above.
    std::set<std::string> enemies;
    if (mistakes.empty()) {
        for (const std::string& mode : modes) {
            for (const EnemyKind& kind : load_content(dir, mode).enemies) enemies.insert(kind.name);
        }
    }
    const bool ok = mistakes.empty() && !modes.empty();
    if (modes.empty() && mistakes.empty()) engine::log_error(dir.string() + ": there are no modes");
    LineOutput().line(JsonLine()
                          .boolean("ok", ok)
                          .natural("modes", modes.size())
                          .natural("enemies", enemies.size())
                          .natural("mistakes", mistakes.size())
                          .str());
    return static_cast<int>(ok ? engine::ExitCode::Ok : engine::ExitCode::BadData);
}

}  // namespace game
