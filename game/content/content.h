// Everything that is loaded once from text files, checked, and never changes: the mode and what it refers to. Rules, bots and view read it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/angle.h"
#include "engine/core/fixed.h"
#include "game/content/mask.h"

namespace game {

using engine::Fixed;

constexpr int field_width = 480;   // px
constexpr int field_height = 700;  // px, y down

constexpr int patterns_most = 256;  // that a mode's enemies have together
constexpr int shot_size_most = 32;  // px, of an enemy's shot

// Which written order of rules a mode plays by.
enum class Rules : std::uint8_t { FirstFlight, Classic };

// How the shots of a volley lie. A new way to shoot: an enumerator, its name in read_patterns.cpp, one case in game/sim/patterns.cpp, a
// test.
enum class PatternShape : std::uint8_t {
    Ring,    // evenly all around
    Fan,     // over an angle around straight down
    Aimed,   // over an angle around the line to the nearest pilot
    Spiral,  // evenly all around, each volley turned a little farther
};

enum class ShotLook : std::uint8_t { Round, Diamond };

// A part of how an enemy shoots: volleys of equal shots, one after the other.
struct Pattern {
    PatternShape shape = PatternShape::Ring;
    ShotLook look = ShotLook::Round;
    int first_ticks = 0;        // from when it comes into the field to the first volley
    int period_ticks = 1;       // between volleys, at least 1
    int count = 1;              // shots in a volley
    Fixed speed = 0;            // of its shots, per tick
    int size = 1;               // px, the square by which a shot hits
    engine::Angle from = 0;     // of the first shot of a volley, for Aimed from the line to the pilot
    engine::Angle between = 0;  // from one shot of a volley to the next
    engine::Angle turn = 0;     // from one volley to the next
};

struct EnemyKind {
    std::string name;
    std::string sprite;   // picture name; looks only, but part of the file
    int w = 0, h = 0;     // px, the rectangle
    Fixed speed_min = 0;  // down, per tick; drawn uniformly in whole pixels from speed_min ... speed_max
    Fixed speed_max = 0;
    int hits = 1;                     // shots it takes
    int score = 0;                    // points
    int destroyed_ticks = 0;          // how long its destruction is shown; it neither moves nor collides then
    bool announced = false;           // its engine is heard before it appears
    Mask mask;                        // empty where the mode collides by rectangle
    std::uint16_t first_pattern = 0;  // its patterns are these of Content::patterns
    std::uint16_t pattern_count = 0;
};

// One line of a mode's own list of spawns, instead of drawn ones.
struct Spawn {
    std::uint32_t at_tick = 1;  // 1 is the first tick
    std::uint16_t enemy = 0;    // index into Content::enemies
    std::int16_t x = 0;         // px, left
    Fixed speed = 0;            // down, per tick
};

// How many of a kind fly in Classic, where they begin, and what levels add.
struct Population {
    std::uint16_t enemy = 0;        // index into Content::enemies
    int start = 0;                  // how many at level 1
    std::array<int, 4> more{};      // how many more from levels 2, 3, 4, 5
    std::array<Fixed, 4> faster{};  // how much faster each of levels 2 ... 5 makes them
    int top_min = 0, top_max = 0;   // px, range of y at which one begins, above the field
};

struct HeroKind {
    int w = 0, h = 0;      // px
    int start_bottom = 0;  // px, where its rectangle ends at the start
    int floor = 0;         // px, its bottom never passes this
    Fixed speed_x = 0;     // at full speed, per tick
    Fixed speed_y = 0;     // 0: no vertical movement
    int lives = 1;
    int bombs = 0, bombs_max = 0;
    int destroyed_ticks = 0;
    int invulnerable_ticks = 0;    // after a respawn
    bool undying = false;          // rams are counted, the hero stays (for comparisons with other programs)
    int core_w = 10, core_h = 10;  // px, in the middle of its rectangle: what enemies' shots hit
    Mask mask;
};

struct ShotKind {
    int w = 0, h = 0;  // px
    Fixed speed = 0;   // up, per tick
    Mask mask;
};

struct PickupKind {
    std::string name;
    int w = 0, h = 0;  // px
};

struct Mode {
    std::string name;
    std::string title;  // shown to people; a key of the language files
    Rules rules = Rules::FirstFlight;
    std::uint32_t rate = 60;  // ticks a second
    int players_max = 2;
    std::string paper;  // set of ground pictures; looks only
    std::string music;

    HeroKind hero;
    ShotKind shot;
    // First Flight
    std::uint32_t enemy_period_ms = 0;  // 0: no drawn spawns
    std::uint32_t burst_period_ms = 0;
    int burst_count = 0, burst_gap = 0;        // shots in a burst, px between their bottoms
    std::vector<std::uint16_t> drawn_enemies;  // kinds that drawn spawns choose from
    bool lists_spawns = false;                 // the file has its own list of spawns (perhaps an empty one)
    std::vector<Spawn> spawns;                 // ordered by at_tick, then by their order in the file
    // Classic
    ShotKind super_shot;
    int fire_ticks = 0;             // ticks between shots
    int super_inset = 0;            // px from a wing's tip to the super shot's centre
    std::uint32_t super_ticks = 0;  // how long super shots last
    std::vector<Population> population;
    std::array<int, 4> level_scores{};  // team score at which levels 2 ... 5 begin
    std::uint32_t supply_period_ms = 0;
    Fixed supply_speed = 0;             // down, per tick
    std::array<PickupKind, 2> pickups;  // by Pickup kind: bomb, super shot
};

struct Content {
    Mode mode;
    std::vector<EnemyKind> enemies;  // only those that the mode refers to, in the order of the file
    std::vector<Pattern> patterns;   // of all these enemies, in their order; at most patterns_most
    std::uint64_t hash = 0;          // of all that decides play: equal hash, equal game
};

}  // namespace game
