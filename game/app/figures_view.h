// The read-out behind a key: every machine's link and how far its game goes back. Drawn over the field by the play scene.
#pragma once

#include <array>
#include <string>

#include "game/app/app.h"
#include "game/match/online.h"

namespace game {

// left, top: of the field, which is 480 units wide; names: of the pilots, by seat.
void draw_figures(App& app, const Online& online, const std::array<std::string, engine::max_seats>& names, float left, float top);

}  // namespace game
