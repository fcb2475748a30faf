#include "game/app/lobby_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/app/password_scene.h"
#include "game/app/play_scene.h"
#include "game/app/seat_actions.h"
#include "game/app/seen_scene.h"
#include "game/app/tell_notice.h"
#include "game/match/token_file.h"
#include "net/udp_socket.h"

namespace game {

namespace {

constexpr std::size_t most_addresses = 5;
constexpr net::Time countdown_us = 3'000'000;

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

bool is_inside(const engine::RectF& where, const UiEvent& event) {
    return event.x >= where.x && event.x < where.x + where.w && event.y >= where.y && event.y < where.y + where.h;
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

engine::RectF chat_field(bool is_wide) { return is_wide ? engine::RectF{864, 708, 364, 44} : engine::RectF{24, 460, 432, 44}; }

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
    setup.countdown_us = countdown_us;
    setup.machine = load_machine(app.token_file());
    return std::make_unique<LobbyScene>(app, Online::host(setup, engine::now_us()), seats, std::string());
}

std::unique_ptr<Scene> join_lobby(App& app, const std::string& address, const std::vector<std::string>& seats,
                                  const std::string& password) {
    seat_controls(seats);
    OnlineSetup setup;
    setup.pilots = pilots_of(app, seats);
    setup.watches = seats.empty();
    setup.countdown_us = countdown_us;  // should this machine become the host
    setup.machine = load_machine(app.token_file());
    // Bots are ready when they are asked.
    setup.is_ready = std::all_of(seats.begin(), seats.end(), [](const std::string& seat) { return seat.rfind("bot:", 0) == 0; });
    setup.trouble = app.options().trouble;
    setup.reach = app.options().reach;
    setup.search_port = app.options().search_port;
    setup.address = address;
    const SeatPass pass = load_pass(app.token_file(), address);
    setup.token = pass.token;
    if (password.empty()) setup.password_key = pass.password_key;
    setup.password = password;
    setup.derives_in_background = true;
    return std::make_unique<LobbyScene>(app, Online::join(setup, content_hash_for, &app, engine::now_us()), seats, address);
}

LobbyScene::LobbyScene(App& app, std::unique_ptr<Online> online, std::vector<std::string> seats, std::string address, bool is_again)
    : app_(app),
      ui_(app),
      menu_(app),
      chat_(app),
      online_(std::move(online)),
      seats_(std::move(seats)),
      address_(std::move(address)),
      own_addresses_(own_addresses()),
      is_again_(is_again) {
    seats_seen_ = seats_taken();
    build_rows();
    app_.audio().music("menu");
}

LobbyScene::~LobbyScene() {
    if (online_) online_->leave(engine::now_us());
}

std::string LobbyScene::shape() const {
    std::string shape = online_->is_host() ? "h" : "g";
    shape += static_cast<char>('0' + static_cast<int>(online_->stage()));
    shape += online_->door_closed() ? "c" : "o";
    for (const LobbySeat& seat : online_->seats()) {
        shape += seat.taken ? seat.local ? "l" : "t" : seat.locked ? "x" : seat.kept ? "k" : "f";
        shape += seat.pilot.rfind("bot:", 0) == 0 ? "b" : "p";
    }
    return shape;
}

void LobbyScene::add_small(int seat, const char* key, std::function<void()> accept) {
    MenuRow row;
    row.kind = MenuRow::Kind::Small;
    row.label = app_.text(key);
    row.accept = std::move(accept);
    menu_.rows.push_back(std::move(row));
    places_.push_back({fmt::format("{} {}", seat, key), seat});
}

void LobbyScene::add_seat_rows(int seat) {
    const auto& seats = online_->seats();
    const LobbySeat& who = seats[static_cast<std::size_t>(seat)];
    if (!who.taken && !who.locked && !who.kept && !seats_.empty()) add_small(seat, "lobby_add_pilot", [this] { add_pilot(); });
    for (SeatAction& action : seat_actions(*online_, seat)) add_small(seat, action.key, std::move(action.act));
    const auto own = std::find_if(seats.begin(), seats.end(), [](const LobbySeat& each) { return each.local; });
    if (who.taken && who.local && &*own != &who && !(online_->is_host() && is_bot_pilot(who)))
        add_small(seat, "lobby_remove", [this] { drop_pilot(); });
}

void LobbyScene::build_rows() {
    const auto focus = static_cast<std::size_t>(menu_.focus());
    // While it calls there is nothing but to leave.
    const std::string before = places_.size() > 1 && focus < places_.size() ? places_[focus].id : "ready";
    menu_.is_indented = true;
    menu_.rows.clear();
    places_.clear();
    shape_ = shape();
    if (online_->stage() != Online::Stage::Connecting) {
        for (int seat = 0; seat < static_cast<int>(online_->seats().size()); ++seat) add_seat_rows(seat);
        if (online_->local_seats() != 0) {
            MenuRow ready;
            ready.accept = [this] { toggle_ready(); };
            ready.draw = [this](const engine::RectF& where, bool is_focused) { draw_ready(where, is_focused); };
            menu_.rows.push_back(std::move(ready));
            places_.push_back({"ready", -1});
        }
        if (online_->is_host()) {
            MenuRow door;
            door.kind = MenuRow::Kind::Choice;
            door.label = app_.text("lobby_door");
            door.value = [this] { return app_.text(online_->door_closed() ? "lobby_door_closed" : "lobby_door_open"); };
            door.change = [this](int) { online_->close_door(!online_->door_closed()); };
            menu_.rows.push_back(std::move(door));
            places_.push_back({"door", -1});
            add_small(-1, "seen_title", [this] { app_.push(std::make_unique<SeenScene>(app_, *online_)); });
        }
    }
    MenuRow away;
    away.kind = MenuRow::Kind::Small;
    away.label = app_.text("lobby_leave");
    away.accept = [this] { leave(); };
    menu_.rows.push_back(std::move(away));
    places_.push_back({"leave", -1});
    const auto find = [&](const std::string& id) {
        return std::find_if(places_.begin(), places_.end(), [&](const Place& place) { return place.id == id; });
    };
    auto at = find(before);
    if (at == places_.end()) at = find("ready");
    if (at == places_.end()) at = places_.end() - 1;
    menu_.set_focus(static_cast<int>(at - places_.begin()));
}

bool LobbyScene::is_ready() const {
    const auto& seats = online_->seats();
    const auto own = std::find_if(seats.begin(), seats.end(), [](const LobbySeat& seat) { return seat.local; });
    return own != seats.end() && own->ready;
}

int LobbyScene::seats_taken() const {
    return static_cast<int>(
        std::count_if(online_->seats().begin(), online_->seats().end(), [](const LobbySeat& seat) { return seat.taken; }));
}

void LobbyScene::toggle_ready() {
    if (online_->stage() == Online::Stage::Lobby && online_->local_seats() != 0) online_->set_ready(!is_ready(), engine::now_us());
}

void LobbyScene::copy_address() {
    if (app_.window().copy_text(fmt::format("{}:{}", own_addresses_.front(), online_->port()))) app_.say(app_.text("lobby_copied"));
}

// The other set of keys, or a pad that nobody has.
void LobbyScene::add_pilot() {
    std::string control;
    if (std::count(seats_.begin(), seats_.end(), "keys") < local_pilots) control = "keys";
    for (std::size_t i = 0; control.empty() && i < app_.devices().pads().size() && i < 4; ++i) {
        const std::string pad = fmt::format("pad{}", i + 1);
        if (std::find(seats_.begin(), seats_.end(), pad) == seats_.end()) control = pad;
    }
    if (control.empty()) {
        app_.say(app_.text("lobby_no_controls"));
    } else if (online_->add_pilot(app_.pilot_name(static_cast<int>(seats_.size())), engine::now_us())) {
        seats_.push_back(control);
    }
}

void LobbyScene::drop_pilot() {
    if (seats_.size() < 2) return;
    seats_.pop_back();
    online_->drop_pilot(engine::now_us());
}

void LobbyScene::leave() {
    app_.audio().play("menu_back");
    online_->leave(engine::now_us());
    if (is_again_) {
        app_.go_to_title();
    } else {
        app_.pop();
    }
}

void LobbyScene::handle(const UiEvent& event) {
    static const engine::Key space = engine::key_from_name("Space"), copy = engine::key_from_name("C"), talk = engine::key_from_name("T");
    if (!online_ || chat_.handle(event, *online_)) return;
    const bool may_talk = online_->stage() == Online::Stage::Lobby;
    if (event.kind == UiEvent::Kind::Key && event.key == talk && may_talk && !event.is_repeat) return chat_.open();
    if (event.kind == UiEvent::Kind::PointerPressed && may_talk && app_.layout().is_wide && is_inside(chat_field(true), event))
        return chat_.open();
    if (event.kind == UiEvent::Kind::Accept && event.key == space && !event.is_pad) {
        if (!event.is_repeat) toggle_ready();
        return;
    }
    if (event.kind == UiEvent::Kind::Key && event.key == copy && online_->is_host()) return copy_address();
    if (menu_.handle(event)) return;
    if (event.kind == UiEvent::Kind::Back) leave();
}

void LobbyScene::play() {
    try {
        if (!address_.empty()) {
            remember(app_, address_);
            const std::string problem = save_pass(app_.token_file(), address_, {online_->token(), online_->password_key()});
            if (!problem.empty()) engine::log_warning(problem);
        }
        auto run = GameRun::online(app_.content_folder(), std::move(online_), seats_, address_);
        app_.replace(std::make_unique<PlayScene>(app_, std::move(run)));
    } catch (const engine::Error& error) {
        app_.say(error.what());
        app_.go_to_title();
    }
}

void LobbyScene::end() {
    const int code = static_cast<int>(online_->exit_code());
    const std::string why = tell(app_.texts(), online_->ending());
    if (online_->wants_password()) {
        app_.pop();
        app_.push(std::make_unique<PasswordScene>(app_, address_, seats_, why));
        online_.reset();
        return;
    }
    app_.say(why);
    online_.reset();
    // Started from a command line, there is nothing to go back to.
    if (app_.options().command == Options::Command::Join && !is_again_) return app_.quit(code);
    if (is_again_) return app_.go_to_title();
    app_.pop();
}

void LobbyScene::update(const Frame& frame) {
    seconds_ += frame.seconds;
    menu_.pass(frame.seconds);
    if (!online_) return;
    online_->poll(frame.now_us);
    while (auto notice = online_->next_notice()) {
        engine::log_info(english(*notice));
        note_ = tell(app_.texts(), *notice);
        chat_.note(note_);
    }
    chat_.update(online_.get(), frame.seconds);
    if (shape() != shape_) build_rows();
    const int taken = seats_taken();
    if (taken != seats_seen_) app_.audio().play(taken > seats_seen_ ? "link_engaged" : "link_broken");
    seats_seen_ = taken;
    const std::uint32_t counting = (online_->countdown_ms() + 999) / 1000;
    if (counting != counted_ && counting != 0) app_.audio().play("menu_move");
    counted_ = counting;
    switch (online_->stage()) {
        case Online::Stage::Connecting:
        case Online::Stage::Lobby: break;
        case Online::Stage::Playing: play(); break;
        case Online::Stage::Ended: end(); break;
    }
}

}  // namespace game
