// A guest listens to its host: who sits where, the start, who left, where the others are found.
#include <algorithm>
#include <bit>
#include <utility>

#include "game/match/online_game.h"
#include "game/match/online_names.h"

namespace game {

using engine::ExitCode;
using engine::SeatState;
using net::Time;

using Aim = OnlineCall::Aim;

namespace {

constexpr bool is_loopback(std::uint32_t ip) { return ip >> 24 == 127; }

Notice::Kind kind_of(net::LeaveReason reason) {
    switch (reason) {
        case net::LeaveReason::ConnectionLost: return Notice::Kind::LeftLost;
        case net::LeaveReason::Removed: return Notice::Kind::LeftRemoved;
        case net::LeaveReason::Banned: return Notice::Kind::LeftBanned;
        case net::LeaveReason::Left:
        case net::LeaveReason::HostEnded: break;
    }
    return Notice::Kind::Left;
}

}  // namespace

void OnlineGame::take_from_host(const net::LinkEvent& event, Time now) {
    const auto message = read(host_, event);
    if (message) {
        host_.silent_us = 0;
        if (is_searching_) host_is_heard_again(now);
        if (!take_host_message(event, *message, now)) ++host_.strikes;
    }
    if (stage_ == Stage::Ended || host_.id == 0 || host_.strikes < OnlinePeer::most_strikes) return;
    link().close(std::exchange(host_.id, 0), now);
    lose_host(Loss::Refused, Notice::Kind::HostSenseless, Notice::Kind::LeftSenseless, now);
}

// False: it makes no sense here.
bool OnlineGame::take_host_message(const net::LinkEvent& event, const net::Message& message, Time now) {
    if (net::is_of_session(message)) {
        // what came in before the start is sent again
        if (session_) session_->receive(host_.id, event.data, now);
        return true;
    }
    if (const auto* ping = std::get_if<net::Ping>(&message)) {
        send(host_.id, net::Pong{ping->stamp}, now);
        return true;
    }
    if (const auto* refused = std::get_if<net::Refused>(&message)) {
        // The call that leads back displaces the old connection.
        const bool by_ourselves = std::any_of(calls_.begin(), calls_.end(), [](const OnlineCall& call) { return call.aim == Aim::Return; });
        Notice why = heard(*refused);
        link().close(std::exchange(host_.id, 0), now);
        if (!by_ourselves) lose_host(Loss::Refused, std::move(why), Notice::Kind::LeftClosed, now);
        return true;
    }
    if (const auto* farewell = std::get_if<net::Farewell>(&message)) {
        link().close(std::exchange(host_.id, 0), now);
        if (farewell->reason == net::LeaveReason::Removed || farewell->reason == net::LeaveReason::Banned) {
            hang_up(Aim::Return, now);
            hang_up(Aim::Follow, now);
            end(farewell->reason == net::LeaveReason::Banned ? Notice::Kind::YouBanned : Notice::Kind::YouRemoved, ExitCode::Network);
            return true;
        }
        lose_host(Loss::Goodbye, Notice::Kind::HostEnded,
                  farewell->reason == net::LeaveReason::HostEnded ? Notice::Kind::LeftEnded : Notice::Kind::Left, now);
        return true;
    }
    if (const auto* lobby = std::get_if<net::LobbyMessage>(&message)) {
        if (!fits(*lobby)) return false;
        take_lobby(*lobby);
        return true;
    }
    // Over Play it may overtake the lobby that it goes with, which comes again.
    if (const auto* start = std::get_if<net::Start>(&message)) return take_start(*start, now) || event.channel == net::Channel::Play;
    if (const auto* left = std::get_if<net::SeatsLeft>(&message)) {
        take_seats_left(*left);
        return true;
    }
    if (const auto* roster = std::get_if<net::Roster>(&message)) return take_roster(*roster);
    if (const auto* said = std::get_if<net::Said>(&message)) return take_said(*said);
    if (const auto* state = std::get_if<net::PauseState>(&message)) return take_pause_state(*state, now);
    if (const auto* parts = std::get_if<net::WorldParts>(&message); parts != nullptr && session_) {
        take_parts(host_.id, *parts);
        return true;
    }
    if (std::holds_alternative<net::StatsAsk>(message)) {
        send(host_.id, net::StatsTell{.machines = {own_figures()}}, now);
        return true;
    }
    if (const auto* told = std::get_if<net::StatsTell>(&message)) {
        take_figures(*told);
        return true;
    }
    if (const auto* again = std::get_if<net::Again>(&message)) return come_again(*again, now);
    return std::holds_alternative<net::Offer>(message);  // said again, and late
}

// Its seats for us are as many as we asked for, taken, not the host's; and no others than before.
bool OnlineGame::fits(const net::LobbyMessage& lobby) const {
    if (session_ && (lobby.yours != (local_seats_ & ~bot_seats_) || lobby.seats.size() != seats_.size())) return false;
    // With a token the seats are what they were, however many pilots come this time.
    // What is asked for in the lobby may be given or not.
    const int most = token_ == net::Token{} ? static_cast<int>(std::max(pilots_.size(), crew_.size())) : engine::max_seats;
    const int least = token_ == net::Token{} ? static_cast<int>(std::min(pilots_.size(), crew_.size())) : watches_ ? 0 : 1;
    const int yours = std::popcount(lobby.yours);
    if (yours < least || yours > most) return false;
    for (std::size_t s = 0; s < engine::max_seats; ++s) {
        if ((lobby.yours >> s & 1) == 0) continue;
        if (s >= lobby.seats.size() || !lobby.seats[s].taken || lobby.seats[s].host) return false;
    }
    return true;
}

void OnlineGame::take_lobby(const net::LobbyMessage& lobby) {
    const bool is_first = stage_ == Stage::Connecting;
    const std::vector<LobbySeat> before = std::move(seats_);
    seats_.clear();
    for (const auto& seat : lobby.seats) {
        const auto s = static_cast<int>(seats_.size());
        const bool named = seat.taken || (session_ && !seat.pilot.empty());
        seats_.push_back({.taken = seat.taken,
                          .local = (lobby.yours >> s & 1) != 0,
                          .is_host = seat.taken && seat.host,
                          .ready = seat.ready,
                          .locked = seat.locked,
                          .pilot = named ? pilot_name(seat.pilot, s + 1) : "",
                          .ping_ms = seat.ping_ms});
    }
    local_seats_ = lobby.yours;
    if (static_cast<std::size_t>(std::popcount(local_seats_)) == crew_.size()) pilots_ = crew_;
    countdown_end_ = lobby.countdown_ms != 0 && !lobby.playing ? last_poll_ + Time{lobby.countdown_ms} * 1000 : 0;
    spectators_ = lobby.spectators;
    if (!is_first) tell_lobby_changes(before);
    if (is_first) stage_ = Stage::Lobby;
}

void OnlineGame::tell_lobby_changes(const std::vector<LobbySeat>& before) {
    for (std::size_t s = 0; s < std::min(before.size(), seats_.size()); ++s) {
        const bool other = before[s].pilot != seats_[s].pilot;
        // While playing the host tells who left, and why.
        if (!session_ && before[s].taken && (!seats_[s].taken || other)) notice({Notice::Kind::Left, {before[s].pilot}});
        if (!seats_[s].taken || (before[s].taken && !other) || seats_[s].local) continue;
        notice({session_ && !other ? Notice::Kind::Back : Notice::Kind::Joined, {seats_[s].pilot}});
    }
}

bool OnlineGame::take_start(const net::Start& start, Time now) {
    if (session_) return start.match_id == match_id_;                      // said again
    if (match_ended_ != 0 && start.match_id == match_ended_) return true;  // late
    if (start.kind == net::StartKind::WithOwnWorld) return false;
    if (start.kind == net::StartKind::FromFirstTick)
        for (std::size_t s = 0; s < start.states.size(); ++s)
            if ((s < seats_.size() && seats_[s].taken) != (start.states[s] != SeatState::Absent)) return false;
    seed_ = start.seed;
    match_id_ = start.match_id;
    token_ = start.token;
    came_late_ = start.kind == net::StartKind::WithSnapshot;
    net::SessionSetup setup;
    setup.role = net::Role::Guest;
    setup.rate = rate_;
    setup.local_seats = local_seats_;
    setup.states = start.states;
    setup.window_ms = start.window_ms;
    setup.delay_ticks = fixed_delay_.value_or(start.delay_ticks);
    setup.adapt_delay = !fixed_delay_;
    setup.hash_period = start.hash_period;
    setup.first_tick = start.first_tick;
    setup.joins = came_late_;
    pause_ = {};
    session_ = std::make_unique<net::Session>(setup, &link(), std::vector<net::Session::Peer>{{.id = host_.id, .seats = 0}});
    stage_ = Stage::Playing;
    session_->poll(now);
    return true;
}

void OnlineGame::take_seats_left(const net::SeatsLeft& left) {
    const auto others = static_cast<std::uint8_t>(left.seats & ~local_seats_);
    std::uint8_t there = 0;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((others >> s & 1) != 0 && seats_[s].taken) there = static_cast<std::uint8_t>(there | 1u << s);
    if (there == 0) return;
    notice({kind_of(left.reason), pilots(there)});
    mark_left(there);
}

bool OnlineGame::take_roster(const net::Roster& roster) {
    if (!session_ || roster.match_id != match_id_) return false;
    const bool fits = std::all_of(roster.machines.begin(), roster.machines.end(), [&](const net::Roster::Machine& machine) {
        return machine.seats >> seats_.size() == 0 && (machine.seats == local_seats_ || (machine.seats & local_seats_) == 0);
    });
    if (!fits) return false;
    roster_ = roster;
    for (net::Roster::Machine& machine : roster_.machines) {
        if (!machine.host) continue;
        machine.ip = host_address_.ip;
        machine.port = host_address_.port;
    }
    // Who plays on the host's own machine is seen there under an address that means nothing elsewhere.
    for (net::Roster::Machine& machine : roster_.machines)
        if (is_loopback(machine.ip) && !is_loopback(host_address_.ip)) machine.ip = host_address_.ip;
    return true;
}

}  // namespace game
