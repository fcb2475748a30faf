#include "game/match/desync_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "engine/core/json_text.h"
#include "game/sim/fields.h"

namespace game {
namespace {

using engine::json_text;

constexpr std::uint32_t inputs_in_report = 600;
constexpr int most_reports_of_a_tick = 1000;

std::string hash_or_null(const std::vector<std::uint32_t>& parts, std::size_t part) {
    return part < parts.size() ? fmt::format("\"{:08x}\"", parts[part]) : "null";
}

std::string parts_json(const DesyncReport& report) {
    std::string out = "[";
    for (std::size_t part = 0; part < world_parts; ++part) {
        const bool known = part < report.parts_here.size() && part < report.parts_there.size();
        const char* const differs = !known ? "null" : report.parts_here[part] != report.parts_there[part] ? "true" : "false";
        fmt::format_to(std::back_inserter(out), R"({}
    {{"part": {}, "here": {}, "there": {}, "differs": {}}})",
                       part == 0 ? "" : ",", json_text(part == 0 ? "header" : group_names[part - 1]), hash_or_null(report.parts_here, part),
                       hash_or_null(report.parts_there, part), differs);
    }
    return out + "\n  ]";
}

// A line a tick: [tick, [bits, state] of seat 0, ...].
std::string inputs_json(const Replay& recording) {
    std::string out = "[";
    const std::uint32_t last = recording.last_tick();
    const std::uint32_t kept = std::min<std::uint32_t>(inputs_in_report, static_cast<std::uint32_t>(recording.inputs.size()));
    for (std::uint32_t tick = last + 1 - kept; tick <= last; ++tick) {
        fmt::format_to(std::back_inserter(out), "{}\n    [{}", tick == last + 1 - kept ? "" : ",", tick);
        for (const engine::SeatInput& input : recording.at(tick).seats) {
            fmt::format_to(std::back_inserter(out), ", [{}, {}]", input.bits, static_cast<int>(input.state));
        }
        out += ']';
    }
    return out + "\n  ]";
}

std::string seats_json(std::uint8_t seats) {
    std::string out;
    for (int seat = 0; seat < max_seats; ++seat) {
        if ((seats >> seat & 1) != 0) out += (out.empty() ? "" : ", ") + std::to_string(seat);
    }
    return "[" + out + "]";
}

// A mode may be a path.
std::string name_of(const std::string& mode) {
    std::string name = std::filesystem::path(mode).stem().string();
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'); }, '_');
    return name.substr(0, 60);
}

}  // namespace

WrittenReport write_desync_report(const std::filesystem::path& dir, const DesyncReport& report, const Replay& recording) {
    WrittenReport written;
    std::error_code error;
    const std::string name = fmt::format("desync-{}-{}", name_of(recording.mode), report.tick);
    written.file = dir / (name + ".json");
    for (int n = 2; std::filesystem::exists(written.file, error) && n < most_reports_of_a_tick; ++n) {
        written.file = dir / fmt::format("{}-{}.json", name, n);
    }
    const std::string text = fmt::format(
        R"({{
  "version": {},
  "replay_version": {},
  "mode": {},
  "content": {},
  "seed": {},
  "players": {},
  "tick": {},
  "this_machine": {},
  "other_machine": {},
  "other_seats": {},
  "parts": {},
  "recording": {},
  "first_tick": {},
  "last_confirmed_tick": {},
  "inputs": {}
}}
)",
        json_text(WINGMATE_VERSION), replay_version, json_text(recording.mode), json_text(engine::hash_text(recording.content_hash)),
        recording.seed, recording.players, report.tick, json_text(report.is_host ? "host" : "guest"), json_text(report.other),
        seats_json(report.seats), parts_json(report),
        json_text(std::filesystem::path(written.file).replace_extension(".wmr").filename().string()), recording.first_tick,
        recording.last_tick(), inputs_json(recording));
    written.problem = engine::write_file(std::filesystem::path(written.file).replace_extension(".wmr"), encode_replay(recording));
    if (written.problem.empty()) written.problem = engine::write_file(written.file, text);
    return written;
}

std::vector<WrittenReport> write_differences(const std::filesystem::path& dir, Online& online, const Match& match) {
    std::vector<WrittenReport> written;
    while (const auto difference = online.next_difference()) {
        if (dir.empty()) continue;
        DesyncReport report;
        report.tick = difference->tick;
        report.is_host = online.is_host();
        report.seats = difference->seats;
        for (std::size_t s = 0; s < online.seats().size(); ++s)
            if ((difference->seats >> s & 1) != 0) report.other += (report.other.empty() ? "" : ", ") + online.seats()[s].pilot;
        report.parts_here = difference->here;
        report.parts_there = difference->there;
        written.push_back(write_desync_report(dir, report, match.recording()));
    }
    return written;
}

}  // namespace game
