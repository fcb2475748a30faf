// The one loop: carries out a session's requests on a World, keeps the ring of saved worlds, records, and lets each event through once. The
// app, headless runs, network games, replays and tests all play through it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
    int players = 1;                  // 1 to Mode::players_max
    std::vector<std::string> pilots;  // a name or "bot:ace" for each seat; goes into the replay
    std::string mode;                 // as it was given, a name or a path; empty: the mode's name. Goes into the replay
    std::vector<Override> overrides;  // that the content was loaded with; go into the replay
    std::uint32_t last_tick = 0;      // the match is finished after this tick at the latest; 0: only when the game is over
    bool record = true;               // keep confirmed inputs and hashes for a replay
    bool looks = true;                // keep the previous world and the events; a run without a screen saves that time
    std::uint32_t spoil_tick = 0;     // a planted fault: in this tick the world here goes wrong; 0: never. For trials of the alarm
    std::vector<std::byte>
        start;           // a snapshot (snapshot.h) that fits the content: begins with this world; empty: with that of seed and players
    bool joins = false;  // there is no world until the session brings the host's (net::SessionSetup::joins)
    bool heavy = false;  // every tick is also made from two restored copies of the world before it, and compared; slow
};

class Match {
  public:
    // content outlives the match.
    Match(const Content& content, const MatchSetup& setup);
    ~Match();
    Match(Match&&) noexcept;

    // Lets the session make one tick and carries out what it asks for. False: the session had to wait, nothing moved. May go on after the
    // match is finished (destruction pictures run out); that is neither confirmed nor recorded any more.
    bool advance(net::Session& session, net::Time now);

    // False only with MatchSetup::joins, until the host's world is here: then world() is a game that has not begun, and means nothing.
    bool ready() const;
    const World& world() const;     // after the newest tick
    const World& previous() const;  // a tick earlier; for drawing in between; needs MatchSetup::looks
    // The newest tick that is final; never beyond the last tick of a finished match.
    std::uint32_t confirmed_tick() const;
    // Of the world after confirmed_tick().
    std::uint64_t confirmed_hash() const;

    // What is to be shown and heard since the last call, each once: sparks at once, deaths, phases and scores when confirmed. Valid until
    // the next advance.
    std::span<const Event> take_events();

    // The world after the newest confirmed tick is over.
    bool over() const;
    // over(), or last_tick is confirmed: the recording ends here.
    bool finished() const;
    // Confirmed ticks so far, with hashes; to be saved at any time. Begins with the world that the match began with here. Ends with the
    // tick in which the game was over, or after replay_most_ticks. After a repair by the host's world it has no hashes of the wrong one.
    // Valid until the next advance.
    const Replay& recording() const;

    // MatchSetup::heavy: the first tick in which a restored copy went another way.
    std::optional<std::uint32_t> heavy_difference() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace game
