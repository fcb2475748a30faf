#include "game/match/online_guest.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/log.h"

namespace game {

using engine::ExitCode;
using engine::SeatState;
using net::Time;

namespace {

constexpr Time second_us = 1'000'000;

}  // namespace

std::unique_ptr<Online> make_online_guest(const OnlineSetup& setup, Online::ContentFor content_for, void* context, Time now) {
    CHECK(content_for != nullptr);
    if (setup.pilots.empty() || setup.pilots.size() > static_cast<std::size_t>(engine::max_seats))
        throw engine::Error(ExitCode::Usage, fmt::format("1 to {} pilots can join, not {}.", engine::max_seats, setup.pilots.size()));
    return std::make_unique<OnlineGuest>(setup, content_for, context, now);
}

OnlineGuest::OnlineGuest(const OnlineSetup& setup, ContentFor content_for, void* context, Time now)
    : OnlineBase(net::EnetLink::open(0), setup.trouble, now),
      address_(setup.address),
      pilots_(setup.pilots),
      content_for_(content_for),
      context_(context),
      next_second_(now + second_us) {
    link().connect(net::resolve(setup.address, default_port), now);
    stage_ = Stage::Connecting;
}

void OnlineGuest::poll(Time now) {
    const Time step = pass_time(now);
    for (int i = 0; i < most_events; ++i) {
        const auto event = link().next(now);
        if (!event) break;
        take(*event, now);
    }
    if (stage_ == Stage::Ended) return;
    if (now >= next_second_) {
        next_second_ = now + second_us;
        host_.lobby_messages = 0;
    }
    if (step_ != Step::Seated) {
        waited_us_ += step;
        if (waited_us_ >= online_patience_us) {
            if (host_.id != 0) link().close(host_.id, now);
            const Time seconds = online_patience_us / second_us;
            return end(fmt::format("No answer from {} within {} seconds: is a game hosted there?", address_, seconds), ExitCode::Network);
        }
    } else if (host_.id != 0) {
        host_.silent_us += step;
        if (host_.silent_us >= online_patience_us) lose_host("The connection to the host is lost.", "left: connection lost", now);
    }
    if (!session_) return;
    session_->poll(now);
    take_session_events(now);
    for (LobbySeat& seat : seats_)
        if (seat.is_host) seat.ping_ms = session_->stats().rtt_ms;
}

void OnlineGuest::take(const net::LinkEvent& event, Time now) {
    if (stage_ == Stage::Ended) return;
    switch (event.kind) {
        case net::LinkEvent::Kind::Connected:
            if (event.incoming) return link().close(event.peer, now);
            host_.id = event.peer;
            step_ = Step::Greeted;
            send(host_.id, net::Hello{.protocol = protocol_version, .build = WINGMATE_VERSION}, now);
            return;
        case net::LinkEvent::Kind::Packet:
            if (event.peer == host_.id) take_message(event, now);
            return;
        case net::LinkEvent::Kind::Gone:
            // one that never was a connection: the answer is waited for until the time is up
            if (event.peer != host_.id) return;
            host_.id = 0;
            if (event.closed) {
                lose_host("The host closed the connection.", "left the game", now);
            } else {
                lose_host("The connection to the host is lost.", "left: connection lost", now);
            }
            return;
    }
}

void OnlineGuest::take_message(const net::LinkEvent& event, Time now) {
    const auto message = read(host_, event);
    if (message) {
        host_.silent_us = 0;
        bool fits = true;
        if (std::holds_alternative<net::InputsMessage>(*message)) {
            // what came in before the start is sent again
            if (session_) session_->receive(host_.id, event.data, now);
        } else if (const auto* ping = std::get_if<net::Ping>(&*message)) {
            send(host_.id, net::Pong{ping->stamp}, now);
        } else if (const auto* refused = std::get_if<net::Refused>(&*message)) {
            const std::string sentence = net::clean_text(refused->sentence, net::most_sentence_bytes);
            engine::log_info(fmt::format("The host {} refuses: {}", address_, sentence));
            link().close(std::exchange(host_.id, 0), now);
            return lose_host(sentence.empty() ? "The host refuses without a reason." : sentence, "closed the connection", now);
        } else if (std::holds_alternative<net::Farewell>(*message)) {
            link().close(std::exchange(host_.id, 0), now);
            return lose_host("The host ended the game.", "left the game", now);
        } else if (const auto* offer = std::get_if<net::Offer>(&*message)) {
            fits = take_offer(*offer, now);
        } else if (const auto* lobby = std::get_if<net::LobbyMessage>(&*message)) {
            fits = take_lobby(*lobby);
        } else if (const auto* start = std::get_if<net::Start>(&*message)) {
            fits = take_start(*start);
        } else if (const auto* left = std::get_if<net::SeatsLeft>(&*message)) {
            take_seats_left(*left);
        } else {
            fits = false;
        }
        if (!fits) ++host_.strikes;
    }
    if (stage_ == Stage::Ended || host_.strikes < OnlinePeer::most_strikes) return;
    link().close(std::exchange(host_.id, 0), now);
    lose_host("What the host sends makes no sense; it may be another program.", "left: what that machine sent made no sense", now);
}

bool OnlineGuest::take_offer(const net::Offer& offer, Time now) {
    if (step_ != Step::Greeted) return false;
    game_name_ = net::clean_text(offer.game, pilot_code_points);
    rate_ = offer.rate;
    const std::string mode = net::clean_text(offer.mode, net::most_name_bytes);
    // only names: a host must not choose which files are read here
    const auto content_hash = is_mode_name(mode) && mode == offer.mode ? content_for_(context_, mode) : std::nullopt;
    if (!content_hash) {
        send(host_.id, net::Farewell{net::LeaveReason::Left}, now);
        link().close(std::exchange(host_.id, 0), now);
        end(fmt::format("The host plays the mode {}, which this machine does not have.", mode), ExitCode::Network);
        return true;
    }
    mode_ = mode;
    step_ = Step::Joined;
    send(host_.id, net::Join{.content_hash = *content_hash, .pilots = pilots_}, now);
    return true;
}

bool OnlineGuest::take_lobby(const net::LobbyMessage& lobby) {
    if (step_ < Step::Joined || session_) return false;
    if (std::popcount(lobby.yours) != static_cast<int>(pilots_.size())) return false;
    for (int s = 0; s < engine::max_seats; ++s) {
        if ((lobby.yours >> s & 1) == 0) continue;
        const auto seat = static_cast<std::size_t>(s);
        if (seat >= lobby.seats.size() || !lobby.seats[seat].taken || lobby.seats[seat].host) return false;
    }
    const std::vector<LobbySeat> before = std::move(seats_);
    seats_.clear();
    for (const auto& seat : lobby.seats) {
        const auto s = static_cast<int>(seats_.size());
        seats_.push_back({.taken = seat.taken,
                          .local = (lobby.yours >> s & 1) != 0,
                          .is_host = seat.taken && seat.host,
                          .pilot = seat.taken ? pilot_name(seat.pilot, s + 1) : "",
                          .ping_ms = seat.ping_ms});
    }
    local_seats_ = lobby.yours;
    if (step_ == Step::Seated) tell_lobby_changes(before);
    step_ = Step::Seated;
    stage_ = Stage::Lobby;
    return true;
}

void OnlineGuest::tell_lobby_changes(const std::vector<LobbySeat>& before) {
    for (std::size_t s = 0; s < std::min(before.size(), seats_.size()); ++s) {
        if (before[s].taken && (!seats_[s].taken || before[s].pilot != seats_[s].pilot)) notice(before[s].pilot + " left the game");
        if (seats_[s].taken && (!before[s].taken || before[s].pilot != seats_[s].pilot)) notice(seats_[s].pilot + " joined");
    }
}

bool OnlineGuest::take_start(const net::Start& start) {
    if (step_ != Step::Seated || session_) return false;
    for (std::size_t s = 0; s < start.states.size(); ++s)
        if ((s < seats_.size() && seats_[s].taken) != (start.states[s] != SeatState::Absent)) return false;
    seed_ = start.seed;
    net::SessionSetup setup;
    setup.role = net::Role::Guest;
    setup.rate = rate_;
    setup.local_seats = local_seats_;
    setup.states = start.states;
    setup.window_ms = start.window_ms;
    setup.delay_ticks = start.delay_ticks;
    setup.adapt_delay = true;
    setup.hash_period = start.hash_period;
    setup.first_tick = start.first_tick;
    session_host_ = host_.id;
    begin_session(setup, {{.id = host_.id, .seats = 0}});
    return true;
}

void OnlineGuest::take_seats_left(const net::SeatsLeft& left) {
    const auto others = static_cast<std::uint8_t>(left.seats & ~local_seats_);
    std::uint8_t there = 0;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((others >> s & 1) != 0 && seats_[s].taken) there = static_cast<std::uint8_t>(there | 1u << s);
    if (there == 0) return;
    notice(fmt::format("{} {}", enumerate(pilots(there)),
                       left.reason == net::LeaveReason::ConnectionLost ? "left: connection lost" : "left the game"));
    mark_left(there);
}

void OnlineGuest::take_session_events(Time now) {
    while (const auto event = session_->next_event()) {
        if (host_.id == 0) continue;
        switch (event->kind) {
            case net::SessionEvent::Kind::PeerSilent: notice(fmt::format("{}: connection trouble", host_names())); break;
            case net::SessionEvent::Kind::PeerBack: notice(fmt::format("{}: the connection is back", host_names())); break;
            case net::SessionEvent::Kind::Desync:
                notice(fmt::format("The game here and the host's differ since tick {}", event->tick));
                break;
            case net::SessionEvent::Kind::PeerGone:
                link().close(std::exchange(host_.id, 0), now);
                lose_host(event->text, fmt::format("left: {}", event->text), now);
                break;
            case net::SessionEvent::Kind::Joined:
            case net::SessionEvent::Kind::Repaired:
            case net::SessionEvent::Kind::HostChanged:
            case net::SessionEvent::Kind::SeatChanged: break;
        }
    }
}

void OnlineGuest::lose_host(const std::string& sentence, const std::string& why, Time now) {
    const net::PeerId id = std::exchange(host_.id, 0);
    if (id != 0) link().close(id, now);
    if (!session_) return end(sentence, ExitCode::Network);
    notice(fmt::format("{} {}", host_names(), why));
    std::uint8_t others = 0;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if (seats_[s].taken && !seats_[s].local) others = static_cast<std::uint8_t>(others | 1u << s);
    mark_left(others);
    session_->peer_gone(session_host_, why, now);
}

std::string OnlineGuest::host_names() const {
    std::vector<std::string> names;
    for (const LobbySeat& seat : seats_)
        if (seat.is_host) names.push_back(seat.pilot);
    return names.empty() ? "The host" : enumerate(names);
}

void OnlineGuest::leave(Time now) {
    if (stage_ == Stage::Ended) return;
    if (host_.id != 0) {
        send(host_.id, net::Farewell{net::LeaveReason::Left}, now);
        link().close(std::exchange(host_.id, 0), now);
    }
    end("You left the game.", ExitCode::Ok);
}

}  // namespace game
