#include <fmt/format.h>

#include <string>
#include <variant>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/replay_file.h"
#include "game/match/replay_diff.h"

namespace game {
namespace {

using engine::ExitCode;

OpenReplay open_or_throw(const std::filesystem::path& file, const std::filesystem::path& content_at) {
    auto opened = open_replay(file, content_at);
    if (const auto* refusal = std::get_if<ReplayRefusal>(&opened)) throw engine::Error(refusal->code, refusal->sentence);
    return std::get<OpenReplay>(std::move(opened));
}

std::string sentence_of(const DiffOptions& options, const ReplayDiff& diff) {
    const WorldDifference& first = diff.first;
    const std::string which = first.id != 0 ? fmt::format("{} {} (id {})", first.group, first.index, first.id) : first.group;
    return fmt::format("tick {} differs first: {}, {}: {} in {}, {} in {}", diff.tick, which, first.field, first.a, options.a.string(),
                       first.b, options.b.string());
}

}  // namespace

int diff_command(const DiffOptions& options) {
    const auto content_at = content_dir(engine::asset_root(options.data));
    const OpenReplay a = open_or_throw(options.a, content_at);
    const OpenReplay b = open_or_throw(options.b, content_at);
    const auto diff = diff_replays({a.replay, a.content}, {b.replay, b.content});
    JsonLine line;
    line.text("a", options.a.string()).text("b", options.b.string()).boolean("equal", !diff);
    LineOutput out;
    if (!diff) {
        out.line(line.natural("first_tick", a.replay.first_tick).natural("last_tick", a.replay.last_tick()).str());
        return static_cast<int>(ExitCode::Ok);
    }
    engine::log_error(sentence_of(options, *diff));
    line.natural("tick", diff->tick)
        .text("group", diff->first.group)
        .natural("index", diff->first.index)
        .natural("id", diff->first.id)
        .text("field", diff->first.field)
        .text("a_value", diff->first.a)
        .text("b_value", diff->first.b);
    if (diff->inputs_tick) line.natural("inputs_tick", *diff->inputs_tick).integer("inputs_seat", diff->inputs_seat);
    out.line(line.str());
    return static_cast<int>(ExitCode::Mismatch);
}

}  // namespace game
