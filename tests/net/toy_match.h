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
    std::uint8_t seats = 0;      // flown from there
    double clock = 1;            // its seconds are this long
    net::Time start_us = 0;      // when it begins
    bool presses = true;         // its bots change buttons about 8 times a second
    net::Tick spoil_at = 0;      // its world goes wrong in this tick; 0: never
    bool spoils_always = false;  // and in every 50th tick from then on
    bool joins = false;          // comes later, without a world
    bool refuses = false;        // accepts no snapshot
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
    std::size_t world_bytes = 16;  // a packed world's size, at least 16
};

// A peer's program: carries requests out on a world that is one number, and checks each of them.
class Player {
  public:
    Player(const MatchSetup& setup, std::size_t index, net::SimLink& link, net::PeerId host);
    // Receives, presses buttons, advances.
    void turn(net::Time now);
    // Only hears and answers, as a paused program does.
    void listen(net::Time now);

    net::Session& session() { return *session_; }
    // A machine that is not known yet: what the session is told once it is heard.
    void expect_peer(net::PeerId peer, std::uint8_t seats, bool survives) { expected_[peer] = {seats, survives}; }
    // Confirmed inputs and hashes by tick, from first() on. A hash that is not known is 0.
    net::Tick first() const { return first_; }
    const std::vector<engine::Inputs>& inputs() const { return inputs_; }
    const std::vector<std::uint64_t>& hashes() const { return hashes_; }
    std::uint64_t changes(int seat) const;  // how often the seat's confirmed bits changed
    std::vector<net::SessionEvent> events;
    std::string trouble;   // the first rule that was broken; empty: none
    bool deaf = false;     // hears nothing
    bool stopped = false;  // killed: does nothing any more
    net::Time next_turn = 0;
    std::uint64_t packs = 0, adopted = 0, loads = 0;

  private:
    void adopt(const net::Request& request);
    void carry_out(std::span<const net::Request> requests);
    void record_confirmed();
    void report(net::Tick tick);
    void expect(bool good, const std::string& what);

    struct World {
        net::Tick tick = 0;
        std::uint64_t value = 0;
    };
    PeerSetup self_;
    net::Tick first_;
    net::SimLink& link_;
    std::size_t world_bytes_;
    struct Expected {
        std::uint8_t seats = 0;
        bool survives = false;
    };
    std::map<net::PeerId, Expected> expected_;
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
    // Another machine comes to a host that knows of it: a late pilot, somebody who is back, or a spectator. Its index.
    std::size_t join(const PeerSetup& peer, std::size_t host = 0);
    // The host is gone, and `heir` takes over; each of the others hears of it so many seconds later.
    void take_over(std::size_t heir, const std::vector<std::size_t>& others, const std::vector<double>& later = {});
    // Nothing goes from or to that machine any more, and it does nothing.
    void kill(std::size_t index);
    // Virtual seconds; `each` is called before every turn of every player.
    void run(double seconds, const std::function<void(net::Time)>& each = {});
    Player& player(std::size_t index) { return *players_[index]; }
    std::size_t players() const { return players_.size(); }
    net::SimNet& net() { return net_; }
    net::Time now() const { return now_; }
    // Breaks of a rule, or confirmed ticks on which two peers (of those listed, or all) differ; empty: none.
    std::string differences(std::vector<std::size_t> among = {}) const;

  private:
    void follow(std::size_t guest, std::size_t host);

    MatchSetup setup_;
    struct Later {
        net::Time at;
        std::size_t guest, host;
    };
    std::vector<Later> followers_;
    net::SimNet net_;
    std::vector<std::unique_ptr<Player>> players_;
    net::Time now_ = 1'000'000;
};

// Delay and jitter in ms one way, loss from 0 to 1 in bursts of that mean length.
net::TroubleSetup line(double one_way_ms, double jitter_ms, double loss, double burst = 1);
inline net::TroubleSetup lan() { return line(1, 0, 0); }
inline net::TroubleSetup r1() { return line(50, 10, 0.05); }
inline net::TroubleSetup r2() { return line(100, 20, 0.1); }
// A line by chance, at most so bad; a tenth of the packets may come twice, and another tenth in another order.
struct Worst {
    net::Time delay_from_us, delay_range_us, jitter_us;
    double loss;
    std::uint32_t burst;
};
net::TroubleSetup any_line(engine::Rng& rng, const Worst& worst);
// 0 to 0.999.
inline double any_part(engine::Rng& rng) { return static_cast<double>(rng.below(1000)) / 1000; }
// The same line to every guest, one seat on each machine.
MatchSetup match_over(const net::TroubleSetup& trouble, int peers = 2);
// How often a session has told that.
std::size_t told(const Player& player, net::SessionEvent::Kind kind);

// The depth that 99 % (or another part) of the ticks of a session stayed within: ticks without a rollback count as 0.
std::uint32_t rollback_percentile(const net::SessionStats& stats, double part);

}  // namespace toy
