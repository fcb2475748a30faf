// One of the matches of a server: opened, joined, played, ended, again and again. Used by serve_many, which asks it when it is due.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/ticker.h"
#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/headless/lateness.h"
#include "game/headless/options.h"
#include "game/headless/output.h"
#include "game/headless/replay_writer.h"
#include "game/match/match.h"
#include "game/match/online.h"
#include "game/match/play.h"
#include "net/shared_link.h"

namespace game {

// What all matches of a server have in common; outlives them.
struct ServerHall {
    const ServeOptions& options;
    const Content& content;
    Bot bot = nullptr;  // flies a seat of each match; null: none does
    net::SharedLink& link;
    LineOutput& out;
    ReplayWriter& replays;
    std::optional<net::PasswordKey> password_key;  // of all matches; worked out once
    net::Time began_at = 0;
    Lateness lateness;  // of all ticks
    std::uint64_t games = 0;
    bool differed = false;  // a difference was not repaired
};

class ServedMatch {
  public:
    ServedMatch(ServerHall& hall, std::uint32_t number) : hall_(hall), number_(number) {}

    void open(std::uint64_t seed, net::Time now);
    bool is_open() const { return step_ != Step::Closed; }
    // Everything that has come in and is due, with a line for what has happened. To be called when due_at() has come or something has
    // arrived. Closed afterwards, if its game has ended.
    void poll(net::Time now);
    net::Time due_at() const { return due_at_; }
    bool plays() const { return step_ == Step::Playing; }
    // Says goodbye to all, and ends.
    void stop(net::Time now);

    net::GameInfo info() const { return online_->info(); }
    // Seats for whoever comes to any match, without those that somebody is on his way to.
    int free_seats(net::Time now);
    void expect_guest(net::Time now) { expected_.push_back(now); }

  private:
    enum class Step : std::uint8_t {
        Closed,
        Lobby,
        Playing,
        Settling,  // the game is over here; the others get what they miss
    };

    void tell_seats();
    void tell_notices();
    void begin(net::Time now);
    void play(net::Time now);
    void settle(const char* outcome, net::Time now);
    void finish(net::Time now);

    ServerHall& hall_;
    std::uint32_t number_;
    Step step_ = Step::Closed;
    net::Time due_at_ = 0;
    std::uint64_t seed_ = 0;
    std::unique_ptr<Online> online_;
    std::vector<std::string> seats_;  // by seat, who sits there; empty: nobody of another machine
    std::vector<net::Time> expected_;
    std::optional<Match> match_;  // after online_, whose session it plays
    std::optional<Pilots> pilots_;
    engine::Ticker ticker_{60};
    std::string file_;  // of the replay
    Lateness lateness_;
    bool had_company_ = false;
    net::Time started_at_ = 0, settle_until_ = 0, ended_at_ = 0;
    const char* outcome_ = "stopped";
};

}  // namespace game
