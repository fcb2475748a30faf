#include "game/view/texts.h"

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "engine/core/toml_table.h"

namespace game {

std::map<std::string, std::string, std::less<>> load_texts(const std::filesystem::path& file) {
    engine::Mistakes mistakes;
    auto table = engine::TomlTable::load(file, file.string(), mistakes);
    std::map<std::string, std::string, std::less<>> texts;
    for (const auto& key : table.keys()) texts[key] = table.text(key, 400);
    table.finish();
    if (mistakes.none()) return texts;
    std::string all;
    for (const auto& line : mistakes.lines) all += (all.empty() ? "" : "\n") + line;
    throw engine::Error(engine::ExitCode::BadData, all);
}

std::vector<std::string> placeholders(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) break;
        names.emplace_back(text.substr(at + 1, end - at - 1));
    }
    return names;
}

Texts::Texts(const std::filesystem::path& folder, const std::string& language)
    : table_(load_texts(folder / "en.toml")), language_(language) {
    if (language == "en") return;
    for (auto& [key, text] : load_texts(folder / (language + ".toml"))) table_[key] = text;
}

const std::string& Texts::operator[](std::string_view key) const {
    if (const auto found = table_.find(key); found != table_.end()) return found->second;
    const auto [gap, is_new] = missing_.try_emplace(std::string(key), std::string(key));
    if (is_new) engine::log_warning("no text for \"" + gap->first + "\"");
    return gap->second;
}

bool Texts::has(std::string_view key) const { return table_.find(key) != table_.end(); }

std::string Texts::fill(std::string_view key, Values values) const {
    std::string text = (*this)[key];
    for (const auto& [name, value] : values) {
        const std::string slot = "{" + std::string(name) + "}";
        // After a value the search goes on behind it: a name that contains a slot is not filled again.
        for (std::size_t at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value.size()))
            text.replace(at, slot.size(), value);
    }
    return text;
}

std::string Texts::all() const {
    std::string together;
    for (const auto& [key, text] : table_) together += text;
    return together;
}

}  // namespace game
