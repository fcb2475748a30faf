#include <fmt/format.h>

#include <fstream>
#include <string>

#include "game/content/readers.h"

namespace game {

Mask read_mask(engine::TomlTable& table, int w, int h, const Source& source) {
    Mask mask;
    const std::size_t mistakes_before = source.mistakes.lines.size();
    const std::string name = table.text("mask", 60);
    if (source.mistakes.lines.size() != mistakes_before || name.empty()) {
        if (table.has("mask") && name.empty() && source.mistakes.lines.size() == mistakes_before)
            table.mistake("mask", "a mask without a name");
        return mask;
    }
    const std::string shown = "masks/" + name + ".txt";
    std::ifstream in(source.dir / shown, std::ios::binary);
    if (name.find_first_of("/\\") != std::string::npos || !in) {
        table.mistake("mask", fmt::format("there is no file {}", shown));
        return mask;
    }

    const auto wrong = [&](int line, const std::string& what) {
        source.mistakes.lines.push_back(fmt::format("{}:{}: {}", shown, line, what));
    };
    mask.w = w;
    mask.h = h;
    mask.words = (w + 63) / 64;
    mask.bits.assign(static_cast<std::size_t>(mask.words) * static_cast<std::size_t>(h), 0);
    std::string row;
    int y = 0;
    bool any_solid = false;
    for (; std::getline(in, row); ++y) {
        if (!row.empty() && row.back() == '\r') row.pop_back();
        if (y >= h) continue;
        if (row.size() != static_cast<std::size_t>(w)) {
            wrong(y + 1, fmt::format("the row has {} pixels, must have {}", row.size(), w));
            return mask;
        }
        for (int x = 0; x < w; ++x) {
            const char pixel = row[static_cast<std::size_t>(x)];
            if (pixel != '#' && pixel != '.') {
                wrong(y + 1, fmt::format("pixel {} is neither # nor .", x + 1));
                return mask;
            }
            if (pixel == '.') continue;
            mask.bits[static_cast<std::size_t>(y * mask.words + x / 64)] |= std::uint64_t{1} << (x % 64);
            any_solid = true;
        }
    }
    if (y != h) {
        wrong(y, fmt::format("the mask has {} rows, must have {}", y, h));
    } else if (!any_solid) {
        wrong(1, "the mask has no solid pixel");
    } else {
        mask.cover = cover_of(mask);
    }
    return mask;
}

}  // namespace game
