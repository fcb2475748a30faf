// Of the play scene, what network games have besides: what happens to them, chat, pauses for all.
#include <algorithm>
#include <ctime>
#include <optional>

#include "engine/core/log.h"
#include "game/app/play_scene.h"
#include "game/app/tell_notice.h"
#include "game/match/desync_report.h"
#include "game/match/way_back.h"

namespace game {

using engine::RectF;

namespace {

constexpr float notice_seconds = 8;

// The line that is being typed: below the field, or over the strip at its foot.
RectF chat_field(const Layout& layout) {
    if (layout.is_wide) return {wide_field_x, 755, 480, 40};
    return {10, layout.visible.y + layout.visible.h - 52, 460, 42};
}

}  // namespace

void PlayScene::pause_for_all() {
    Online& online = *run_->online();
    const PauseStatus status = online.pause_status();
    if (over_seconds_ > 0) return;
    if (status.paused && status.resume_in_ms == 0) {
        online.resume(engine::now_us());
    } else {
        online.pause(engine::now_us());
    }
}

// A pad's cross while its shoulder is held, or the numbers of a keyboard.
bool PlayScene::handle_quick(const UiEvent& event) {
    using Kind = UiEvent::Kind;
    static const std::array<engine::Key, net::quick_messages> numbers = {engine::key_from_name("1"), engine::key_from_name("2"),
                                                                         engine::key_from_name("3"), engine::key_from_name("4")};
    if (event.kind == Kind::Key && !event.is_repeat && !chat_.is_open()) {
        const auto found = std::find(numbers.begin(), numbers.end(), event.key);
        if (found == numbers.end()) return false;
        chat_.quick(*run_->online(), static_cast<Quick>(found - numbers.begin()), run_->seat_of(SeatControl::Kind::Keys));
        return true;
    }
    const auto& pads = app_.devices().pads();
    if (!event.is_pad || event.is_repeat || std::none_of(pads.begin(), pads.end(), is_quick)) return false;
    std::optional<Quick> quick;
    if (event.button == engine::PadButton::Up) quick = Quick::Help;
    if (event.button == engine::PadButton::Left) quick = Quick::Bomb;
    if (event.button == engine::PadButton::Right) quick = Quick::TakeIt;
    if (event.button == engine::PadButton::Down) quick = Quick::Thanks;
    if (!quick) return false;
    chat_.quick(*run_->online(), *quick, run_->seat_of(SeatControl::Kind::Pad));
    return true;
}

// Chat and pauses for all. True: the event was meant for them.
bool PlayScene::handle_online(const UiEvent& event) {
    using Kind = UiEvent::Kind;
    static const engine::Key enter = engine::key_from_name("Return"), keypad_enter = engine::key_from_name("Keypad Enter");
    Online& online = *run_->online();
    if (handle_quick(event)) return true;
    const bool was_open = chat_.is_open();
    const bool is_its = chat_.handle(event, online);
    if (was_open && !chat_.is_open()) run_->set_hands_off(false);
    if (is_its) return true;
    if (event.kind == Kind::Accept && (event.key == enter || event.key == keypad_enter) && !event.is_pad) {
        chat_.open();
        run_->set_hands_off(true);
        return true;
    }
    if (event.kind != Kind::Pause || online.local_seats() == 0) return false;
    pause_for_all();
    return true;
}

void PlayScene::poll_online(const Frame& frame) {
    Online* online = run_->online();
    if (online == nullptr) return;
    online->poll(frame.now_us);
    while (auto notice = online->next_notice()) {
        engine::log_info(english(*notice));
        // A pause is on the whole screen.
        if (notice->kind == Notice::Kind::Paused || notice->kind == Notice::Kind::Resumed) continue;
        notices_.push_back({tell(app_.texts(), *notice), notice_seconds});
        app_.audio().play("link_broken");
    }
    update_pause();
    report_difference();
    if (shows_figures_) online->ask_figures(frame.now_us);
    // Should this program be killed, the next one offers the way back.
    if (!run_->address().empty() && run_->is_flown_here() && frame.now_us >= keep_way_at_us_ && !online->is_host()) {
        keep_way_at_us_ = frame.now_us + way_back_every_s * 1'000'000;
        keep_way_back(app_.way_back_file(), {run_->address(), online->game_name()}, static_cast<std::uint64_t>(std::time(nullptr)));
    }
    if (online->stage() == Online::Stage::Ended && !is_finished_) {
        if (!run_->match().over()) app_.say(tell(app_.texts(), online->ending()));
        finish();
    }
    // The host has asked everybody back before this machine had seen the end.
    if (online->stage() == Online::Stage::Lobby && !is_finished_) finish();
}

void PlayScene::update_pause() {
    const PauseStatus before = std::exchange(pause_, run_->online()->pause_status());
    const auto seconds = [](const PauseStatus& status) { return (status.resume_in_ms + 999) / 1000; };
    if (pause_.paused && pause_.resume_in_ms == 0 && (!before.paused || before.resume_in_ms != 0)) {
        app_.audio().pause(true);
        app_.audio().play("pause_in");
    } else if (pause_.paused && seconds(pause_) != seconds(before)) {
        app_.audio().play("countdown");
    } else if (before.paused && !pause_.paused) {
        app_.audio().pause(false);
        app_.audio().play("countdown_go");
    }
}

// The game goes on, put right by the host; what is known about it is kept for whoever looks for the reason.
void PlayScene::report_difference() {
    for (const auto& written : write_differences(app_.report_folder(), *run_->online(), run_->match()))
        engine::log_warning(written.problem.empty() ? "what differed is kept as " + written.file.string() : written.problem);
}

// Lines where they hide nothing: in the margin, or at the foot of a portrait field.
void PlayScene::draw_chat(const FieldPicture& picture) {
    const auto& layout = app_.layout();
    if (layout.is_wide) {
        chat_.draw_lines({926, 650, 330, 78}, false);
    } else {
        const float foot = chat_field(layout).y;
        chat_.draw_lines({picture.left + 10, foot - 86, 460, 80}, true);
    }
}

void PlayScene::draw_pause() {
    auto& canvas = app_.canvas();
    const auto& layout = app_.layout();
    const bool counts = pause_.resume_in_ms != 0;
    canvas.fill(layout.visible, with_alpha(ink::paper, counts ? 0.15F : 0.35F));
    const float w = layout.is_wide ? 430 : 400, h = 230;
    const RectF where{(layout.is_wide ? 640.0F : 240.0F) - w / 2, layout.visible.y + layout.visible.h / 2 - h / 2 - 30, w, h};
    canvas.nine(canvas.find("sheet"), {where.x - 10, where.y - 10, where.w + 30, where.h + 30}, 64);
    const float x = where.x + 44;
    ui_.heading(app_.text("pause_title"), x, where.y + 82, counts ? 210 : w - 90);
    ui_.rule(where.x + 40, where.y + 106, w - 80);
    const std::string who = pause_.by.empty() ? app_.text("notice_the_host") : shown_pilot(pause_.by);
    const std::string what = app_.texts().fill(counts ? "notice_resumed" : "notice_paused", {{"who", who}});
    ui_.text(what, x, where.y + 148, 22, ink::black, true, engine::Align::Left, w - 84);
    if (counts) {
        const std::string number = std::to_string((pause_.resume_in_ms + 999) / 1000);
        const float scale = 1.4F;
        canvas.lettering("nib-", number, where.x + w - 64 - canvas.lettering_width("nib-", number, scale) / 2, where.y + 2, scale);
    }
    if (run_->online()->local_seats() == 0) return ui_.hints(x, where.y + 176, w - 80, {{"Esc", app_.text("hint_menu")}});
    ui_.hints(
        x, where.y + 176, w - 70,
        {{"P", app_.text(counts ? "pause_title" : "hint_go_on")}, {"Enter", app_.text("hint_chat")}, {"Esc", app_.text("hint_menu")}});
}

// Somebody who comes late has no world yet: it is on its way from the host.
void PlayScene::draw_waiting() {
    const bool is_wide = app_.layout().is_wide;
    app_.canvas().page(is_wide ? "sheet" : "sheet-portrait");
    const float x = is_wide ? 82.0F : 28.0F;
    ui_.heading(app_.text("menu_join"), x, is_wide ? 120.0F : 76.0F, is_wide ? 640.0F : 424.0F);
    ui_.rule(x, is_wide ? 170.0F : 100.0F, is_wide ? 1118.0F : 424.0F);
    ui_.sprite("hourglass", x, is_wide ? 214.0F : 132.0F);
    ui_.text(app_.text("play_joining"), x + 44, is_wide ? 238.0F : 156.0F, is_wide ? 24.0F : 19.0F, ink::black, true);
}

void PlayScene::draw_chat_field() { chat_.draw_field(chat_field(app_.layout())); }

}  // namespace game
