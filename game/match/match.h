// The one loop: carries out a session's requests on a World, keeps the ring of saved worlds, records, and lets each event through once. The
// app, headless runs, network games, replays and tests all play through it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "game/content/content.h"
#include "game/match/replay.h"
#include "game/sim/events.h"
#include "game/sim/world.h"
#include "net/session.h"

namespace game {

struct MatchSetup {
    std::uint64_t seed = 1;
    int players = 1;
    std::vector<std::string> pilots;  // a name or "bot:ace" for each seat; goes into the replay
    bool record = true;               // keep confirmed inputs and hashes for a replay
};

class Match {
  public:
    // content outlives the match.
    Match(const Content& content, const MatchSetup& setup);
    ~Match();
    Match(Match&&) noexcept;

    // Lets the session make one tick and carries out what it asks for. False: the session had to wait, nothing moved.
    bool advance(net::Session& session, net::Time now);

    const World& world() const;     // after the newest tick
    const World& previous() const;  // a tick earlier; for drawing in between
    // The newest confirmed tick that this match has recorded.
    std::uint32_t confirmed_tick() const;

    // What is to be shown and heard since the last call, each once: sparks at once, deaths, phases and scores when confirmed. Valid until
    // the next advance.
    std::span<const Event> take_events();

    // The world after the newest confirmed tick is over.
    bool over() const;
    // Confirmed ticks so far, with hashes; to be saved at any time.
    const Replay& recording() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace game
