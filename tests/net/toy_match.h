// Sessions under trial: a game of one number per peer, whole matches of several peers over sim_link, and what has to hold of every request.
// For the tests of net/session.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "net/session.h"
#include "net/sim_link.h"

namespace toy {

struct PeerSetup {
    std::uint8_t seats = 0;  // flown from there
    double clock = 1;        // its seconds are this long
    net::Time start_us = 0;  // when it begins
    bool presses = true;     // its bots change buttons about 8 times a second
    net::Tick spoil_at = 0;  // its world goes wrong in this tick; 0: never
};

struct MatchSetup {
    std::vector<PeerSetup> peers;   // the first is the host
    net::TroubleSetup there, back;  // guest to host, host to guest
    std::uint32_t rate = 60;
    std::uint32_t window_ms = 250;
    std::uint32_t delay_ticks = 2;
    bool adapt_delay = false;
    net::Time host_wait_us = 0;
    net::Tick first_tick = 1;
    std::uint64_t seed = 1;
};

// A peer's program: carries requests out on a world that is one number, and checks each of them.
class Player {
  public:
    Player(const MatchSetup& setup, std::size_t index, net::SimLink& link);
    // Receives, presses buttons, advances.
    void turn(net::Time now);
    // Only hears and answers, as a paused program does.
    void listen(net::Time now);

    net::Session& session() { return *session_; }
    // Confirmed inputs and hashes by tick.
    const std::vector<engine::Inputs>& inputs() const { return inputs_; }
    const std::vector<std::uint64_t>& hashes() const { return hashes_; }
    std::uint64_t changes(int seat) const;  // how often the seat's confirmed bits changed
    std::vector<net::SessionEvent> events;
    std::string trouble;   // the first rule that was broken; empty: none
    bool stopped = false;  // killed: does nothing any more
    net::Time next_turn = 0;

  private:
    void carry_out(std::span<const net::Request> requests);
    void record_confirmed();
    void expect(bool good, const std::string& what);

    struct World {
        net::Tick tick = 0;
        std::uint64_t value = 0;
    };
    PeerSetup self_;
    net::Tick first_;
    net::SimLink& link_;
    std::unique_ptr<net::Session> session_;
    engine::Rng rng_;
    World world_;
    std::map<net::Tick, World> saved_;
    std::map<net::Tick, engine::Inputs> made_with_;
    std::map<net::Tick, std::uint64_t> hash_after_;
    net::Tick final_ = 0;  // the newest tick that was made with the word that it is final
    std::vector<engine::Inputs> inputs_;
    std::vector<std::uint64_t> hashes_;
    std::array<std::uint16_t, engine::max_seats> bits_{};
};

class Match {
  public:
    explicit Match(const MatchSetup& setup);
    // Virtual seconds; `each` is called before every turn of every player.
    void run(double seconds, const std::function<void(net::Time)>& each = {});
    Player& player(std::size_t index) { return *players_[index]; }
    std::size_t players() const { return players_.size(); }
    net::SimNet& net() { return net_; }
    net::Time now() const { return now_; }
    // Breaks of a rule, or confirmed ticks on which two peers (of those listed, or all) differ; empty: none.
    std::string differences(std::vector<std::size_t> among = {}) const;

  private:
    MatchSetup setup_;
    net::SimNet net_;
    std::vector<std::unique_ptr<Player>> players_;
    net::Time now_ = 1'000'000;
};

// The depth that 99 % (or another part) of the ticks of a session stayed within: ticks without a rollback count as 0.
std::uint32_t rollback_percentile(const net::SessionStats& stats, double part);

}  // namespace toy
