// The title: the menu on its sheet, and beside it a framed picture in which two bots play. Where the program begins.
#pragma once

#include <memory>

#include "game/app/game_run.h"
#include "game/app/menu.h"
#include "game/app/scene.h"
#include "game/view/field.h"

namespace game {

class TitleScene : public Scene {
  public:
    explicit TitleScene(App& app);
    ~TitleScene() override;

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    void appeared() override;

  private:
    void begin_show();
    void build_rows();

    App& app_;
    Ui ui_;
    Menu menu_;
    std::unique_ptr<GameRun> show_;  // the bots' game; null where content is broken
    std::unique_ptr<FieldView> field_;
    float seconds_ = 0;
    float over_seconds_ = 0;
};

}  // namespace game
