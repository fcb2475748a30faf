// Guests of a server on this machine, many in one process, each flown by a bot through the same code as any guest: what a server with many
// matches is tested and measured with.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/ticker.h"
#include "game/content/content.h"
#include "game/match/match.h"
#include "game/match/online.h"
#include "game/match/play.h"
#include "net/shared_link.h"

namespace game {

struct CrowdSetup {
    std::uint16_t port = 0;      // of the server, on 127.0.0.1
    std::uint32_t ticks = 0;     // each leaves after so many; 0: when the game is over
    int guests_of_a_socket = 1;  // more of them take less time from the server that is measured
    bool again = false;          // who has played to the end comes to the same match again
};

class Crowd {
  public:
    // content: of the mode that is played; outlives the crowd.
    Crowd(const CrowdSetup& setup, const Content& content);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    // Comes to that match, 0: to any.
    void add(std::uint32_t match);
    // Is not heard of any more, without a goodbye.
    void vanish(std::size_t guest) { guests_[guest]->is_mute = true; }
    // In real time, until done() or for so long.
    template <class Done>
    void run(double seconds, Done done) {
        for (const net::Time end = clock_us() + static_cast<net::Time>(seconds * 1e6); clock_us() < end && !done();) step();
    }

    struct Guest {
        std::uint32_t asks_for = 0;  // match
        std::unique_ptr<Online> online;
        std::optional<Match> match;  // after online, whose session it plays
        std::optional<Pilots> pilots;
        engine::Ticker ticker{60};
        net::Time due_at = 0;
        int links = 0;  // place in links_, and number there
        std::uint32_t number = 0;
        bool is_done = false;  // played to its end, or was refused
        bool is_mute = false;

        bool is_seated() const { return online && online->local_seats() != 0; }
        bool plays() const { return match && !is_done; }
    };
    const std::vector<std::unique_ptr<Guest>>& guests() const { return guests_; }
    int seated() const;
    int done() const;
    // Those who host their game themselves now, or have ended.
    int without_server() const;
    // Of those who play, if they are at least so many, the least confirmed tick; else 0.
    std::uint32_t least_tick(int guests) const;

  private:
    static net::Time clock_us();
    static std::optional<std::uint64_t> content_of(void* context, const std::string& mode);
    std::unique_ptr<net::Link> open_link(Guest& guest);
    void join(Guest& guest);
    void step();
    void poll(Guest& guest, net::Time now);
    void begin(Guest& guest, net::Time now);

    CrowdSetup setup_;
    const Content& content_;
    Bot bot_;
    std::vector<std::unique_ptr<net::SharedLink>> links_;
    std::vector<std::unique_ptr<Guest>> guests_;  // after the links
};

}  // namespace game
