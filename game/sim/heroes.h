// Heroes: their seats, their lives, how they steer. Both modes use it.
#pragma once

#include "game/sim/tick.h"

namespace game {

// A hero at its start: the pilots' centres divide the field's width evenly (one at 240; two at 160 and 320).
Hero make_hero(const Content& content, int seat, int players);

// Seats that came, left or are held since the last tick; heroes come in or leave accordingly.
void change_seats(Tick& tick);
// Destruction and invulnerability run out; who has a life left comes back.
void advance_heroes(Tick& tick);
// Takes a life. Call for flying heroes only.
void lose_hero(Tick& tick, Hero& hero);
// Nobody flies and nobody can come back.
bool all_heroes_lost(const World& world);
// Ends the game in this tick.
void end_game(Tick& tick);

// The input that counts: none from a seat that is not flown, so that its bits never matter.
engine::SeatInput input_of(const Tick& tick, const Hero& hero);
// Moves a hero and keeps it between left and right and above its floor. Directions are sevenths of full speed.
void move_hero(Hero& hero, const Mode& mode, int direction_x, int direction_y);

}  // namespace game
