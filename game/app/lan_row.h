// How a game that was found on the network looks in the list. Used by the screen to join a game.
#pragma once

#include "game/app/ui.h"
#include "game/match/lan.h"
#include "net/search.h"

namespace game {

// One line at wide windows, a card of two lines in narrow ones.
void draw_lan_row(App& app, Ui& ui, const net::FoundGame& found, Hindrance hindrance, const engine::RectF& where, bool is_wide,
                  bool is_focused);
// The heads of its columns, at wide windows.
void draw_lan_heads(App& app, Ui& ui, float y);
// A sentence: why it cannot be joined, and what to do.
std::string lan_sentence(const App& app, const net::FoundGame& found, Hindrance hindrance);

}  // namespace game
