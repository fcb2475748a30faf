#include "net/messages.h"

namespace net {

namespace {

// One code point of UTF-8 at `at`, which moves on; nothing (and one byte on) where it is malformed, over-long or a surrogate.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >> 5 == 0b110 ? 2 : first >> 4 == 0b1110 ? 3 : first >> 3 == 0b11110 ? 4 : 0;
    if (length == 1) return static_cast<char32_t>(text[at++]);
    if (length != 0) {
        char32_t point = first & (0x7F >> length);
        bool good = true;
        for (std::size_t i = 1; i < length; ++i) {
            good = good && byte(at + i) >> 6 == 0b10;
            point = point << 6 | (byte(at + i) & 0x3F);
        }
        constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (good && point >= least[length] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF)) {
            at += length;
            return point;
        }
    }
    ++at;
    return std::nullopt;
}

bool harmless(char32_t point) {
    if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) return false;  // control
    if (point == 0x061C || (point >= 0x200B && point <= 0x200F)) return false;
    if (point >= 0x2028 && point <= 0x202E) return false;  // line ends, embeddings, overrides
    if (point >= 0x2060 && point <= 0x206F) return false;  // isolates and other invisible ones
    if (point == 0xFEFF || (point >= 0xFFF9 && point <= 0xFFFB)) return false;
    return (point & 0xFFFE) != 0xFFFE && !(point >= 0xE0000 && point <= 0xE0FFF);  // no characters, tags
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t most) {
    std::string clean;
    std::size_t points = 0;
    for (std::size_t at = 0; at < text.size() && points < most;) {
        const std::size_t begin = at;
        const auto point = next_code_point(text, at);
        if (!point || !harmless(*point)) continue;
        clean += text.substr(begin, at - begin);
        ++points;
    }
    return clean;
}

}  // namespace net
