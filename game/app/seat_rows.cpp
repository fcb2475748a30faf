#include "game/app/seat_rows.h"

#include <algorithm>

#include "game/app/game_run.h"
#include "game/bots/bots.h"
#include "game/content/load_content.h"

namespace game {
namespace {

// In the order of the arrows. Pads that are not plugged in are left out.
std::vector<std::string> seat_choices(App& app, int pilot) {
    std::vector<std::string> choices;
    if (pilot > 0) choices.emplace_back();
    choices.emplace_back("keys");
    const auto pads = std::min<std::size_t>(app.devices().pads().size(), 4);
    for (std::size_t i = 0; i < pads; ++i) choices.push_back("pad" + std::to_string(i + 1));
    // The best one first: whoever looks for company finds it at once.
    auto bots = bot_names();
    std::reverse(bots.begin(), bots.end());
    for (const auto& bot : bots) choices.push_back("bot:" + bot);
    return choices;
}

}  // namespace

std::string seat_text(const App& app, const std::string& seat) {
    if (seat.empty()) return app.text("seat_nobody");
    if (seat == "keys") return app.text("seat_keys");
    if (seat.rfind("pad", 0) == 0) return app.text("seat_pad") + " " + (seat.size() > 3 ? seat.substr(3) : "1");
    return app.text("seat_bot") + " " + bot_text(app, seat);
}

std::string bot_text(const App& app, const std::string& seat) {
    const std::string key = "bot." + seat.substr(seat.find(':') + 1);
    return app.texts().has(key) ? app.text(key) : shown_pilot(seat);
}

std::string mode_text(const App& app, const std::string& mode) {
    const std::string key = "mode." + mode;
    return app.texts().has(key) ? app.text(key) : mode;
}

MenuRow seat_row(App& app, int pilot, const std::function<void()>& changed) {
    auto& seat = app.settings().seats[static_cast<std::size_t>(pilot)];
    MenuRow row;
    row.kind = MenuRow::Kind::Choice;
    row.label = app.texts().fill("setup_pilot", {{"number", std::to_string(pilot + 1)}});
    row.value = [&app, &seat] { return seat_text(app, seat); };
    row.change = [&app, &seat, pilot, changed](int by) {
        const auto choices = seat_choices(app, pilot);
        const auto at = std::find(choices.begin(), choices.end(), seat);
        const int count = static_cast<int>(choices.size());
        const int now = at == choices.end() ? 0 : static_cast<int>(at - choices.begin());
        seat = choices[static_cast<std::size_t>(((now + by) % count + count) % count)];
        app.settings_changed();
        if (changed) changed();
    };
    return row;
}

MenuRow mode_row(App& app, const std::function<void()>& changed) {
    MenuRow row;
    row.kind = MenuRow::Kind::Choice;
    row.label = app.text("setup_mode");
    row.value = [&app] { return mode_text(app, app.settings().mode); };
    row.change = [&app, changed](int by) {
        const auto modes = mode_names(app.content_folder());
        if (modes.empty()) return;
        const auto at = std::find(modes.begin(), modes.end(), app.settings().mode);
        const int count = static_cast<int>(modes.size());
        const int now = at == modes.end() ? 0 : static_cast<int>(at - modes.begin());
        app.settings().mode = modes[static_cast<std::size_t>(((now + by) % count + count) % count)];
        app.settings_changed();
        if (changed) changed();
    };
    return row;
}

std::vector<std::string> chosen_seats(const App&, const Settings& settings) {
    std::vector<std::string> seats;
    for (const auto& seat : settings.seats) {
        if (!seat.empty()) seats.push_back(seat);
    }
    if (seats.empty()) seats.emplace_back("keys");
    return seats;
}

}  // namespace game
