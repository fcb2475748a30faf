// How long a process of this program takes from its start to the result of one tick, and its memory.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "game/headless/bench.h"

extern char** environ;

namespace game {

namespace {

struct Child {
    double ms = 0, mib = 0;
};

Child run_one_tick() {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    std::array<std::string, 10> words = {"wingmate-headless", "run", "--mode", "first_flight", "--bot", "idle", "--ticks", "1", "--quiet"};
    std::array<char*, 10> arguments{};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) arguments[i] = words[i].data();
    pid_t child = 0;
    int status = -1;
    rusage usage{};
    const double seconds = seconds_of([&] {
        if (posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environ) == 0) wait4(child, &status, 0, &usage);
    });
    posix_spawn_file_actions_destroy(&actions);
    if (status != 0) throw engine::Error(engine::ExitCode::Failure, "this program could not run itself");
    return {seconds * 1e3, static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

void bench_process(Bench& bench) {
    std::vector<double> ms, mib;
    for (int i = 0; i < 15; ++i) {
        const Child child = run_one_tick();
        ms.push_back(child.ms);
        mib.push_back(child.mib);
    }
    std::string missing;
    const auto pygame_ms = bench.python("pygame_stand_in.py", "--first-frame", "first_frame_ms", missing);
    const auto pygame_mib = bench.python("pygame_stand_in.py", "--ticks 10", "rss_MiB", missing);
    bench.print({"process_start", median(ms), "ms", true, pygame_ms, pygame_ms ? "pygame to its first picture" : missing, 25, 10, false});
    bench.print({"process_memory", median(mib), "MiB", true, pygame_mib, pygame_mib ? "pygame" : missing, 6, 3, false});
}

}  // namespace game
