// Joining somebody's game by its address, with those joined last at hand. Opened from the title; leads to the lobby.
#pragma once

#include "game/app/page_scene.h"

namespace game {

class JoinScene : public PageScene {
  public:
    explicit JoinScene(App& app);
    void appeared() override;

  private:
    void draw_page(bool is_wide, float x) override;
    void join(const std::string& address);
    void build_rows();

    std::string address_;
};

}  // namespace game
