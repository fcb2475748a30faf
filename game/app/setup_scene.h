// Before a game at this machine: mode and pilots, with each pilot's plane and keys shown. Opened from the title.
#pragma once

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class SetupScene : public Scene {
  public:
    explicit SetupScene(App& app);
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;

  private:
    void start();

    App& app_;
    Ui ui_;
    Menu menu_;
    std::string problem_;
    float seconds_ = 0;
};

// A pilot's card: plane, mark, name, and the keys that fly it. Also in the host scene.
void draw_pilot_card(App& app, Ui& ui, int pilot, const std::string& seat, bool has_both_sets, const engine::RectF& where);

}  // namespace game
