// Which part of a run this process plays: said by --shard, or by what starts many of it (Slurm arrays, Kubernetes indexed jobs). Used by
// run.
#pragma once

#include <cstdint>
#include <string>

namespace game {

struct Shard {
    std::uint64_t index = 1, count = 1;  // 1 to count; count at most most_seeds
    std::string said_by;                 // the environment's variable, where it was one
};

// "2/8". Throws engine::Error (Usage).
Shard parse_shard(const std::string& text);

// SLURM_ARRAY_TASK_ID with _COUNT (and _MIN, _STEP where they are set), else JOB_COMPLETION_INDEX with JOB_COMPLETION_COUNT; else 1/1.
// Throws engine::Error (Usage) where only half of it is there, or it does not fit together: a shard too many or too few would go unseen.
Shard shard_of_environment();

}  // namespace game
