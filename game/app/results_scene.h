// After a game: every pilot's score and kills, the best so far, again, watch the replay, menu. Shown by the play scene.
#pragma once

#include <filesystem>
#include <optional>

#include "game/app/game_run.h"
#include "game/app/menu.h"
#include "game/app/scene.h"

namespace game {

struct ResultsSetup {
    GameResult result;
    std::int64_t best_before = 0;
    bool is_new_best = false;
    std::optional<std::filesystem::path> replay;
    std::optional<GameRun::Local> again;  // nothing after a network game
};

class ResultsScene : public Scene {
  public:
    // Accept does nothing for this long: a thumb that still bombs is not an answer.
    static constexpr float deaf_seconds = 0.7F;

    ResultsScene(App& app, ResultsSetup setup);

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;

  private:
    std::string best_line() const;
    void draw_table();
    void draw_cards();

    App& app_;
    Ui ui_;
    Menu menu_;
    ResultsSetup setup_;
    float seconds_ = 0;  // since the last picture
    float age_ = 0;
};

}  // namespace game
