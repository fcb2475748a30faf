// Keyboard, pads, mouse and window events, turned into held keys and a list of presses. Keys are named as SDL names them ("Left", "W",
// "Space").
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class Window;

using Key = int;  // SDL scancode; 0 is none

Key key_from_name(std::string_view name);  // 0 when there is none
std::string key_name(Key key);

enum class PadButton : std::uint8_t { A, B, X, Y, Back, Start, LeftShoulder, RightShoulder, Up, Down, Left, Right };

struct PadState {
    int id = 0;  // stays with the device while it is plugged in
    std::string name;
    std::array<bool, 12> down{};    // by PadButton
    std::array<bool, 12> tapped{};  // went down since take_taps()
    float x = 0, y = 0;             // left stick, -1 to 1, dead zone taken off
};

// What happened since the last poll, in order.
struct DeviceEvent {
    enum class Kind : std::uint8_t {
        KeyDown,  // key, is_repeat
        KeyUp,
        Text,         // text: committed UTF-8 (only while text input is on)
        Composition,  // text: the input method's unfinished text
        PadDown,      // pad, button; the stick pushed far counts as Up, Down, Left or Right here (for menus), not in PadState
        PadAdded,
        PadRemoved,
        MouseMoved,
        MouseDown,  // left button; x, y in px of the window's drawing surface
        Resized,
        FocusLost,
        FocusGained,
        Quit,
    };
    Kind kind = Kind::Quit;
    Key key = 0;
    bool is_repeat = false;
    int pad = 0;
    PadButton button = PadButton::A;
    int x = 0, y = 0;
    std::string text;
};

class Devices {
  public:
    // pad_tables: files of pad mappings as the SDL community keeps them (gamecontrollerdb.txt); those that are missing are passed over.
    explicit Devices(Window& window, const std::vector<std::filesystem::path>& pad_tables = {});
    ~Devices();
    Devices(const Devices&) = delete;
    Devices& operator=(const Devices&) = delete;

    // Reads everything that has happened. While an input method composes, keys are its own: no KeyDown then. When the window loses the
    // focus all keys come up.
    const std::vector<DeviceEvent>& poll();
    bool is_down(Key key) const;
    // Down now, or pressed since take_taps(): a press shorter than a tick counts in the next tick.
    bool was_tapped(Key key) const;
    void take_taps();
    const std::vector<PadState>& pads() const;
    // Text input is off unless a field of text has the focus: an input method would eat keys otherwise. Area in px for its candidate list.
    void text_input(bool on, int x = 0, int y = 0, int w = 0, int h = 0);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace engine
