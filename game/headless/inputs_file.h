// Inputs as text: "tick seat button[+button...]" a line, held from that tick on. For runs that a person or a test writes down.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "game/match/play.h"

namespace game {

// "left+fire" or "none" to bits: what an inputs file and a program that flies a seat say. A sentence where it is none of that, else empty.
std::string parse_buttons(std::string_view words, std::uint16_t& bits);

// Ordered by tick; of two lines for one tick and seat the later one in the file holds. seats: which seats the file may fly, a bit each.
// Throws engine::Error (BadData) with every mistake: file, line, what is allowed.
std::vector<ScriptLine> parse_inputs(std::string_view text, const std::string& shown_name, unsigned seats);
// The same from a file; its text is given back where wanted.
std::vector<ScriptLine> load_inputs(const std::filesystem::path& file, unsigned seats, std::string* text = nullptr);

}  // namespace game
