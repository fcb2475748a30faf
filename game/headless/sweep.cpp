#include "game/headless/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "engine/core/error.h"
#include "game/headless/json_line.h"

namespace game {
namespace {

[[noreturn]] void wrong(const std::string& sentence) { throw engine::Error(engine::ExitCode::Usage, "--set: " + sentence); }

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// "3..6" or "100..500:100"; nothing where it is no range.
std::optional<std::vector<std::string>> range_of(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    std::string_view last_text = text.substr(dots + 2);
    std::int64_t step = 1;
    if (const std::size_t colon = last_text.find(':'); colon != std::string_view::npos) {
        const auto given = whole(last_text.substr(colon + 1));
        if (!given || *given < 1) wrong(fmt::format("\"{}\": the step is a whole number from 1 on", text));
        step = *given;
        last_text = last_text.substr(0, colon);
    }
    const auto first = whole(text.substr(0, dots));
    const auto last = whole(last_text);
    if (!first || !last) return std::nullopt;
    if (*last < *first) wrong(fmt::format("\"{}\": the range A..B needs A no larger than B", text));
    const auto distance = static_cast<std::uint64_t>(*last) - static_cast<std::uint64_t>(*first);
    if (distance / static_cast<std::uint64_t>(step) >= most_combinations)
        wrong(fmt::format("\"{}\": at most {} combinations", text, most_combinations));
    std::vector<std::string> values;
    for (std::uint64_t i = 0; i <= distance / static_cast<std::uint64_t>(step); ++i)
        values.push_back(std::to_string(*first + static_cast<std::int64_t>(i) * step));
    return values;
}

// Commas outside [ ] separate values.
std::vector<std::string> values_of(std::string_view text) {
    std::vector<std::string> values;
    std::size_t from = 0;
    int depth = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && text[at] == '[') ++depth;
        if (at < text.size() && text[at] == ']') --depth;
        if (at < text.size() && (text[at] != ',' || depth > 0)) continue;
        const std::string_view part = text.substr(from, at - from);
        from = at + 1;
        if (auto range = range_of(part)) {
            values.insert(values.end(), range->begin(), range->end());
        } else {
            values.emplace_back(part);
        }
    }
    return values;
}

}  // namespace

std::vector<std::vector<Override>> combinations_of(const std::vector<std::string>& sets) {
    std::vector<std::vector<Override>> all{{}};
    std::set<std::string> keys;
    for (const std::string& text : sets) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) wrong(fmt::format("\"{}\" is not KEY=VALUE", text));
        const std::string key = text.substr(0, equals);
        if (!keys.insert(key).second) wrong(fmt::format("{} is set twice; values of one key go into one list, {}=1,2", key, key));
        const std::vector<std::string> values = values_of(std::string_view(text).substr(equals + 1));
        if (std::set<std::string>(values.begin(), values.end()).size() != values.size())
            wrong(fmt::format("\"{}\" names a value twice", text));
        if (values.size() * all.size() > most_combinations) wrong(fmt::format("at most {} combinations", most_combinations));
        std::vector<std::vector<Override>> next;
        for (const std::vector<Override>& so_far : all) {
            for (const std::string& value : values) {
                next.push_back(so_far);
                next.back().push_back({key, value});
            }
        }
        all = std::move(next);
    }
    return all;
}

std::string set_json(const std::vector<Override>& overrides) {
    JsonLine line;
    for (const Override& change : overrides) line.text(change.key, change.value);
    return line.str();
}

}  // namespace game
