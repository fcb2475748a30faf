#include "game/app/page_scene.h"

namespace game {

PageScene::PageScene(App& app, const char* heading_key) : app_(app), ui_(app), menu_(app), heading_key_(heading_key) {
    menu_.is_indented = false;
}

void PageScene::handle(const UiEvent& event) {
    if (menu_.handle(event) || event.kind != UiEvent::Kind::Back) return;
    app_.audio().play("menu_back");
    app_.pop();
}

void PageScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
}

void PageScene::draw() {
    const bool is_wide = app_.layout().is_wide;
    app_.canvas().page(is_wide ? "sheet" : "sheet-portrait");
    const float x = is_wide ? 82.0F : 28.0F;
    ui_.heading(app_.text(heading_key_), x, is_wide ? 120.0F : 76.0F, is_wide ? 640.0F : 424.0F);
    ui_.rule(x, is_wide ? wide_rule_y_ : 100.0F, is_wide ? 1118.0F : 424.0F);
    draw_page(is_wide, x);
    menu_.draw(seconds_);
    seconds_ = 0;
}

}  // namespace game
