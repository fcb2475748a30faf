// A TOML file read with a type, a range and a mistake for everything: missing, unknown, of another type or out of range. toml++ stays
// behind toml_table.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// All mistakes of a load, each a line: "file:line: what".
struct Mistakes {
    std::vector<std::string> lines;
    // Every key that was asked for, there or not, with the path of its table: "hero.size", "spawns[0].x". For the test of docs/content.md.
    std::set<std::string> asked;
    bool none() const { return lines.empty(); }
};

// One table of a file. Keys that nobody asked for are mistakes when the table is finished.
class TomlTable {
  public:
    // A file that is missing or does not parse adds a mistake and gives an empty table. shown_name is what mistakes call it.
    static TomlTable load(const std::filesystem::path& file, const std::string& shown_name, Mistakes& mistakes);
    static TomlTable parse(std::string_view text, const std::string& shown_name, Mistakes& mistakes);

    // Required keys: a mistake and `low` (or empty) where missing or wrong.
    std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);
    std::string text(std::string_view key, std::size_t most = 200);
    bool boolean(std::string_view key);
    std::vector<std::int64_t> integers(std::string_view key, std::size_t count, std::int64_t low, std::int64_t high);  // exactly count
    // One of the names: its index.
    std::size_t choice(std::string_view key, const std::vector<std::string>& names);
    // Optional keys.
    std::int64_t integer_or(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high);
    std::string text_or(std::string_view key, std::string otherwise, std::size_t most = 200);
    bool boolean_or(std::string_view key, bool otherwise);

    bool has(std::string_view key) const;
    TomlTable table(std::string_view key);                 // required; a mistake and an empty table where missing
    std::vector<TomlTable> tables(std::string_view key);   // array of tables, may be missing
    std::vector<std::string> texts(std::string_view key);  // array of texts, may be missing
    std::vector<std::string> keys() const;                 // in the order of the file

    // "file:line" of this table or of a key in it.
    std::string where(std::string_view key = {}) const;
    // Adds "file:line: <what>".
    void mistake(std::string_view key, const std::string& what);
    // Adds a mistake for every key that nobody asked for, here and in tables taken from here.
    void finish();
    // Sets an integer, text, boolean or list before it is read (--set); a number for a list of numbers sets each of them. False where the
    // key is not there, or a list takes no such value.
    bool override_value(std::string_view dotted_key, std::string_view value);

    TomlTable(TomlTable&&) noexcept;
    TomlTable& operator=(TomlTable&&) noexcept;
    ~TomlTable();

  private:
    struct Impl;
    explicit TomlTable(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace engine
