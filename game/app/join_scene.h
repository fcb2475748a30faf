// Joining somebody's game by its address, with those joined last at hand. Opened from the title; leads to the lobby.
#pragma once

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class JoinScene : public Scene {
  public:
    explicit JoinScene(App& app);
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    void appeared() override;
    bool wants_text() const override { return menu_.wants_text(); }

  private:
    void join(const std::string& address);
    void build_rows();

    App& app_;
    Ui ui_;
    Menu menu_;
    std::string address_;
    std::string problem_;
    float seconds_ = 0;
};

}  // namespace game
