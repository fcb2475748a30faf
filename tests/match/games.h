// Games for tests of the match: content from the files, restless pilots whose keys follow from tick and seat alone.
#pragma once

#include <cstdint>

#include "engine/core/inputs.h"
#include "engine/core/rng.h"
#include "game/content/load_content.h"
#include "game/match/match.h"
#include "game/match/play.h"

namespace games {

inline const game::Content& content(const char* mode) {
    static const game::Content first_flight = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", "first_flight");
    static const game::Content classic = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", "classic");
    return mode[0] == 'f' ? first_flight : classic;
}

// Buttons that change every 1 to 16 ticks; the same for the same tick and seat.
inline std::uint16_t keys(std::uint32_t tick, int seat) {
    engine::Rng rng{(tick >> (seat + 1)) * 31u + static_cast<std::uint32_t>(seat)};
    return static_cast<std::uint16_t>(rng.next() & 0xFF1F);
}

// last_tick: 0: only when the game is over.
inline game::MatchSetup setup(std::uint32_t last_tick, int players = 1, std::uint64_t seed = 1) {
    game::MatchSetup setup;
    setup.seed = seed;
    setup.players = players;
    setup.last_tick = last_tick;
    return setup;
}

// A match whose pilots all sit here, and its session without a link.
struct Alone {
    Alone(const game::Content& content, const game::MatchSetup& setup)
        : match(content, setup), session(game::alone_setup(content, setup.players)) {}
    bool advance() { return match.advance(session, 0); }
    // Until the last tick of the setup, or the game is over; nobody presses anything.
    void play() {
        while (!match.finished()) advance();
    }
    // ... or with those keys.
    void play_with_keys(int players) {
        while (!match.finished()) {
            for (int seat = 0; seat < players; ++seat) session.set_bits(seat, keys(match.world().header.tick + 1, seat));
            advance();
        }
    }
    game::Match match;
    net::Session session;
};

// A recorded game of so many ticks.
inline game::Replay recorded(const char* mode, std::uint64_t seed, int players, std::uint32_t ticks) {
    game::MatchSetup recorded = setup(ticks, players, seed);
    recorded.pilots = {"Bo", "Åsa"};
    recorded.pilots.resize(static_cast<std::size_t>(players));
    Alone alone(content(mode), recorded);
    alone.play_with_keys(players);
    return alone.match.recording();
}

}  // namespace games
