// Every word that people read, by language: assets/text/<language>.toml, one table of key = "text". Used by view and app.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace game {

class Texts {
  public:
    // Loads English and the language over it; what the language lacks stays English. Throws engine::Error (BadData) when a file is missing
    // or broken.
    Texts(const std::filesystem::path& folder, const std::string& language);

    // The text of a key; the key itself where there is none, so that a gap is seen and nothing stops.
    const std::string& operator[](std::string_view key) const;
    bool has(std::string_view key) const;
    // With {name} replaced by its value.
    using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    std::string fill(std::string_view key, Values values) const;

    const std::string& language() const { return language_; }
    // All texts of the language in one, to ask a canvas whether it has the letters.
    std::string all() const;
    const std::map<std::string, std::string, std::less<>>& table() const { return table_; }

  private:
    std::map<std::string, std::string, std::less<>> table_;
    mutable std::map<std::string, std::string, std::less<>> missing_;
    std::string language_;
};

// One language file alone, for tests that compare languages.
std::map<std::string, std::string, std::less<>> load_texts(const std::filesystem::path& file);
// The {names} in a text, in order.
std::vector<std::string> placeholders(std::string_view text);

}  // namespace game
