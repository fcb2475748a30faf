#include "game/app/lobby_scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/app/password_scene.h"
#include "game/app/play_scene.h"
#include "game/app/seat_rows.h"
#include "game/app/seen_scene.h"
#include "game/app/tell_notice.h"
#include "game/match/token_file.h"
#include "game/view/hud.h"
#include "net/udp_socket.h"

namespace game {

using engine::Align;
using engine::RectF;

namespace {

constexpr std::size_t most_notes = 9;
constexpr std::size_t most_addresses = 5;

// The pilots' names as the others read them.
std::vector<std::string> pilots_of(App& app, const std::vector<std::string>& seats) {
    std::vector<std::string> pilots;
    for (std::size_t i = 0; i < seats.size(); ++i) {
        pilots.push_back(seats[i].rfind("bot:", 0) == 0 ? seats[i] : app.pilot_name(static_cast<int>(i)));
    }
    return pilots;
}

std::optional<std::uint64_t> content_hash_for(void* context, const std::string& mode) {
    try {
        return load_content(static_cast<App*>(context)->content_folder(), mode).hash;
    } catch (const engine::Error& error) {
        engine::log_warning(error.what());
        return std::nullopt;
    }
}

void remember(App& app, const std::string& address) {
    auto& list = app.settings().addresses;
    std::erase(list, address);
    list.insert(list.begin(), address);
    if (list.size() > most_addresses) list.resize(most_addresses);
    app.settings_changed();
}

}  // namespace

std::vector<std::string> own_addresses() {
    std::vector<std::string> found;
    for (const net::Interface& each : net::interfaces())
        if (!each.is_loopback) found.push_back(net::ip_text(each.ip));
    if (found.empty()) found.emplace_back("127.0.0.1");
    return found;
}

std::unique_ptr<Scene> open_lobby(App& app, const std::string& name, const std::string& mode, const std::vector<std::string>& seats,
                                  const std::string& password) {
    seat_controls(seats);  // throws where a seat is unknown
    const Content content = load_content(app.content_folder(), mode);
    if (static_cast<int>(seats.size()) > content.mode.players_max) {
        throw engine::Error(engine::ExitCode::Usage, fmt::format("The mode {} is for 1 to {} pilots, not {}.", content.mode.name,
                                                                 content.mode.players_max, seats.size()));
    }
    OnlineSetup setup;
    setup.pilots = pilots_of(app, seats);
    setup.content_hash = content.hash;
    setup.trouble = app.options().trouble;
    setup.reach = app.options().reach;
    setup.search_port = app.options().search_port;
    setup.name = name.empty() ? app.text("host_default_name") : name;
    setup.port = app.options().port;
    setup.mode = mode;
    setup.seed = app.options().seed.value_or(fresh_seed());
    setup.seats = content.mode.players_max;
    setup.rate = content.mode.rate;
    setup.password = password;
    setup.derives_in_background = true;
    return std::make_unique<LobbyScene>(app, Online::host(setup, engine::now_us()), true, seats, std::string());
}

std::unique_ptr<Scene> join_lobby(App& app, const std::string& address, const std::vector<std::string>& seats,
                                  const std::string& password) {
    seat_controls(seats);
    OnlineSetup setup;
    setup.pilots = pilots_of(app, seats);
    setup.watches = seats.empty();
    setup.trouble = app.options().trouble;
    setup.reach = app.options().reach;
    setup.search_port = app.options().search_port;
    setup.address = address;
    const SeatPass pass = load_pass(app.token_file(), address);
    setup.token = pass.token;
    if (password.empty()) setup.password_key = pass.password_key;
    setup.password = password;
    setup.derives_in_background = true;
    return std::make_unique<LobbyScene>(app, Online::join(setup, content_hash_for, &app, engine::now_us()), false, seats, address);
}

LobbyScene::LobbyScene(App& app, std::unique_ptr<Online> online, bool is_host, std::vector<std::string> seats, std::string address)
    : app_(app),
      ui_(app),
      menu_(app),
      online_(std::move(online)),
      is_host_(is_host),
      seats_(std::move(seats)),
      address_(std::move(address)) {
    if (is_host_) own_addresses_ = own_addresses();
    seats_seen_ = seats_taken();
    build_rows();
}

LobbyScene::~LobbyScene() {
    if (online_) online_->leave(engine::now_us());
}

void LobbyScene::build_rows() {
    menu_.is_indented = true;
    menu_.rows.clear();
    if (is_host_) {
        MenuRow start;
        start.label = app_.text("lobby_start");
        start.accept = [this] { online_->start(engine::now_us()); };
        menu_.rows.push_back(std::move(start));
        MenuRow seen;
        seen.label = app_.text("seen_title");
        seen.accept = [this] { app_.push(std::make_unique<SeenScene>(app_, *online_)); };
        menu_.rows.push_back(std::move(seen));
    }
    MenuRow away;
    away.label = app_.text("lobby_leave");
    away.accept = [this] { leave(); };
    menu_.rows.push_back(std::move(away));
}

int LobbyScene::seats_taken() const {
    return static_cast<int>(
        std::count_if(online_->seats().begin(), online_->seats().end(), [](const LobbySeat& seat) { return seat.taken; }));
}

void LobbyScene::leave() {
    app_.audio().play("menu_back");
    online_->leave(engine::now_us());
    app_.pop();
}

void LobbyScene::handle(const UiEvent& event) {
    if (menu_.handle(event)) return;
    if (event.kind == UiEvent::Kind::Back) leave();
}

void LobbyScene::play() {
    try {
        if (!is_host_) {
            remember(app_, address_);
            const std::string problem = save_pass(app_.token_file(), address_, {online_->token(), online_->password_key()});
            if (!problem.empty()) engine::log_warning(problem);
        }
        auto run = GameRun::online(app_.content_folder(), std::move(online_), seats_);
        app_.replace(std::make_unique<PlayScene>(app_, std::move(run)));
    } catch (const engine::Error& error) {
        app_.say(error.what());
        app_.go_to_title();
    }
}

void LobbyScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    age_ += frame.seconds;
    menu_.pass(frame.seconds);
    if (!online_) return;
    online_->poll(frame.now_us);
    while (auto notice = online_->next_notice()) {
        engine::log_info(english(*notice));
        notes_.push_back(tell(app_.texts(), *notice));
        if (notes_.size() > most_notes) notes_.erase(notes_.begin());
    }
    const int taken = seats_taken();
    if (taken != seats_seen_) app_.audio().play(taken > seats_seen_ ? "link_engaged" : "link_broken");
    seats_seen_ = taken;
    switch (online_->stage()) {
        case Online::Stage::Connecting:
        case Online::Stage::Lobby: break;
        case Online::Stage::Playing: play(); break;
        case Online::Stage::Ended: {
            const int code = static_cast<int>(online_->exit_code());
            const std::string why = tell(app_.texts(), online_->ending());
            if (online_->wants_password()) {
                app_.pop();
                app_.push(std::make_unique<PasswordScene>(app_, address_, seats_, why));
                online_.reset();
                break;
            }
            app_.say(why);
            online_.reset();
            // Started from a command line, there is nothing to go back to.
            if (app_.options().command == Options::Command::Join) {
                app_.quit(code);
            } else {
                app_.pop();
            }
            break;
        }
    }
}

void LobbyScene::draw_seat(int seat, const RectF& where) {
    auto& canvas = app_.canvas();
    static const LobbySeat nobody;
    const auto& seats = online_->seats();
    const auto& taken = static_cast<std::size_t>(seat) < seats.size() ? seats[static_cast<std::size_t>(seat)] : nobody;
    const std::uint8_t alpha = taken.taken ? 255 : 80;
    const bool is_wide = app_.layout().is_wide;
    ui_.card(where);
    auto stripe = ink::pilots[static_cast<std::size_t>(seat)];
    stripe.a = alpha;
    canvas.fill({where.x, where.y, 11, where.h}, stripe);
    const float plane_h = where.h - 12;
    canvas.sprite_sized(canvas.find(fmt::format("hero-{}", seat + 1)),
                        {where.x + (is_wide ? 36.0F : 20.0F), where.y + 6, plane_h * 102 / 126, plane_h}, alpha);
    const float tile_x = where.x + (is_wide ? 128.0F : 90.0F);
    canvas.sprite(canvas.find(fmt::format("tile-{}", seat + 1)), tile_x, where.y + where.h / 2 - 22, alpha);
    const float x = tile_x + 62;
    if (!taken.taken) {
        ui_.text(app_.text("seat_free"), x, Ui::base_line(where.y, where.h, 22), 22, ink::faint);
        return;
    }
    ui_.text(shown_pilot(taken.pilot), x, where.y + where.h / 2 - 4, 25, ink::black, true, Align::Left, is_wide ? 300.0F : 180.0F);
    const std::string what = taken.local     ? app_.text(taken.is_host ? "lobby_you_host" : "lobby_you")
                             : taken.is_host ? app_.text("lobby_host")
                                             : app_.text("lobby_guest");
    ui_.text(what, x, where.y + where.h / 2 + 24, 18, ink::pencil);
    const float right = where.x + where.w - 24;
    if (taken.local) {
        ui_.sprite("tick", right - 32, where.y + where.h / 2 - 16);
        return;
    }
    ui_.text(fmt::format("{} ms", taken.ping_ms), right, Ui::base_line(where.y, where.h, 18), 18, ink::black, false, Align::Right);
    ui_.sprite(fmt::format("ping-{}", ping_strokes(static_cast<int>(taken.ping_ms))), right - 110, where.y + where.h / 2 - 12);
}

void LobbyScene::draw() {
    auto& canvas = app_.canvas();
    const bool is_wide = app_.layout().is_wide;
    canvas.page(is_wide ? "lobby" : "sheet-portrait");
    if (!online_) return;
    const float x = is_wide ? 64.0F : 28.0F;
    const bool is_calling = online_->stage() == Online::Stage::Connecting;
    ui_.heading(app_.text("lobby_title"), x, is_wide ? 116.0F : 70.0F, is_wide ? 290.0F : 250.0F);
    if (is_host_) {
        // A luggage tag with the address: the one thing a friend has to be told.
        const RectF tag = is_wide ? RectF{376, 56, 404, 70} : RectF{24, 88, 432, 62};
        canvas.fill(tag, ink::black);
        canvas.fill({tag.x + 2.4F, tag.y + 2.4F, tag.w - 4.8F, tag.h - 4.8F}, ink::chosen);
        ui_.text(app_.text("lobby_tell"), tag.x + 18, tag.y + 25, 18, ink::pencil);
        std::string where = own_addresses_.front();
        where += fmt::format(":{}", online_->port());
        ui_.text(where, tag.x + 18, tag.y + (is_wide ? 58.0F : 53.0F), is_wide ? 28.0F : 25.0F, ink::black, true, Align::Left, tag.w - 36);
        if (own_addresses_.size() > 1)
            ui_.text(app_.texts().fill("lobby_or", {{"address", own_addresses_[1]}}), tag.x + tag.w - 14, tag.y + 25, 18, ink::pencil,
                     false, Align::Right, 220);
    } else {
        ui_.text(address_, is_wide ? 780.0F : 452.0F, is_wide ? 108.0F : 112.0F, 22, ink::pencil, false, Align::Right, 380);
    }
    const int seats = std::max<int>(2, static_cast<int>(std::min<std::size_t>(online_->seats().size(), max_seats)));
    float y = is_wide ? 148.0F : 162.0F;
    if (is_calling) {
        ui_.sprite("hourglass", x, y + 40);
        ui_.text(app_.texts().fill("lobby_calling", {{"address", address_}}), x + 44, y + 64, is_wide ? 24.0F : 19.0F, ink::black, true,
                 Align::Left, is_wide ? 640.0F : 380.0F);
        ui_.wrapped(app_.text("lobby_calling_about"), x + 44, y + 104, is_wide ? 20.0F : 17.0F, is_wide ? 600.0F : 370.0F);
    } else {
        for (int seat = 0; seat < seats; ++seat) {
            const RectF where = is_wide ? RectF{52, y, 736, 92} : RectF{24, y, 432, 82};
            draw_seat(seat, where);
            y += is_wide ? 108.0F : 90.0F;
        }
    }
    float row_y = is_wide ? 594.0F : 548.0F;
    for (auto& row : menu_.rows) {
        row.where = {is_wide ? 90.0F : 64.0F, row_y, is_wide ? 400.0F : 330.0F, is_wide ? 58.0F : 50.0F};
        row_y += is_wide ? 62.0F : 52.0F;
    }
    menu_.draw(seconds_);
    seconds_ = 0;
    const std::string state = is_calling ? std::string()
                              : is_host_ ? app_.text(seats_taken() > 1 ? "lobby_ready" : "lobby_waiting")
                                         : app_.text("lobby_host_starts");
    if (is_wide) {
        ui_.hints(64, 722, 700, {{"Enter", app_.text(is_host_ ? "hint_start" : "hint_leave")}, {"Esc", app_.text("hint_leave")}});
        ui_.text(app_.text("setup_mode"), 868, 82, 20, ink::pencil);
        ui_.text(online_->mode().empty() ? "…" : mode_text(app_, online_->mode()), 1224, 83, 25, ink::black, true, Align::Right, 250);
        ui_.thin_rule(868, 102, 356);
        ui_.text(app_.text("lobby_game"), 868, 136, 20, ink::pencil);
        ui_.text(online_->game_name().empty() ? "…" : online_->game_name(), 1224, 137, 25, ink::black, true, Align::Right, 250);
        ui_.thin_rule(868, 156, 356);
        ui_.wrapped(state, 868, 194, 20, 356, ink::black);
        ui_.text(app_.text("lobby_log"), 868, 350, 22, ink::black, true);
        float line = 388;
        for (const auto& note : notes_) {
            ui_.text(note, 868, line, 18, ink::pencil, false, Align::Left, 356);
            line += 38;
        }
    } else {
        if (!notes_.empty()) ui_.text(notes_.back(), 28, 530, 17, ink::crimson, true, Align::Left, 424);
        ui_.wrapped(state, 28, 668, 17, 424);
    }
}

}  // namespace game
