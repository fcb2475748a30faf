// Before a network game: who sits where, the address to tell a friend, start and leave. For hosts and guests; leads to the play scene.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "game/app/menu.h"
#include "game/app/scene.h"
#include "game/match/online.h"

namespace game {

class LobbyScene : public Scene {
  public:
    // seats: of this machine, as in GameRun::Local.
    LobbyScene(App& app, std::unique_ptr<Online> online, bool is_host, std::vector<std::string> seats, std::string address);
    ~LobbyScene() override;
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool goes_on_below() const override { return true; }

  private:
    void leave();
    void build_rows();
    int seats_taken() const;
    void play();
    void draw_seat(int seat, const engine::RectF& where);

    App& app_;
    Ui ui_;
    Menu menu_;
    std::unique_ptr<Online> online_;
    bool is_host_;
    std::vector<std::string> seats_;
    std::string address_;                     // guest: what is being joined
    std::vector<std::string> own_addresses_;  // host: to tell a friend
    std::vector<std::string> notes_;          // what has happened here, newest last
    int seats_seen_ = 0;
    float seconds_ = 0;
    float age_ = 0;
    bool has_rows_for_lobby_ = false;
};

// Opens a game on this machine. Throws engine::Error: port in use (Network), unknown mode (Usage), broken content (BadData).
// password: that others need; empty: none.
std::unique_ptr<Scene> open_lobby(App& app, const std::string& name, const std::string& mode, const std::vector<std::string>& seats,
                                  const std::string& password);
// Calls somebody's. No seats: only watches. Throws engine::Error when the address cannot be resolved.
// password: where the game needs one; empty: what is known of an earlier time, else it is asked for.
std::unique_ptr<Scene> join_lobby(App& app, const std::string& address, const std::vector<std::string>& seats,
                                  const std::string& password = {});

// IPv4 addresses of this machine that others on its networks can reach; loopback only when there is no other.
std::vector<std::string> own_addresses();

}  // namespace game
