// The sheet over a game that is paused (or, online, goes on below): resume, again, settings, menu. Pushed by the play scene.
#pragma once

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class PlayScene;

class PauseScene : public Scene {
  public:
    // play lies below on the stack.
    PauseScene(App& app, PlayScene& play);
    ~PauseScene() override;

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool is_opaque() const override { return false; }
    void appeared() override;

  private:
    void resume();
    engine::RectF sheet() const;

    App& app_;
    PlayScene& play_;
    Ui ui_;
    Menu menu_;
    float seconds_ = 0;
    bool stops_play_;
};

}  // namespace game
