// The plain loop around a match: who flies the seats of this machine (bots, a script of inputs, a replay), and how a game ended. Headless
// runs, checks of replays, network games without a screen and tests play by it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/match/match.h"
#include "game/match/replay.h"
#include "net/session.h"

namespace game {

// Keys of an inputs file: from `tick` on, `seat` holds `bits`.
struct ScriptLine {
    std::uint32_t tick = 1;
    int seat = 0;
    std::uint16_t bits = 0;
};

// Who flies the seats. A replay comes first, up to its last tick; then a seat's bot; a script is for seats without one. A seat with none of
// them is idle. Everything pointed to outlives it.
class Pilots {
  public:
    explicit Pilots(const Content& content) : content_(content) {}

    void set_bot(int seat, Bot bot) { bots_[static_cast<std::size_t>(seat)] = bot; }
    // Ordered by tick.
    void set_script(const std::vector<ScriptLine>* script) { script_ = script; }
    // Sets bits and seat states up to this tick of the replay. Only for Role::Alone, in a match that begins with the replay's start or
    // later.
    void set_replay(const Replay* replay, std::uint32_t last_tick);

    // To be called before each advance of a session that flies local_seats: sets what the seats do in the tick after `world`.
    void fly(net::Session& session, const World& world, std::uint8_t local_seats = 0b1111);

  private:
    void fly_replay(net::Session& session, std::uint32_t tick);

    const Content& content_;
    std::array<Bot, engine::max_seats> bots_{};
    const std::vector<ScriptLine>* script_ = nullptr;
    std::size_t script_at_ = 0;
    const Replay* replay_ = nullptr;
    std::uint32_t replay_last_ = 0;
    std::array<engine::SeatState, engine::max_seats> states_{};  // as the session has them
    bool states_known_ = false;
};

// A session without a link for a game of so many players, from this tick on.
net::SessionSetup alone_setup(const Content& content, int players, std::uint32_t first_tick = 1);

// A match that plays this replay, which fits: its world before the first tick, no recording. With alone_setup(..., replay.first_tick).
MatchSetup replay_setup(const Replay& replay);

// "over": all pilots are gone in a mode without an end; "ticks": the limit was reached. Modes with an end will have "won" and "lost".
std::string_view outcome_name(const Match& match);

// Where a replay and its playing part.
struct ReplayDifference {
    std::uint32_t tick = 0;  // of the first stored hash that differs
    std::uint32_t last_equal = 0;
    std::uint64_t stored = 0, played = 0;
};
struct ReplayResult {
    std::uint32_t ticks = 0;
    std::optional<ReplayDifference> difference;
    std::optional<std::uint32_t> heavy_difference;  // the tick in which a restored copy of the world went another way
};

// Whether this content is what the replay was played with: nothing when it is, else a sentence (a mismatch, or damaged where the replay
// asks for what the mode does not have).
std::optional<ReplayError> replay_fits(const Replay& replay, const Content& content);

// Plays a replay that fits and compares every stored hash; stops at the first that differs. heavy: as MatchSetup::heavy, stops there too.
// spoil_tick: as there.
ReplayResult play_replay(const Replay& replay, const Content& content, bool heavy = false, std::uint32_t spoil_tick = 0);

}  // namespace game
