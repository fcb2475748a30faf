#include "game/app/play_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <variant>

#include "engine/core/check.h"
#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/app/figures_view.h"
#include "game/app/pause_scene.h"
#include "game/app/replay_files.h"
#include "game/app/results_scene.h"
#include "game/app/ui.h"
#include "game/match/way_back.h"
#include "game/view/sounds.h"

namespace game {

using engine::RectF;

namespace {

constexpr float names_seconds = 5;
constexpr float waited_shown_seconds = 0.25F;  // shorter waits are not seen
constexpr float over_hold_seconds = 2;         // a game that is over is looked at for that long

// What a failed CHECK saves: the hook takes no arguments, so the scene that plays leaves word here.
const Match* match_on_screen = nullptr;
std::filesystem::path crash_file;

void save_crash_replay() {
    if (match_on_screen == nullptr) return;
    try {
        save_replay(crash_file, match_on_screen->recording());
        engine::log_error("the game so far is kept as " + crash_file.string());
    } catch (const engine::Error& error) {
        engine::log_error(error.what());
    }
}

}  // namespace

std::uint64_t fresh_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

std::unique_ptr<Scene> start_local_game(App& app, const std::string& mode, const std::vector<std::string>& seats,
                                        std::optional<std::uint64_t> seed) {
    GameRun::Local setup;
    setup.mode = mode;
    setup.seed = seed.value_or(fresh_seed());
    setup.seats = seats;
    for (std::size_t i = 0; i < seats.size(); ++i) setup.names.push_back(app.pilot_name(static_cast<int>(i)));
    return std::make_unique<PlayScene>(app, GameRun::local(app.content_folder(), setup));
}

std::unique_ptr<Scene> start_replay(App& app, const std::filesystem::path& file) {
    auto loaded = load_replay(file);
    if (const auto* error = std::get_if<ReplayError>(&loaded)) {
        throw engine::Error(error->is_mismatch ? engine::ExitCode::Mismatch : engine::ExitCode::BadData, error->sentence);
    }
    return std::make_unique<PlayScene>(app, GameRun::replay(app.content_folder(), std::get<Replay>(std::move(loaded))));
}

PlayScene::PlayScene(App& app, std::unique_ptr<GameRun> run)
    : app_(app),
      run_(std::move(run)),
      field_(app.canvas(), run_->content(), app.settings().looks),
      best_(app.best().best(run_->content().mode.name, run_->match().world().header.players)),
      ui_(app),
      chat_(app) {
    engine::log_info(fmt::format("{}: {}", run_->source() == GameRun::Source::Replay ? "Watching" : "Playing", run_->content().mode.name));
    if (run_->source() != GameRun::Source::Replay) {
        match_on_screen = &run_->match();
        crash_file = app.replay_folder() / "stopped.wingmate";
        engine::set_check_hook(save_crash_replay);
    }
}

PlayScene::~PlayScene() {
    if (match_on_screen == &run_->match()) match_on_screen = nullptr;
}

void PlayScene::appeared() {
    is_covered_ = false;
    run_->set_hands_off(chat_.is_open());
    app_.audio().pause(pause_.paused);
    app_.audio().music(run_->content().mode.music);
    if (run_->source() != GameRun::Source::Online) run_->restart_clock();
}

void PlayScene::focus_lost() {
    // Online the others play on, and a recording has nobody who could be shot down.
    if (run_->source() == GameRun::Source::Local && !is_finished_ && over_seconds_ <= 0) pause();
}

RectF PlayScene::pause_button() const {
    const auto& layout = app_.layout();
    if (layout.is_wide) return {1220, 10, 48, 48};
    const auto strips = portrait_strips(480, layout.visible.h);
    return {strips.left + 480 - 44, layout.visible.y + strips.top_y - 6, 48, 48};
}

void PlayScene::pause() {
    if (over_seconds_ > 0 && run_->source() == GameRun::Source::Local) return;
    run_->set_hands_off(true);
    is_covered_ = true;
    chat_.close();
    app_.push(std::make_unique<PauseScene>(app_, *this));
}

void PlayScene::handle(const UiEvent& event) {
    using Kind = UiEvent::Kind;
    if (run_->source() == GameRun::Source::Online && !is_finished_ && handle_online(event)) return;
    const RectF button = pause_button();
    const bool is_inside = event.x >= button.x && event.x < button.x + button.w && event.y >= button.y && event.y < button.y + button.h;
    switch (event.kind) {
        case Kind::Back:
        case Kind::Pause:
            if (run_->source() == GameRun::Source::Online && event.is_pad && event.kind == Kind::Back) return;  // a pad's B may be a bomb
            if (run_->source() == GameRun::Source::Local && event.is_pad && event.button == engine::PadButton::B) return;
            pause();
            return;
        case Kind::PointerMoved: is_hot_ = is_inside; return;
        case Kind::PointerPressed:
            if (is_inside) pause();
            return;
        case Kind::Accept:
            if (run_->source() == GameRun::Source::Replay) is_still_ = !is_still_;
            return;
        case Kind::Up:
        case Kind::Down:
            if (run_->source() == GameRun::Source::Replay) {
                speed_permille_ = event.kind == Kind::Up ? std::min(8000U, speed_permille_ * 2) : std::max(250U, speed_permille_ / 2);
            }
            return;
        case Kind::Left:
        case Kind::Right: {
            if (run_->source() != GameRun::Source::Replay) return;
            const std::uint32_t at = run_->match().world().header.tick;
            const std::uint32_t jump = is_still_ ? 1 : 5 * run_->content().mode.rate;
            const std::uint32_t to = event.kind == Kind::Right ? at + jump : at > jump ? at - jump : 0;
            run_->seek(to);
            field_.clear();
            return;
        }
        case Kind::Next: shows_figures_ = run_->online() != nullptr && !shows_figures_; return;
        case Kind::Key:
        case Kind::PadButton:
        case Kind::Text:
        case Kind::Composition: return;
    }
}

void PlayScene::show(std::span<const Event> events, const World& world) {
    field_.show(events, world);
    for (const auto& sound : sounds_of(events, run_->content())) app_.audio().play(sound.name, sound.pan);
    for (const auto& event : events) {
        if (event.kind == EventKind::GameOver) app_.audio().music({});
    }
}

void PlayScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    shown_seconds_ += frame.seconds;
    for (auto& notice : notices_) notice.seconds -= frame.seconds;
    std::erase_if(notices_, [](const ShownNotice& notice) { return notice.seconds <= 0; });
    chat_.update(run_->online(), frame.seconds);
    if (is_finished_) return;
    poll_online(frame);
    if (is_finished_) return;
    if (run_->source() == GameRun::Source::Replay) {
        update_replay(frame);
        return;
    }
    const int made =
        run_->run(frame.now_us, app_.devices(), app_.settings(), [this](auto events, const World& world) { show(events, world); });
    ticks_ += static_cast<std::uint64_t>(made);
    if (made > 0) app_.devices().take_taps();
    if (run_->online() != nullptr && run_->online()->session() != nullptr) {
        const std::uint8_t waits = made > 0 ? std::uint8_t{0} : run_->online()->session()->waited_for();
        waited_seconds_ = waits != 0 || made == 0 ? waited_seconds_ + frame.seconds : 0;
        if (waits != 0 || made > 0) waited_for_ = waits;
    }
    if (!run_->match().over()) return;
    over_seconds_ += frame.seconds;
    // A host stays a little longer where a guest still lacks something of the end.
    const bool is_settled = run_->online() == nullptr || run_->online()->settled() || over_seconds_ > over_hold_seconds + 1;
    if (over_seconds_ >= over_hold_seconds && is_settled) finish();
}

void PlayScene::update_replay(const Frame& frame) {
    if (is_still_ || run_->replay_ended()) {
        run_->restart_clock();
        seconds_ = is_still_ ? 0 : seconds_;
    } else {
        ticks_ += static_cast<std::uint64_t>(run_->run(
            frame.now_us, app_.devices(), app_.settings(), [this](auto events, const World& world) { show(events, world); },
            speed_permille_));
    }
    if (!run_->replay_ended()) {
        over_seconds_ = 0;
        return;
    }
    over_seconds_ += frame.seconds;
}

void PlayScene::finish() {
    is_finished_ = true;
    GameResult result = result_of(*run_);
    const int players = run_->match().world().header.players;
    const bool is_new = run_->match().over() && run_->is_flown_here() && app_.best().offer(result.mode, players, result.team);
    std::optional<std::filesystem::path> file;
    if (run_->match().confirmed_tick() > 0) {
        file = keep_replay(app_.replay_folder(), run_->match().recording(), result.mode, result.team,
                           static_cast<std::int64_t>(std::time(nullptr)));
    }
    if (const auto message = app_.best().take_message(); !message.empty()) app_.say(message);
    engine::log_info(fmt::format("Over: {}, {} points in {} ticks", result.mode, result.team, result.ticks));
    ResultsSetup setup;
    setup.result = std::move(result);
    setup.best_before = best_;
    setup.is_new_best = is_new;
    setup.replay = file;
    if (run_->source() == GameRun::Source::Local) setup.again = run_->setup();
    if (!run_->address().empty()) forget_way_back(app_.way_back_file());
    setup.seats = run_->online_seats();
    setup.address = run_->address();
    // Everybody may want another game.
    if (run_->online() != nullptr && run_->online()->stage() != Online::Stage::Ended) setup.online = run_->take_online();
    app_.replace(std::make_unique<ResultsScene>(app_, std::move(setup)));
}

void PlayScene::again() {
    try {
        const auto setup = run_->setup();
        app_.replace(start_local_game(app_, setup.mode, setup.seats, std::nullopt));
    } catch (const engine::Error& error) {
        app_.say(error.what());
        app_.go_to_title();
    }
}

void PlayScene::leave() {
    if (Online* online = run_->online()) online->leave(engine::now_us());
    if (!run_->address().empty()) forget_way_back(app_.way_back_file());
    app_.go_to_title();
}

std::uint64_t PlayScene::take_ticks() { return std::exchange(ticks_, 0); }

Hud PlayScene::hud() const {
    Hud hud;
    hud.world = &run_->match().world();
    hud.content = &run_->content();
    hud.texts = &app_.texts();
    hud.best = best_;
    hud.hint = app_.text(run_->source() == GameRun::Source::Online   ? "hud_hint_online"
                         : run_->source() == GameRun::Source::Replay ? "hud_hint_replay"
                                                                     : "hud_hint");
    const std::uint8_t waited_for = waited_seconds_ > waited_shown_seconds ? waited_for_ : std::uint8_t{0};
    for (int seat = 0; seat < max_seats; ++seat) {
        auto& pilot = hud.pilots[static_cast<std::size_t>(seat)];
        pilot.name = run_->names()[static_cast<std::size_t>(seat)];
        pilot.note = run_->is_bot_seat(seat)                     ? app_.text("hud_bot")
                     : run_->source() == GameRun::Source::Replay ? std::string()
                                                                 : app_.text("hud_here");
        if (run_->online() == nullptr || run_->is_local_seat(seat)) continue;
        const auto& seats = run_->online()->seats();
        if (static_cast<std::size_t>(seat) >= seats.size()) continue;
        if (!seats[static_cast<std::size_t>(seat)].taken) {
            // Where nobody ever sat there is nothing to worry about.
            pilot.is_alarm = !pilot.name.empty();
            pilot.note = pilot.is_alarm ? app_.text("hud_left") : std::string();
            continue;
        }
        pilot.ping_ms = static_cast<int>(seats[static_cast<std::size_t>(seat)].ping_ms);
        if (seats[static_cast<std::size_t>(seat)].is_bad || (waited_for >> seat & 1) != 0) {
            pilot.note = app_.text("hud_slow_link");
            pilot.is_alarm = true;
        }
        if ((waited_for >> seat & 1) != 0)
            hud.notices.push_back(app_.texts().fill("hud_waiting", {{"name", run_->names()[static_cast<std::size_t>(seat)]}}));
    }
    for (const auto& notice : notices_) hud.notices.push_back(notice.text);
    return hud;
}

void PlayScene::draw() {
    if (is_finished_ && run_->source() == GameRun::Source::Online) return;
    if (!run_->match().ready()) {
        draw_waiting();
        return;
    }
    auto& canvas = app_.canvas();
    const auto& layout = app_.layout();
    FieldPicture picture;
    picture.previous = &run_->match().previous();
    picture.world = &run_->match().world();
    picture.fraction = run_->fraction();
    picture.seconds = std::exchange(seconds_, 0.0F);
    if (pause_.paused) picture.seconds = 0;
    run_->smoothing().pass(picture.seconds);
    for (int seat = 0; seat < max_seats; ++seat) picture.shift[static_cast<std::size_t>(seat)] = run_->smoothing().offset(seat);
    for (const Hero& hero : picture.world->heroes)
        picture.away[hero.seat] = hero.seat_state == static_cast<std::uint8_t>(engine::SeatState::Held);
    picture.says = chat_.bubbles();
    if (shown_seconds_ < names_seconds && run_->match().world().header.players > 1) picture.names = run_->names();
    if (layout.is_wide) {
        canvas.page("play-wide");
        picture.left = wide_field_x;
        picture.top = wide_field_y;
        field_.draw(picture);
        draw_hud_wide(canvas, field_.pictures(), hud());
    } else {
        canvas.page("sheet-portrait");
        auto strips = portrait_strips(480, layout.visible.h);
        strips.top_y += layout.visible.y;
        strips.bottom_y += layout.visible.y;
        strips.field_y += layout.visible.y;
        picture.left = strips.left;
        picture.top = strips.field_y;
        field_.draw(picture);
        draw_hud_portrait(canvas, field_.pictures(), hud(), strips);
    }
    if (shows_figures_ && run_->online() != nullptr) draw_figures(app_, *run_->online(), run_->names(), picture.left, picture.top);
    if (run_->source() == GameRun::Source::Online) draw_chat(picture);
    const RectF button = pause_button();
    if (layout.is_wide) {
        canvas.sprite(canvas.find(is_hot_ ? "pause-hot" : "pause"), button.x, button.y);
    } else {
        canvas.sprite_sized(canvas.find(is_hot_ ? "pause-hot" : "pause"), {button.x + 8, button.y + 8, 32, 32});
    }
    if (run_->source() == GameRun::Source::Replay) {
        draw_replay_bar();
    } else if (over_seconds_ > 0) {
        const auto stamp = canvas.find("stamp-game-over");
        const auto size = canvas.info(stamp);
        // It falls onto the sheet: large first.
        const float grown = 1 + 0.5F * std::max(0.0F, 1 - over_seconds_ / 0.12F);
        canvas.sprite_sized(
            stamp, {picture.left + 240 - size.w * grown / 2, picture.top + 300 - size.h * grown / 2, size.w * grown, size.h * grown});
    }
    if (pause_.paused && !is_covered_ && !is_finished_) draw_pause();
    if (chat_.is_open()) draw_chat_field();
}

void PlayScene::draw_replay_bar() {
    auto& canvas = app_.canvas();
    Ui ui(app_);
    const auto& layout = app_.layout();
    const float left = layout.is_wide ? wide_field_x : 0;
    const float y = layout.is_wide ? 700.0F : layout.visible.y + portrait_strips(480, layout.visible.h).field_y + 596;
    const RectF bar{left + 20, y, 440, 40};
    canvas.fill(bar, with_alpha(ink::card, 0.92F));
    canvas.fill({bar.x, bar.y, bar.w, 2}, ink::black);
    const auto& header = run_->match().world().header;
    const std::uint32_t rate = run_->content().mode.rate;
    const float part = run_->replay_ticks() == 0 ? 1 : static_cast<float>(header.tick) / static_cast<float>(run_->replay_ticks());
    canvas.fill({bar.x + 110, bar.y + 18, 200, 4}, ink::rule);
    canvas.fill({bar.x + 110, bar.y + 18, 200 * part, 4}, ink::black);
    canvas.fill({bar.x + 107 + 200 * part, bar.y + 11, 6, 18}, ink::crimson);
    ui.text(fmt::format("{} / {}", minutes(header.tick / rate), minutes(run_->replay_ticks() / rate)), bar.x + 10, bar.y + 26, 17,
            ink::pencil);
    const std::string state = run_->replay_ended() ? app_.text("replay_end")
                              : is_still_          ? app_.text("replay_still")
                                                   : fmt::format("x{}", speed_permille_ / 1000.0);
    ui.text(state, bar.x + bar.w - 10, bar.y + 26, 17, ink::black, true, engine::Align::Right, 110);
}

}  // namespace game
