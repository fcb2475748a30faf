// The rows by which pilots of this machine are chosen: keys, a pad, a bot or nobody. Shared by the set-up and host scenes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "game/app/menu.h"

namespace game {

// A row for pilot 0 or 1; changes settings().seats and calls changed. A first pilot is never nobody.
MenuRow seat_row(App& app, int pilot, const std::function<void()>& changed);
// The row for the mode; changes settings().mode.
MenuRow mode_row(App& app, const std::function<void()>& changed);
// What is played with: settings().seats without nobody.
std::vector<std::string> chosen_seats(const App& app, const Settings& settings);
// "Keys", "Pad 1", "Bot Ace", "Nobody"
std::string seat_text(const App& app, const std::string& seat);
// "bot:ace" to the bot's name in the language.
std::string bot_text(const App& app, const std::string& seat);
// A mode's name in the language, and a sentence about it.
std::string mode_text(const App& app, const std::string& mode);

}  // namespace game
