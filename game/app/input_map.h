// From device events to what they mean in menus. A press that began before the present scene appeared, and repeats of it, mean nothing: so
// fire held at the end of a game presses no button. Used by the app.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/platform/devices.h"
#include "game/app/scene.h"

namespace game {

class InputMap {
  public:
    InputMap();

    // The scene on top is another one: what is held now is stale until it is let go.
    void scene_changed(const engine::Devices& devices);
    // The same for tests, from lists of what is held.
    void scene_changed(std::set<engine::Key> held_keys, std::set<std::pair<int, engine::PadButton>> held_buttons);

    // Nothing for events without a meaning to scenes. wants_text: keys that write mean nothing else.
    std::optional<UiEvent> translate(const engine::DeviceEvent& event, bool wants_text);
    // Sticks move the focus like a cross: call once a picture. now in microseconds.
    std::vector<UiEvent> sticks(const engine::Devices& devices, std::uint64_t now_us);

  private:
    bool is_stale(const engine::DeviceEvent& event);

    engine::Key up_, down_, left_, right_, enter_, keypad_enter_, space_, escape_, p_, tab_;
    std::set<engine::Key> held_;        // of which KeyDown came and KeyUp not yet
    std::set<engine::Key> stale_keys_;  // held since before the scene
    std::set<std::pair<int, engine::PadButton>> stale_buttons_;
    int stick_x_ = 0, stick_y_ = 0;  // direction that a stick shows
    bool stick_is_stale_ = false;
    std::uint64_t stick_next_us_ = 0;  // when a held stick moves on
};

}  // namespace game
