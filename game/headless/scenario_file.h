// A scenario as a text file: what is played, and the facts that must come out. Read here, played by scenario.cpp; docs/simulation.md says
// how to write one.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/headless/scenario_facts.h"
#include "game/match/play.h"

namespace game {

// Something that is put into the world before the first tick.
struct Placed {
    enum class What : std::uint8_t { Enemy, Pickup, Hero };
    What what = What::Enemy;
    std::uint16_t kind = 0;                  // of an enemy; 0 bomb, 1 super_shot of a pickup; a hero's seat
    int x = 0, y = 0;                        // px, left and top
    bool has_place = true;                   // a hero may stay where it is
    int speed = 0;                           // px a tick, of an enemy
    int hits = 0;                            // of an enemy; 0: as its kind says
    int lives = -1, bombs = -1, score = -1;  // of a hero; -1: as the mode says
};

// From `tick` on the seat is in this state.
struct SeatLine {
    std::uint32_t tick = 1;
    int seat = 0;
    engine::SeatState state = engine::SeatState::Flown;
};

// What a scenario is played with.
struct ScenarioGame {
    Content content;
    std::uint64_t seed = 1;
    int players = 1;
    std::array<Bot, engine::max_seats> bots{};  // nullptr: by the inputs, or idle
    std::vector<ScriptLine> inputs;
    std::vector<SeatLine> seats;
    std::vector<Placed> placed;
};

struct Scenario {
    std::string rule;  // a sentence: what this shows
    ScenarioGame game;
    std::vector<Fact> facts;  // in the order of the file
    std::uint32_t ticks = 0;  // the last tick that a fact names

    // A change under which at least one fact must fail, as it is written; empty: none. So that nobody has to believe that the facts say
    // anything.
    std::string fails_with;
    int fails_with_line = 0;
    ScenarioGame changed;
};

// Throws engine::Error (BadData) with every mistake: file, line, what is allowed. content: the folder with modes/.
Scenario load_scenario(const std::filesystem::path& file, const std::filesystem::path& content);

}  // namespace game
