#include "game/app/seen_scene.h"

namespace game {

namespace {

SelfTestSetup setup_for(const App& app, const Online& online) {
    SelfTestSetup setup;
    setup.game_port = online.port();
    setup.search_port = app.options().search_port;
    setup.reach = app.options().reach;
    setup.search_problem = online.search_problem();
    return setup;
}

}  // namespace

SeenScene::SeenScene(App& app, const Online& online)
    : PageScene(app, "seen_title"), test_(setup_for(app, online), engine::now_us()), port_(online.port()) {
    MenuRow back;
    back.label = app.text("hint_back");
    back.accept = [this] { app_.pop(); };
    menu_.rows.push_back(std::move(back));
}

void SeenScene::update(const Frame& frame) {
    PageScene::update(frame);
    test_.poll(frame.now_us);
}

void SeenScene::draw_page(bool is_wide, float x) {
    const float w = is_wide ? 1100.0F : 424.0F, size = is_wide ? 22.0F : 17.0F;
    float y = is_wide ? 220.0F : 130.0F;
    if (!test_.is_done()) {
        ui_.sprite("hourglass", x, y - 24);
        ui_.text(app_.text("seen_looking"), x + 44, y, size, ink::black, true, engine::Align::Left, w - 44);
    } else if (test_.findings().empty()) {
        ui_.wrapped(app_.text("seen_nothing"), x, y, size, w, ink::black);
    }
    for (const Finding& finding : test_.findings())
        y = ui_.wrapped(app_.texts().fill(text_of(finding.kind).key, {{"network", finding.network},
                                                                      {"address", finding.address},
                                                                      {"text", finding.text},
                                                                      {"port", std::to_string(port_)},
                                                                      {"search_port", std::to_string(app_.options().search_port)}}),
                        x, y, size, w, ink::crimson) +
            (is_wide ? 22.0F : 14.0F);
    menu_.rows[0].where = is_wide ? engine::RectF{90, 640, 300, 54} : engine::RectF{46, 600, 300, 50};
}

}  // namespace game
