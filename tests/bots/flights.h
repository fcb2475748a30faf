// Bots in the air: what the tests of all bots share.
#pragma once

#include <array>
#include <cstdint>

#include "game/bots/bots.h"
#include "tests/support/worlds.h"

namespace game::testing {

struct Flight {
    int changes = 0;            // of any seat's bits
    std::uint16_t pressed = 0;  // every bit that was ever held
    std::array<std::uint32_t, engine::max_seats> kills{};
};

// All seats flown by a bot, until the game is over, a level is reached or the ticks are through.
inline Flight fly(Game& game, Bot bot, std::uint32_t ticks, int until_level = 99) {
    Flight flight;
    engine::Inputs inputs;
    while (game.world.header.tick < ticks && game.world.header.phase == Phase::Playing && game.world.header.level < until_level) {
        for (int seat = 0; seat < game.players; ++seat) {
            engine::SeatInput& input = inputs.seats[static_cast<std::size_t>(seat)];
            const std::uint16_t bits = bot(game.world, game.content, seat);
            flight.changes += bits != input.bits ? 1 : 0;
            flight.pressed = static_cast<std::uint16_t>(flight.pressed | bits);
            input = {bits, engine::SeatState::Flown};
        }
        game.tick(inputs);
    }
    for (const Hero& hero : game.world.heroes) flight.kills[hero.seat] = hero.kills;
    return flight;
}

}  // namespace game::testing
