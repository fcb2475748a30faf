#include "game/app/replays_scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.h"
#include "game/app/play_scene.h"
#include "game/app/seat_rows.h"

namespace game {

ReplaysScene::ReplaysScene(App& app) : PageScene(app, "menu_replays"), files_(list_replays(app.replay_folder())) {
    menu_.is_indented = true;
    wide_rule_y_ = 150;
    show_page();
}

void ReplaysScene::show_page() {
    const int count = static_cast<int>(files_.size());
    shown_rows_ = rows_per_page();
    first_ = std::clamp(first_, 0, std::max(0, count - shown_rows_));
    menu_.rows.clear();
    for (int i = first_; i < std::min(count, first_ + shown_rows_); ++i) {
        const auto& file = files_[static_cast<std::size_t>(i)];
        MenuRow row;
        row.kind = MenuRow::Kind::Item;
        row.label = app_.layout().is_wide ? fmt::format("{}     {}", file.date, mode_text(app_, file.mode))
                                          : fmt::format("{}  {}", file.date.substr(5), mode_text(app_, file.mode));
        row.value = [score = grouped(file.score)] { return score; };
        row.accept = [this, path = file.file] {
            try {
                app_.replace(start_replay(app_, path));
            } catch (const engine::Error& error) {
                problem_ = error.what();
            }
        };
        menu_.rows.push_back(std::move(row));
    }
}

void ReplaysScene::handle(const UiEvent& event) {
    using Kind = UiEvent::Kind;
    const int last = static_cast<int>(menu_.rows.size()) - 1;
    // At the page's edge the list moves on.
    if (event.kind == Kind::Down && menu_.focus() == last && first_ + last + 1 < static_cast<int>(files_.size())) {
        ++first_;
        show_page();
        app_.audio().play("menu_move");
        return;
    }
    if (event.kind == Kind::Up && menu_.focus() == 0 && first_ > 0) {
        --first_;
        show_page();
        app_.audio().play("menu_move");
        return;
    }
    PageScene::handle(event);
}

void ReplaysScene::update(const Frame& frame) {
    PageScene::update(frame);
    if (shown_rows_ != rows_per_page()) show_page();
}

void ReplaysScene::draw_page(bool is_wide, float x) {
    if (!files_.empty()) {
        ui_.text(fmt::format("{} – {} / {}", first_ + 1, first_ + static_cast<int>(menu_.rows.size()), files_.size()),
                 is_wide ? 1200.0F : 452.0F, is_wide ? 116.0F : 72.0F, 19, ink::pencil, false, engine::Align::Right);
    }
    float y = is_wide ? 176.0F : 116.0F;
    const float step = is_wide ? 50.0F : 54.0F;
    for (auto& row : menu_.rows) {
        row.where = {is_wide ? 112.0F : 54.0F, y, is_wide ? 1060.0F : 390.0F, step};
        if (&row != &menu_.rows.back()) ui_.thin_rule(x, y + step - 1, is_wide ? 1118.0F : 424.0F);
        y += step;
    }
    if (files_.empty()) ui_.wrapped(app_.text("replays_none"), x, y + 40, is_wide ? 24.0F : 19.0F, is_wide ? 900.0F : 420.0F);
    if (!problem_.empty()) ui_.wrapped(problem_, x, is_wide ? 700.0F : 632.0F, 17, is_wide ? 1100.0F : 424.0F, ink::crimson);
    ui_.hints(is_wide ? 82.0F : 24.0F, is_wide ? 716.0F : 660.0F, is_wide ? 700.0F : 440.0F,
              {{"Enter", app_.text("hint_watch")}, {"Esc", app_.text("hint_back")}});
}

}  // namespace game
