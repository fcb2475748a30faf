// The command merge: lines of a run's parts in the order of their seeds, each game once.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/hash.h"
#include "engine/core/log.h"
#include "game/headless/commands.h"
#include "game/headless/output.h"
#include "game/headless/resume.h"

namespace game {
namespace {

using engine::Error;
using engine::ExitCode;

// Where a line stands; its text is read again when its turn has come, so that a merge takes little memory.
struct Place {
    std::uint64_t seed, set_number;
    std::uint32_t file, line;  // line: from 1
    std::uint64_t offset;
    std::uint64_t length;
    std::uint64_t hash;  // of all but the times, which differ from run to run
};

std::string_view without_times(std::string_view line) { return line.substr(0, line.rfind(",\"seconds\":")); }

class Parts {
  public:
    Parts(const std::vector<std::filesystem::path>& names, bool quiet) : names_(names), quiet_(quiet) {
        for (std::uint32_t file = 0; file < names_.size(); ++file) read(file);
    }
    std::vector<Place> places;

    std::string where(const Place& place) const { return fmt::format("{}:{}", names_[place.file].string(), place.line); }
    std::string text(const Place& place) {
        std::string text(place.length, '\0');
        std::ifstream& in = *files_[place.file];
        in.clear();
        in.seekg(static_cast<std::streamoff>(place.offset));
        in.read(text.data(), static_cast<std::streamsize>(place.length));
        if (!in) throw Error(ExitCode::Failure, fmt::format("{}: cannot be read any more", where(place)));
        return text;
    }

  private:
    void read(std::uint32_t file) {
        const std::string name = names_[file].string();
        files_.push_back(std::make_unique<std::ifstream>(names_[file], std::ios::binary));
        std::ifstream& in = *files_.back();
        std::error_code error;
        if (!in || std::filesystem::is_directory(names_[file], error))
            throw Error(ExitCode::BadData, fmt::format("{}: cannot be read", name));
        std::string line;
        std::uint64_t offset = 0;
        for (std::uint32_t at = 1; std::getline(in, line); ++at) {
            if (in.eof()) {
                if (!quiet_) engine::log_warning(fmt::format("{}:{}: a torn last line is left out", name, at));
                break;
            }
            const auto key = key_of_line(line);
            if (!key) throw Error(ExitCode::BadData, fmt::format("{}:{}: not a line of a run", name, at));
            const std::uint64_t hash = engine::hash_bytes(std::as_bytes(std::span(without_times(line))));
            places.push_back({key->seed, key->set_number, file, at, offset, line.size(), hash});
            if (run_.empty()) {
                run_ = key->run;
                first_ = where(places.back());
            } else if (run_ != key->run) {
                throw Error(ExitCode::BadData,
                            fmt::format("{} is of the run {}, {} of the run {}: mode, content, pilots or limits differ; nothing is merged",
                                        where(places.back()), key->run, first_, run_));
            }
            offset += line.size() + 1;
        }
    }

    const std::vector<std::filesystem::path>& names_;
    const bool quiet_;
    std::vector<std::unique_ptr<std::ifstream>> files_;
    std::string run_, first_;
};

// How many seeds between the first and the last are not there, told as a notice: a part may be missing.
void tell_gaps(const std::vector<Place>& places) {
    std::uint64_t missing = 0;
    std::uint64_t first_missing = 0;
    for (std::size_t i = 1; i < places.size(); ++i) {
        const std::uint64_t gap = places[i].seed - places[i - 1].seed;
        if (gap < 2) continue;
        if (missing == 0) first_missing = places[i - 1].seed + 1;
        missing += gap - 1;
    }
    if (missing == 0) return;
    engine::log_warning(fmt::format("of the seeds {} to {}, {} {} missing, the first is {}", places.front().seed, places.back().seed,
                                    missing, missing == 1 ? "is" : "are", first_missing));
}

}  // namespace

int merge_command(const MergeOptions& options) {
    Parts parts(options.files, options.quiet);
    std::sort(parts.places.begin(), parts.places.end(), [](const Place& a, const Place& b) {
        return std::tie(a.seed, a.set_number, a.file, a.line) < std::tie(b.seed, b.set_number, b.file, b.line);
    });
    // Twice the same game is one; one game with two results is a reason to stop before anything is written.
    std::vector<Place> once;
    for (const Place& place : parts.places) {
        if (once.empty() || once.back().seed != place.seed || once.back().set_number != place.set_number) {
            once.push_back(place);
        } else if (once.back().hash != place.hash) {
            throw Error(ExitCode::Mismatch, fmt::format("{} and {} are of the same game with the seed {} and differ; nothing is merged",
                                                        parts.where(once.back()), parts.where(place), place.seed));
        }
    }
    if (!options.quiet) tell_gaps(once);
    if (options.out.empty()) {
        LineOutput out;
        for (const Place& place : once) out.line(parts.text(place));
        return 0;
    }
    TextFile out(options.out);  // may be one of the parts: it takes that name only when it is whole
    for (const Place& place : once) out.add(parts.text(place) + '\n');
    out.finish();
    return 0;
}

}  // namespace game
