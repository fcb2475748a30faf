// What a machine knows of the network game that it is in, apart from its link and its people: one struct, so that it can be moved aside as
// a whole while the machine comes back into another host's game, and moved back. For online_game.h only.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "game/match/online.h"
#include "game/match/online_talk.h"

namespace game {

// The other end of a connection. Whoever sends what makes no sense three times is dropped.
struct OnlinePeer {
    net::PeerId id = 0;
    net::Time silent_us = 0;    // nothing heard for so long; counted only while this program runs
    std::uint32_t ping_ms = 0;  // the last one
    // About the least of the last ones: the way without what was lost on it and sent again. How a match begins goes by that.
    std::uint32_t least_ping_ms = 0;
    int strikes = 0;
    int lobby_messages = 0;  // in the current second

    void take_ping(std::uint32_t ms) {
        ping_ms = std::min(ms, 9999u);
        least_ping_ms = least_ping_ms == 0 ? ping_ms : std::min(ping_ms, least_ping_ms + least_ping_ms / 8);
    }

    static constexpr int most_strikes = 3;
    static constexpr int most_lobby_messages = 120;
};

// A machine that has connected to this one. While playing one that had seats stays here without a connection, for its seats are kept.
struct OnlineGuest : OnlinePeer {
    std::array<std::string, engine::max_seats> pilots;  // of its seats, for when a bot has flown one
    std::uint64_t machine = 0;                          // Join::machine
    std::optional<net::Figures> figures;                // as it told last
    net::Time told_at = 0;                              // when
    net::Time asks_until = 0;                           // it looks at the figures until then
    bool has_played = false;                            // what it sends for the game before may still be on its way
    bool owes_again = false;                            // it has not said yet that it is back in the lobby
    enum class Step : std::uint8_t { Connected, Offered, Seated } step = Step::Connected;
    std::uint8_t seats = 0;  // a bit mask; 0 before Seated, and of a spectator
    net::Token token{};      // once this machine has heard or made it
    net::Token verifier{};
    net::Challenge challenge;  // once offered
    net::Time offered_at = 0;
    net::Time greeting_us = 0;  // since it connected, until it is seated
    net::Time away_us = 0;      // since its connection was lost (id 0)
    net::Address address;       // once it plays
    net::StartKind start_kind = net::StartKind::FromFirstTick;
    net::Time start_again_at = 0;  // Start is sent again then, until its session is heard
    bool plays = false;            // the session knows it
    bool is_heard = false;         // by the session, since Start
    bool is_gone = false;          // to be forgotten at the end of the poll
    TalkRate talk;                 // of what it says
};

// OnlineGame inherits these as its own members: what it has there is the game that is played now.
struct OnlineBranch {
    std::unique_ptr<net::Session> session_;  // none in the lobby; ends without using its link
    bool is_host_ = false, came_late_ = false;
    std::vector<LobbySeat> seats_;
    std::uint8_t local_seats_ = 0;
    std::uint8_t bot_seats_ = 0;  // of those: that this machine, as the host, has put bots into
    std::uint32_t match_ = 0;     // number at the host, a guest's while it is the host that was joined
    std::uint64_t match_id_ = 0;
    std::uint64_t match_before_ = 0;  // that this machine took over: of those who come with their own world
    net::Token token_{};
    OnlinePause pause_;

    // a host
    std::vector<OnlineGuest> guests_;
    net::Time stood_still_at_ = 0;  // it was not polled for so long that its guests may have gone, and went on then; 0: never
    net::Roster::Machine heir_;     // the lowest seats of those that closed their connections after that; none: nobody

    // a guest
    OnlinePeer host_;  // id 0: there is none
    net::Address host_address_;
    net::Address host_before_;  // of who watches: from whom it has followed another one; port 0: nobody
    net::Roster roster_;
    net::PeerId lost_host_ = 0;  // the connection to a host that was lost, which may still be open
    bool is_searching_ = false;  // the host is lost, and nobody has taken over yet
    std::vector<net::Roster::Machine> candidates_;
    std::size_t candidate_ = 0;
    net::Time candidate_us_ = 0;  // since that one is tried
    net::Time search_us_ = 0;     // since the host was lost
    net::Time all_know_us_ = 0;   // after so much of that the others have lost it too, for a goodbye need not have reached everybody
    net::Time return_us_ = 0;     // since there is somebody to come back to

    std::uint8_t host_seats() const {
        std::uint8_t hosts = 0;
        for (std::size_t s = 0; s < seats_.size(); ++s)
            if (seats_[s].is_host) hosts = static_cast<std::uint8_t>(hosts | 1u << s);
        return hosts;
    }
};

}  // namespace game
