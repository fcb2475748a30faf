// UTF-8 for drawing: any bytes become code points that can be drawn. Used by the fonts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine {

constexpr char32_t box_character = U'□';  // stands for what no font has, and for bytes that are no UTF-8

// Bytes that are no UTF-8 become one box each run; controls and marks that turn the direction of writing are left out; tabs and line ends
// are spaces.
std::vector<char32_t> drawable(std::string_view text);
void append_utf8(std::string& text, char32_t c);

// The end of what a line is not broken in, from byte `at` on: a word with the space after it, or one character of a script without spaces
// with the marks that may not be parted from it (such as a closing one, which begins no line).
std::size_t end_of_unbroken(std::string_view text, std::size_t at);

}  // namespace engine
