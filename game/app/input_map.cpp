#include "game/app/input_map.h"

#include <cmath>

namespace game {

using engine::DeviceEvent;
using engine::Key;
using engine::PadButton;

InputMap::InputMap()
    : up_(engine::key_from_name("Up")),
      down_(engine::key_from_name("Down")),
      left_(engine::key_from_name("Left")),
      right_(engine::key_from_name("Right")),
      enter_(engine::key_from_name("Return")),
      keypad_enter_(engine::key_from_name("Keypad Enter")),
      space_(engine::key_from_name("Space")),
      escape_(engine::key_from_name("Escape")),
      p_(engine::key_from_name("P")),
      tab_(engine::key_from_name("Tab")) {}

void InputMap::scene_changed(const engine::Devices& devices) {
    std::set<std::pair<int, PadButton>> buttons;
    for (const auto& pad : devices.pads()) {
        for (std::size_t i = 0; i < pad.down.size(); ++i) {
            if (pad.down[i]) buttons.insert({pad.id, static_cast<PadButton>(i)});
        }
    }
    std::set<Key> keys;
    for (const auto key : held_) {
        if (devices.is_down(key)) keys.insert(key);
    }
    scene_changed(std::move(keys), std::move(buttons));
}

void InputMap::scene_changed(std::set<Key> held_keys, std::set<std::pair<int, PadButton>> held_buttons) {
    stale_keys_ = std::move(held_keys);
    stale_buttons_ = std::move(held_buttons);
    stick_is_stale_ = stick_x_ != 0 || stick_y_ != 0;
}

bool InputMap::is_stale(const DeviceEvent& event) {
    if (event.kind == DeviceEvent::Kind::PadDown) {
        // A button that goes down again was let go meanwhile.
        stale_buttons_.erase({event.pad, event.button});
        return false;
    }
    if (!event.is_repeat) stale_keys_.erase(event.key);
    return stale_keys_.count(event.key) > 0;
}

std::optional<UiEvent> InputMap::translate(const DeviceEvent& event, bool wants_text) {
    using Kind = UiEvent::Kind;
    UiEvent out;
    out.key = event.key;
    out.is_repeat = event.is_repeat;
    switch (event.kind) {
        case DeviceEvent::Kind::KeyDown: {
            const bool is_late = is_stale(event);
            held_.insert(event.key);
            if (is_late) return std::nullopt;
            out.kind = Kind::Key;
            if (event.key == up_) out.kind = Kind::Up;
            if (event.key == down_) out.kind = Kind::Down;
            if (event.key == left_) out.kind = Kind::Left;
            if (event.key == right_) out.kind = Kind::Right;
            if (event.key == enter_ || event.key == keypad_enter_ || (event.key == space_ && !wants_text)) out.kind = Kind::Accept;
            if (event.key == escape_) out.kind = Kind::Back;
            if (event.key == p_ && !wants_text) out.kind = Kind::Pause;
            if (event.key == tab_) out.kind = Kind::Next;
            const bool is_press = out.kind == Kind::Accept || out.kind == Kind::Back || out.kind == Kind::Pause;
            if (is_press && event.is_repeat) return std::nullopt;
            return out;
        }
        case DeviceEvent::Kind::KeyUp:
            held_.erase(event.key);
            stale_keys_.erase(event.key);
            return std::nullopt;
        case DeviceEvent::Kind::PadDown:
            is_stale(event);
            out.is_pad = true;
            out.button = event.button;
            switch (event.button) {
                case PadButton::Up: out.kind = Kind::Up; break;
                case PadButton::Down: out.kind = Kind::Down; break;
                case PadButton::Left: out.kind = Kind::Left; break;
                case PadButton::Right: out.kind = Kind::Right; break;
                case PadButton::A: out.kind = Kind::Accept; break;
                case PadButton::B:
                case PadButton::Back: out.kind = Kind::Back; break;
                case PadButton::Start: out.kind = Kind::Pause; break;
                case PadButton::LeftShoulder:
                case PadButton::RightShoulder: out.kind = Kind::Next; break;
                case PadButton::X:
                case PadButton::Y: out.kind = Kind::PadButton; break;
            }
            return out;
        case DeviceEvent::Kind::Text:
            out.kind = Kind::Text;
            out.text = event.text;
            return out;
        case DeviceEvent::Kind::Composition:
            out.kind = Kind::Composition;
            out.text = event.text;
            return out;
        case DeviceEvent::Kind::MouseMoved:
        case DeviceEvent::Kind::MouseDown:
            out.kind = event.kind == DeviceEvent::Kind::MouseMoved ? Kind::PointerMoved : Kind::PointerPressed;
            out.x = static_cast<float>(event.x);
            out.y = static_cast<float>(event.y);
            return out;
        case DeviceEvent::Kind::PadAdded:
        case DeviceEvent::Kind::PadRemoved:
        case DeviceEvent::Kind::Resized:
        case DeviceEvent::Kind::FocusLost:
        case DeviceEvent::Kind::FocusGained:
        case DeviceEvent::Kind::Quit: return std::nullopt;
    }
    return std::nullopt;
}

std::vector<UiEvent> InputMap::sticks(const engine::Devices& devices, std::uint64_t now_us) {
    constexpr float enough = 0.6F;
    constexpr std::uint64_t first_us = 350'000, next_us = 120'000;
    int x = 0;
    int y = 0;
    for (const auto& pad : devices.pads()) {
        if (std::abs(pad.x) > enough) x = pad.x > 0 ? 1 : -1;
        if (std::abs(pad.y) > enough) y = pad.y > 0 ? 1 : -1;
    }
    if (x != 0 && y != 0) x = 0;
    const bool is_new = x != stick_x_ || y != stick_y_;
    stick_x_ = x;
    stick_y_ = y;
    if (is_new) stick_is_stale_ = false;
    if ((x == 0 && y == 0) || stick_is_stale_ || (!is_new && now_us < stick_next_us_)) return {};
    stick_next_us_ = now_us + (is_new ? first_us : next_us);
    UiEvent event;
    event.is_pad = true;
    event.is_repeat = !is_new;
    event.kind = x < 0 ? UiEvent::Kind::Left : x > 0 ? UiEvent::Kind::Right : y < 0 ? UiEvent::Kind::Up : UiEvent::Kind::Down;
    return {event};
}

}  // namespace game
