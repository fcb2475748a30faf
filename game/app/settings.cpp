#include "game/app/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "engine/core/files.h"
#include "engine/core/toml_table.h"

namespace game {
namespace {

constexpr std::array<std::array<std::string_view, actions>, local_pilots> first_keys{{
    {"Up", "Down", "Left", "Right", "Space"},
    {"W", "S", "A", "D", "Left Shift"},
}};
constexpr std::size_t most_addresses = 5;
constexpr std::size_t most_name_bytes = 96;

std::string_view on_off(bool on) { return on ? "true" : "false"; }

}  // namespace

Settings::Settings() {
    for (std::size_t pilot = 0; pilot < pilots.size(); ++pilot) {
        for (std::size_t i = 0; i < actions; ++i) pilots[pilot].keys[i] = engine::key_from_name(first_keys[pilot][i]);
    }
}

std::string environment_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view(value).substr(0, 2) == "zh" ? "zh_CN" : "en";
    }
    return "en";
}

std::string toml_quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += fmt::format("\\u{:04X}", byte);
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

Settings load_settings(const std::filesystem::path& file, std::vector<std::string>& warnings) {
    Settings settings;
    settings.language = environment_language();
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return settings;
    const auto bytes = engine::read_file(file, std::size_t{1} << 20);
    engine::Mistakes mistakes;
    auto table = engine::TomlTable::parse(
        bytes ? std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : std::string_view("?"),
        file.filename().string(), mistakes);
    if (!mistakes.none()) {
        const auto aside = engine::keep_aside(file);
        warnings.push_back(fmt::format("The settings were damaged; they are kept as {}.", aside.filename().string()));
        return settings;
    }
    const Settings first = settings;
    settings.language = table.text_or("language", first.language, 16);
    if (settings.language != "en" && settings.language != "zh_CN") {
        table.mistake("language", fmt::format("language \"{}\" is not known", settings.language));
        settings.language = first.language;
    }
    settings.music = static_cast<int>(table.integer_or("music", first.music, 0, 100));
    settings.effects = static_cast<int>(table.integer_or("effects", first.effects, 0, 100));
    settings.fullscreen = table.boolean_or("fullscreen", first.fullscreen);
    settings.looks.shake = table.boolean_or("shake", true);
    settings.looks.flashes = table.boolean_or("flashes", true);
    settings.looks.hit_stop = table.boolean_or("hit_stop", true);
    settings.looks.particles = table.boolean_or("particles", true);
    settings.game_name = table.text_or("game_name", "", most_name_bytes);
    settings.mode = table.text_or("mode", first.mode, most_name_bytes);
    for (std::size_t pilot = 0; pilot < settings.pilots.size(); ++pilot) {
        const std::string prefix = fmt::format("pilot_{}_", pilot + 1);
        settings.names[pilot] = table.text_or(prefix + "name", "", most_name_bytes);
        settings.seats[pilot] = table.text_or(prefix + "seat", first.seats[pilot], 40);
        for (std::size_t i = 0; i < actions; ++i) {
            const std::string key = prefix + std::string(action_names[i]);
            if (!table.has(key)) continue;
            const std::string name = table.text_or(key, "", 40);
            const auto bound = engine::key_from_name(name);
            if (bound == 0 && !name.empty()) {
                table.mistake(key, fmt::format("there is no key \"{}\"", name));
            } else {
                settings.pilots[pilot].keys[i] = bound;
            }
        }
        const std::string pad_key = prefix + "pad_bomb";
        if (!table.has(pad_key)) continue;
        const std::string name = table.text_or(pad_key, "A", 12);
        const auto found = std::find(pad_button_names.begin(), pad_button_names.end(), name);
        if (found == pad_button_names.end()) {
            table.mistake(pad_key, fmt::format("a pad has no button \"{}\"", name));
        } else {
            settings.pilots[pilot].pad_bomb = static_cast<engine::PadButton>(found - pad_button_names.begin());
        }
    }
    if (table.has("addresses")) settings.addresses = table.texts("addresses");
    std::erase_if(settings.addresses, [](const std::string& address) { return address.empty() || address.size() > most_name_bytes; });
    if (settings.addresses.size() > most_addresses) settings.addresses.resize(most_addresses);
    table.finish();
    warnings.insert(warnings.end(), mistakes.lines.begin(), mistakes.lines.end());
    return settings;
}

std::string settings_text(const Settings& settings) {
    std::string text;
    const auto put = [&](std::string_view key, std::string_view value) { text += fmt::format("{} = {}\n", key, value); };
    put("language", toml_quoted(settings.language));
    put("music", std::to_string(settings.music));
    put("effects", std::to_string(settings.effects));
    put("fullscreen", on_off(settings.fullscreen));
    put("shake", on_off(settings.looks.shake));
    put("flashes", on_off(settings.looks.flashes));
    put("hit_stop", on_off(settings.looks.hit_stop));
    put("particles", on_off(settings.looks.particles));
    put("game_name", toml_quoted(settings.game_name));
    put("mode", toml_quoted(settings.mode));
    for (std::size_t pilot = 0; pilot < settings.pilots.size(); ++pilot) {
        const std::string prefix = fmt::format("pilot_{}_", pilot + 1);
        put(prefix + "name", toml_quoted(settings.names[pilot]));
        put(prefix + "seat", toml_quoted(settings.seats[pilot]));
        for (std::size_t i = 0; i < actions; ++i)
            put(prefix + std::string(action_names[i]), toml_quoted(engine::key_name(settings.pilots[pilot].keys[i])));
        put(prefix + "pad_bomb", toml_quoted(pad_button_names[static_cast<std::size_t>(settings.pilots[pilot].pad_bomb)]));
    }
    std::string list;
    for (const auto& address : settings.addresses) list += (list.empty() ? "" : ", ") + toml_quoted(address);
    put("addresses", "[" + list + "]");
    return text;
}

std::string save_settings(const std::filesystem::path& file, const Settings& settings) {
    return engine::write_file(file, settings_text(settings));
}

Conflict conflict_of(const Settings& settings, int pilot, Action action) {
    const auto key = settings.pilots[static_cast<std::size_t>(pilot)].keys[static_cast<std::size_t>(action)];
    if (key == 0) return {};
    for (int other = 0; other < local_pilots; ++other) {
        for (std::size_t i = 0; i < actions; ++i) {
            if (other == pilot && i == static_cast<std::size_t>(action)) continue;
            if (settings.pilots[static_cast<std::size_t>(other)].keys[i] == key) return {other, static_cast<Action>(i)};
        }
    }
    return {};
}

}  // namespace game
