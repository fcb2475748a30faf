#include <fmt/format.h>

#include <chrono>
#include <string>
#include <variant>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/log.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/output.h"
#include "game/headless/progress.h"
#include "game/headless/replay_file.h"
#include "game/headless/signals.h"
#include "game/match/play.h"

namespace game {
namespace {

using engine::ExitCode;

struct Verdict {
    ExitCode code = ExitCode::Ok;
    std::string sentence;  // what is wrong
    ReplayResult result;
    double seconds = 0;
};

Verdict verify_file(const std::filesystem::path& file, const std::filesystem::path& content_at, const VerifyOptions& options) {
    Verdict verdict;
    const auto opened = open_replay(file, content_at);
    if (const auto* refusal = std::get_if<ReplayRefusal>(&opened)) {
        verdict.code = refusal->code;
        verdict.sentence = refusal->sentence;
        return verdict;
    }
    const auto& [replay, content] = std::get<OpenReplay>(opened);
    const auto started = std::chrono::steady_clock::now();
    verdict.result = play_replay(replay, content, options.heavy, options.spoil_tick);
    verdict.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    if (const auto& d = verdict.result.difference) {
        verdict.code = ExitCode::Mismatch;
        verdict.sentence = fmt::format("{}: tick {} differs: stored hash {}, played {}; the last that is equal is tick {}", file.string(),
                                       d->tick, engine::hash_text(d->stored), engine::hash_text(d->played), d->last_equal);
    }
    if (const auto tick = verdict.result.heavy_difference) {
        verdict.code = ExitCode::Mismatch;
        verdict.sentence = fmt::format("{}: tick {} ends differently when it is made from a restored world", file.string(), *tick);
    }
    return verdict;
}

std::string line_of(const std::filesystem::path& file, const Verdict& verdict) {
    const double rate = verdict.seconds > 0 ? static_cast<double>(verdict.result.ticks) / verdict.seconds : 0;
    JsonLine line;
    line.text("file", file.string())
        .boolean("ok", verdict.code == ExitCode::Ok)
        .natural("ticks", verdict.result.ticks)
        .decimal("frames_per_second", rate, 0);
    if (const auto& d = verdict.result.difference) {
        line.natural("first_differing_tick", d->tick)
            .natural("last_equal_tick", d->last_equal)
            .text("stored_hash", engine::hash_text(d->stored))
            .text("played_hash", engine::hash_text(d->played));
    }
    if (verdict.result.heavy_difference) line.natural("heavy_difference_tick", *verdict.result.heavy_difference);
    if (!verdict.sentence.empty()) line.text("error", verdict.sentence);
    return line.str();
}

}  // namespace

int verify_command(const VerifyOptions& options) {
    const auto content_at = content_dir(engine::asset_root(options.data));
    watch_signals();
    LineOutput out;
    Progress progress("replays", options.files.size(), options.quiet);
    bool damaged = false;
    bool differing = false;
    std::uint64_t done = 0;
    std::uint64_t ticks = 0;
    for (const auto& file : options.files) {
        const Verdict verdict = verify_file(file, content_at, options);
        damaged |= verdict.code == ExitCode::BadData;
        differing |= verdict.code == ExitCode::Mismatch;
        progress.wipe();
        if (!verdict.sentence.empty()) engine::log_error(verdict.sentence);
        out.line(line_of(file, verdict));
        if (code_of_signal() != 0) return code_of_signal();
        ticks += verdict.result.ticks;
        progress.show(++done, ticks);
    }
    return static_cast<int>(differing ? ExitCode::Mismatch : damaged ? ExitCode::BadData : ExitCode::Ok);
}

}  // namespace game
