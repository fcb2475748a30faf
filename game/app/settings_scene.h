// The log book: language, sound, window and comfort on the left page, names and keys of both pilots on the right. Changes take effect at
// once. Opened from the title and from a paused game.
#pragma once

#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

class SettingsScene : public Scene {
  public:
    explicit SettingsScene(App& app);
    ~SettingsScene() override;
    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool wants_text() const override { return menu_.capturing < 0 && menu_.wants_text(); }

  private:
    void build_rows();
    void general_rows();
    void key_rows();
    void capture(const UiEvent& event);
    void lay_out();
    bool is_on_second_page(std::size_t row) const { return row >= first_key_row_; }

    App& app_;
    Ui ui_;
    Menu menu_;
    int pilot_ = 0;  // whose keys are shown
    int page_ = 0;   // portrait: 0 general, 1 keys
    bool was_wide_;
    std::size_t first_key_row_ = 0;
    float seconds_ = 0;
};

}  // namespace game
