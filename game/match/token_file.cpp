#include "game/match/token_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "engine/core/files.h"

namespace game {

namespace {

constexpr std::size_t most_bytes = 16 * 1024, most_lines = 16;

struct Line {
    std::string address;
    net::Token token{};
};

std::optional<net::Token> token_of(const std::string& text) {
    net::Token token{};
    if (text.size() != 2 * token.size()) return std::nullopt;
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = digits.find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        token[i / 2] = static_cast<std::uint8_t>(token[i / 2] << 4 | digit);
    }
    return token;
}

std::vector<Line> read_lines(const std::filesystem::path& file) {
    std::vector<Line> lines;
    const auto bytes = engine::read_file(file, most_bytes);
    if (!bytes) return lines;
    std::istringstream text(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    std::string address, digits;
    while (lines.size() < most_lines && text >> address >> digits)
        if (const auto token = token_of(digits)) lines.push_back({address, *token});
    return lines;
}

}  // namespace

net::Token load_token(const std::filesystem::path& file, const std::string& address) {
    const std::vector<Line> lines = read_lines(file);
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.address == address; });
    return found == lines.end() ? net::Token{} : found->token;
}

std::string save_token(const std::filesystem::path& file, const std::string& address, const net::Token& token) {
    if (address.empty() || address.find_first_of(" \t\r\n") != std::string::npos) return "";
    std::vector<Line> lines = read_lines(file);
    std::erase_if(lines, [&](const Line& line) { return line.address == address; });
    lines.insert(lines.begin(), {address, token});
    if (lines.size() > most_lines) lines.resize(most_lines);
    std::string text;
    for (const Line& line : lines) {
        text += line.address + " ";
        for (const std::uint8_t byte : line.token) text += fmt::format("{:02x}", byte);
        text += "\n";
    }
    return engine::write_file(file, text);
}

}  // namespace game
