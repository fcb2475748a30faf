// One machine of a fleet: a session, a match and a bot on one seat, moved by a virtual clock. Used by fleet_game.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/match/match.h"
#include "net/session.h"
#include "net/sim_link.h"

namespace game {

// Pilots press something at least this often, changes a second: what travels and what is guessed wrong is not to depend on how calmly a bot
// flies. Where a bot holds its buttons longer it changes Focus, which the modes with two pilots have no use for.
constexpr std::uint32_t fleet_least_changes = 7;

struct FleetMachineSetup {
    int seat = 0;  // flown here; 0: the host
    int players = 2;
    Bot bot = nullptr;
    std::uint64_t seed = 1;
    std::uint32_t last_tick = 0;
    std::uint32_t delay_ticks = 0;  // at the start
    net::Time wait_us = 0;          // of the host, with its first tick
    bool adapt_delay = true;
    std::uint32_t spoil_tick = 0;  // 0: never
    double clock = 1;              // its seconds are this long
    net::Time first_turn = 0;      // µs of the fleet's clock
};

class FleetMachine {
  public:
    // content and link outlive it. The link's peers are numbered by seat, from 1.
    FleetMachine(const Content& content, const FleetMachineSetup& setup, net::SimLink& link);

    // Receives, flies, makes a tick; a machine whose match is finished only answers. Sets next_turn.
    void turn(net::Time now);
    // When it next does something, µs. Later than due: its program stands still until then.
    net::Time next_turn() const { return next_turn_; }
    void sleep_until(net::Time time) { next_turn_ = std::max(next_turn_, time); }

    // It is no longer there: nobody calls turn any more, its figures stay.
    bool left() const { return left_; }
    void leave() { left_ = true; }

    int seat() const { return setup_.seat; }
    net::Session& session() { return session_; }
    const net::Session& session() const { return session_; }
    const Match& match() const { return match_; }
    net::SimLink& link() { return link_; }
    std::uint32_t rate() const { return rate_; }  // ticks a second of the mode
    // When the newest tick was made; of the fleet's clock.
    net::Time moved_at() const { return moved_at_; }

  private:
    std::uint16_t buttons();

    const Content& content_;
    FleetMachineSetup setup_;
    net::SimLink& link_;
    net::Session session_;
    Match match_;
    std::uint16_t bits_ = 0;         // held now
    std::uint32_t quiet_ticks_ = 0;  // turns since bits_ changed
    std::uint32_t gone_ = 0;         // bit p: peer p has said goodbye
    std::uint32_t rate_;
    double tick_us_;  // of its own clock, at full speed
    net::Time next_turn_;
    net::Time moved_at_;
    bool left_ = false;
};

}  // namespace game
