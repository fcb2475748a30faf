// Joining somebody's game: those found on this network, an address, and those joined last. Opened from the title; leads to the lobby.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "game/app/page_scene.h"
#include "game/match/lan.h"
#include "net/search.h"

namespace game {

class JoinScene : public PageScene {
  public:
    explicit JoinScene(App& app);
    void appeared() override;
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;

  private:
    struct Row {
        std::string id;  // tells rows apart when the list changes: where the focus is stays there
        net::FoundGame found;
        Hindrance hindrance = Hindrance::None;
    };

    void draw_page(bool is_wide, float x) override;
    void draw_empty(bool is_wide);
    void place_games(bool is_wide);
    void draw_foot(bool is_wide);
    void join(const std::string& address, bool watches = false);
    void choose(const Row& row);
    // Takes what the search has found; true where a row has come, gone or changed its place.
    bool take_found();
    void build_rows();
    void add_games();
    void add_address();
    void add_last_joined();
    std::string focused_id() const;
    void focus_on(const std::string& id);

    std::string address_;
    net::Search search_;
    LanModes modes_;
    std::vector<Row> games_;
    std::vector<std::string> ids_;  // of the menu's rows
    std::size_t first_shown_ = 0;   // of games_
    bool is_touched_ = false;       // the focus is where the player put it
    bool draws_wide_ = true;
};

}  // namespace game
