#include "game/match/token_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/files.h"
#include "net/token.h"

namespace game {

namespace {

constexpr std::size_t most_bytes = 16 * 1024, most_lines = 16;

struct Line {
    std::string address;
    SeatPass pass;
};

template <class Bytes>
bool read_digits(std::string_view text, Bytes& bytes) {
    if (text.size() != 2 * bytes.size()) return false;
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = digits.find(text[i]);
        if (digit == std::string_view::npos) return false;
        auto& byte = bytes[i / 2];
        byte = static_cast<std::remove_reference_t<decltype(byte)>>(static_cast<unsigned>(byte) << 4 | digit);
    }
    return true;
}

template <class Bytes>
std::string digits_of(const Bytes& bytes) {
    std::string text;
    for (const auto byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned>(byte));
    return text;
}

// An address, its token, and the salt and the secret of the password, where there is one.
std::optional<Line> read_line(const std::string& text) {
    std::istringstream words(text);
    Line line;
    std::string token, salt, secret;
    words >> line.address >> token >> salt >> secret;
    if (!read_digits(token, line.pass.token)) return std::nullopt;
    if (salt.empty()) return line;
    net::PasswordKey key;
    if (!read_digits(salt, key.salt) || !read_digits(secret, key.secret)) return std::nullopt;
    line.pass.password_key = key;
    return line;
}

std::vector<Line> read_lines(const std::filesystem::path& file) {
    std::vector<Line> lines;
    const auto bytes = engine::read_file(file, most_bytes);
    if (!bytes) return lines;
    std::istringstream text(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    for (std::string words; lines.size() < most_lines && std::getline(text, words);)
        if (auto line = read_line(words)) lines.push_back(std::move(*line));
    return lines;
}

}  // namespace

SeatPass load_pass(const std::filesystem::path& file, const std::string& address) {
    const std::vector<Line> lines = read_lines(file);
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.address == address; });
    return found == lines.end() ? SeatPass{} : found->pass;
}

std::string save_pass(const std::filesystem::path& file, const std::string& address, const SeatPass& pass) {
    if (address.empty() || address.find_first_of(" \t\r\n") != std::string::npos) return "";
    std::vector<Line> lines = read_lines(file);
    std::erase_if(lines, [&](const Line& line) { return line.address == address; });
    lines.insert(lines.begin(), {address, pass});
    if (lines.size() > most_lines) lines.resize(most_lines);
    std::string text;
    for (const Line& line : lines) {
        text += line.address + " " + digits_of(line.pass.token);
        if (const auto& key = line.pass.password_key) text += " " + digits_of(key->salt) + " " + digits_of(key->secret);
        text += "\n";
    }
    return engine::write_file(file, text, engine::WhoReads::Owner);
}

std::uint64_t load_machine(const std::filesystem::path& token_file) {
    const std::filesystem::path file = token_file.parent_path() / "machine";
    if (const auto bytes = engine::read_file(file, 64)) {
        const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        std::uint64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number, 16);
        if (read.ec == std::errc() && number != 0) return number;
    }
    const std::uint64_t number = net::make_match_id();
    return engine::write_file(file, fmt::format("{:016x}\n", number)).empty() ? number : 0;
}

}  // namespace game
