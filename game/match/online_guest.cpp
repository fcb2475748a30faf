// A guest calls a host and goes through its greeting.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/log.h"
#include "game/match/online_game.h"
#include "game/match/online_names.h"

namespace game {

using engine::ExitCode;
using net::Time;

using Aim = OnlineCall::Aim;

OnlineGame::OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, const net::Address& host, ContentFor content_for,
                       void* context, Time now)
    : OnlineGame(setup, std::move(link), now, false) {
    CHECK(content_for != nullptr);
    token_ = setup.token;
    address_ = setup.address;
    match_ = match_of_address(setup.address);
    pilots_ = crew_ = setup.pilots;
    content_for_ = content_for;
    context_ = context;
    host_address_ = host;
    call(Aim::Begin, host, match_, 0, now);
}

void OnlineGame::call(Aim aim, const net::Address& to, std::uint32_t match, std::uint64_t match_id, Time at) {
    OnlineCall& call = calls_.emplace_back();
    call.aim = aim;
    call.to = to;
    call.match = match;
    call.match_id = match_id;
    call.again_at = at;
    if (at > last_poll_) return;
    call.id = link().connect(to, at);
    call.again_at = at + again_us;
}

// What people are told of it; also for the log.
Notice OnlineGame::heard(const net::Refused& refused) const {
    Notice why{Notice::Kind::Refused, {}, net::clean_text(refused.sentence, net::most_sentence_bytes)};
    why.refusal = refused.why;
    engine::log_info(fmt::format("The host {} refuses: {}", address_, why.text));
    return why;
}

OnlineCall* OnlineGame::find_call(net::PeerId id) {
    for (OnlineCall& call : calls_)
        if (id != 0 && call.id == id) return &call;
    return nullptr;
}

void OnlineGame::hang_up(Aim aim, Time now) {
    for (OnlineCall& call : calls_)
        if (call.aim == aim && call.id != 0) link().close(std::exchange(call.id, 0), now);
    std::erase_if(calls_, [&](const OnlineCall& call) { return call.aim == aim; });
}

void OnlineGame::poll_guest(Time step, Time now) {
    for (OnlineCall& call : calls_) do_what_is_due(call, now);
    if (!is_host_ && stage_ == Stage::Connecting) {
        waited_us_ += step;
        if (waited_us_ >= online_patience_us) {
            hang_up(Aim::Begin, now);
            Notice silence{Notice::Kind::NoAnswer, {}, address_};
            silence.number = online_patience_us / 1'000'000;
            return end(std::move(silence), ExitCode::Network);
        }
    }
    if (host_.id != 0 && !is_searching_) {
        host_.silent_us += step;
        if (host_.silent_us >= (session_ ? host_silence_us : online_patience_us))
            lose_host(Loss::Silent, Notice::Kind::HostLost, Notice::Kind::LeftLost, now);
    }
    if (before_) {
        before_->return_us_ += step;
        world_us_ += step;
        if (world_us_ >= world_patience_us) {
            link().close(std::exchange(host_.id, 0), now);
            lose_host(Loss::Refused, Notice::Kind::HostLost, Notice::Kind::LeftLost, now);
        }
    }
    if (may_return()) {
        return_us_ += step;
        if (return_us_ >= keep_seats_us) give_up_return(now);
    }
    if (is_searching_) {
        search_us_ += step;
        if (search_us_ >= all_know_us_) candidate_us_ += step;
        if (candidate_us_ >= candidate_patience_us) find_next_host(now);
    }
    if (!session_ || is_host_) return;
    for (LobbySeat& seat : seats_)
        if (seat.is_host) seat.ping_ms = session_->stats().rtt_ms;
}

void OnlineGame::do_what_is_due(OnlineCall& call, Time now) {
    using Step = OnlineCall::Step;
    if (now < call.again_at) return;
    call.again_at = now + again_us;
    if (call.id != 0 && call.step == Step::Greeted && now >= call.begun_at + offer_patience_us)
        link().close(std::exchange(call.id, 0), now);
    if (call.id == 0) {
        call.step = Step::Connecting;
        call.has_lobby = false;
        call.strikes = 0;
        call.id = link().connect(call.to, now);
    } else if (call.step == Step::Greeted) {
        say(call.id, net::Hello{.protocol = protocol_version, .build = WINGMATE_VERSION, .key = call.keys.open, .match = call.match}, now);
    } else if (call.step == Step::Joining) {
        knock(call, now);
    }
}

void OnlineGame::take_from_call(OnlineCall& call, const net::LinkEvent& event, Time now) {
    const net::PeerId id = call.id;
    const auto message = read(call, event);
    if (message) {
        call.silent_us = 0;
        // its session may speak before its greeting is through
        if (!net::is_of_session(*message) && !take_call_message(call, *message, now)) {
            if (OnlineCall* still = find_call(id)) ++still->strikes;
        }
    }
    OnlineCall* still = find_call(id);
    if (stage_ == Stage::Ended || still == nullptr || still->strikes < OnlinePeer::most_strikes) return;
    link().close(std::exchange(still->id, 0), now);
    take_refusal(*still, Notice::Kind::HostSenseless, now);
}

// False: it makes no sense here.
bool OnlineGame::take_call_message(OnlineCall& call, const net::Message& message, Time now) {
    if (const auto* ping = std::get_if<net::Ping>(&message)) {
        send(call.id, net::Pong{ping->stamp}, now);
        return true;
    }
    if (const auto* refused = std::get_if<net::Refused>(&message)) {
        Notice why = heard(*refused);
        link().close(std::exchange(call.id, 0), now);
        take_refusal(call, std::move(why), now);
        return true;
    }
    if (std::holds_alternative<net::Farewell>(message)) {
        link().close(std::exchange(call.id, 0), now);
        take_refusal(call, Notice::Kind::HostEnded, now);
        return true;
    }
    if (const auto* offer = std::get_if<net::Offer>(&message)) return take_offer(call, *offer, now);
    if (const auto* lobby = std::get_if<net::LobbyMessage>(&message)) {
        if (call.step != OnlineCall::Step::Joining || !fits(*lobby)) return false;
        call.has_lobby = true;
        if (call.aim == Aim::Return && !lobby->playing) {
            come_into_lobby(OnlineCall(call), *lobby, now);
            return true;
        }
        if (call.aim != Aim::Begin) return true;
        static_cast<OnlinePeer&>(host_) = call;
        std::erase_if(calls_, [](const OnlineCall& each) { return each.aim == Aim::Begin; });
        take_lobby(*lobby);
        if (ready_at_once_) set_ready(true, now);
        return true;
    }
    if (const auto* start = std::get_if<net::Start>(&message)) {
        if (call.step != OnlineCall::Step::Joining) return false;
        // Over Play it may overtake the lobby, which comes again.
        return call.aim == Aim::Begin || !call.has_lobby || come_into_game(call, *start, now);
    }
    return std::holds_alternative<net::SeatsLeft>(message) || std::holds_alternative<net::Roster>(message) ||
           std::holds_alternative<net::Said>(message) || std::holds_alternative<net::PauseState>(message);
}

bool OnlineGame::take_offer(OnlineCall& call, const net::Offer& offer, Time now) {
    if (call.step == OnlineCall::Step::Deriving || call.step == OnlineCall::Step::Joining) return true;  // said again
    if (call.step != OnlineCall::Step::Greeted) return false;
    const auto keys = net::keys_of_guest(call.keys, offer.key);
    if (!keys) return false;
    if (call.aim != Aim::Begin) {
        if (offer.mode != mode_ || offer.content_hash != content_hash_ || offer.seats != seats_.size()) return false;
    } else {
        game_name_ = net::clean_text(offer.game, pilot_code_points);
        rate_ = offer.rate;
        match_ = offer.match;
        const std::string mode = net::clean_text(offer.mode, net::most_name_bytes);
        // only names: a host must not choose which files are read here
        const auto content_hash = is_mode_name(mode) && mode == offer.mode ? content_for_(context_, mode) : std::nullopt;
        if (!content_hash) {
            turn_away(call, {Notice::Kind::NoMode, {}, mode}, now);
            return true;
        }
        mode_ = mode;
        content_hash_ = *content_hash;
        waited_us_ = 0;  // loading took its time
    }
    call.challenge = {.guest = call.keys.open, .host = offer.key, .guest_to_host = keys->send};
    call.tag_keys = *keys;
    return take_door(call, offer, now);
}

// It is this machine that will not come in.
void OnlineGame::turn_away(OnlineCall& call, Notice why, Time now) {
    link().close(std::exchange(call.id, 0), now);
    end(std::move(why), ExitCode::Network);
}

// The call is closed already.
void OnlineGame::take_refusal(const OnlineCall& call, Notice why, Time now) {
    switch (call.aim) {
        case Aim::Begin: return end(std::move(why), ExitCode::Network);
        case Aim::Return: calls_.erase(calls_.begin() + (&call - calls_.data())); return;
        case Aim::Follow: return find_next_host(now);
    }
}

}  // namespace game
