#include "game/app/title_scene.h"

#include <array>
#include <ctime>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/app/host_scene.h"
#include "game/app/join_scene.h"
#include "game/app/lobby_scene.h"
#include "game/app/play_scene.h"
#include "game/app/replays_scene.h"
#include "game/app/settings_scene.h"
#include "game/app/setup_scene.h"
#include "game/match/way_back.h"

namespace game {

TitleScene::TitleScene(App& app) : app_(app), ui_(app), menu_(app) {
    build_rows();
    begin_show();
}

TitleScene::~TitleScene() = default;

void TitleScene::build_rows() {
    struct Entry {
        const char* key;
        std::function<void()> accept;
    };
    const std::array<Entry, 6> entries{{
        {"menu_play", [this] { app_.push(std::make_unique<SetupScene>(app_)); }},
        {"menu_host", [this] { app_.push(std::make_unique<HostScene>(app_)); }},
        {"menu_join", [this] { app_.push(std::make_unique<JoinScene>(app_)); }},
        {"menu_replays", [this] { app_.push(std::make_unique<ReplaysScene>(app_)); }},
        {"menu_settings", [this] { app_.push(std::make_unique<SettingsScene>(app_)); }},
        {"menu_quit", [this] { app_.quit(); }},
    }};
    menu_.rows.clear();
    if (const auto way = load_way_back(app_.way_back_file(), static_cast<std::uint64_t>(std::time(nullptr)))) {
        MenuRow back;
        back.label = app_.texts().fill("menu_back_to", {{"name", way->name}});
        back.accept = [this, address = way->address] {
            try {
                app_.push(join_lobby(app_, address, {app_.settings().seats[0].empty() ? "keys" : app_.settings().seats[0]}));
            } catch (const engine::Error& error) {
                app_.say(error.what());
            }
        };
        menu_.rows.push_back(std::move(back));
    }
    for (const auto& entry : entries) {
        MenuRow row;
        row.label = app_.text(entry.key);
        row.accept = entry.accept;
        menu_.rows.push_back(std::move(row));
    }
}

void TitleScene::begin_show() {
    over_seconds_ = 0;
    field_.reset();
    show_.reset();
    try {
        GameRun::Local setup;
        setup.mode = "classic";
        setup.seed = fresh_seed();
        setup.seats = {"bot:ace", "bot:ace"};
        show_ = GameRun::local(app_.content_folder(), setup);
        field_ = std::make_unique<FieldView>(app_.canvas(), show_->content(), app_.settings().looks);
        // The sky is empty at first: nobody wants to watch that.
        for (int i = 0; i < 900 && !show_->match().over(); ++i) show_->tick(0, &app_.devices(), &app_.settings(), {});
        field_->clear();
    } catch (const engine::Error& error) {
        engine::log_warning(error.what());
    }
}

void TitleScene::appeared() {
    app_.audio().pause(false);
    app_.audio().music("menu");
    build_rows();  // the language may be another one
    if (show_) show_->restart_clock();
}

void TitleScene::handle(const UiEvent& event) { menu_.handle(event); }

void TitleScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
    if (!show_ || !app_.layout().is_wide) return;
    show_->run(frame.now_us, app_.devices(), app_.settings(), [this](auto events, const World& world) { field_->show(events, world); });
    if (show_->match().over()) over_seconds_ += frame.seconds;
    if (over_seconds_ > 3) begin_show();
}

void TitleScene::draw() {
    auto& canvas = app_.canvas();
    const bool is_wide = app_.layout().is_wide;
    canvas.page(is_wide ? "title" : "title-portrait");
    if (is_wide && show_) {
        FieldPicture picture;
        picture.previous = &show_->match().previous();
        picture.world = &show_->match().world();
        picture.fraction = show_->fraction();
        picture.seconds = seconds_;
        picture.left = 752;
        picture.top = 50;
        field_->draw(picture);
        const engine::RectF label{862, 702, 260, 40};
        canvas.fill(label, ink::black);
        canvas.fill({label.x + 2, label.y + 2, label.w - 4, label.h - 4}, ink::paper);
        const std::string& name = app_.text("title_label");
        ui_.text(canvas.covers(name) ? name : std::string("Wingmate"), 992, 729, 20, ink::black, true, engine::Align::Centre, 250);
    }
    const float x = is_wide ? 84.0F : 64.0F;
    const bool is_full = menu_.rows.size() > 6;
    const float step = is_full ? 50 : is_wide ? 58.0F : 56.0F;
    const float y = (is_wide ? 376.0F : 312.0F) - (is_full ? 6.0F : 0.0F);
    for (std::size_t i = 0; i < menu_.rows.size(); ++i)
        menu_.rows[i].where = {x, y + step * static_cast<float>(i), is_wide ? 280.0F : 260.0F, is_full ? 50 : is_wide ? 58.0F : 56.0F};
    menu_.draw(seconds_);
    if (is_wide) {
        ui_.hints(82, 728, 310, {{"↑↓", app_.text("hint_choose")}, {"Enter", app_.text("hint_open")}});
    } else {
        ui_.hints(30, 654, 430, {{"↑↓", app_.text("hint_choose")}, {"Enter", app_.text("hint_open")}});
    }
    seconds_ = 0;
}

}  // namespace game
