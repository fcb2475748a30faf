// Several machines in one network game over loopback, each with a game of one number, all under one clock. And strangers who send what
// they like. For the tests of game/match/online.
#pragma once

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

namespace party {

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
    bool stopped = false;  // does nothing, as if its cable was pulled
    bool advances = true;  // false: it is connected, but makes no ticks
    bool spoiled = false;  // its game goes wrong
    // By tick, from tick 1.
    const std::vector<std::uint64_t>& hashes() const { return hashes_; }
    const std::vector<engine::Inputs>& inputs() const { return inputs_; }
    // How often the confirmed bits of a seat changed.
    int changes(int seat) const;
    const std::vector<std::string>& notices() const { return notices_; }
    bool was_told(const std::string& notice) const;

  private:
    void advance(net::Time now);
    std::unique_ptr<game::Online> online_;
    engine::Rng rng_;
    net::Time next_tick_ = 0;
    std::uint64_t world_ = 0;
    std::map<net::Tick, std::uint64_t> saved_, made_;
    std::array<std::uint16_t, engine::max_seats> bits_{};
    std::vector<std::uint64_t> hashes_;
    std::vector<engine::Inputs> inputs_;
    std::vector<std::string> notices_;
};

class Party {
  public:
    // The host is machine 0.
    explicit Party(const game::OnlineSetup& host);
    Machine& join(std::vector<std::string> pilots);
    Machine& join(const game::OnlineSetup& setup, game::Online::ContentFor content_for = knows_classic);

    Machine& machine(std::size_t i) { return *machines_[i]; }
    Machine& host() { return *machines_[0]; }
    std::uint16_t port() { return port_; }
    net::Time now() const { return now_; }
    void run(net::Time time, const std::function<void()>& each = {});
    // Machines agree on every tick that two of them have confirmed; otherwise which one does not.
    std::string differences() const;

  private:
    std::vector<std::unique_ptr<Machine>> machines_;
    net::Time now_ = 1'000'000;
    std::uint16_t port_ = 0;
};

// A program that speaks the link but not the protocol.
struct RawGuest {
    RawGuest(std::uint16_t port, net::Time now) : link(net::EnetLink::open(0)) { link->connect({0x7F000001, port}, now); }
    // Takes what has come in.
    void poll(net::Time now);
    void say(const net::Message& message, net::Time now) { say(net::encode(message), net::Channel::Lobby, now); }
    void say(const std::vector<std::byte>& data, net::Channel channel, net::Time now) { link->send(host, channel, data, now); }
    template <class M>
    const M* heard() const {
        for (const net::Message& message : messages)
            if (const auto* found = std::get_if<M>(&message)) return found;
        return nullptr;
    }
    std::unique_ptr<net::EnetLink> link;
    net::PeerId host = 0;
    bool gone = false;
    std::vector<net::Message> messages;
};

}  // namespace party
