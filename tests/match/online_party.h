// Several machines in one network game, over loopback or over simulated lines, each with a game of one number, all under one clock. And
// strangers who send what they like. For the tests of game/match/online.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/inputs.h"
#include "engine/core/rng.h"
#include "game/match/online.h"
#include "net/enet_link.h"
#include "net/messages.h"
#include "net/sim_link.h"
#include "net/tagged_link.h"

namespace party {

using Stage = game::Online::Stage;
constexpr net::Time ms = 1000;
constexpr std::uint64_t content_hash = 0x0123456789ABCDEF;

// Knows the mode "classic".
std::optional<std::uint64_t> knows_classic(void* context, const std::string& mode);

game::OnlineSetup host_setup(std::vector<std::string> pilots, int seats);
game::OnlineSetup guest_setup(std::vector<std::string> pilots, std::uint16_t port);

// A machine: its end of the network game and the toy game that it plays.
class Machine {
  public:
    Machine(std::unique_ptr<game::Online> online, std::uint64_t seed) : online_(std::move(online)), rng_{seed} {}
    void turn(net::Time now);

    game::Online& online() { return *online_; }
    net::Session& session() { return *online_->session(); }
    void vanish() { online_.reset(); }  // its program has ended
    bool vanished() const { return online_ == nullptr; }
    bool stopped = false;         // does nothing, as if its cable was pulled
    bool advances = true;         // false: it is connected, but makes no ticks
    bool spoiled = false;         // its game goes wrong
    std::size_t world_bytes = 8;  // of its packed world, at least
    // By tick, as confirmed; from the tick at which this machine came into the game.
    const std::map<net::Tick, std::uint64_t>& hashes() const { return hashes_; }
    const std::map<net::Tick, engine::Inputs>& inputs() const { return inputs_; }
    // How often the confirmed bits of a seat changed.
    int changes(int seat) const;
    const std::vector<std::string>& notices() const { return notices_; }
    // What was said, as it came: "Bo: text".
    const std::vector<std::string>& chat() const { return chat_; }
    net::Tick newest() { return session().newest(); }
    bool was_told(const std::string& notice) const;
    // The state of a seat in the newest confirmed tick.
    engine::SeatState state(int seat) const {
        return inputs_.empty() ? engine::SeatState::Absent : inputs_.rbegin()->second.seats[seat].state;
    }

  private:
    void forget();  // what it has played: another game comes
    void advance(net::Time now);
    void carry_out(const net::Request& request);
    std::unique_ptr<game::Online> online_;
    engine::Rng rng_;
    net::Time next_tick_ = 0;
    std::uint64_t world_ = 0;
    std::map<net::Tick, std::uint64_t> saved_, made_;
    std::array<std::uint16_t, engine::max_seats> bits_{};
    std::map<net::Tick, std::uint64_t> hashes_;
    std::map<net::Tick, engine::Inputs> inputs_;
    net::Tick recorded_ = 0;
    std::vector<std::string> notices_, chat_;
};

// A line in both directions.
net::TroubleSetup line(net::Time delay_ms, net::Time jitter_ms, double loss);

class Party {
  public:
    // Over loopback. The host is machine 0.
    explicit Party(const game::OnlineSetup& host);
    // Over simulated lines, all alike, repeated by the seed.
    Party(const game::OnlineSetup& host, const net::TroubleSetup& lines, std::uint64_t seed);
    Machine& join(std::vector<std::string> pilots);
    Machine& join(const game::OnlineSetup& setup, game::Online::ContentFor content_for = knows_classic);

    // Simulated lines only. The machine's program is killed: nobody is told.
    void kill(std::size_t i);
    // A new program on a machine whose old one is gone, with the old one's token: to machine 0, or another host.
    Machine& join_again(std::size_t i, const net::Token& token, std::size_t host = 0);
    net::SimNet& net() { return *net_; }

    Machine& machine(std::size_t i) { return *machines_[i]; }
    Machine& host() { return *machines_[0]; }
    std::size_t size() const { return machines_.size(); }
    std::uint16_t port() { return port_; }
    net::Time now() const { return now_; }
    void run(net::Time time, const std::function<void()>& each = {});
    // Machines agree on every tick that two of them have confirmed; otherwise which one does not.
    std::string differences() const;

  private:
    std::unique_ptr<game::Online> open_guest(std::size_t machine, const game::OnlineSetup& setup, net::Address host,
                                             game::Online::ContentFor content_for);
    void set_lines(std::size_t machine);

    std::unique_ptr<net::SimNet> net_;  // machine i has the number i + 1 there
    net::TroubleSetup lines_;
    std::vector<std::unique_ptr<Machine>> machines_;
    std::vector<net::Address> addresses_;  // of machines, by simulated lines
    net::Time now_ = 1'000'000;
    std::uint16_t port_ = 0;
};

// A program that speaks the link, and goes as far into the protocol as the test wants.
struct RawGuest {
    RawGuest(std::uint16_t port, net::Time now) : enet(net::EnetLink::open(0)), link(*enet) { link.connect({0x7F000001, port}, now); }
    // Takes what has come in.
    void poll(net::Time now);
    void say(const net::Message& message, net::Time now) { say(net::encode(message), net::Channel::Lobby, now); }
    void say(const std::vector<std::byte>& data, net::Channel channel, net::Time now) { link.send(host, channel, data, now); }
    // The first word; the answer to it turns tags on.
    void greet(net::Time now);
    template <class M>
    const M* heard() const {
        for (const net::Message& message : messages)
            if (const auto* found = std::get_if<M>(&message)) return found;
        return nullptr;
    }
    std::unique_ptr<net::EnetLink> enet;
    net::TaggedLink link;
    net::KeyPair keys = net::make_key_pair();
    net::PeerId host = 0;
    bool gone = false;
    std::vector<net::Message> messages;
};

}  // namespace party
