#include "game/headless/inputs_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "game/headless/limits.h"

namespace game {
namespace {

using engine::Button;
using engine::Error;
using engine::ExitCode;

constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t most_mistakes = 50;

constexpr std::pair<std::string_view, Button> button_names[] = {
    {"up", Button::Up},     {"down", Button::Down}, {"left", Button::Left},   {"right", Button::Right},
    {"fire", Button::Fire}, {"bomb", Button::Bomb}, {"focus", Button::Focus},
};
constexpr std::string_view allowed_buttons = "up down left right fire bomb focus dx=-7..7 dy=-7..7, or none alone";

std::string_view take_word(std::string_view& line) {
    const std::size_t from = line.find_first_not_of(" \t\r");
    if (from == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(from);
    const std::size_t length = std::min(line.find_first_of(" \t\r"), line.size());
    const std::string_view word = line.substr(0, length);
    line.remove_prefix(length);
    return word;
}

std::optional<long> number(std::string_view word) {
    long value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return value;
}

std::string seat_list(unsigned seats) {
    std::string list;
    for (int seat = 0; seat < engine::max_seats; ++seat) {
        if ((seats >> seat & 1) != 0) list += (list.empty() ? "" : ", ") + std::to_string(seat);
    }
    return list;
}

// Adds a button or an axis to `bits`; false where the word is neither.
bool add_button(std::string_view word, std::uint16_t& bits) {
    for (const auto& [name, button] : button_names) {
        if (word != name) continue;
        bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(button));
        return true;
    }
    const bool is_x = word.substr(0, 3) == "dx=";
    if (!is_x && word.substr(0, 3) != "dy=") return false;
    const auto value = number(word.substr(3));
    if (!value || *value < -7 || *value > 7) return false;
    const int shift = is_x ? 8 : 12;
    bits = static_cast<std::uint16_t>((bits & ~(15u << shift)) | (static_cast<unsigned>(*value) & 15u) << shift);
    return true;
}

// The sentence of what is wrong, or empty.
std::string parse_line(std::string_view line, unsigned seats, ScriptLine& out) {
    const std::string_view tick_word = take_word(line);
    const auto tick = number(tick_word);
    if (!tick || *tick < 1 || *tick > static_cast<long>(most_ticks)) {
        return fmt::format("tick \"{}\" is not a number from 1 to {}", tick_word, most_ticks);
    }
    const std::string_view seat_word = take_word(line);
    const auto seat = number(seat_word);
    if (!seat || *seat < 0 || *seat >= engine::max_seats || (seats >> *seat & 1) == 0) {
        return fmt::format("seat \"{}\" is not one that this file flies: {}", seat_word, seat_list(seats));
    }
    const std::string_view buttons = take_word(line);
    out.tick = static_cast<std::uint32_t>(*tick);
    out.seat = static_cast<int>(*seat);
    std::string mistake = parse_buttons(buttons, out.bits);
    if (!mistake.empty()) return mistake;
    const std::string_view rest = take_word(line);
    if (!rest.empty()) return fmt::format("\"{}\" stands after the buttons; join buttons with +", rest);
    return {};
}

}  // namespace

std::string parse_buttons(std::string_view words, std::uint16_t& bits) {
    bits = 0;
    if (words.empty()) return fmt::format("no buttons; allowed are {}", allowed_buttons);
    if (words == "none") return {};
    for (std::size_t from = 0; from <= words.size();) {
        const std::size_t to = std::min(words.find('+', from), words.size());
        const std::string_view word = words.substr(from, to - from);
        if (!add_button(word, bits)) return fmt::format("button \"{}\" is not one of {}", word, allowed_buttons);
        from = to + 1;
    }
    return {};
}

std::vector<ScriptLine> parse_inputs(std::string_view text, const std::string& shown_name, unsigned seats) {
    std::vector<ScriptLine> lines;
    std::string mistakes;
    std::size_t count = 0;
    for (std::size_t number_of_line = 1; !text.empty(); ++number_of_line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line = line.substr(0, std::min(line.find('#'), line.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        ScriptLine parsed;
        const std::string what = parse_line(line, seats, parsed);
        if (what.empty()) {
            lines.push_back(parsed);
        } else if (++count <= most_mistakes) {
            mistakes += fmt::format("{}{}:{}: {}", mistakes.empty() ? "" : "\n", shown_name, number_of_line, what);
        }
    }
    if (count > most_mistakes) mistakes += fmt::format("\n{}: and {} more", shown_name, count - most_mistakes);
    if (count > 0) throw Error(ExitCode::BadData, mistakes);
    std::stable_sort(lines.begin(), lines.end(), [](const ScriptLine& a, const ScriptLine& b) { return a.tick < b.tick; });
    return lines;
}

std::vector<ScriptLine> load_inputs(const std::filesystem::path& file, unsigned seats, std::string* text) {
    const auto bytes = engine::read_file(file, most_bytes);
    if (!bytes) throw Error(ExitCode::BadData, fmt::format("{}: cannot be read", file.string()));
    std::string content(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    auto lines = parse_inputs(content, file.string(), seats);
    if (text != nullptr) *text = std::move(content);
    return lines;
}

}  // namespace game
