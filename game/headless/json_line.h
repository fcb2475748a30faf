// One JSON object on one line, field by field in the order of the calls. What every command prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json_text.h"

namespace game {

using engine::json_text;

class JsonLine {
  public:
    JsonLine& text(std::string_view name, std::string_view value) { return raw(name, json_text(value)); }
    JsonLine& texts(std::string_view name, const std::vector<std::string>& values);
    JsonLine& integer(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
    JsonLine& natural(std::string_view name, std::uint64_t value) { return raw(name, std::to_string(value)); }
    // With so many digits after the point.
    JsonLine& decimal(std::string_view name, double value, int digits);
    JsonLine& boolean(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
    // `value` is JSON already.
    JsonLine& raw(std::string_view name, std::string_view value);

    std::string str() const { return out_ + "}"; }

  private:
    std::string out_ = "{";
};

}  // namespace game
