// The program: owns window, sound, devices, texts and settings, runs the loop and the stack of scenes. Scenes reach everything through it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/platform/audio.h"
#include "engine/platform/canvas.h"
#include "engine/platform/devices.h"
#include "engine/platform/window.h"
#include "game/app/best_scores.h"
#include "game/app/input_map.h"
#include "game/app/options.h"
#include "game/app/scene.h"
#include "game/app/settings.h"
#include "game/app/statistics.h"
#include "game/view/texts.h"

namespace game {

// Where the grid of units lies in the window: wide 1280x800, portrait 480x700.
struct Layout {
    bool is_wide = true;
    engine::Canvas::View view;
    engine::RectF visible;  // units that the window shows, also beyond the grid
};
Layout layout_of(int width, int height);  // px

class App {
  public:
    explicit App(const Options& options);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // Until the player quits. The program's exit code.
    int run();

    engine::Canvas& canvas() { return *canvas_; }
    engine::Audio& audio() { return *audio_; }
    engine::Devices& devices() { return *devices_; }
    engine::Window& window() { return *window_; }
    const Texts& texts() const { return *texts_; }
    const std::string& text(std::string_view key) const { return (*texts_)[key]; }
    Settings& settings() { return settings_; }
    BestScores& best() { return *best_; }
    const Options& options() const { return options_; }
    const Layout& layout() const { return layout_; }
    std::filesystem::path content_folder() const;
    std::filesystem::path replay_folder() const;
    std::filesystem::path report_folder() const;  // of what was found when the games of two machines differed
    std::filesystem::path token_file() const;     // of the seats in network games, see game/match/token_file.h
    std::filesystem::path way_back_file() const;  // to the last network game, see game/match/way_back.h
    // "Pilot 1" or the name from the settings.
    std::string pilot_name(int pilot) const;

    // Take effect at once and are saved.
    void settings_changed();
    // keep: also for the next start.
    void set_language(const std::string& language, bool keep = true);
    // A line for people at the window's foot for a few seconds, and in the log.
    void say(const std::string& line);

    // Changes of the stack, made after the current scene has finished what it does.
    void push(std::unique_ptr<Scene> scene);
    void pop();                                  // the top one
    void replace(std::unique_ptr<Scene> scene);  // all of them
    void go_to_title();
    // exit_code: what the program ends with.
    void quit(int exit_code = 0);

  private:
    struct Change {
        enum class Kind : std::uint8_t { Push, Pop, Replace } kind;
        std::unique_ptr<Scene> scene;
    };
    void first_scene();
    void apply_changes();
    void handle_events();
    void draw();
    void draw_line();
    void capture();

    Options options_;
    std::filesystem::path root_;
    std::filesystem::path config_folder_, data_folder_;
    Settings settings_;
    bool fullscreen_setting_ = false;  // as last applied: a command line may have asked for another window
    std::unique_ptr<engine::Window> window_;
    std::unique_ptr<engine::Canvas> canvas_;
    std::unique_ptr<engine::Audio> audio_;
    std::unique_ptr<engine::Devices> devices_;
    std::unique_ptr<Texts> texts_;
    std::unique_ptr<BestScores> best_;
    InputMap input_;
    Layout layout_;
    std::vector<std::unique_ptr<Scene>> scenes_;
    std::vector<Change> changes_;
    std::vector<std::string> lines_;
    float line_seconds_ = 0;  // for which the first of lines_ is still shown
    bool is_running_ = true;
    int exit_code_ = 0;
    std::uint64_t pictures_ = 0;
    Statistics statistics_;
};

}  // namespace game
