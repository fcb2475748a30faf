// Over a network game that goes on: what its host may do with seats and with those who sit there. Pushed by the pause sheet.
#pragma once

#include <string>
#include <vector>

#include "game/app/menu.h"
#include "game/app/scene.h"
#include "game/match/online.h"

namespace game {

class PlayScene;

class PilotsScene : public Scene {
  public:
    // play lies below on the stack, with a network game.
    PilotsScene(App& app, PlayScene& play);

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool is_opaque() const override { return false; }

  private:
    Online* online() const;
    std::string shape() const;
    void build_rows();
    void draw_seat(int seat, const engine::RectF& where);

    App& app_;
    PlayScene& play_;
    Ui ui_;
    Menu menu_;
    struct Place {
        int seat = -1, place = 0, count = 1;
    };
    std::vector<Place> places_;  // of the rows
    std::string shape_;
    float seconds_ = 0;
};

}  // namespace game
