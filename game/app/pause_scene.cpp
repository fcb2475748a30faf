#include "game/app/pause_scene.h"

#include "game/app/pilots_scene.h"
#include "game/app/play_scene.h"
#include "game/app/settings_scene.h"

namespace game {

PauseScene::PauseScene(App& app, PlayScene& play)
    : app_(app), play_(play), ui_(app), menu_(app), stops_play_(play.run().source() != GameRun::Source::Online) {
    app_.audio().play("pause_in");
    menu_.is_indented = false;
    const auto entry = [&](const char* key, std::function<void()> accept) {
        MenuRow row;
        row.label = app_.text(key);
        row.accept = std::move(accept);
        menu_.rows.push_back(std::move(row));
    };
    const bool is_online = play_.run().source() == GameRun::Source::Online;
    entry(is_online ? "pause_close" : "pause_resume", [this] { resume(); });
    if (is_online && play_.run().online()->local_seats() != 0) {
        const PauseStatus status = play_.run().online()->pause_status();
        entry(status.paused && status.resume_in_ms == 0 ? "pause_go_on" : "pause_for_all", [this] {
            play_.pause_for_all();
            resume();
        });
    }
    if (play_.run().source() == GameRun::Source::Local) entry("pause_again", [this] { play_.again(); });
    if (play_.run().online() != nullptr && play_.run().online()->is_host())
        entry("pilots_title", [this] { app_.push(std::make_unique<PilotsScene>(app_, play_)); });
    if (is_online) {
        MenuRow mute;
        mute.kind = MenuRow::Kind::Toggle;
        mute.label = app_.text("pause_mute");
        mute.is_on = [] { return ChatPanel::is_muted(); };
        mute.accept = [] { ChatPanel::set_muted(!ChatPanel::is_muted()); };
        menu_.rows.push_back(std::move(mute));
    }
    entry("menu_settings", [this] { app_.push(std::make_unique<SettingsScene>(app_)); });
    entry(is_online ? "pause_leave" : "pause_menu", [this] { play_.leave(); });
}

PauseScene::~PauseScene() {
    if (stops_play_) app_.audio().pause(false);
}

void PauseScene::appeared() {
    if (stops_play_) app_.audio().pause(true);
}

void PauseScene::resume() {
    if (stops_play_) app_.audio().pause(false);
    app_.audio().play("pause_out");
    app_.pop();
}

void PauseScene::handle(const UiEvent& event) {
    if (menu_.handle(event)) return;
    if (event.kind == UiEvent::Kind::Back || event.kind == UiEvent::Kind::Pause) resume();
}

void PauseScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
}

engine::RectF PauseScene::sheet() const {
    const auto& layout = app_.layout();
    const float height = 160 + 62.0F * static_cast<float>(menu_.rows.size());
    if (layout.is_wide) return {440, 400 - height / 2, 400, height};
    return {50, layout.visible.y + (layout.visible.h - height) / 2, 380, height};
}

void PauseScene::draw() {
    auto& canvas = app_.canvas();
    const auto where = sheet();
    const auto& visible = app_.layout().visible;
    canvas.fill(visible, with_alpha(ink::paper, 0.35F));
    canvas.nine(canvas.find("sheet"), {where.x - 10, where.y - 10, where.w + 30, where.h + 30}, 64);
    const std::string title = app_.text(stops_play_ ? "pause_title" : "pause_title_online");
    ui_.heading(title, where.x + 48, where.y + 86, where.w - 80);
    ui_.rule(where.x + 44, where.y + 112, where.w - 84);
    for (std::size_t i = 0; i < menu_.rows.size(); ++i)
        menu_.rows[i].where = {where.x + 76, where.y + 128 + 62.0F * static_cast<float>(i), where.w - 160, 58};
    menu_.draw(seconds_);
    seconds_ = 0;
}

}  // namespace game
