// What happened to a network game, in the player's language. For scenes.
#pragma once

#include <string>

#include "game/match/notice.h"
#include "game/view/texts.h"

namespace game {

std::string tell(const Texts& texts, const Notice& notice);

}  // namespace game
