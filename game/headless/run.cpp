#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/headless/commands.h"
#include "game/headless/crash.h"
#include "game/headless/farm.h"
#include "game/headless/one_game.h"
#include "game/headless/output.h"
#include "game/headless/progress.h"
#include "game/headless/resume.h"
#include "game/headless/run_plan.h"
#include "game/headless/signals.h"

namespace game {
namespace {

// The games of this shard that are still to be played, in order, by their numbers.
class Games {
  public:
    Games(const RunOptions& options, std::uint64_t count) : at_(options.shard.index - 1), count_(count), stride_(options.shard.count) {}
    std::optional<std::uint64_t> next(const DoneGames& done) {
        while (at_ < count_) {
            const std::uint64_t number = at_;
            at_ = stride_ > count_ - at_ ? count_ : at_ + stride_;
            if (done.numbers.count(number) == 0) return number;
        }
        return std::nullopt;
    }
    // How many there are, done ones included.
    std::uint64_t count() const { return at_ >= count_ ? 0 : (count_ - 1 - at_) / stride_ + 1; }

  private:
    std::uint64_t at_, count_, stride_;
};

// What is in the file already, checked before the file is touched.
DoneGames find_done(const RunOptions& options, const RunPlan& plan, const Games& games) {
    if (!options.resume) return {};
    DoneGames done = read_done_games(options.out, plan);
    Games rest = games;
    const auto next = rest.next(done);
    if (next && done.last && *next < *done.last) {
        throw engine::Error(
            engine::ExitCode::BadData,
            fmt::format("{}: the seed {} is missing before seeds that are there: lines would not be in their order; the file is "
                        "left as it is",
                        options.out.string(), plan.seed_of(*next)));
    }
    return done;
}

}  // namespace

int run_command(const RunOptions& options) {
    const RunPlan plan = make_plan(options);
    const Games games(options, plan.games());
    const DoneGames done = find_done(options, plan, games);
    watch_signals();
    const auto out = options.out.empty() ? std::make_unique<LineOutput>() : std::make_unique<LineOutput>(options.out, options.resume);
    save_games_that_fail();
    if (!options.shard.said_by.empty() && !options.quiet)
        engine::log_info(fmt::format("shard {}/{}, by {}", options.shard.index, options.shard.count, options.shard.said_by));

    Progress progress("games", games.count(), options.quiet);
    progress.skip(done.numbers.size());
    std::atomic<std::uint64_t> ticks{0};
    Games rest = games;
    Farm<std::string> farm(
        options.jobs, [&] { return rest.next(done); }, [&](std::uint64_t number) { return play_game(plan, number, ticks); });
    harvest(farm, progress, ticks, done.numbers.size(), [&](const std::string& line) { out->line(line); });
    out->finish();
    return code_of_signal();
}

}  // namespace game
