// The commands of wingmate-headless, a file each. They return the exit code, or throw engine::Error with a sentence.
#pragma once

#include "game/headless/options.h"

namespace game {

int run_command(const RunOptions& options);
int merge_command(const MergeOptions& options);
int scenario_command(const ScenarioOptions& options);
int verify_command(const VerifyOptions& options);
int diff_command(const DiffOptions& options);
int bench_command(const BenchOptions& options);
int check_command(const CheckOptions& options);
int fleet_command(const FleetOptions& options);
int serve_command(const ServeOptions& options);
int join_command(const JoinOptions& options);
int list_command(const ListOptions& options);
int seen_command(const SeenOptions& options);

}  // namespace game
