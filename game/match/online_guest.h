// A guest of a network game: greets the host, takes its seats, follows its start, hands its packets to the session, and goes on alone when
// the host is gone. For online*.cpp only.
#pragma once

#include "game/match/online_base.h"

namespace game {

class OnlineGuest final : public OnlineBase {
  public:
    OnlineGuest(const OnlineSetup& setup, ContentFor content_for, void* context, net::Time now);

    void poll(net::Time now) override;
    void start(net::Time /*now*/) override {}
    void leave(net::Time now) override;
    bool connected() const override { return host_.id != 0; }

  private:
    // Which word of the host is awaited.
    enum class Step : std::uint8_t { Connecting, Greeted, Joined, Seated };

    void take(const net::LinkEvent& event, net::Time now);
    void take_message(const net::LinkEvent& event, net::Time now);
    bool take_offer(const net::Offer& offer, net::Time now);
    bool take_lobby(const net::LobbyMessage& lobby);
    bool take_start(const net::Start& start);
    void take_seats_left(const net::SeatsLeft& left);
    void tell_lobby_changes(const std::vector<LobbySeat>& before);
    void take_session_events(net::Time now);
    // Before the game has begun this ends everything; later the game goes on here without the others.
    void lose_host(const std::string& sentence, const std::string& why, net::Time now);
    std::string host_names() const;

    std::string address_;
    std::vector<std::string> pilots_;
    ContentFor content_for_;
    void* context_;
    OnlinePeer host_;               // id 0: not connected, or gone
    net::PeerId session_host_ = 0;  // as the session knows it
    Step step_ = Step::Connecting;
    net::Time waited_us_ = 0;  // for an answer, until seated
    net::Time next_second_;
    std::uint32_t rate_ = 60;
};

}  // namespace game
