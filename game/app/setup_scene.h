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

// What the set-up and the host scene have in common. Units.
// The choices under each other, `wide_step` apart where the page is wide, and `gap` below them the button that goes on. Where the page has
// room below that: x, y and width.
engine::RectF place_choices(Menu& menu, bool is_wide, float wide_step, float gap);
// The pilots' cards under each other: plane, mark, name, and the keys that fly it.
void draw_pilot_cards(App& app, Ui& ui, const engine::RectF& first, float step);

}  // namespace game
