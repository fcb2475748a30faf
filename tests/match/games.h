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

// Plays alone with those keys until the last tick of the setup.
inline void play_alone(game::Match& match, net::Session& session, int players) {
    while (!match.finished()) {
        for (int seat = 0; seat < players; ++seat) session.set_bits(seat, keys(match.world().header.tick + 1, seat));
        match.advance(session, 0);
    }
}

// A recorded game of so many ticks.
inline game::Replay recorded(const char* mode, std::uint64_t seed, int players, std::uint32_t ticks) {
    game::MatchSetup setup;
    setup.seed = seed;
    setup.players = players;
    setup.last_tick = ticks;
    setup.pilots = {"Bo", "Åsa"};
    setup.pilots.resize(static_cast<std::size_t>(players));
    game::Match match(content(mode), setup);
    net::Session session(game::alone_setup(content(mode), players));
    play_alone(match, session, players);
    return match.recording();
}

}  // namespace games
