#include "game/app/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/log.h"
#include "game/app/join_scene.h"
#include "game/app/lobby_scene.h"
#include "game/app/play_scene.h"
#include "game/app/seat_rows.h"
#include "game/app/title_scene.h"
#include "game/content/load_content.h"

namespace game {

using engine::DeviceEvent;

namespace {

constexpr float line_seconds = 6;
constexpr std::uint64_t least_frame_us = 4000;  // without a display that waits, at most 250 pictures a second
constexpr std::string_view cjk_package = "fonts-wqy-microhei";

engine::WindowSetup window_setup(const Options& options, const Settings& settings, const std::filesystem::path& root) {
    engine::WindowSetup setup;
    setup.width = options.width;
    setup.height = options.height;
    setup.fullscreen = options.fullscreen || (settings.fullscreen && !options.windowed);
    setup.icon = root / "art" / "icon.png";
    return setup;
}

}  // namespace

Layout layout_of(int width, int height) {
    Layout layout;
    const auto w = static_cast<float>(std::max(1, width));
    const auto h = static_cast<float>(std::max(1, height));
    layout.is_wide = w / h >= 1.25F;
    const float grid_w = layout.is_wide ? 1280 : 480;
    const float grid_h = layout.is_wide ? 800 : 700;
    const float scale = engine::crisp_scale(std::min(w / grid_w, h / grid_h));
    layout.view.scale = scale;
    layout.view.left = std::floor((w - grid_w * scale) / 2);
    // A portrait sheet is 800 high: it begins at the top unless the window is higher still.
    const float shown_h = layout.is_wide ? grid_h : std::min(800.0F, std::max(grid_h, h / scale));
    layout.view.top = std::floor((h - shown_h * scale) / 2);
    layout.visible = {-layout.view.left / scale, -layout.view.top / scale, w / scale, h / scale};
    return layout;
}

App::App(const Options& options) : options_(options), statistics_(engine::now_us()) {
    root_ = engine::asset_root(options.data);
    const auto dirs = engine::user_dirs(options.config);
    config_folder_ = dirs.config;
    data_folder_ = dirs.data;
    std::vector<std::string> warnings;
    settings_ = load_settings(config_folder_ / "settings.toml", warnings);
    fullscreen_setting_ = settings_.fullscreen;
    for (const auto& warning : warnings) engine::log_warning(warning);
    // What the command line asks for is checked before a window opens: a mistake in it needs none.
    if (options.command == Options::Command::Play || options.command == Options::Command::Host) {
        if (!options.seats.empty()) seat_controls(options.seats);
        load_content(content_folder(), options.mode.empty() ? settings_.mode : options.mode);
    }
    window_ = std::make_unique<engine::Window>(window_setup(options, settings_, root_));
    canvas_ = std::make_unique<engine::Canvas>(*window_, root_ / "art");
    const std::string pad_table = "gamecontrollerdb.txt";  // a player's own mappings come last and win
    devices_ = std::make_unique<engine::Devices>(*window_, std::vector{root_ / pad_table, config_folder_ / pad_table});
    audio_ = std::make_unique<engine::Audio>(root_, options.mute);
    audio_->set_volumes(settings_.music, settings_.effects);
    best_ = std::make_unique<BestScores>(data_folder_ / "best.toml");
    set_language(options.language.empty() ? settings_.language : options.language, false);
    for (const auto& warning : warnings) lines_.push_back(warning);
    if (const auto message = best_->take_message(); !message.empty()) lines_.push_back(message);
    layout_ = layout_of(window_->width(), window_->height());
    canvas_->set_view(layout_.view);
}

App::~App() {
    scenes_.clear();
    changes_.clear();
}

std::filesystem::path App::content_folder() const { return content_dir(root_); }
std::filesystem::path App::replay_folder() const { return data_folder_ / "replays"; }
std::filesystem::path App::report_folder() const { return data_folder_ / "reports"; }
std::filesystem::path App::way_back_file() const { return data_folder_ / "way_back.txt"; }
std::filesystem::path App::token_file() const { return data_folder_ / "seats.txt"; }

std::string App::pilot_name(int pilot) const {
    if (pilot < local_pilots && !settings_.names[static_cast<std::size_t>(pilot)].empty())
        return settings_.names[static_cast<std::size_t>(pilot)];
    return texts_->fill("setup_pilot", {{"number", std::to_string(pilot + 1)}});
}

void App::set_language(const std::string& language, bool keep) {
    auto texts = std::make_unique<Texts>(root_ / "text", language);
    if (language != "en" && !canvas_->covers(texts->all())) {
        texts = std::make_unique<Texts>(root_ / "text", "en");
        say(texts->fill("no_font", {{"language", "中文"}, {"package", cjk_package}}));
    }
    texts_ = std::move(texts);
    if (keep) settings_.language = language;
}

void App::settings_changed() {
    audio_->set_volumes(settings_.music, settings_.effects);
    if (settings_.fullscreen != fullscreen_setting_) window_->set_fullscreen(settings_.fullscreen);
    fullscreen_setting_ = settings_.fullscreen;
    if (const auto sentence = save_settings(config_folder_ / "settings.toml", settings_); !sentence.empty()) engine::log_warning(sentence);
}

void App::say(const std::string& line) {
    engine::log_info(line);
    lines_.push_back(line);
}

void App::push(std::unique_ptr<Scene> scene) { changes_.push_back({Change::Kind::Push, std::move(scene)}); }
void App::pop() { changes_.push_back({Change::Kind::Pop, nullptr}); }
void App::replace(std::unique_ptr<Scene> scene) { changes_.push_back({Change::Kind::Replace, std::move(scene)}); }
void App::go_to_title() { replace(std::make_unique<TitleScene>(*this)); }

void App::quit(int exit_code) {
    is_running_ = false;
    exit_code_ = exit_code;
}

void App::apply_changes() {
    if (changes_.empty()) return;
    auto changes = std::move(changes_);
    changes_.clear();
    for (auto& change : changes) {
        switch (change.kind) {
            case Change::Kind::Push: scenes_.push_back(std::move(change.scene)); break;
            case Change::Kind::Pop:
                if (!scenes_.empty()) scenes_.pop_back();
                break;
            case Change::Kind::Replace:
                // Top first: a sheet over a game refers to the game.
                while (!scenes_.empty()) scenes_.pop_back();
                scenes_.push_back(std::move(change.scene));
                break;
        }
    }
    if (scenes_.empty()) scenes_.push_back(std::make_unique<TitleScene>(*this));
    input_.scene_changed(*devices_);
    scenes_.back()->appeared();
}

void App::first_scene() {
    const std::string mode = options_.mode.empty() ? settings_.mode : options_.mode;
    const auto seats = options_.seats.empty() ? chosen_seats(*this, settings_) : options_.seats;
    switch (options_.command) {
        case Options::Command::Title: push(std::make_unique<TitleScene>(*this)); break;
        case Options::Command::Play: push(start_local_game(*this, mode, seats, options_.seed)); break;
        case Options::Command::Host:
            push(open_lobby(*this, options_.game_name.empty() ? settings_.game_name : options_.game_name, mode, seats,
                            read_password(options_.password)));
            break;
        case Options::Command::Join:
            if (options_.address.empty()) {
                push(std::make_unique<JoinScene>(*this));
            } else {
                const auto own = options_.seats.empty() ? std::vector<std::string>{seats.front()} : seats;
                push(join_lobby(*this, options_.address, options_.spectate ? std::vector<std::string>{} : own,
                                read_password(options_.password)));
            }
            break;
        case Options::Command::Replay: push(start_replay(*this, options_.replay)); break;
    }
    apply_changes();
}

void App::handle_events() {
    static const engine::Key enter = engine::key_from_name("Return");
    static const engine::Key f11 = engine::key_from_name("F11");
    static const engine::Key left_alt = engine::key_from_name("Left Alt");
    static const engine::Key right_alt = engine::key_from_name("Right Alt");
    std::vector<UiEvent> events;
    for (const auto& event : devices_->poll()) {
        if (event.kind == DeviceEvent::Kind::Quit) quit();
        // A pad that is pulled out leaves a plane without its pilot, as a lost focus does.
        if (event.kind == DeviceEvent::Kind::FocusLost || event.kind == DeviceEvent::Kind::PadRemoved) scenes_.back()->focus_lost();
        const bool is_alt = devices_->is_down(left_alt) || devices_->is_down(right_alt);
        if (event.kind == DeviceEvent::Kind::KeyDown && !event.is_repeat && (event.key == f11 || (event.key == enter && is_alt))) {
            settings_.fullscreen = !window_->fullscreen();
            window_->set_fullscreen(settings_.fullscreen);
            fullscreen_setting_ = settings_.fullscreen;
            settings_changed();
            continue;
        }
        if (auto meaning = input_.translate(event, scenes_.back()->wants_text())) events.push_back(std::move(*meaning));
    }
    layout_ = layout_of(window_->width(), window_->height());
    for (auto& event : input_.sticks(*devices_, engine::now_us())) events.push_back(std::move(event));
    for (auto& event : events) {
        if (event.kind == UiEvent::Kind::PointerMoved || event.kind == UiEvent::Kind::PointerPressed) {
            event.x = (event.x - layout_.view.left) / layout_.view.scale;
            event.y = (event.y - layout_.view.top) / layout_.view.scale;
        }
        scenes_.back()->handle(event);
        if (!changes_.empty()) {
            apply_changes();
            break;  // what came in the same moment was meant for the scene before
        }
    }
    devices_->text_input(scenes_.back()->wants_text());
    window_->allow_screensaver(!scenes_.back()->keeps_awake());
}

void App::draw() {
    canvas_->begin(layout_.is_wide ? ink::desk : ink::paper);
    canvas_->set_view(layout_.view);
    std::size_t first = scenes_.size() - 1;
    while (first > 0 && !scenes_[first]->is_opaque()) --first;
    for (std::size_t i = first; i < scenes_.size(); ++i) scenes_[i]->draw();
    draw_line();
}

void App::draw_line() {
    if (lines_.empty()) return;
    const float w = layout_.is_wide ? 1000.0F : 460.0F;
    const engine::TextStyle style{layout_.is_wide ? 19.0F : 17.0F, true, ink::crimson, engine::Align::Centre, w - 30};
    const float width = std::min(w, canvas_->text_width(lines_.front(), style) + 40);
    const float middle = layout_.is_wide ? 640.0F : 240.0F;
    const float y = layout_.visible.y + layout_.visible.h - 52;
    canvas_->fill({middle - width / 2, y, width, 40}, ink::black);
    canvas_->fill({middle - width / 2 + 2, y + 2, width - 4, 36}, ink::card);
    canvas_->text(lines_.front(), middle, y + 27, style);
}

void App::capture() {
    ++pictures_;
    if (options_.capture.empty() || pictures_ % options_.capture_every != 0) return;
    canvas_->capture(options_.capture / fmt::format("picture-{:06}.png", pictures_));
}

int App::run() {
    if (!options_.capture.empty()) {
        std::error_code error;
        std::filesystem::create_directories(options_.capture, error);
        if (error)
            throw engine::Error(engine::ExitCode::BadData,
                                fmt::format("The folder {} for pictures cannot be made: {}.", options_.capture.string(), error.message()));
    }
    first_scene();
    std::uint64_t last_us = engine::now_us();
    double menu_seconds = 0;
    std::uint64_t menu_ticks = 0;
    while (is_running_) {
        const std::uint64_t now = engine::now_us();
        Frame frame;
        frame.now_us = now;
        frame.seconds = std::min(0.1F, static_cast<float>(now - last_us) / 1e6F);
        last_us = now;
        handle_events();
        for (std::size_t i = 0; i < scenes_.size(); ++i) {
            if (i + 1 == scenes_.size() || scenes_[i]->goes_on_below()) scenes_[i]->update(frame);
        }
        for (const auto& scene : scenes_) statistics_.add_ticks(scene->take_ticks());
        if (!scenes_.back()->is_play()) {
            menu_seconds += frame.seconds;
            menu_ticks = static_cast<std::uint64_t>(menu_seconds * 60);
        }
        apply_changes();
        line_seconds_ += frame.seconds;
        if (!lines_.empty() && line_seconds_ > line_seconds) lines_.erase(lines_.begin());
        if (lines_.empty() || line_seconds_ > line_seconds) line_seconds_ = 0;
        draw();
        capture();
        canvas_->end();
        const std::uint64_t shown = engine::now_us();
        statistics_.picture(shown);
        if (shown - now < least_frame_us) engine::sleep_us(least_frame_us - (shown - now));
        if (options_.quit_after_ticks && statistics_.ticks() + menu_ticks >= *options_.quit_after_ticks) quit(exit_code_);
    }
    while (!scenes_.empty()) scenes_.pop_back();
    if (!options_.stats.empty()) {
        if (const auto sentence = engine::write_file(options_.stats, statistics_.json()); !sentence.empty()) {
            throw engine::Error(engine::ExitCode::Failure, sentence);
        }
    }
    return exit_code_;
}

}  // namespace game
