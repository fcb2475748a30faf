// What a player has chosen, kept as settings.toml in the config folder. Machine-written; a bad value falls back alone, unknown keys are
// left out with a warning. Used by all scenes.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/platform/devices.h"
#include "game/view/looks.h"

namespace game {

// What keys and pads can be bound to. Fire is not among them: planes fire by themselves.
enum class Action : std::uint8_t { Up, Down, Left, Right, Bomb };
constexpr std::size_t actions = 5;
constexpr std::array<std::string_view, actions> action_names{"up", "down", "left", "right", "bomb"};

struct PilotKeys {
    std::array<engine::Key, actions> keys{};            // by Action; 0: none
    engine::PadButton pad_bomb = engine::PadButton::A;  // directions of a pad are its stick and cross
    friend bool operator==(const PilotKeys&, const PilotKeys&) = default;
};

constexpr int local_pilots = 2;  // at one machine
constexpr std::array<std::string_view, 12> pad_button_names{"A", "B", "X", "Y", "Back", "Start", "LB", "RB", "Up", "Down", "Left", "Right"};

struct Settings {
    std::string language = "en";  // a file in assets/text
    int music = 70;               // 0 to 100
    int effects = 85;             // 0 to 100
    bool fullscreen = false;
    Looks looks;
    std::array<PilotKeys, local_pilots> pilots;
    std::array<std::string, local_pilots> names;              // empty: "Pilot 1", "Pilot 2" in the language
    std::string game_name;                                    // of a hosted game; empty: a default
    std::string mode = "classic";                             // chosen last
    std::array<std::string, local_pilots> seats{"keys", ""};  // "keys", "pad", "bot:ace"; empty: nobody
    std::vector<std::string> addresses;                       // joined last, newest first, at most five

    Settings();  // the bindings everybody starts with
};

// The language of the environment (LC_ALL, LC_MESSAGES, LANG): "zh_CN" or "en".
std::string environment_language();

// warnings: a line for every value that fell back. A file that does not parse is kept aside (said in warnings).
Settings load_settings(const std::filesystem::path& file, std::vector<std::string>& warnings);
// Empty, or a sentence.
std::string save_settings(const std::filesystem::path& file, const Settings& settings);
std::string settings_text(const Settings& settings);  // what is written

// A text in quotes as TOML has them.
std::string toml_quoted(std::string_view text);

// Which other action of any pilot has the same key: its pilot and action, or nothing.
struct Conflict {
    int pilot = -1;
    Action action = Action::Up;
    bool is() const { return pilot >= 0; }
};
Conflict conflict_of(const Settings& settings, int pilot, Action action);

}  // namespace game
