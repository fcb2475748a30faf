#include "game/match/online_host.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/core/check.h"
#include "engine/core/log.h"
#include "game/match/online_start.h"

namespace game {

using engine::SeatState;
using net::LeaveReason;
using net::Time;

namespace {

constexpr Time second_us = 1'000'000;
constexpr Time lobby_ping_us = second_us, play_ping_us = 4 * second_us;  // while playing the session's packets are heard anyway
constexpr std::uint32_t window_ms = 250;
constexpr std::uint16_t hash_period = 8;  // ticks

}  // namespace

std::unique_ptr<Online> make_online_host(const OnlineSetup& setup, Time now) {
    const auto usage = [](const std::string& sentence) { return engine::Error(engine::ExitCode::Usage, sentence); };
    if (setup.seats < 1 || setup.seats > engine::max_seats)
        throw usage(fmt::format("A game has 1 to {} seats, not {}.", engine::max_seats, setup.seats));
    if (setup.pilots.size() > static_cast<std::size_t>(setup.seats))
        throw usage(fmt::format("{} pilots of this machine do not fit into {} seats.", setup.pilots.size(), setup.seats));
    if (!is_mode_name(setup.mode))
        throw usage(fmt::format("Others can only join a mode that comes with Wingmate; {} is no name of one.", setup.mode));
    return std::make_unique<OnlineHost>(setup, now);
}

OnlineHost::OnlineHost(const OnlineSetup& setup, Time now)
    : OnlineBase(net::EnetLink::open(setup.port), setup.trouble, now), next_ping_(now), next_second_(now + second_us) {
    CHECK(setup.rate >= 1 && setup.rate <= 1000);
    stage_ = Stage::Lobby;
    game_name_ = net::clean_text(setup.name, pilot_code_points);
    mode_ = setup.mode;
    seed_ = setup.seed;
    offer_ = {.game = game_name_,
              .mode = mode_,
              .content_hash = setup.content_hash,
              .rate = static_cast<std::uint16_t>(setup.rate),
              .seats = static_cast<std::uint8_t>(setup.seats)};
    seats_.resize(static_cast<std::size_t>(setup.seats));
    for (std::size_t s = 0; s < setup.pilots.size(); ++s) {
        seats_[s] = {
            .taken = true, .local = true, .is_host = true, .pilot = pilot_name(setup.pilots[s], static_cast<int>(s) + 1), .ping_ms = 0};
        local_seats_ = static_cast<std::uint8_t>(local_seats_ | 1u << s);
    }
}

void OnlineHost::poll(Time now) {
    const Time step = pass_time(now);
    for (int i = 0; i < most_events; ++i) {
        const auto event = link().next(now);
        if (!event) break;
        take(*event, now);
    }
    if (stage_ == Stage::Ended) return;
    if (now >= next_second_) {
        next_second_ = now + second_us;
        for (Guest& guest : guests_) guest.lobby_messages = 0;
    }
    for (std::size_t i = 0; i < guests_.size(); ++i)
        if (!guests_[i].gone) do_what_is_due(guests_[i], step, now);
    if (now >= next_ping_) {
        next_ping_ = now + (stage_ == Stage::Playing ? play_ping_us : lobby_ping_us);
        for (const Guest& guest : guests_)
            if (!guest.gone && guest.step == Guest::Step::Seated) send(guest.id, net::Ping{stamp(now)}, now);
        lobby_changed_ = true;
    }
    if (session_) {
        session_->poll(now);
        take_session_events(now);
    }
    if (lobby_changed_ && stage_ == Stage::Lobby) send_lobby(now);
    std::erase_if(guests_, [](const Guest& guest) { return guest.gone; });
}

OnlineHost::Guest* OnlineHost::find(net::PeerId id) {
    for (Guest& guest : guests_)
        if (guest.id == id && !guest.gone) return &guest;
    return nullptr;
}

void OnlineHost::take(const net::LinkEvent& event, Time now) {
    if (stage_ == Stage::Ended) return;
    if (event.kind == net::LinkEvent::Kind::Connected) {
        Guest& guest = guests_.emplace_back();
        guest.id = event.peer;
        return;
    }
    Guest* guest = find(event.peer);
    if (guest == nullptr) return;
    if (event.kind == net::LinkEvent::Kind::Packet) return take_message(*guest, event, now);
    lose(*guest, event.closed ? LeaveReason::Left : LeaveReason::ConnectionLost, event.closed ? "left the game" : "left: connection lost",
         now);
}

void OnlineHost::take_message(Guest& guest, const net::LinkEvent& event, Time now) {
    const auto message = read(guest, event);
    bool fits = message.has_value();
    if (message) {
        guest.silent_us = 0;
        if (std::holds_alternative<net::InputsMessage>(*message)) {
            fits = guest.step == Guest::Step::Seated && session_;
            if (fits) session_->receive(guest.id, event.data, now);
        } else if (const auto* hello = std::get_if<net::Hello>(&*message); hello != nullptr && guest.step == Guest::Step::Connected) {
            greet(guest, *hello, now);
        } else if (const auto* join = std::get_if<net::Join>(&*message); join != nullptr && guest.step == Guest::Step::Offered) {
            seat(guest, *join, now);
        } else if (const auto* pong = std::get_if<net::Pong>(&*message); pong != nullptr && guest.step == Guest::Step::Seated) {
            const std::uint32_t ping_ms = std::min(stamp(now) - pong->stamp, 9999u);
            guest.ping_ms = ping_ms;
            for (std::size_t s = 0; s < seats_.size(); ++s)
                if ((guest.seats >> s & 1) != 0) seats_[s].ping_ms = ping_ms;
        } else if (std::holds_alternative<net::Farewell>(*message)) {
            link().close(guest.id, now);
            return lose(guest, LeaveReason::Left, "left the game", now);
        } else {
            fits = false;
        }
        if (!fits) ++guest.strikes;
    }
    if (guest.gone || guest.strikes < OnlinePeer::most_strikes) return;
    refuse(guest, "The host cannot make sense of what this machine sends.", now);
}

void OnlineHost::greet(Guest& guest, const net::Hello& hello, Time now) {
    const std::string build = net::clean_text(hello.build, pilot_code_points);
    if (hello.protocol != protocol_version || build != WINGMATE_VERSION)
        return refuse(guest,
                      fmt::format("The host has Wingmate {} (protocol {}), this machine has Wingmate {} (protocol {}); both need the same.",
                                  WINGMATE_VERSION, protocol_version, build, hello.protocol),
                      now);
    if (stage_ == Stage::Playing) return refuse(guest, "The game has already started.", now);
    if (free_seats() == 0) return refuse(guest, fmt::format("The game is full: all {} seats are taken.", seats_.size()), now);
    guest.step = Guest::Step::Offered;
    guest.offered_at = now;
    send(guest.id, offer_, now);
}

void OnlineHost::seat(Guest& guest, const net::Join& join, Time now) {
    if (join.content_hash != offer_.content_hash)
        return refuse(guest,
                      fmt::format("The files of the mode {} differ: the host has {:016x}, this machine has {:016x}; both need the same.",
                                  mode_, offer_.content_hash, join.content_hash),
                      now);
    if (stage_ == Stage::Playing) return refuse(guest, "The game has already started.", now);
    const int wanted = static_cast<int>(join.pilots.size());
    if (free_seats() == 0) return refuse(guest, fmt::format("The game is full: all {} seats are taken.", seats_.size()), now);
    if (wanted > free_seats())
        return refuse(guest, fmt::format("The game has {} free seats; {} pilots want to join from this machine.", free_seats(), wanted),
                      now);
    std::size_t s = 0;
    for (const std::string& pilot : join.pilots) {
        while (seats_[s].taken) ++s;
        seats_[s] = {.taken = true, .local = false, .is_host = false, .pilot = pilot_name(pilot, static_cast<int>(s) + 1), .ping_ms = 0};
        guest.seats = static_cast<std::uint8_t>(guest.seats | 1u << s);
    }
    guest.step = Guest::Step::Seated;
    // A first estimate, for a game that starts at once: the answer took a round trip and the time to load the mode.
    guest.ping_ms = std::min(stamp(now) - stamp(guest.offered_at), 9999u);
    notice(fmt::format("{} joined", enumerate(pilots(guest.seats))));
    next_ping_ = now;
    lobby_changed_ = true;
}

void OnlineHost::refuse(Guest& guest, const std::string& sentence, Time now) {
    engine::log_info(fmt::format("A guest is refused: {}", sentence));
    send(guest.id, net::Refused{sentence}, now);
    link().close(guest.id, now);
    lose(guest, LeaveReason::ConnectionLost, "left: what that machine sent made no sense", now);
}

void OnlineHost::lose(Guest& guest, LeaveReason reason, const std::string& why, Time now) {
    guest.gone = true;
    if (guest.seats == 0) return;
    const std::uint8_t seats = guest.seats;
    notice(fmt::format("{} {}", enumerate(pilots(seats)), why));
    mark_left(seats);
    if (stage_ == Stage::Lobby) {
        for (std::size_t s = 0; s < seats_.size(); ++s)
            if ((seats >> s & 1) != 0) seats_[s] = {};
        lobby_changed_ = true;
        return;
    }
    session_->peer_gone(guest.id, why, now);
    for (const Guest& other : guests_)
        if (!other.gone && other.step == Guest::Step::Seated) send(other.id, net::SeatsLeft{seats, reason}, now);
}

void OnlineHost::do_what_is_due(Guest& guest, Time step, Time now) {
    guest.silent_us += step;
    if (guest.step != Guest::Step::Seated) guest.greeting_us += step;
    if (guest.silent_us < online_patience_us && guest.greeting_us < online_patience_us) return;
    link().close(guest.id, now);
    lose(guest, LeaveReason::ConnectionLost, "left: connection lost", now);
}

void OnlineHost::take_session_events(Time now) {
    while (const auto event = session_->next_event()) {
        Guest* guest = find(event->peer);
        if (guest == nullptr) continue;
        const std::string names = enumerate(pilots(guest->seats));
        switch (event->kind) {
            case net::SessionEvent::Kind::PeerSilent: notice(fmt::format("{}: connection trouble", names)); break;
            case net::SessionEvent::Kind::PeerBack: notice(fmt::format("{}: the connection is back", names)); break;
            case net::SessionEvent::Kind::Desync:
                notice(fmt::format("The games here and at {} differ since tick {}", names, event->tick));
                break;
            case net::SessionEvent::Kind::PeerGone:
                link().close(guest->id, now);
                lose(*guest, LeaveReason::ConnectionLost, fmt::format("left: {}", event->text), now);
                break;
            case net::SessionEvent::Kind::Joined:
            case net::SessionEvent::Kind::Repaired:
            case net::SessionEvent::Kind::HostChanged:
            case net::SessionEvent::Kind::SeatChanged: break;
        }
    }
}

void OnlineHost::send_lobby(Time now) {
    lobby_changed_ = false;
    net::LobbyMessage lobby;
    for (const LobbySeat& seat : seats_)
        lobby.seats.push_back(
            {.taken = seat.taken, .host = seat.is_host, .pilot = seat.pilot, .ping_ms = static_cast<std::uint16_t>(seat.ping_ms)});
    for (const Guest& guest : guests_) {
        if (guest.gone || guest.step != Guest::Step::Seated) continue;
        lobby.yours = guest.seats;
        send(guest.id, lobby, now);
    }
}

std::uint32_t OnlineHost::worst_ping_ms() const {
    std::uint32_t ping_ms = 0;
    for (const Guest& guest : guests_)
        if (!guest.gone) ping_ms = std::max(ping_ms, guest.ping_ms);
    return std::min(ping_ms, 1000u);
}

void OnlineHost::start(Time now) {
    const bool somebody = std::any_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.taken; });
    if (stage_ != Stage::Lobby || !somebody) return;
    if (lobby_changed_) send_lobby(now);
    net::SessionSetup setup;
    setup.role = net::Role::Host;
    setup.rate = offer_.rate;
    setup.local_seats = local_seats_;
    for (std::size_t s = 0; s < seats_.size(); ++s) setup.states[s] = seats_[s].taken ? SeatState::Flown : SeatState::Absent;
    setup.window_ms = window_ms;
    setup.delay_ticks = starting_delay(worst_ping_ms(), offer_.rate);
    setup.adapt_delay = true;
    setup.wait_us = starting_wait_us(worst_ping_ms());
    setup.hash_period = hash_period;
    const net::Start message{.seed = seed_,
                             .first_tick = setup.first_tick,
                             .states = setup.states,
                             .window_ms = static_cast<std::uint16_t>(setup.window_ms),
                             .delay_ticks = static_cast<std::uint8_t>(setup.delay_ticks),
                             .hash_period = hash_period};
    std::vector<net::Session::Peer> peers;
    for (const Guest& guest : guests_) {
        if (guest.gone || guest.step != Guest::Step::Seated) continue;
        send(guest.id, message, now);
        peers.push_back({.id = guest.id, .seats = guest.seats});
    }
    begin_session(setup, peers);
}

void OnlineHost::leave(Time now) {
    if (stage_ == Stage::Ended) return;
    for (const Guest& guest : guests_) {
        if (guest.gone) continue;
        send(guest.id, net::Farewell{local_seats_ != 0 ? LeaveReason::Left : LeaveReason::HostEnded}, now);
        link().close(guest.id, now);
    }
    end("You left the game.", engine::ExitCode::Ok);
}

bool OnlineHost::connected() const {
    return std::any_of(guests_.begin(), guests_.end(), [](const Guest& guest) { return !guest.gone && guest.seats != 0; });
}

int OnlineHost::free_seats() const {
    return static_cast<int>(std::count_if(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return !seat.taken; }));
}

}  // namespace game
