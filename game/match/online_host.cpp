// A host and its guests: what they say, what is due, who is lost, how the game starts.
#include <algorithm>
#include <utility>

#include "engine/core/log.h"
#include "game/match/online_game.h"
#include "game/match/online_names.h"
#include "game/match/online_start.h"
#include "net/token.h"

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

OnlineGame::OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, Time now)
    : OnlineGame(setup, std::move(link), now, true) {
    game_name_ = net::clean_text(setup.name, pilot_code_points);
    mode_ = setup.mode;
    seed_ = setup.seed;
    content_hash_ = setup.content_hash;
    rate_ = setup.rate;
    match_ = setup.match;
    match_id_ = net::make_match_id();
    token_ = net::make_token();
    seats_.resize(static_cast<std::size_t>(setup.seats));
    for (std::size_t s = 0; s < setup.pilots.size(); ++s) {
        seats_[s] = {.taken = true, .local = true, .is_host = true, .pilot = pilot_name(setup.pilots[s], static_cast<int>(s) + 1)};
        seats_[s].ready = setup.is_ready;
        local_seats_ = static_cast<std::uint8_t>(local_seats_ | 1u << s);
    }
}

OnlineGuest* OnlineGame::find_guest(net::PeerId id) {
    for (OnlineGuest& guest : guests_)
        if (id != 0 && guest.id == id && !guest.is_gone) return &guest;
    return nullptr;
}

void OnlineGame::take_from_guest(OnlineGuest& guest, const net::LinkEvent& event, Time now) {
    const auto message = read(guest, event);
    if (message) {
        guest.silent_us = 0;
        if (!take_guest_message(guest, event, *message, now)) ++guest.strikes;
    }
    if (guest.is_gone || guest.id == 0 || guest.strikes < OnlinePeer::most_strikes) return;
    refuse(guest, net::Refusal::Senseless, "The host cannot make sense of what this machine sends.", now);
}

// False: it makes no sense here.
bool OnlineGame::take_guest_message(OnlineGuest& guest, const net::LinkEvent& event, const net::Message& message, Time now) {
    using Step = OnlineGuest::Step;
    if (std::holds_alternative<net::Farewell>(message)) {
        link().close(guest.id, now);
        lose(guest, LeaveReason::Left, Notice::Kind::Left, now);
        return true;
    }
    // Whoever looks for a new host asks again until this machine is one, or does not become one.
    if (!is_host_) return std::holds_alternative<net::Hello>(message);
    if (net::is_of_session(message)) {
        // Before its Start it has nothing to say there, but what was on its way when the game before ended.
        if (!guest.plays || guest.owes_again) return guest.has_played;
        // Its roster may have overtaken its Start.
        if (!std::exchange(guest.is_heard, true)) {
            roster_changed_ = true;
            pause_.changed |= pause_.number != 0;
            if (guest.start_kind == net::StartKind::WithOwnWorld) repeat_talk(guest, now);
        }
        session_->receive(guest.id, event.data, now);
        return true;
    }
    if (const auto* hello = std::get_if<net::Hello>(&message)) {
        greet(guest, *hello, now);
        return true;
    }
    if (const auto* join = std::get_if<net::Join>(&message); join != nullptr && guest.step != Step::Connected) {
        seat(guest, *join, now);
        return true;
    }
    if (guest.step != Step::Seated) return false;
    if (const auto* pong = std::get_if<net::Pong>(&message)) {
        guest.take_ping(stamp(now) - pong->stamp);
        for (std::size_t s = 0; s < seats_.size(); ++s)
            if ((guest.seats >> s & 1) != 0) seats_[s].ping_ms = guest.ping_ms;
        return true;
    }
    if (const auto* parts = std::get_if<net::WorldParts>(&message)) {
        if (session_) take_parts(guest.id, *parts);
        return session_ || guest.has_played;
    }
    if (const auto* line = std::get_if<net::Say>(&message)) {
        take_say(guest, *line, now);
        return true;
    }
    if (const auto* ask = std::get_if<net::PauseAsk>(&message); ask != nullptr && guest.seats != 0) {
        take_pause_ask(guest, *ask, now);
        return true;
    }
    return take_lobby_word(guest, message, now);
}

void OnlineGame::poll_host(Time step, Time now) {
    for (std::size_t i = 0; i < guests_.size(); ++i)
        if (!guests_[i].is_gone) do_what_is_due(guests_[i], step, now);
    if (!is_host_) return;
    go_over(now);
    if (now >= next_ping_) {
        next_ping_ = now + (session_ ? play_ping_us : lobby_ping_us);
        for (const OnlineGuest& guest : guests_)
            if (!guest.is_gone && guest.id != 0 && guest.step == OnlineGuest::Step::Seated) send(guest.id, net::Ping{stamp(now)}, now);
        if (!session_) lobby_changed_ = true;
    }
    spectators_ = static_cast<int>(std::count_if(guests_.begin(), guests_.end(), [](const OnlineGuest& guest) {
        return !guest.is_gone && guest.step == OnlineGuest::Step::Seated && guest.seats == 0;
    }));
    for (std::size_t s = 0; s < seats_.size(); ++s) seats_[s].kept = !seats_[s].taken && is_kept(s);
}

void OnlineGame::do_what_is_due(OnlineGuest& guest, Time step, Time now) {
    if (guest.id == 0) {
        guest.away_us += step;
        std::uint8_t still_there = 0;
        for (std::size_t s = 0; s < seats_.size(); ++s)
            if ((guest.seats >> s & 1) != 0 && seats_[s].taken && !seats_[s].local)
                still_there = static_cast<std::uint8_t>(still_there | 1u << s);
        // Who did not come along when this machine took over.
        if (still_there != 0 && guest.away_us >= online_patience_us)
            announce_left(still_there, LeaveReason::ConnectionLost, Notice::Kind::LeftLost, now);
        if (guest.away_us < keep_seats_us) return;
        guest.is_gone = true;
        roster_changed_ = true;
        return;
    }
    guest.silent_us += step;
    if (guest.step != OnlineGuest::Step::Seated) guest.greeting_us += step;
    if (guest.plays && !guest.is_heard && !guest.owes_again && now >= guest.start_again_at) answer(guest, now);
    if (guest.silent_us < online_patience_us && guest.greeting_us < online_patience_us) return;
    link().close(guest.id, now);
    lose(guest, LeaveReason::ConnectionLost, Notice::Kind::LeftLost, now);
}

void OnlineGame::lose(OnlineGuest& guest, LeaveReason reason, Notice why, Time now) {
    const net::PeerId id = std::exchange(guest.id, 0);
    if (guest.plays) session_->peer_gone(id, english(why), now);
    guest.plays = false;
    guest.away_us = 0;
    const bool keep = session_ && guest.seats != 0 && reason == LeaveReason::ConnectionLost;
    if (!keep) guest.is_gone = true;
    if (guest.step != OnlineGuest::Step::Seated) return;
    lobby_changed_ = roster_changed_ = true;
    if (guest.seats == 0) return;
    announce_left(guest.seats, reason, std::move(why), now);
    if (session_) return;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((guest.seats >> s & 1) != 0 && !seats_[s].local) seats_[s] = {};
}

void OnlineGame::announce_left(std::uint8_t seats, LeaveReason reason, Notice why, Time now) {
    why.who = pilots(seats);
    notice(std::move(why));
    mark_left(seats);
    lobby_changed_ = true;
    if (!session_ && reason != LeaveReason::Removed && reason != LeaveReason::Banned) return;
    for (const OnlineGuest& other : guests_)
        if (!other.is_gone && other.id != 0 && other.step == OnlineGuest::Step::Seated) send(other.id, net::SeatsLeft{seats, reason}, now);
}

void OnlineGame::send_lobby(Time now) {
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && guest.step == OnlineGuest::Step::Seated) send(guest.id, lobby_for(guest), now);
}

void OnlineGame::send_roster(Time now) {
    net::Roster roster{.match_id = match_id_, .machines = {}};
    if ((local_seats_ & ~bot_seats_) != 0) {
        net::Roster::Machine& own = roster.machines.emplace_back();
        own.seats = static_cast<std::uint8_t>(local_seats_ & ~bot_seats_);  // bots end with their host
        own.host = true;
        own.verifier = net::verifier_of(token_);
    }
    for (const OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.seats == 0) continue;
        net::Roster::Machine& machine = roster.machines.emplace_back();
        machine.seats = guest.seats;
        machine.verifier = guest.verifier;
        const net::Address address = guest.id != 0 ? link().address(guest.id) : net::Address{};
        machine.ip = address.ip;
        machine.port = address.port;
    }
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && guest.plays) send(guest.id, roster, now);
}

std::uint32_t OnlineGame::worst_ping_ms() const {
    std::uint32_t ping_ms = 0;
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && guest.seats != 0) ping_ms = std::max(ping_ms, guest.least_ping_ms);
    return std::min(ping_ms, 1000u);
}

net::Start OnlineGame::start_for(const OnlineGuest& guest) const {
    net::Start start;
    start.kind = guest.start_kind;
    start.match_id = match_id_;
    start.token = guest.token;
    start.seed = seed_;
    start.states = first_states_;
    start.window_ms = window_ms;
    start.delay_ticks = first_delay_;
    start.hash_period = hash_period;
    return start;
}

void OnlineGame::start(Time now) {
    const bool somebody = std::any_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.taken; });
    if (stage_ != Stage::Lobby || !is_host_ || !somebody) return;
    wants_start_ = !may_start(now);
    if (wants_start_) return;
    countdown_end_ = 0;
    send_lobby(now);
    lobby_changed_ = false;
    net::SessionSetup setup;
    setup.role = net::Role::Host;
    setup.rate = rate_;
    setup.local_seats = local_seats_;
    for (std::size_t s = 0; s < seats_.size(); ++s) first_states_[s] = seats_[s].taken ? SeatState::Flown : SeatState::Absent;
    first_delay_ = static_cast<std::uint8_t>(starting_delay(worst_ping_ms(), rate_));
    setup.states = first_states_;
    setup.window_ms = window_ms;
    setup.delay_ticks = fixed_delay_.value_or(first_delay_);
    setup.adapt_delay = !fixed_delay_;
    setup.wait_us = starting_wait_us(worst_ping_ms());
    setup.hash_period = hash_period;
    std::vector<net::Session::Peer> peers;
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && guest.seats != 0) peers.push_back({.id = guest.id, .seats = guest.seats});
    session_ = std::make_unique<net::Session>(setup, &link(), peers);
    pause_ = {};
    stage_ = Stage::Playing;
    for (OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.id == 0 || guest.step != OnlineGuest::Step::Seated) continue;
        let_play(guest, guest.seats != 0 ? net::StartKind::FromFirstTick : net::StartKind::WithSnapshot, now);
        send(guest.id, start_for(guest), now);
        guest.start_again_at = now + start_again_us;
    }
    roster_changed_ = true;
}

}  // namespace game
