// What people say to each other in a network game: lines of text, and quick messages that everybody reads in his own language. From Online,
// for chat panels, bubbles beside planes, and programs without a screen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace game {

enum class Quick : std::uint8_t { Help, Bomb, TakeIt, Thanks };

struct ChatLine {
    int seat = -1;      // the speaker's; -1: a spectator
    std::string pilot;  // the speaker's name; empty: a spectator
    std::string text;   // clean, at most 120 code points; empty where it is a quick message
    std::optional<Quick> quick;
    bool own = false;  // said here
};

// "Bo: help!"
std::string english(const ChatLine& line);

}  // namespace game
