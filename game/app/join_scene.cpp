#include "game/app/join_scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.h"
#include "game/app/host_scene.h"
#include "game/app/lan_row.h"
#include "game/app/lobby_scene.h"
#include "game/app/seat_rows.h"

namespace game {

using engine::RectF;

namespace {

constexpr float calm_seconds = 0.3F;  // after the list has moved the focus, no press counts
constexpr RectF out_of_sight{82, -1000, 0, 0};

std::size_t games_shown(bool is_wide) { return is_wide ? 5 : 3; }

// Who may not fly for want of a seat may still look on.
bool can_watch(const net::FoundGame& found, Hindrance hindrance) {
    return found.game.watchable && (hindrance == Hindrance::None || hindrance == Hindrance::Full || hindrance == Hindrance::Started);
}

}  // namespace

JoinScene::JoinScene(App& app)
    : PageScene(app, "menu_join"), search_(app.options().reach, app.options().search_port), modes_(app.content_folder()) {
    wide_rule_y_ = 176;
    if (!app.settings().addresses.empty()) address_ = app.settings().addresses.front();
    for (const auto& address : app.settings().addresses)
        if (const auto ip = net::ip_of_text(address.substr(0, address.find_first_of(":/")))) search_.ask_too(*ip);
    build_rows();
}

void JoinScene::appeared() {
    search_.look_again();
    build_rows();
}

std::string JoinScene::focused_id() const {
    const auto focus = static_cast<std::size_t>(menu_.focus());
    return focus < ids_.size() ? ids_[focus] : std::string();
}

void JoinScene::focus_on(const std::string& id) {
    const auto at = std::find(ids_.begin(), ids_.end(), id);
    if (at != ids_.end()) menu_.set_focus(static_cast<int>(at - ids_.begin()));
}

bool JoinScene::take_found() {
    std::vector<Row> now;
    for (const net::FoundGame& found : search_.games())
        now.push_back({fmt::format("game {} {}", found.instance, found.game.match), found, modes_.hindrance(found.game)});
    const bool same =
        std::equal(now.begin(), now.end(), games_.begin(), games_.end(), [](const Row& a, const Row& b) { return a.id == b.id; });
    games_ = std::move(now);
    return !same;
}

void JoinScene::update(const Frame& frame) {
    PageScene::update(frame);
    search_.poll(frame.now_us);
    if (!take_found()) return;
    const std::string before = focused_id();
    build_rows();
    // Whoever has not moved the focus wants the first game that there is.
    if (!is_touched_ && !games_.empty()) {
        const auto open = std::find_if(games_.begin(), games_.end(), [](const Row& row) { return row.hindrance == Hindrance::None; });
        focus_on(open != games_.end() ? open->id : games_.front().id);
    } else {
        focus_on(before);
    }
    if (focused_id() != before) menu_.ignore_accept(calm_seconds);
}

void JoinScene::handle(const UiEvent& event) {
    static const engine::Key look_again = engine::key_from_name("R"), watch = engine::key_from_name("V");
    if (event.kind == UiEvent::Kind::Key && event.key == look_again && !menu_.wants_text()) {
        search_.look_again();
        app_.audio().play("menu_move");
        return;
    }
    const auto focus = static_cast<std::size_t>(menu_.focus());
    if (event.kind == UiEvent::Kind::Key && event.key == watch && focus < games_.size() && !menu_.is_ignoring()) {
        if (can_watch(games_[focus].found, games_[focus].hindrance))
            join(join_address(games_[focus].found), true);
        else
            app_.audio().play("menu_back");
        return;
    }
    const int before = menu_.focus();
    PageScene::handle(event);
    is_touched_ = is_touched_ || menu_.focus() != before || event.kind == UiEvent::Kind::Text;
    if (menu_.focus() != before) problem_.clear();
}

void JoinScene::build_rows() {
    menu_.rows.clear();
    ids_.clear();
    add_games();
    add_address();
    add_last_joined();
}

void JoinScene::add_games() {
    for (const Row& row : games_) {
        MenuRow item;
        item.kind = MenuRow::Kind::Item;
        item.label = row.found.game.name;
        item.accept = [this, id = row.id] {
            const auto at = std::find_if(games_.begin(), games_.end(), [&id](const Row& each) { return each.id == id; });
            if (at != games_.end()) choose(*at);
        };
        item.draw = [this, id = row.id](const RectF& where, bool is_focused) {
            const auto at = std::find_if(games_.begin(), games_.end(), [&id](const Row& each) { return each.id == id; });
            if (at != games_.end()) draw_lan_row(app_, ui_, at->found, at->hindrance, where, draws_wide_, is_focused);
        };
        menu_.rows.push_back(std::move(item));
        ids_.push_back(row.id);
    }
    if (!games_.empty()) return;
    MenuRow host;
    host.label = app_.text("menu_host");
    host.accept = [this] { app_.push(std::make_unique<HostScene>(app_)); };
    menu_.rows.push_back(std::move(host));
    ids_.emplace_back("host");
}

void JoinScene::add_address() {
    MenuRow field = field_row(app_.text("join_address"), address_, 60);
    field.value = [] { return std::string("192.168.1.20"); };
    field.accept = [this] { join(address_); };
    menu_.rows.push_back(std::move(field));
    ids_.emplace_back("address");
    MenuRow go;
    go.kind = MenuRow::Kind::Button;
    go.label = app_.text("join_go");
    go.accept = [this] { join(address_); };
    menu_.rows.push_back(std::move(go));
    ids_.emplace_back("go");
    MenuRow pilot = seat_row(app_, 0, [] {});
    pilot.label = app_.text("join_pilot");
    menu_.rows.push_back(std::move(pilot));
    ids_.emplace_back("pilot");
}

void JoinScene::add_last_joined() {
    for (const std::string& address : app_.settings().addresses) {
        MenuRow last;
        last.kind = MenuRow::Kind::Item;
        last.label = address;
        last.accept = [this, address] { join(address); };
        menu_.rows.push_back(std::move(last));
        ids_.push_back("last " + address);
    }
}

void JoinScene::choose(const Row& row) {
    if (row.hindrance == Hindrance::None)
        join(join_address(row.found));
    else
        problem_ = lan_sentence(app_, row.found, row.hindrance);
}

void JoinScene::join(const std::string& address, bool watches) {
    problem_.clear();
    if (address.empty()) {
        problem_ = app_.text("join_empty");
        focus_on("address");
        return;
    }
    try {
        std::vector<std::string> seats;
        if (!watches) seats.push_back(app_.settings().seats[0].empty() ? "keys" : app_.settings().seats[0]);
        app_.push(join_lobby(app_, address, seats));
    } catch (const engine::Error& error) {
        problem_ = error.what();
    }
}

void JoinScene::place_games(bool is_wide) {
    const std::size_t shown = games_shown(is_wide);
    const auto focus = static_cast<std::size_t>(menu_.focus());
    if (focus < games_.size()) first_shown_ = std::clamp(first_shown_, focus + 1 > shown ? focus + 1 - shown : 0, focus);
    first_shown_ = std::min(first_shown_, games_.size() > shown ? games_.size() - shown : 0);
    for (std::size_t i = 0; i < games_.size(); ++i) {
        auto& where = menu_.rows[i].where;
        const auto line = static_cast<float>(i - std::min(i, first_shown_));
        if (i < first_shown_ || i >= first_shown_ + shown)
            where = out_of_sight;
        else if (is_wide)
            where = {82, 182 + 70.0F * line, 1118, 68};
        else
            where = {46, 122 + 90.0F * line, 396, 86};
    }
    if (games_.size() > shown) {
        const std::string more = app_.texts().fill("lan_more", {{"from", std::to_string(first_shown_ + 1)},
                                                                {"to", std::to_string(first_shown_ + shown)},
                                                                {"all", std::to_string(games_.size())}});
        ui_.text(more, is_wide ? 1196.0F : 452.0F, is_wide ? 166.0F : 119.0F, is_wide ? 18.0F : 17.0F, ink::pencil, false,
                 engine::Align::Right);
    }
}

void JoinScene::draw_empty(bool is_wide) {
    auto& canvas = app_.canvas();
    if (is_wide) {
        // Somebody is on the way.
        canvas.sprite_sized(canvas.find("shadow-hero"), {292, 300, 153, 189}, 255, 58);
        canvas.sprite_sized(canvas.find("hero-1"), {262, 260, 153, 189}, 255, 58);
        for (int i = 0; i < 3; ++i)
            canvas.line(126 + 14.0F * static_cast<float>(i), 400 + 22.0F * static_cast<float>(i), 226 + 10.0F * static_cast<float>(i),
                        368 + 18.0F * static_cast<float>(i), 2.2F, ink::faint);
    }
    const float x = is_wide ? 560.0F : 28.0F;
    const float w = is_wide ? 620.0F : 424.0F;
    ui_.text(app_.text("lan_none"), x, is_wide ? 286.0F : 152.0F, is_wide ? 34.0F : 26.0F, ink::black, true, engine::Align::Left, w);
    const std::string state = search_.problem().empty() ? app_.text("lan_listening") : search_.problem();
    ui_.text(state, x, is_wide ? 330.0F : 186.0F, is_wide ? 22.0F : 19.0F, ink::pencil, false, engine::Align::Left, w);
    menu_.rows[0].where = is_wide ? RectF{560, 372, 340, 58} : RectF{46, 216, 396, 54};
    ui_.wrapped(app_.text("lan_friend"), x, is_wide ? 474.0F : 310.0F, is_wide ? 20.0F : 17.0F, w, ink::pencil);
}

void JoinScene::draw_foot(bool is_wide) {
    const std::size_t base = std::max<std::size_t>(games_.size(), 1);
    auto& rows = menu_.rows;
    const bool has_last = rows.size() > base + 3;
    if (is_wide) {
        ui_.rule(82, 542, 1118);
        ui_.card({82, 572, 500, 136});
        ui_.card({612, 572, 588, 136});
        rows[base].where = {106, 584, 452, 52};
        rows[base + 1].where = {258, 646, 300, 50};
        rows[base + 2].where = {790, 74, 410, 54};
        ui_.text(app_.text("join_last"), 636, 606, 20, ink::black, true, engine::Align::Left, 150);
        for (std::size_t i = 0; base + 3 + i < rows.size(); ++i)
            rows[base + 3 + i].where = {800, 575 + 26.0F * static_cast<float>(i), 350, 26};
        if (!has_last) ui_.wrapped(app_.text("join_about"), 636, 642, 18, 540, ink::pencil);
    } else {
        ui_.rule(28, 400, 424);
        rows[base].where = {46, 406, 396, 40};
        rows[base + 1].where = {46, 448, 396, 40};
        rows[base + 2].where = {46, 490, 396, 40};
        if (has_last) ui_.text(app_.text("join_last"), 28, 554, 18, ink::pencil, true, engine::Align::Left, 118);
        for (std::size_t i = 0; base + 3 + i < rows.size(); ++i)
            rows[base + 3 + i].where = {152, 536 + 24.0F * static_cast<float>(i), 300, 24};
        if (!has_last) ui_.wrapped(app_.text("join_about"), 28, 590, 17, 424, ink::pencil);
    }
}

void JoinScene::draw_page(bool is_wide, float x) {
    draws_wide_ = is_wide;
    if (games_.empty()) {
        draw_empty(is_wide);
    } else {
        if (is_wide) draw_lan_heads(app_, ui_, 166);
        place_games(is_wide);
    }
    draw_foot(is_wide);
    if (!problem_.empty()) {
        ui_.wrapped(problem_, x, is_wide ? 736.0F : 676.0F, is_wide ? 18.0F : 17.0F, is_wide ? 1110.0F : 424.0F, ink::crimson);
        return;
    }
    const auto focus = static_cast<std::size_t>(menu_.focus());
    const bool on_game = focus < games_.size();
    const bool watchable = on_game && can_watch(games_[focus].found, games_[focus].hindrance);
    const float hints_x = is_wide ? 82.0F : 24.0F, hints_y = is_wide ? 716.0F : 660.0F, hints_w = is_wide ? 700.0F : 440.0F;
    const std::string enter = app_.text(focused_id() == "host" ? "hint_open" : "hint_join");
    if (watchable)
        ui_.hints(hints_x, hints_y, hints_w,
                  {{"Enter", enter}, {"V", app_.text("hint_watch")}, {"R", app_.text("hint_look")}, {"Esc", app_.text("hint_back")}});
    else
        ui_.hints(hints_x, hints_y, hints_w, {{"Enter", enter}, {"R", app_.text("hint_look")}, {"Esc", app_.text("hint_back")}});
    if (on_game && is_wide) {
        ui_.text(join_address(games_[focus].found), 1196, 740, 18, ink::pencil, false, engine::Align::Right);
    }
}

}  // namespace game
