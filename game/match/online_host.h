// The host of a network game: greets guests, seats them, starts, hands their packets to the session, tells everybody who left. For
// online*.cpp only.
#pragma once

#include "game/match/online_base.h"

namespace game {

class OnlineHost final : public OnlineBase {
  public:
    OnlineHost(const OnlineSetup& setup, net::Time now);

    void poll(net::Time now) override;
    void start(net::Time now) override;
    void leave(net::Time now) override;
    bool connected() const override;

  private:
    struct Guest : OnlinePeer {
        enum class Step : std::uint8_t { Connected, Offered, Seated } step = Step::Connected;
        std::uint8_t seats = 0;  // a bit mask; 0 before Seated
        net::Time offered_at = 0;
        net::Time greeting_us = 0;  // since it connected, until it is seated
        bool gone = false;          // to be forgotten at the end of the poll
    };

    Guest* find(net::PeerId id);
    void take(const net::LinkEvent& event, net::Time now);
    void take_message(Guest& guest, const net::LinkEvent& event, net::Time now);
    void greet(Guest& guest, const net::Hello& hello, net::Time now);
    void seat(Guest& guest, const net::Join& join, net::Time now);
    void refuse(Guest& guest, const std::string& sentence, net::Time now);
    // The guest's seats are free, or absent once playing; the others are told.
    void lose(Guest& guest, net::LeaveReason reason, const std::string& why, net::Time now);
    void do_what_is_due(Guest& guest, net::Time step, net::Time now);
    void take_session_events(net::Time now);
    void send_lobby(net::Time now);
    std::uint32_t worst_ping_ms() const;
    int free_seats() const;

    net::Offer offer_;
    std::vector<Guest> guests_;
    net::Time next_ping_, next_second_;
    bool lobby_changed_ = false;
};

}  // namespace game
