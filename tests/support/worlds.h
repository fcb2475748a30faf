// What tests of rules share: the shipped content, worlds in few lines, inputs by name.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/inputs.h"
#include "game/content/load_content.h"
#include "game/sim/events.h"
#include "game/sim/rects.h"
#include "game/sim/step.h"

namespace game::testing {

inline std::filesystem::path shipped_content() { return std::filesystem::path(WINGMATE_SOURCE_DIR) / "assets" / "data"; }

// Loaded once a program.
inline const Content& shipped(const std::string& mode) {
    static const Content first_flight = load_content(shipped_content(), "first_flight");
    static const Content classic = load_content(shipped_content(), "classic");
    static const Content bench = load_content(shipped_content(), "bench");
    return mode == "classic" ? classic : mode == "bench" ? bench : first_flight;
}

constexpr std::uint16_t bits_of(engine::Button button) { return static_cast<std::uint16_t>(button); }

// The first `players` seats flown with these bits, the others absent.
inline engine::Inputs flown(int players, std::uint16_t bits0 = 0, std::uint16_t bits1 = 0) {
    engine::Inputs inputs;
    for (int seat = 0; seat < players; ++seat) {
        const std::uint16_t bits = seat == 0 ? bits0 : seat == 1 ? bits1 : std::uint16_t{0};
        inputs.seats[static_cast<std::size_t>(seat)] = {bits, engine::SeatState::Flown};
    }
    return inputs;
}

// A game under test: a world with its content, stepped by hand.
struct Game {
    Content content;
    std::unique_ptr<World> held = std::make_unique<World>();
    World& world = *held;
    Events events;
    int players;

    explicit Game(Content c, int pilots = 1, std::uint64_t seed = 1) : content(std::move(c)), players(pilots) {
        start_world(world, content, seed, pilots);
    }
    // One tick; the events of that tick only.
    void tick(const engine::Inputs& inputs) {
        events.clear();
        step(world, inputs, content, events);
    }
    void tick(std::uint16_t bits0 = 0, std::uint16_t bits1 = 0) { tick(flown(players, bits0, bits1)); }
    void ticks(int count, std::uint16_t bits0 = 0, std::uint16_t bits1 = 0) {
        for (int i = 0; i < count; ++i) tick(bits0, bits1);
    }
    Hero& hero(std::uint32_t place = 0) { return world.heroes[place]; }
    engine::Rect hero_rect(std::uint32_t place = 0) { return rect_of(world.heroes[place], content); }
    // Events of a kind in the last tick.
    std::vector<Event> told(EventKind kind) const {
        std::vector<Event> found;
        for (const Event& event : events.all()) {
            if (event.kind == kind) found.push_back(event);
        }
        return found;
    }
};

}  // namespace game::testing
