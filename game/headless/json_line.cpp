#include "game/headless/json_line.h"

#include <fmt/format.h>

#include <cmath>

namespace game {

JsonLine& JsonLine::texts(std::string_view name, const std::vector<std::string>& values) {
    std::string list = "[";
    for (const std::string& value : values) list += (list.size() > 1 ? "," : "") + json_text(value);
    return raw(name, list + "]");
}

JsonLine& JsonLine::decimal(std::string_view name, double value, int digits) {
    return raw(name, fmt::format("{:.{}f}", std::isfinite(value) ? value : 0.0, digits));
}

JsonLine& JsonLine::raw(std::string_view name, std::string_view value) {
    if (out_.size() > 1) out_ += ',';
    out_ += json_text(name);
    out_ += ':';
    out_ += value;
    return *this;
}

}  // namespace game
