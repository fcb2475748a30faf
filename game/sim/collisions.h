// What meets what: shots and enemies, heroes and enemies, by rectangle or by picture mask as the mode's content has it.
#pragma once

#include "game/sim/tick.h"

namespace game {

// Shots in their order: each hits every flying enemy that it overlaps at that moment, and is gone if there was one.
// A shot that is gone has left the group when this returns; an enemy without hits left is Destroyed. Whether any shot hit.
bool shots_meet_enemies(Tick& tick);

// Every enemy that overlaps a flying hero is Destroyed and the hero is lost; an enemy that touches two heroes takes both.
// Whether there was any.
bool heroes_meet_enemies(Tick& tick);

// Makes an enemy Destroyed; counts nothing.
void destroy_enemy(Enemy& enemy, const Content& content);
// An enemy shot down or bombed: its points and the kill go to the hero.
void kill_enemy(Tick& tick, Hero& hero, Enemy& enemy);

}  // namespace game
