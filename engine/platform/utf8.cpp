#include "engine/platform/utf8.h"

#include <algorithm>

namespace engine {
namespace {

// The code point at the head of the text and its length; 0 where there is none that is well formed (shortest form, no surrogate, at most
// U+10FFFF).
std::size_t decode(std::string_view text, char32_t& c) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned head = byte(0);
    if (head < 0x80) return c = head, 1;
    const std::size_t length = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : head >= 0xC2 ? 2 : 0;
    if (length == 0 || head > 0xF4 || length > text.size()) return 0;
    c = head & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
        c = c << 6U | (byte(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
    return length;
}

bool is_left_out(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xAD;
}

}  // namespace

std::vector<char32_t> drawable(std::string_view text) {
    std::vector<char32_t> found;
    found.reserve(text.size());
    bool was_broken = false;
    while (!text.empty()) {
        char32_t c = 0;
        const std::size_t length = decode(text, c);
        if (length == 0) {
            if (!was_broken) found.push_back(box_character);
            was_broken = true;
            text.remove_prefix(1);
            continue;
        }
        was_broken = false;
        text.remove_prefix(length);
        if (c == '\t' || c == '\n' || c == '\r') {
            found.push_back(' ');
        } else if (!is_left_out(c)) {
            found.push_back(c);
        }
    }
    return found;
}

void append_utf8(std::string& text, char32_t c) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | c >> 6U);
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | c >> 12U);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | c >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::size_t end_of_unbroken(std::string_view text, std::size_t at) {
    constexpr std::u32string_view opening = U"（“‘《";
    constexpr std::u32string_view closing = U"，。：；！？、）”’》…";
    const auto code_point_at = [&](std::size_t place, std::size_t& length) {
        char32_t c = 0;
        length = place < text.size() ? std::max<std::size_t>(1, decode(text.substr(place), c)) : 0;
        return c;
    };
    std::size_t length = 0;
    std::size_t end = at;
    while (opening.find(code_point_at(end, length)) != std::u32string_view::npos) end += length;
    const bool is_word = code_point_at(end, length) < 0x80;
    end += length;
    if (is_word) {
        while (end < text.size() && text[end] != ' ' && static_cast<unsigned char>(text[end]) < 0x80) ++end;
    }
    while (closing.find(code_point_at(end, length)) != std::u32string_view::npos) end += length;
    return is_word && end < text.size() && text[end] == ' ' ? end + 1 : end;
}

}  // namespace engine
