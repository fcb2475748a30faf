// Before a game at this machine: mode and pilots, with each pilot's plane and keys shown. Opened from the title.
#pragma once

#include "game/app/page_scene.h"

namespace game {

class SetupScene : public PageScene {
  public:
    explicit SetupScene(App& app);

  private:
    void draw_page(bool is_wide, float x) override;
    void start();
};

// A pilot's card: plane, mark, name, and the keys that fly it. Also in the host scene.
void draw_pilot_card(App& app, Ui& ui, int pilot, const std::string& seat, bool has_both_sets, const engine::RectF& where);

}  // namespace game
