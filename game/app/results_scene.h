// After a game: every pilot's score and kills, the best so far, again, watch the replay, menu. Shown by the play scene.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
    // After a network game that the others may want to go on with: what is needed for its lobby.
    std::unique_ptr<Online> online;
    std::vector<std::string> seats;
    std::string address;
};

class ResultsScene : public Scene {
  public:
    // Accept does nothing for this long: a thumb that still bombs is not an answer.
    static constexpr float deaf_seconds = 0.7F;

    ResultsScene(App& app, ResultsSetup setup);
    ~ResultsScene() override;

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;

  private:
    void build_rows();
    void poll_online(const Frame& frame);
    void to_title();
    std::string best_line() const;
    void draw_table();
    void draw_cards();

    App& app_;
    Ui ui_;
    Menu menu_;
    ResultsSetup setup_;
    bool hosts_ = false;   // what the rows were built for
    std::string waiting_;  // why there is nothing to press for another game
    float seconds_ = 0;    // since the last picture
    float age_ = 0;
};

}  // namespace game
