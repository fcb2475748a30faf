// What a scenario expects: "kills >= 3 by tick 400". A fact is read once and looked at after every tick. Used by scenario.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "game/content/content.h"
#include "game/headless/sprites.h"
#include "game/sim/events.h"
#include "game/sim/world.h"

namespace game {

constexpr std::size_t event_kinds = static_cast<std::size_t>(EventKind::SeatChanged) + 1;

// A game at a tick, as facts look at it.
struct Moment {
    const World& world;
    const Content& content;
    const std::array<std::int64_t, event_kinds>& events;  // how many there were so far
    const std::vector<Sprite>& sprites;
};

struct Fact {
    enum class Of : std::uint8_t { Team, Hero, Count, Sprite, Event };
    enum class When : std::uint8_t { At, By, All };  // after tick `last`; in one of first ... last; in each of them

    std::string text;  // as it is written
    int line = 0;      // of the file
    Of of = Of::Team;
    std::string group, kind;  // Count, Sprite; kind may be empty: any
    int index = 0;            // seat of a hero, place among the sprites of that group and kind
    std::string field;        // Team, Hero, Sprite
    std::size_t event = 0;
    std::string op;     // = != < <= > >=
    std::string value;  // as it is written
    std::optional<std::int64_t> number;
    When when = When::At;
    std::uint32_t first = 0, last = 0;

    bool shown = false;   // By: it has held
    std::string failure;  // what was found instead; empty as long as it holds

    // After each tick from 0 to the last.
    void look(const Moment& moment);
};

// "SUBJECT OP VALUE at|by|until tick N" or "... from tick A to tick B"; the time may stand before OP as well. A sentence where it is not.
std::variant<Fact, std::string> parse_fact(std::string_view text, const Content& content, int players);

}  // namespace game
