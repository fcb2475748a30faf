// Opening a game for others: its name, mode, the pilots of this machine. Opened from the title; leads to the lobby.
#pragma once

#include "game/app/page_scene.h"

namespace game {

class HostScene : public PageScene {
  public:
    explicit HostScene(App& app);
    ~HostScene() override;

  private:
    void draw_page(bool is_wide, float x) override;
    void open();

    std::string name_;
    std::string password_;  // of this game; not kept
};

}  // namespace game
