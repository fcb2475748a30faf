// The recorded games, newest first; one is opened to be watched. Opened from the title.
#pragma once

#include <vector>

#include "game/app/page_scene.h"
#include "game/app/replay_files.h"

namespace game {

class ReplaysScene : public PageScene {
  public:
    explicit ReplaysScene(App& app);
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;

  private:
    void draw_page(bool is_wide, float x) override;
    void show_page();
    int rows_per_page() const { return app_.layout().is_wide ? 10 : 9; }

    std::vector<ReplayFile> files_;
    int first_ = 0;       // of files_, on top of the page
    int shown_rows_ = 0;  // for which the page was made
};

}  // namespace game
