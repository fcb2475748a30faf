// From keys, pads and bots to the 16 bits of a seat, once a tick. Used by the play scene.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/platform/devices.h"
#include "game/app/settings.h"
#include "game/bots/bots.h"

namespace game {

// Who flies a seat of this machine.
struct SeatControl {
    enum class Kind : std::uint8_t { Keys, Pad, Computer } kind = Kind::Keys;
    int keys = 0;            // Keys: set 0 or 1; also whose pad button counts
    bool both_sets = false;  // Keys: one pilot alone flies with either set
    int pad = 0;             // Pad: its place among the plugged-in ones, 0 is the first
    Bot bot = nullptr;
    std::string bot_name;
};

// "keys", "pad", "pad2", "bot:ace" to controls, in the order of the seats: the first "keys" gets set 1, the second set 2; the first "pad"
// the first pad. One pilot with keys alone gets both sets. Throws engine::Error (Usage) with the known ones.
std::vector<SeatControl> seat_controls(const std::vector<std::string>& seats);

// What the keys that `is_down` holds do.
template <typename IsDown>
std::uint16_t key_bits(const PilotKeys& pilot, IsDown is_down);
// While its left shoulder is held a pad's cross says quick messages instead of flying.
bool is_quick(const engine::PadState& pad);
// A pad's stick (-1 to 1) and cross.
std::uint16_t pad_bits(const engine::PadState& pad, const PilotKeys& pilot);
// The bits of a direction, in sevenths: both the numbers and the buttons that go with them.
std::uint16_t direction_bits(int dx, int dy);

// Everything together; a bot's bits are made from the world.
std::uint16_t control_bits(const SeatControl& control, const engine::Devices& devices, const Settings& settings, const World& world,
                           const Content& content, int seat);

template <typename IsDown>
std::uint16_t key_bits(const PilotKeys& pilot, IsDown is_down) {
    const auto held = [&](Action action) {
        const auto key = pilot.keys[static_cast<std::size_t>(action)];
        return key != 0 && is_down(key);
    };
    using engine::Button;
    std::uint16_t bits = 0;
    const auto put = [&](Action action, Button button) {
        if (held(action)) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(button));
    };
    put(Action::Up, Button::Up);
    put(Action::Down, Button::Down);
    put(Action::Left, Button::Left);
    put(Action::Right, Button::Right);
    put(Action::Bomb, Button::Bomb);
    const int dx = 7 * (static_cast<int>(held(Action::Right)) - static_cast<int>(held(Action::Left)));
    const int dy = 7 * (static_cast<int>(held(Action::Down)) - static_cast<int>(held(Action::Up)));
    return static_cast<std::uint16_t>(bits | engine::axis_bits(dx, dy));
}

}  // namespace game
