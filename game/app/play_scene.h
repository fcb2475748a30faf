// The game on the screen: runs a GameRun, draws field and margins, plays sounds, leads to pause and results. One scene for games at this
// machine, over a network and from recordings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "game/app/app.h"
#include "game/app/chat_panel.h"
#include "game/app/game_run.h"
#include "game/app/ui.h"
#include "game/view/field.h"
#include "game/view/hud.h"

namespace game {

class PlayScene : public Scene {
  public:
    PlayScene(App& app, std::unique_ptr<GameRun> run);
    ~PlayScene() override;

    void handle(const UiEvent& event) override;
    void update(const Frame& frame) override;
    void draw() override;
    bool keeps_awake() const override { return true; }
    bool goes_on_below() const override { return run_->source() == GameRun::Source::Online; }
    void focus_lost() override;
    void appeared() override;
    std::uint64_t take_ticks() override;
    bool is_play() const override { return true; }
    bool wants_text() const override { return chat_.is_open(); }

    // From the pause sheet.
    void again();
    void leave();
    GameRun& run() { return *run_; }
    // Online: stops everybody's game, or has it go on.
    void pause_for_all();

  private:
    void pause();
    bool handle_online(const UiEvent& event);
    bool handle_quick(const UiEvent& event);
    void update_pause();
    void draw_pause();
    void draw_chat(const FieldPicture& picture);
    void draw_chat_field();
    void show(std::span<const Event> events, const World& world);
    void poll_online(const Frame& frame);
    void finish();
    void update_replay(const Frame& frame);
    void draw_replay_bar();
    void draw_waiting();
    void report_difference();
    Hud hud() const;
    engine::RectF pause_button() const;

    App& app_;
    std::unique_ptr<GameRun> run_;
    FieldView field_;
    std::int64_t best_;
    float seconds_ = 0;        // since the last picture; what the field's effects move by
    float shown_seconds_ = 0;  // of play; names beside planes fade after the first
    float over_seconds_ = 0;   // since the game was over
    bool is_finished_ = false;
    bool is_hot_ = false;                  // pointer over the pause button
    bool is_still_ = false;                // replay: paused
    std::uint32_t speed_permille_ = 1000;  // replay
    bool shows_figures_ = false;
    std::uint8_t waited_for_ = 0;  // seats that the last picture without a tick waited for
    float waited_seconds_ = 0;     // since a tick could be made
    std::uint64_t keep_way_at_us_ = 0;
    std::uint64_t ticks_ = 0;
    Ui ui_;
    struct ShownNotice {
        std::string text;
        float seconds = 0;  // for which it is still shown
    };
    std::vector<ShownNotice> notices_;
    ChatPanel chat_;
    PauseStatus pause_;        // of the last picture
    bool is_covered_ = false;  // the menu lies over it
};

// From a command line or a menu: loads, or throws engine::Error. seed: nothing draws one from the clock.
std::unique_ptr<Scene> start_local_game(App& app, const std::string& mode, const std::vector<std::string>& seats,
                                        std::optional<std::uint64_t> seed);
std::unique_ptr<Scene> start_replay(App& app, const std::filesystem::path& file);
// Something that nobody can guess, for seeds.
std::uint64_t fresh_seed();

}  // namespace game
