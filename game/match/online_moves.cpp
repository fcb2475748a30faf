// The host of a guest is gone. If other pilots are left, the machine with the lowest seat takes over and the others follow it; whoever
// finds none of them goes on alone, and for a while tries to come back to the host, which may have lost only this connection. A host that
// stood still comes after them.
#include <algorithm>
#include <bit>
#include <iterator>
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
    if (before_) return go_back(loss, std::move(left), now);
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
    mark_left(host_seats());
    search_us_ = return_us_ = 0;
    all_know_us_ = host_silence_us - std::min(host_silence_us, host_.silent_us);
    is_searching_ = true;
    if (loss == Loss::Silent) call(Aim::Return, host_address_, match_, match_id_, now);
    candidates_ = heirs();
    candidate_ = 0;
    find_next_host(now);
}

std::vector<net::Roster::Machine> OnlineGame::heirs() const {
    std::vector<net::Roster::Machine> found;
    for (const net::Roster::Machine& machine : roster_.machines) {
        if (machine.host || machine.ip == 0 || machine.seats == local_seats_) continue;
        if (local_seats_ == 0 || lowest(machine.seats) < lowest(local_seats_)) found.push_back(machine);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return lowest(a.seats) < lowest(b.seats); });
    // The new host may have gone back to the old one, and who watches belongs to neither.
    if (local_seats_ == 0 && host_before_.port != 0) found.push_back({.ip = host_before_.ip, .port = host_before_.port});
    return found;
}

void OnlineGame::find_next_host(Time now) {
    hang_up(Aim::Follow, now);
    candidate_us_ = 0;
    if (candidate_ == candidates_.size()) {
        if (local_seats_ != 0) return take_over(now);
        if (search_us_ >= watchers_patience_us && !may_return()) return end(Notice::Kind::HostGone, ExitCode::Network);
        candidate_ = 0;
        if (candidates_.empty()) return;
    }
    const net::Roster::Machine& machine = candidates_[candidate_++];
    // Whoever takes over has that match alone.
    call(Aim::Follow, {machine.ip, machine.port}, 0, 0, now);
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
        if (machine.seats == local_seats_ || (machine.host && !may_return())) continue;
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
    call_heirs(match_before_, now);
    say_again(now);
}

void OnlineGame::call_heirs(std::uint64_t match_id, Time now) {
    for (const net::Roster::Machine& machine : heirs())
        call(Aim::Return, {machine.ip, machine.port}, 0, next_match_id(match_id, machine.seats), now);
}

// Start came from a machine that was called. False: it makes no sense.
bool OnlineGame::come_into_game(const OnlineCall& call, const net::Start& start, Time now) {
    const OnlineCall in = call;
    const bool returns = in.aim == Aim::Return;
    // Whoever answers there now hosts another game, or the same one in other hands: nothing that this machine belongs to.
    if (returns && (start.kind != net::StartKind::WithSnapshot || start.match_id != in.match_id)) {
        link().close(in.id, now);
        take_refusal(call, Notice::Kind::HostSenseless, now);
        return true;
    }
    if (!returns && (start.kind == net::StartKind::FromFirstTick || start.match_id == match_id_)) return false;
    std::erase_if(calls_, [&](const OnlineCall& each) { return each.id == in.id; });
    hang_up(Aim::Return, now);
    hang_up(Aim::Follow, now);
    if (lost_host_ != 0) link().close(std::exchange(lost_host_, 0), now);
    if (returns) set_aside(now);
    is_searching_ = false;
    const bool is_known = in.to == host_before_;
    host_before_ = host_address_;
    static_cast<OnlinePeer&>(host_) = in;
    host_.silent_us = 0;
    host_address_ = in.to;
    match_ = in.match;
    match_id_ = start.match_id;
    token_ = start.token;
    std::uint8_t hosts = 0;
    for (const net::Roster::Machine& machine : roster_.machines)
        if (net::Address{machine.ip, machine.port} == in.to) hosts = machine.seats;
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        seats_[s].is_host = (hosts >> s & 1) != 0;
        seats_[s].taken |= seats_[s].is_host;
    }
    pause_.is_number_known = false;
    say_again(now);
    if (!returns) {
        session_->follow(in.id, now);
        notice({is_known ? Notice::Kind::BackInGame : Notice::Kind::TookOver, host_names()});
        return true;
    }
    net::SessionSetup setup;
    setup.role = net::Role::Guest;
    setup.rate = rate_;
    setup.local_seats = local_seats_;
    setup.adapt_delay = !fixed_delay_;
    setup.delay_ticks = before_->session_->delay_ticks();
    setup.joins = true;
    session_ = std::make_unique<net::Session>(setup, &link(), std::vector<net::Session::Peer>{{.id = host_.id, .seats = 0}});
    return true;
}

void OnlineGame::set_aside(Time now) {
    // Nobody who plays here: whoever has such a guest comes back to nobody.
    for (OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.id == 0) continue;
        link().close(guest.id, now);
        lose(guest, net::LeaveReason::ConnectionLost, Notice::Kind::LeftLost, now);
    }
    std::erase_if(guests_, [](const OnlineGuest& guest) { return guest.is_gone; });
    OnlineBranch next;
    next.came_late_ = came_late_;
    next.seats_ = seats_;
    next.local_seats_ = local_seats_;
    next.bot_seats_ = bot_seats_;
    next.roster_ = roster_;
    before_ = std::make_unique<OnlineBranch>(std::exchange(static_cast<OnlineBranch&>(*this), std::move(next)));
    leave_bots();
    world_us_ = 0;
}

void OnlineGame::settle_in() {
    if (!before_ || !session_->joined()) return;
    const bool was_alone = std::exchange(before_, nullptr)->is_host_;
    notice({Notice::Kind::BackInGame, host_names()});
    if (was_alone) notice(Notice::Kind::AloneIsUndone);
}

void OnlineGame::go_back(Loss loss, Notice left, Time now) {
    left.who = host_names();
    notice(std::move(left));
    OnlineBranch lost = std::exchange(static_cast<OnlineBranch&>(*this), std::move(*before_));
    before_.reset();
    // Nobody has answered them yet.
    std::move(lost.guests_.begin(), lost.guests_.end(), std::back_inserter(guests_));
    roster_ = std::move(lost.roster_);
    // Nor are its seats kept for whoever says goodbye.
    if (loss == Loss::Goodbye)
        std::erase_if(guests_, [&](const OnlineGuest& guest) { return guest.id == 0 && guest.seats == lost.host_seats(); });
    lobby_changed_ = roster_changed_ = true;
    if (loss == Loss::Silent) {
        lost_host_ = lost.host_.id;
        call(Aim::Return, lost.host_address_, lost.match_, lost.match_id_, now + return_again_us);
    }
    if (is_searching_) {
        candidates_ = heirs();
        candidate_ = 0;
        find_next_host(now);
    } else {
        call_heirs(lost.match_id_, now);
        say_again(now);
    }
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
    if (heir_.seats == 0 || connected() || may_return()) return;
    roster_ = {.match_id = match_id_, .machines = {heir_}};
    return_us_ = 0;
    call(Aim::Return, {heir_.ip, heir_.port}, 0, next_match_id(match_id_, heir_.seats), now);
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

void OnlineGame::give_up_return(Time now) { hang_up(Aim::Return, now); }

bool OnlineGame::may_return() const {
    return std::any_of(calls_.begin(), calls_.end(), [](const OnlineCall& call) { return call.aim == Aim::Return; });
}

}  // namespace game
