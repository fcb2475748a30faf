#include "game/match/online_game.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.h"
#include "game/match/online_names.h"
#include "net/token.h"

namespace game {

using net::LeaveReason;
using net::Time;

namespace {

constexpr Time second_us = 1'000'000;
constexpr Time longest_step_us = 250'000;  // more than this between two polls is our own pause, not the others' silence
constexpr std::size_t most_notices = 64, most_differences = 8;

net::TroubleSetup trouble_setup(const LinkTrouble& trouble) {
    net::TroubleSetup setup;
    setup.delay_us = Time{trouble.delay_ms} * 1000;
    setup.jitter_us = Time{trouble.jitter_ms} * 1000;
    setup.loss = std::clamp(trouble.loss_percent / 100, 0.0, 1.0);
    setup.burst = std::max(trouble.burst, 1.0);
    return setup;
}

// Goes over both channels: over Play it is quick, over Lobby it is sure.
bool goes_both_ways(const net::Message& message) {
    return std::holds_alternative<net::Hello>(message) || std::holds_alternative<net::Offer>(message) ||
           std::holds_alternative<net::Join>(message) || std::holds_alternative<net::LobbyMessage>(message) ||
           std::holds_alternative<net::Start>(message) || std::holds_alternative<net::PauseState>(message);
}

}  // namespace

OnlineGame::OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, Time now, bool is_host)
    : link_(std::move(link)),
      reach_(setup.reach),
      search_port_(setup.search_port),
      stage_(is_host ? Stage::Lobby : Stage::Connecting),
      watches_(setup.watches),
      last_poll_(now),
      next_second_(now + second_us),
      next_ping_(now) {
    is_host_ = is_host;
    fixed_delay_ = setup.delay_ticks;
    take_password(setup, now);
    talk_.run = static_cast<std::uint32_t>(net::make_match_id());
    countdown_us_ = std::min<Time>(setup.countdown_us, Time{net::most_countdown_ms} * 1000);
    ready_at_once_ = setup.is_ready;
    machine_ = setup.machine != 0 ? setup.machine : net::make_match_id();
    const LinkTrouble& trouble = setup.trouble;
    if (trouble.delay_ms != 0 || trouble.jitter_ms != 0 || trouble.loss_percent > 0)
        troubled_ = std::make_unique<net::TroubledLink>(*link_, trouble_setup(trouble), trouble.seed);
    tagged_ = std::make_unique<net::TaggedLink>(troubled_ ? static_cast<net::Link&>(*troubled_) : *link_);
}

void OnlineGame::send(net::PeerId to, const net::Message& message, Time now) {
    link().send(to, net::Channel::Lobby, net::encode(message), now);
}

void OnlineGame::say(net::PeerId to, const net::Message& message, Time now) {
    link().send(to, net::Channel::Play, net::encode(message), now);
}

Time OnlineGame::pass_time(Time now) {
    const Time step = now > last_poll_ ? std::min(now - last_poll_, longest_step_us) : 0;
    if (is_host_ && session_ && now > last_poll_ + host_silence_us / 2) stood_still_at_ = now;
    last_poll_ = std::max(last_poll_, now);
    return step;
}

void OnlineGame::notice(Notice what) {
    notices_.push_back(std::move(what));
    if (notices_.size() > most_notices) notices_.pop_front();
}

std::optional<Notice> OnlineGame::next_notice() {
    if (notices_.empty()) return std::nullopt;
    Notice first = std::move(notices_.front());
    notices_.pop_front();
    return first;
}

void OnlineGame::end(Notice why, engine::ExitCode code) {
    if (stage_ == Stage::Ended) return;
    stage_ = Stage::Ended;
    ending_ = std::move(why);
    exit_code_ = code;
}

void OnlineGame::poll(Time now) {
    const Time step = pass_time(now);
    settle_in();
    for (int i = 0; i < most_events; ++i) {
        const auto event = link().next(now);
        if (!event) break;
        take(*event, now);
    }
    if (stage_ == Stage::Ended) return;
    poll_key_work(now);
    if (now >= next_second_) {
        next_second_ = now + second_us;
        host_.lobby_messages = 0;
        for (OnlineGuest& guest : guests_) guest.lobby_messages = 0;
        for (OnlineCall& call : calls_) call.lobby_messages = 0;
    }
    poll_guest(step, now);
    if (stage_ == Stage::Ended) return;
    poll_host(step, now);
    if (session_) {
        poll_pause(now);
        session_->poll(now);
        take_session_events(now);
    }
    poll_lobby(now);
    poll_figures(now);
    if (std::exchange(lobby_changed_, false) && is_host_) send_lobby(now);
    if (std::exchange(roster_changed_, false) && is_host_ && session_) send_roster(now);
    std::erase_if(guests_, [](const OnlineGuest& guest) { return guest.is_gone; });
    if (is_host_) answer_searches(now);
}

void OnlineGame::take(const net::LinkEvent& event, Time now) {
    using Kind = net::LinkEvent::Kind;
    if (stage_ == Stage::Ended) return;
    if (event.kind == Kind::Connected && event.incoming) {
        guests_.emplace_back().id = event.peer;
        return;
    }
    if (OnlineCall* call = find_call(event.peer)) {
        if (event.kind == Kind::Connected) {
            call->step = OnlineCall::Step::Greeted;
            call->keys = net::make_key_pair();
            call->again_at = 0;
            call->begun_at = now;
        } else if (event.kind == Kind::Packet) {
            take_from_call(*call, event, now);
        } else if (call->aim == OnlineCall::Aim::Begin && call->step != OnlineCall::Step::Connecting) {
            end(event.closed ? Notice::Kind::HostClosed : Notice::Kind::HostLost, engine::ExitCode::Network);
        } else {
            call->id = 0;  // tried again until the time is up
        }
        return;
    }
    if (event.peer == host_.id && host_.id != 0) {
        if (event.kind == Kind::Packet) return take_from_host(event, now);
        if (event.kind != Kind::Gone) return;
        host_.id = 0;
        // A program that ends closes its connections; so does one that has lost us, and that one may be reached again.
        lose_host(Loss::Silent, event.closed ? Notice::Kind::HostClosed : Notice::Kind::HostLost,
                  event.closed ? Notice::Kind::Left : Notice::Kind::LeftLost, now);
        return;
    }
    OnlineGuest* guest = find_guest(event.peer);
    if (guest == nullptr) return;
    if (event.kind == Kind::Packet) return take_from_guest(*guest, event, now);
    if (event.kind != Kind::Gone) return;
    if (event.closed) notice_going_over(*guest, now);
    // Nor does it leave who hangs up because it has not heard yet that it is in.
    const bool leaves = event.closed && (!guest->plays || guest->is_heard);
    lose(*guest, leaves ? LeaveReason::Left : LeaveReason::ConnectionLost, leaves ? Notice::Kind::Left : Notice::Kind::LeftLost, now);
}

std::optional<net::Message> OnlineGame::read(OnlinePeer& peer, const net::LinkEvent& event) {
    auto message = net::decode(event.data);
    // Anybody may have sent it, in this peer's name: it counts neither for nor against the peer.
    const bool plain =
        message && (std::holds_alternative<net::Hello>(*message) || std::holds_alternative<net::Offer>(*message) ||
                    std::holds_alternative<net::Refused>(*message) || (has_password_ && std::holds_alternative<net::Join>(*message)));
    if (!event.tagged && !plain && tagged_->is_protected(event.peer)) return std::nullopt;
    const bool in_play = event.channel == net::Channel::Play;
    const bool greets = message && goes_both_ways(*message);
    const bool flood = (!in_play || greets) && ++peer.lobby_messages > OnlinePeer::most_lobby_messages;
    if (message && !flood && (greets || net::is_of_session(*message) == in_play)) return message;
    ++peer.strikes;
    return std::nullopt;
}

void OnlineGame::take_session_events(Time now) {
    while (session_) {
        const auto event = session_->next_event();
        if (!event) return;
        take_session_event(*event, now);
    }
}

void OnlineGame::take_session_event(const net::SessionEvent& event, Time now) {
    using Kind = net::SessionEvent::Kind;
    OnlineGuest* guest = find_guest(event.peer);
    const bool of_host = !is_host_ && host_.id != 0 && event.peer == host_.id;
    if (guest == nullptr && !of_host) return;
    // Nobody is told of spectators' troubles.
    if (guest != nullptr && guest->seats == 0 && event.kind != Kind::PeerGone) return;
    const std::vector<std::string> names = guest != nullptr ? pilots(guest->seats) : host_names();
    switch (event.kind) {
        case Kind::PeerSilent: notice({Notice::Kind::Trouble, names}); break;
        case Kind::PeerBack: notice({Notice::Kind::TroubleOver, names}); break;
        case Kind::Desync: {
            Notice differs{of_host ? Notice::Kind::DiffersHost : Notice::Kind::Differs, names};
            differs.tick = event.tick;
            notice(std::move(differs));
            tell_difference(event.peer, event.tick, now);
            break;
        }
        case Kind::Repaired: notice({of_host ? Notice::Kind::SameAgainHost : Notice::Kind::SameAgain, names}); break;
        case Kind::PeerGone:
            // The session has had enough of it: it would not be better the next time.
            if (of_host) {
                link().close(std::exchange(host_.id, 0), now);
                lose_host(Loss::Refused, {Notice::Kind::EndedBecause, {}, event.text}, {Notice::Kind::LeftBecause, {}, event.text}, now);
            } else {
                send(guest->id,
                     net::Refused{fmt::format("This machine cannot stay in the game: {}.", event.text), net::Refusal::CannotStay}, now);
                link().close(guest->id, now);
                lose(*guest, LeaveReason::Left, {Notice::Kind::LeftBecause, {}, event.text}, now);
            }
            break;
        case Kind::Joined:
        case Kind::HostChanged:
        case Kind::SeatChanged: break;
    }
}

OnlineGame::Difference& OnlineGame::difference(net::PeerId peer, net::Tick tick) {
    for (Difference& each : differences_)
        if (each.peer == peer && each.what.tick == tick) return each;
    if (differences_.size() == most_differences) differences_.pop_front();
    Difference& added = differences_.emplace_back();
    added.peer = peer;
    added.what.tick = tick;
    const OnlineGuest* guest = find_guest(peer);
    added.what.seats = guest != nullptr ? guest->seats : host_seats();
    return added;
}

void OnlineGame::tell_difference(net::PeerId peer, net::Tick tick, Time now) {
    const auto parts = session_->parts(tick);
    net::WorldParts message{.tick = tick, .hashes = {parts.begin(), parts.end()}};
    message.hashes.resize(std::min(message.hashes.size(), net::most_parts));
    send(peer, message, now);
    Difference& here = difference(peer, tick);
    here.has_here = true;
    here.what.here = std::move(message.hashes);
}

void OnlineGame::take_parts(net::PeerId peer, const net::WorldParts& parts) {
    Difference& there = difference(peer, parts.tick);
    there.has_there = true;
    there.what.there = parts.hashes;
}

std::optional<OnlineDifference> OnlineGame::next_difference() {
    const auto found =
        std::find_if(differences_.begin(), differences_.end(), [](const Difference& each) { return each.has_here && each.has_there; });
    if (found == differences_.end()) return std::nullopt;
    OnlineDifference what = std::move(found->what);
    differences_.erase(found);
    return what;
}

std::vector<std::string> OnlineGame::pilots(std::uint8_t of_seats) const {
    std::vector<std::string> names;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((of_seats >> s & 1) != 0) names.push_back(seats_[s].pilot);
    return names;
}

std::vector<std::string> OnlineGame::host_names() const { return pilots(host_seats()); }

void OnlineGame::mark_left(std::uint8_t of_seats) {
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((of_seats >> s & 1) != 0) seats_[s].taken = false;
}

bool OnlineGame::connected() const {
    if (!is_host_) return host_.id != 0 && !is_searching_;
    return std::any_of(guests_.begin(), guests_.end(),
                       [](const OnlineGuest& guest) { return !guest.is_gone && guest.id != 0 && guest.seats != 0; });
}

bool OnlineGame::is_awaiting() const {
    if (is_searching_ || may_return()) return true;
    return is_host_ &&
           std::any_of(guests_.begin(), guests_.end(), [](const OnlineGuest& guest) { return guest.id == 0 && guest.seats != 0; });
}

void OnlineGame::leave(Time now) {
    if (stage_ == Stage::Ended) return;
    const auto farewell = [&](net::PeerId id) {
        if (id == 0) return;
        send(id, net::Farewell{is_host_ && local_seats_ == 0 ? LeaveReason::HostEnded : LeaveReason::Left}, now);
        link().close(id, now);
    };
    farewell(std::exchange(host_.id, 0));
    for (OnlineGuest& guest : guests_)
        if (!guest.is_gone) farewell(std::exchange(guest.id, 0));
    for (OnlineCall& call : calls_)
        if (call.id != 0) link().close(std::exchange(call.id, 0), now);
    end(Notice::Kind::YouLeft, engine::ExitCode::Ok);
}

}  // namespace game
