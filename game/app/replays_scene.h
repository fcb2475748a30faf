// The recorded games, newest first; one is opened to be watched. Opened from the title.
#pragma once

#include <vector>

#include "game/app/menu.h"
#include "game/app/replay_files.h"
#include "game/app/scene.h"

namespace game {

class ReplaysScene : public Scene {
  public:
    explicit ReplaysScene(App& app);
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;

  private:
    void show_page();
    int rows_per_page() const { return app_.layout().is_wide ? 10 : 9; }

    App& app_;
    Ui ui_;
    Menu menu_;
    std::vector<ReplayFile> files_;
    int first_ = 0;       // of files_, on top of the page
    int shown_rows_ = 0;  // for which the page was made
    std::string problem_;
    float seconds_ = 0;
};

}  // namespace game
