// A line of text on its way from the keyboard, perhaps through an input method. Used by the chat panel.
#pragma once

#include <cstdint>
#include <string>

#include "game/app/scene.h"

namespace game {

struct TypedLine {
    enum class Asks : std::uint8_t { Nothing, Send, Close };

    std::string text;
    std::string composition;  // unfinished, of the input method: Return, Backspace and Escape are its own meanwhile
    std::size_t most = 120;   // code points

    Asks handle(const UiEvent& event);
};

}  // namespace game
