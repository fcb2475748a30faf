// One machine of a fleet and the programs that run on it, one after the other: each is a network game as shipped (Online over a simulated
// link, a match, a bot), moved by a virtual clock. Used by fleet_game and fleet_storm.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/headless/fleet_talk.h"
#include "game/match/match.h"
#include "game/match/online.h"
#include "net/sim_link.h"

namespace game {

// Pilots press something at least this often, changes a second: what travels and what is guessed wrong is not to depend on how calmly a bot
// flies. Where a bot holds its buttons longer it changes Focus, which the modes with two pilots have no use for.
constexpr std::uint32_t fleet_least_changes = 7;

struct FleetMachineSetup {
    std::uint32_t number = 1;  // in the net, from 1
    Bot bot = nullptr;         // null: only watches
    std::uint32_t last_tick = 0;
    std::optional<std::uint32_t> delay_ticks;     // fixed; without: as it chooses
    std::uint32_t spoil_tick = 0, hang_tick = 0;  // planted faults of the first program: MatchSetup's; no tick after this one. 0: never
    double clock = 1;                             // its seconds are this long
    bool talks = false, mishears = false;         // says lines; a planted fault, see fleet_talk.h
};

// What its programs have done, all together.
struct FleetDeeds {
    net::SessionStats stats;                                                      // sums, but for the rates
    std::uint32_t delay_ticks = 0;                                                // the largest that was seen
    std::uint64_t host_packets = 0, host_payload_bytes = 0, host_wire_bytes = 0;  // sent while it was the host
    double host_seconds = 0, guest_seconds = 0;                                   // in play, as the one or the other
    std::vector<double> rejoin_seconds;  // from a program's first packet to its first own input that was final
    double repair_seconds = 0;           // from the tick that was to go wrong to the world being repaired; 0: none was
    // Of its own seat's final inputs:
    std::uint64_t flown = 0, changed = 0, pressed = 0;
};

class FleetMachine {
  public:
    // content and net outlive it.
    FleetMachine(const Content& content, const FleetMachineSetup& setup, net::SimNet& net);
    ~FleetMachine();
    FleetMachine(const FleetMachine&) = delete;
    FleetMachine& operator=(const FleetMachine&) = delete;

    // A program starts, as the host of a new game or by joining one; with the token of an earlier one.
    void host(std::uint64_t seed, int players, net::Time now);
    void join(const net::Address& host, net::Time now);
    // It ends: with a goodbye, or killed. Its deeds stay.
    void leave(net::Time now);
    void kill(net::Time now);

    // Receives, flies, makes a tick; a program whose match is finished only answers. Sets next_turn.
    void turn(net::Time now);
    // When it next does something, µs. Later than due: its program stands still until then.
    net::Time next_turn() const { return next_turn_; }
    void sleep_until(net::Time time) { next_turn_ = std::max(next_turn_, time); }

    bool runs() const { return online_ != nullptr; }
    // Has a world, and follows a host or is one.
    bool plays() const;
    bool is_host() const { return plays() && online_->is_host(); }
    bool watches() const { return setup_.bot == nullptr; }
    bool finished() const { return match_ && match_->finished(); }
    std::uint32_t number() const { return setup_.number; }
    std::uint32_t confirmed() const { return match_ ? match_->confirmed_tick() : 0; }
    Online& online() { return *online_; }
    const Match& match() const { return *match_; }
    // Where its program can be connected to.
    net::Address address() const { return {setup_.number, online_->port()}; }
    // When the newest tick was made, or its program started; of the fleet's clock.
    net::Time moved_at() const { return moved_at_; }
    // For people: what it does, from where to where its recording goes, how long it has made no tick.
    std::string state(net::Time now) const;
    // Why its last program ended by itself; empty: it did not.
    const std::string& ended() const { return ended_; }
    const FleetDeeds& deeds() const { return deeds_; }
    const FleetTalk& talk() const { return talk_; }
    // Its first program is still there.
    bool has_stayed() const { return runs() && programs_ == 1; }

  private:
    OnlineSetup online_setup() const;
    void start(net::Time now);
    void stop(net::Time now);
    void play(net::Time now);
    void count(net::Time now);
    void count_inputs();
    std::uint16_t buttons(int seat);

    const Content& content_;
    FleetMachineSetup setup_;
    net::SimNet& net_;
    std::unique_ptr<Online> online_;
    std::unique_ptr<Match> match_;
    net::Token token_{};
    int programs_ = 0;
    int seat_ = -1;
    std::uint16_t bits_ = 0;         // held now
    std::uint32_t quiet_ticks_ = 0;  // turns since bits_ changed
    bool joined_late_ = false;       // and has not flown yet
    net::Time started_at_ = 0;
    net::Time leaving_until_ = 0;  // said goodbye; 0: it has not
    net::Time next_turn_ = 0;
    net::Time moved_at_ = 0;
    std::string ended_;

    FleetDeeds deeds_;
    FleetTalk talk_;
    // What a session had done when it was last counted.
    struct Counted {
        const net::Session* session = nullptr;
        net::SessionStats stats;
    };
    Counted counted_, counted_before_;  // who comes back to a game may get the one before it again
    net::Time spoiled_at_ = 0;          // when the tick that was to go wrong was made; 0: not yet
    std::uint64_t counted_wire_bytes_ = 0;
    net::Time counted_at_ = 0;
};

}  // namespace game
