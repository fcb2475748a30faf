#include "game/app/best_scores.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "engine/core/files.h"
#include "engine/core/log.h"
#include "engine/core/toml_table.h"
#include "game/app/settings.h"

namespace game {
namespace {

std::string key_of(const std::string& mode, int pilots) { return fmt::format("{}-{}", mode, pilots); }

}  // namespace

BestScores::BestScores(std::filesystem::path file) : file_(std::move(file)) {
    std::error_code error;
    if (!std::filesystem::exists(file_, error)) return;
    const auto bytes = engine::read_file(file_, std::size_t{1} << 20);
    engine::Mistakes mistakes;
    if (bytes) {
        auto table =
            engine::TomlTable::parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file_.filename().string(), mistakes);
        for (const auto& key : table.keys()) scores_[key] = table.integer_or(key, 0, 0, std::numeric_limits<std::int64_t>::max());
    }
    if (bytes && mistakes.none()) return;
    for (const auto& line : mistakes.lines) engine::log_warning(line);
    scores_.clear();
    const auto aside = engine::keep_aside(file_);
    message_ = aside.empty() ? std::string("The best scores could not be read.")
                             : fmt::format("The best scores were damaged; they are kept as {}.", aside.filename().string());
    engine::log_warning(message_);
}

std::int64_t BestScores::best(const std::string& mode, int pilots) const {
    const auto found = scores_.find(key_of(mode, pilots));
    return found == scores_.end() ? 0 : found->second;
}

bool BestScores::offer(const std::string& mode, int pilots, std::int64_t score) {
    if (score <= best(mode, pilots)) return false;
    scores_[key_of(mode, pilots)] = score;
    std::string text;
    for (const auto& [key, value] : scores_) text += fmt::format("{} = {}\n", toml_quoted(key), value);
    if (const auto sentence = engine::write_file(file_, text); !sentence.empty()) {
        engine::log_warning(sentence);
        message_ = sentence;
    }
    return true;
}

std::string BestScores::take_message() { return std::exchange(message_, {}); }

}  // namespace game
