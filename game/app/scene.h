// One screen of the program, and what a device event means to it. Scenes lie on a small stack; the top one gets input.
#pragma once

#include <cstdint>
#include <string>

#include "engine/platform/devices.h"

namespace game {

// A device event with its meaning in menus. Key presses that began before a scene appeared never reach it.
struct UiEvent {
    enum class Kind : std::uint8_t {
        Up,
        Down,
        Left,
        Right,
        Accept,
        Back,
        Pause,        // P, a pad's Start
        Next,         // Tab
        Key,          // another key
        PadButton,    // another button
        Text,         // committed text, while a field has the focus
        Composition,  // an input method's unfinished text
        PointerMoved,
        PointerPressed,
    };
    Kind kind = Kind::Key;
    bool is_repeat = false;  // of a held key
    bool is_pad = false;
    engine::Key key = 0;  // of every event that a key made
    engine::PadButton button = engine::PadButton::A;
    float x = 0, y = 0;  // pointer; units of the scene's grid
    std::string text;
};

// What passes between two pictures.
struct Frame {
    std::uint64_t now_us = 0;
    float seconds = 0;  // since the last picture, at most a tenth
};

class Scene {
  public:
    virtual ~Scene() = default;
    virtual void handle(const UiEvent& event) = 0;
    virtual void update(const Frame& frame) = 0;
    virtual void draw() = 0;
    // False: what lies below on the stack is drawn first, and keeps being updated where it wants that.
    virtual bool is_opaque() const { return true; }
    // Whether it goes on while another scene lies on top (a network game does).
    virtual bool goes_on_below() const { return false; }
    virtual void focus_lost() {}
    // It is on top (again).
    virtual void appeared() {}
    // It wants letters rather than keys' meanings.
    virtual bool wants_text() const { return false; }
    // No screensaver while it is on top.
    virtual bool keeps_awake() const { return false; }
    // Ticks of play made since the last call, for --quit-after-ticks; menus count sixtieths of a second instead.
    virtual std::uint64_t take_ticks() { return 0; }
    virtual bool is_play() const { return false; }
};

}  // namespace game
