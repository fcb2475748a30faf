// Before a network game: who sits where, the address to tell a friend, start and leave. For hosts and guests; leads to the play scene.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "game/app/chat_panel.h"
#include "game/app/menu.h"
#include "game/app/scene.h"
#include "game/match/online.h"

namespace game {

class LobbyScene : public Scene {
  public:
    // online: calling, in its lobby, or back there after a game (is_again: there is no scene below). seats: of this machine, as in
    // GameRun::Local. address: what a guest has joined.
    LobbyScene(App& app, std::unique_ptr<Online> online, std::vector<std::string> seats, std::string address, bool is_again = false);
    ~LobbyScene() override;
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool goes_on_below() const override { return true; }
    bool wants_text() const override { return chat_.is_open(); }

  private:
    void leave();
    void toggle_ready();
    void copy_address();
    void add_pilot();
    void drop_pilot();
    // What can be done with whom; made anew when somebody comes, goes, or a seat is another's.
    void build_rows();
    void add_seat_rows(int seat);
    void add_small(int seat, const char* key, std::function<void()> accept);
    std::string shape() const;  // of the rows
    bool is_ready() const;      // this machine's pilots are
    int seats_taken() const;
    void play();
    void end();
    // lobby_draw.cpp
    void draw_seat(int seat, const engine::RectF& where);
    void draw_link(const LobbySeat& seat, float x, float middle);
    void draw_ready(const engine::RectF& where, bool is_focused);
    void draw_countdown(float x, float y);
    void draw_tag();
    void draw_game(float x, float y, float w);
    void draw_calling(float x, float y);
    void place_rows();
    void draw_chat();
    std::string state() const;  // what is waited for

    App& app_;
    Ui ui_;
    Menu menu_;
    ChatPanel chat_;
    std::unique_ptr<Online> online_;
    std::vector<std::string> seats_;
    std::string address_;                     // guest: what is being joined
    std::vector<std::string> own_addresses_;  // to tell a friend
    std::string note_;                        // what has happened here last
    struct Place {
        std::string id;  // what the focus stays on when rows change
        int seat = -1;   // in whose card it lies
    };
    std::vector<Place> places_;  // of the rows
    std::string shape_;
    bool is_again_;
    int seats_seen_ = 0;
    std::uint32_t counted_ = 0;  // seconds that were called out last
    float seconds_ = 0;
};

// Opens a game on this machine. Throws engine::Error: port in use (Network), unknown mode (Usage), broken content (BadData).
// password: that others need; empty: none.
std::unique_ptr<Scene> open_lobby(App& app, const std::string& name, const std::string& mode, const std::vector<std::string>& seats,
                                  const std::string& password);
// Calls somebody's. No seats: only watches. Throws engine::Error when the address cannot be resolved.
// password: where the game needs one; empty: what is known of an earlier time, else it is asked for.
std::unique_ptr<Scene> join_lobby(App& app, const std::string& address, const std::vector<std::string>& seats,
                                  const std::string& password = {});

// Where a line of chat is typed; units.
engine::RectF chat_field(bool is_wide);

// IPv4 addresses of this machine that others on its networks can reach; loopback only when there is no other.
std::vector<std::string> own_addresses();

}  // namespace game
