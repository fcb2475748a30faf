#include "game/headless/shard.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "engine/core/error.h"
#include "game/headless/limits.h"

namespace game {
namespace {

[[noreturn]] void usage(const std::string& sentence) { throw engine::Error(engine::ExitCode::Usage, sentence); }

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Nothing where it is not set or empty.
std::optional<std::uint64_t> environment(const char* name) {
    const char* text = std::getenv(name);
    if (text == nullptr || *text == '\0') return std::nullopt;
    const auto value = number(text);
    if (!value) usage(fmt::format("{} is \"{}\", which is not a whole number; --shard I/N says the part by hand", name, text));
    return value;
}

std::uint64_t needed(const char* name, const char* because) {
    const auto value = environment(name);
    if (!value)
        usage(fmt::format("{} is set but {} is not: which part of the seeds is to be played? --shard I/N says it by hand, 1/1 is all",
                          because, name));
    if (*value < 1 || *value > most_seeds) usage(fmt::format("{} is {}, must be 1 to {}", name, *value, most_seeds));
    return *value;
}

}  // namespace

Shard parse_shard(const std::string& text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    const std::uint64_t index = number(std::string_view(text).substr(0, slash)).value_or(0);
    const std::uint64_t count = number(std::string_view(text).substr(std::min(slash + 1, text.size()))).value_or(0);
    if (index < 1 || count < 1 || index > count || count > most_seeds)
        usage(fmt::format("--shard: \"{}\" is not I/N, from 1/N to N/N, with N at most {}", text, most_seeds));
    return {index, count, {}};
}

Shard shard_of_environment() {
    struct Source {
        const char *index, *count, *first, *step;
    };
    for (const Source source : {Source{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"},
                                Source{"JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", nullptr, nullptr}}) {
        const auto index = environment(source.index);
        if (!index) continue;
        const std::uint64_t count = needed(source.count, source.index);
        const std::uint64_t first = source.first != nullptr ? environment(source.first).value_or(0) : 0;
        const std::uint64_t step = source.step != nullptr ? environment(source.step).value_or(1) : 1;
        if (step < 1 || *index < first || (*index - first) % step != 0 || (*index - first) / step >= count) {
            usage(fmt::format("{} is {}, which is none of the {} from {} on in steps of {}; --shard I/N says the part by hand",
                              source.index, *index, count, first, step));
        }
        return {(*index - first) / step + 1, count, source.index};
    }
    return {};
}

}  // namespace game
