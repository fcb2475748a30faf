// The host of a guest is gone. If other pilots are left, the machine with the lowest seat takes over and the others follow it; whoever
// finds none of them goes on alone, and for a while tries to come back to the host, which may have lost only this connection. A host that
// stood still comes after them.
#include <algorithm>
#include <bit>
#include <utility>

#include "game/match/online_game.h"
#include "game/match/online_names.h"

namespace game {

using engine::ExitCode;
using net::Time;

using Aim = OnlineCall::Aim;

namespace {

constexpr Time watchers_patience_us = 10'000'000;  // of a spectator, for a new host after a goodbye

int lowest(std::uint8_t seats) { return std::countr_zero(seats); }

// The same for all who know the old one; never the old one.
std::uint64_t next_match_id(std::uint64_t id, std::uint8_t seats) {
    std::uint64_t next = (id ^ (static_cast<std::uint64_t>(lowest(seats)) + 1)) * 0x9E3779B97F4A7C15u;
    next ^= next >> 29;
    return next == 0 || next == id ? ~id : next;
}

}  // namespace

void OnlineGame::lose_host(Loss loss, Notice ending, Notice left, Time now) {
    lost_host_ = host_.id;
    if (!session_ || !session_->joined()) {
        if (host_.id != 0) link().close(std::exchange(host_.id, 0), now);
        return end(std::move(ending), ExitCode::Network);
    }
    if (is_searching_) {
        if (loss != Loss::Silent) give_up_return(now);
        return;
    }
    left.who = host_names();
    notice(std::move(left));
    std::uint8_t hosts = 0;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if (seats_[s].is_host) hosts = static_cast<std::uint8_t>(hosts | 1u << s);
    mark_left(hosts);
    candidates_.clear();
    for (const net::Roster::Machine& machine : roster_.machines) {
        if (machine.host || machine.ip == 0 || machine.seats == local_seats_) continue;
        if (local_seats_ == 0 || lowest(machine.seats) < lowest(local_seats_)) candidates_.push_back(machine);
    }
    std::sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) { return lowest(a.seats) < lowest(b.seats); });
    candidate_ = 0;
    search_us_ = 0;
    return_us_ = 0;
    lost_match_ = match_id_;
    is_searching_ = true;
    may_return_ = loss == Loss::Silent;
    if (may_return_) call(Aim::Return, host_address_, now);
    find_next_host(now);
}

void OnlineGame::find_next_host(Time now) {
    hang_up(Aim::Follow, now);
    candidate_us_ = 0;
    if (candidate_ == candidates_.size()) {
        if (local_seats_ != 0) return take_over(now);
        if (search_us_ >= watchers_patience_us && !may_return_) return end(Notice::Kind::HostGone, ExitCode::Network);
        candidate_ = 0;
        if (candidates_.empty()) return;
    }
    const net::Roster::Machine& machine = candidates_[candidate_++];
    call(Aim::Follow, {machine.ip, machine.port}, now);
}

void OnlineGame::take_over(Time now) {
    is_searching_ = false;
    is_host_ = true;
    match_ = 0;
    host_.id = 0;
    match_before_ = match_id_;
    match_id_ = next_match_id(match_id_, local_seats_);
    std::uint8_t expected = 0;
    for (const net::Roster::Machine& machine : roster_.machines) {
        if (machine.seats == local_seats_ || (machine.host && !may_return_)) continue;
        OnlineGuest& guest = guests_.emplace_back();
        guest.step = OnlineGuest::Step::Seated;
        guest.seats = machine.seats;
        guest.verifier = machine.verifier;
        if (!machine.host && machine.ip != 0 && lowest(machine.seats) > lowest(local_seats_))
            expected = static_cast<std::uint8_t>(expected | machine.seats);
    }
    for (LobbySeat& seat : seats_) seat.is_host = seat.local;
    session_->become_host(expected, now);
    next_ping_ = now;
    lobby_changed_ = roster_changed_ = true;
    if (expected != 0) notice(Notice::Kind::HostHere);
    say_again(now);
}

// Start came from a machine that was called. False: it makes no sense.
bool OnlineGame::come_into_game(const OnlineCall& call, const net::Start& start, Time now) {
    const OnlineCall in = call;
    if (in.aim == Aim::Return) {
        // Whoever answers there now hosts another game, or the same one in other hands: nothing that this machine belongs to.
        if (start.kind != net::StartKind::WithSnapshot || start.match_id != lost_match_) {
            give_up_return(now);
            return true;
        }
        for (const OnlineGuest& guest : guests_)
            if (guest.id != 0) link().close(guest.id, now);
        guests_.clear();
    } else if (start.kind == net::StartKind::FromFirstTick || start.match_id == match_id_) {
        return false;
    }
    std::erase_if(calls_, [&](const OnlineCall& each) { return each.id == in.id; });
    hang_up(Aim::Return, now);
    hang_up(Aim::Follow, now);
    if (lost_host_ != 0) link().close(std::exchange(lost_host_, 0), now);
    const bool was_alone = is_host_;
    is_host_ = false;
    is_searching_ = false;
    may_return_ = false;
    static_cast<OnlinePeer&>(host_) = in;
    host_.silent_us = 0;
    host_address_ = in.to;
    match_ = in.match;
    match_id_ = start.match_id;
    token_ = start.token;
    std::uint8_t hosts = 0;
    for (const net::Roster::Machine& machine : roster_.machines) {
        const bool is_it = in.aim == Aim::Return ? machine.host : machine.ip == in.to.ip && machine.port == in.to.port;
        if (is_it) hosts = machine.seats;
    }
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        seats_[s].is_host = (hosts >> s & 1) != 0;
        seats_[s].taken |= seats_[s].is_host;
    }
    pause_.is_number_known = false;
    say_again(now);
    if (in.aim == Aim::Follow) {
        session_->follow(in.id, now);
        notice({Notice::Kind::TookOver, host_names()});
        return true;
    }
    leave_bots();
    net::SessionSetup setup;
    setup.role = net::Role::Guest;
    setup.rate = rate_;
    setup.local_seats = local_seats_;
    setup.adapt_delay = !fixed_delay_;
    setup.delay_ticks = session_->delay_ticks();
    setup.joins = true;
    pause_ = {};
    session_ = std::make_unique<net::Session>(setup, &link(), std::vector<net::Session::Peer>{{.id = host_.id, .seats = 0}});
    notice({Notice::Kind::BackInGame, host_names()});
    if (was_alone) notice(Notice::Kind::AloneIsUndone);
    return true;
}

// Whose connection is closed without a goodbye, soon after this host stood still, may have another host now.
void OnlineGame::notice_going_over(const OnlineGuest& guest, Time now) {
    if (!is_host_ || local_seats_ == 0 || !guest.plays || guest.seats == 0 || guest.address.ip == 0) return;
    if (stood_still_at_ == 0 || now >= stood_still_at_ + went_over_us) return;
    if (heir_.seats != 0 && lowest(heir_.seats) < lowest(guest.seats)) return;
    heir_ = {.seats = guest.seats, .host = true, .ip = guest.address.ip, .port = guest.address.port, .verifier = guest.verifier};
}

// A host that only stood still finds all its guests gone to the one with the lowest seat, which has taken over with their newest world. It
// comes back to its own seats there; what it has played alone meanwhile is dropped.
void OnlineGame::go_over(Time now) {
    if (heir_.seats == 0 || connected() || may_return_) return;
    roster_ = {.match_id = match_id_, .machines = {heir_}};
    lost_match_ = next_match_id(match_id_, heir_.seats);
    return_us_ = 0;
    may_return_ = true;
    call(Aim::Return, {heir_.ip, heir_.port}, now);
    heir_ = {};
}

// It was only slow, and nobody has been asked for a seat yet.
void OnlineGame::host_is_heard_again(Time now) {
    const bool underway =
        std::any_of(calls_.begin(), calls_.end(), [](const OnlineCall& call) { return call.step == OnlineCall::Step::Joining; });
    if (underway) return;
    is_searching_ = false;
    hang_up(Aim::Follow, now);
    give_up_return(now);
    say_again(now);
    for (LobbySeat& seat : seats_) seat.taken |= seat.is_host;
}

void OnlineGame::stay_here(Time now) {
    if (lost_host_ != 0) link().close(std::exchange(lost_host_, 0), now);
    give_up_return(now);
}

void OnlineGame::give_up_return(Time now) {
    may_return_ = false;
    hang_up(Aim::Return, now);
}

}  // namespace game
