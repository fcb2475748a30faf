// Opening a game for others: its name, mode, the pilots of this machine. Opened from the title; leads to the lobby.
#pragma once

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class HostScene : public Scene {
  public:
    explicit HostScene(App& app);
    ~HostScene() override;
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool wants_text() const override { return menu_.wants_text(); }

  private:
    void open();

    App& app_;
    Ui ui_;
    Menu menu_;
    std::string name_;
    std::string problem_;
    float seconds_ = 0;
};

}  // namespace game
