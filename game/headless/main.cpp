#include <exception>
#include <variant>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/headless/commands.h"

namespace {

struct Run {
    int operator()(const game::EndNow& end) const { return end.exit_code; }
    int operator()(const game::RunOptions& options) const { return game::run_command(options); }
    int operator()(const game::MergeOptions& options) const { return game::merge_command(options); }
    int operator()(const game::ScenarioOptions& options) const { return game::scenario_command(options); }
    int operator()(const game::VerifyOptions& options) const { return game::verify_command(options); }
    int operator()(const game::DiffOptions& options) const { return game::diff_command(options); }
    int operator()(const game::BenchOptions& options) const { return game::bench_command(options); }
    int operator()(const game::CheckOptions& options) const { return game::check_command(options); }
    int operator()(const game::FleetOptions& options) const { return game::fleet_command(options); }
    int operator()(const game::ServeOptions& options) const { return game::serve_command(options); }
    int operator()(const game::JoinOptions& options) const { return game::join_command(options); }
    int operator()(const game::ListOptions& options) const { return game::list_command(options); }
    int operator()(const game::SeenOptions& options) const { return game::seen_command(options); }
};

}  // namespace

int main(int argc, char** argv) {
    try {
        return std::visit(Run{}, game::parse_command_line(argc, argv));
    } catch (const engine::Error& error) {
        engine::log_error(error.what());
        return static_cast<int>(error.code());
    } catch (const std::exception& error) {
        engine::log_error(error.what());
        return static_cast<int>(engine::ExitCode::Failure);
    }
}
