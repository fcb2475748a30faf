// A sheet of paper with a heading and one menu: what the set-up, host, join and replays scenes have in common.
#pragma once

#include <string>

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class PageScene : public Scene {
  public:
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() final;
    bool wants_text() const override { return menu_.wants_text(); }

  protected:
    PageScene(App& app, const char* heading_key);

    // Places the rows and draws what belongs to them. x: the left edge of the sheet's text.
    virtual void draw_page(bool is_wide, float x) = 0;

    App& app_;
    Ui ui_;
    Menu menu_;
    std::string problem_;      // what went wrong when the page was accepted; for people
    float wide_rule_y_ = 170;  // of the rule below the heading

  private:
    const char* heading_key_;
    float seconds_ = 0;
};

}  // namespace game
