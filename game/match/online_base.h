// What hosts and guests of a network game have in common. For online*.cpp only.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "game/match/online.h"
#include "net/enet_link.h"
#include "net/link_trouble.h"
#include "net/messages.h"

namespace game {

constexpr net::Time online_patience_us = 5'000'000;  // for an answer, for a greeting, for a word from who has joined
constexpr std::size_t pilot_code_points = 24;

// The other end of a connection. Whoever sends what makes no sense three times is dropped.
struct OnlinePeer {
    net::PeerId id = 0;
    net::Time silent_us = 0;  // nothing heard for so long; counted only while this program runs
    std::uint32_t ping_ms = 0;
    int strikes = 0;
    int lobby_messages = 0;  // in the current second

    static constexpr int most_strikes = 3;
    static constexpr int most_lobby_messages = 60;
};

// A pilot's name as it may be shown to others; "Pilot 2" where nothing is left of it.
std::string pilot_name(const std::string& raw, int number);
// "Bo", "Bo and Cy", "Bo, Cy and Di".
std::string enumerate(const std::vector<std::string>& names);
// Letters, digits, - and _: what a mode of ours is called. Anything else could be a path.
bool is_mode_name(const std::string& text);

class OnlineBase : public Online {
  public:
    Stage stage() const override { return stage_; }
    const std::vector<LobbySeat>& seats() const override { return seats_; }
    std::uint8_t local_seats() const override { return local_seats_; }
    std::string game_name() const override { return game_name_; }
    std::string mode() const override { return mode_; }
    std::uint64_t seed() const override { return seed_; }
    std::uint16_t port() const override { return enet_->port(); }
    net::Session* session() override { return session_.get(); }
    bool settled() const override { return !session_ || session_->acknowledged() == session_->confirmed(); }
    std::uint64_t wire_bytes_sent() const override { return enet_->wire_bytes_sent(); }
    std::optional<std::string> next_notice() override;
    std::string reason() const override { return reason_; }
    engine::ExitCode exit_code() const override { return exit_code_; }

  protected:
    OnlineBase(std::unique_ptr<net::EnetLink> enet, const LinkTrouble& trouble, net::Time now);

    net::Link& link() { return troubled_ ? static_cast<net::Link&>(*troubled_) : *enet_; }
    void send(net::PeerId to, const net::Message& message, net::Time now);
    // The time since the last call; less where this program stood still.
    net::Time pass_time(net::Time now);
    void notice(std::string line);
    void end(std::string reason, engine::ExitCode code);
    // What came in is a message of ours, on the channel where it belongs; else a strike.
    std::optional<net::Message> read(OnlinePeer& peer, const net::LinkEvent& event);
    void begin_session(const net::SessionSetup& setup, const std::vector<net::Session::Peer>& peers);
    std::vector<std::string> pilots(std::uint8_t of_seats) const;
    // Empties those seats in the list, once playing, and keeps their pilots' names.
    void mark_left(std::uint8_t of_seats);

    static std::uint32_t stamp(net::Time now) { return static_cast<std::uint32_t>(now / 1000); }

    // Packets taken in one poll: a flood must not keep the game from its next tick.
    static constexpr int most_events = 4096;

    std::unique_ptr<net::EnetLink> enet_;
    std::unique_ptr<net::TroubledLink> troubled_;
    std::unique_ptr<net::Session> session_;  // after the links, which it uses
    Stage stage_ = Stage::Connecting;
    std::vector<LobbySeat> seats_;
    std::uint8_t local_seats_ = 0;
    std::string game_name_, mode_;
    std::uint64_t seed_ = 0;

  private:
    net::Time last_poll_;
    std::deque<std::string> notices_;
    std::string reason_;
    engine::ExitCode exit_code_ = engine::ExitCode::Ok;
};

// "The greeting": what both ends have to have in common.
std::unique_ptr<Online> make_online_host(const OnlineSetup& setup, net::Time now);
std::unique_ptr<Online> make_online_guest(const OnlineSetup& setup, Online::ContentFor content_for, void* context, net::Time now);

}  // namespace game
