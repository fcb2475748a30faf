// In the lobby: who is ready, what the host may do with seats and with those who sit there, and the next game after one that is over. The
// host's powers hold while playing, too.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "engine/core/rng.h"
#include "game/bots/bots.h"
#include "game/match/online_game.h"
#include "game/match/online_names.h"
#include "net/token.h"

namespace game {

using net::LeaveReason;
using net::Time;

namespace {

// What was on its way when a game ended, or when a guest heard of it, has arrived by then: nothing of it is taken for the next one.
constexpr Time calm_us = 1'000'000;

constexpr bool is_loopback(std::uint32_t ip) { return ip >> 24 == 127; }

constexpr std::uint8_t bit_of(std::size_t seat) { return static_cast<std::uint8_t>(1u << seat); }

}  // namespace

bool OnlineGame::everybody_ready() const {
    const auto taken = std::count_if(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.taken; });
    return taken > 0 && std::all_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.ready || !seat.taken; });
}

// Everybody has come back from the game before.
bool OnlineGame::may_start(Time now) const {
    return now >= earliest_start_ && std::none_of(guests_.begin(), guests_.end(), [](const OnlineGuest& guest) {
               return !guest.is_gone && guest.id != 0 && guest.owes_again;
           });
}

void OnlineGame::poll_lobby(Time now) {
    if (stage_ != Stage::Lobby || !is_host_) return;
    const bool counts = countdown_us_ != 0 && everybody_ready();
    if (counts != (countdown_end_ != 0)) {
        countdown_end_ = counts ? now + countdown_us_ : 0;
        lobby_changed_ = true;
    }
    if (wants_start_ || (counts && now >= countdown_end_)) start(now);
}

std::uint32_t OnlineGame::countdown_ms() const {
    if (stage_ != Stage::Lobby || countdown_end_ <= last_poll_) return 0;
    return static_cast<std::uint32_t>((countdown_end_ - last_poll_ + 999) / 1000);
}

void OnlineGame::set_ready(bool ready, Time now) {
    if (stage_ != Stage::Lobby) return;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if (seats_[s].local) seats_[s].ready = ready || (bot_seats_ & bit_of(s)) != 0;
    lobby_changed_ = true;
    if (!is_host_ && host_.id != 0 && local_seats_ != 0) send(host_.id, net::Ready{ready}, now);
}

// False: it makes no sense here.
bool OnlineGame::take_lobby_word(OnlineGuest& guest, const net::Message& message, Time now) {
    if (const auto* again = std::get_if<net::Again>(&message)) {
        if (again->match_id == match_id_ && std::exchange(guest.owes_again, false))
            earliest_start_ = std::max(earliest_start_, now + calm_us);
        return guest.has_played;
    }
    if (std::holds_alternative<net::StatsAsk>(message)) {
        guest.asks_until = now + 2'000'000;
        figures_until_ = std::max(figures_until_, guest.asks_until);
        return true;
    }
    if (const auto* told = std::get_if<net::StatsTell>(&message)) {
        if (told->machines.size() != 1) return false;
        guest.figures = told->machines[0];
        guest.figures->seats = guest.seats;
        guest.told_at = now;
        return true;
    }
    if (guest.seats == 0) return false;  // who watches has no say
    if (const auto* ready = std::get_if<net::Ready>(&message)) {
        if (stage_ != Stage::Lobby) return true;  // said as the game began
        for (std::size_t s = 0; s < seats_.size(); ++s)
            if ((guest.seats & bit_of(s)) != 0 && !seats_[s].local) seats_[s].ready = ready->ready;
        lobby_changed_ = true;
        return true;
    }
    if (const auto* crew = std::get_if<net::Crew>(&message)) {
        if (stage_ != Stage::Lobby) return true;
        lobby_changed_ = true;
        return set_crew(guest, crew->pilots);
    }
    return false;
}

// As many of them as there are seats for; the newest go first.
bool OnlineGame::set_crew(OnlineGuest& guest, const std::vector<std::string>& pilots) {
    std::size_t number = 0;
    std::vector<std::string> came;
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        if ((guest.seats & bit_of(s)) == 0) continue;
        if (number < pilots.size()) {
            seats_[s].ready = false;
            ++number;
        } else {
            guest.seats = static_cast<std::uint8_t>(guest.seats & ~bit_of(s));
            notice({Notice::Kind::Left, {seats_[s].pilot}});
            seats_[s] = {};
        }
    }
    for (std::size_t s = 0; s < seats_.size() && number < pilots.size() && !door_closed_; ++s) {
        if (!is_free(s)) continue;
        seats_[s] = {};
        seats_[s].taken = true;
        seats_[s].pilot = guest.pilots[s] = pilot_name(pilots[number++], static_cast<int>(s) + 1);
        seats_[s].ping_ms = guest.ping_ms;
        guest.seats = static_cast<std::uint8_t>(guest.seats | bit_of(s));
        came.push_back(seats_[s].pilot);
    }
    if (!came.empty()) notice({Notice::Kind::Joined, std::move(came)});
    return true;
}

bool OnlineGame::add_pilot(std::string_view name, Time now) {
    if (stage_ != Stage::Lobby || free_seats() == 0 || watches_) return false;
    if (!is_host_) {
        if (host_.id == 0 || pilots_.empty() || pilots_.size() >= seats_.size()) return false;
        crew_ = pilots_;
        crew_.emplace_back(name);
        send(host_.id, net::Crew{crew_}, now);
        return true;
    }
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        if (!is_free(s)) continue;
        seats_[s] = {};
        seats_[s].taken = seats_[s].local = seats_[s].is_host = true;
        seats_[s].pilot = pilot_name(std::string(name), static_cast<int>(s) + 1);
        local_seats_ = static_cast<std::uint8_t>(local_seats_ | bit_of(s));
        lobby_changed_ = true;
        return true;
    }
    return false;
}

void OnlineGame::drop_pilot(Time now) {
    if (stage_ != Stage::Lobby) return;
    if (!is_host_) {
        if (host_.id == 0 || pilots_.size() < 2) return;
        crew_ = pilots_;
        crew_.pop_back();
        send(host_.id, net::Crew{crew_}, now);
        return;
    }
    const auto own = static_cast<std::uint8_t>(local_seats_ & ~bot_seats_);
    for (std::size_t s = seats_.size(); s-- > 0;) {
        if ((own & bit_of(s)) == 0 || own == bit_of(s)) continue;
        seats_[s] = {};
        local_seats_ = static_cast<std::uint8_t>(local_seats_ & ~bit_of(s));
        lobby_changed_ = true;
        return;
    }
}

OnlineGuest* OnlineGame::guest_of(std::size_t seat) {
    for (OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.step == OnlineGuest::Step::Seated && (guest.seats & bit_of(seat)) != 0) return &guest;
    return nullptr;
}

void OnlineGame::kick(int seat, bool ban, Time now) {
    if (!is_host_ || stage_ == Stage::Ended || seat < 0 || seat >= static_cast<int>(seats_.size())) return;
    const auto s = static_cast<std::size_t>(seat);
    OnlineGuest* guest = guest_of(s);
    if (guest == nullptr || seats_[s].local) return;
    const LeaveReason reason = ban ? LeaveReason::Banned : LeaveReason::Removed;
    if (ban) {
        const net::Address address = guest->id != 0 ? link().address(guest->id) : net::Address{};
        bans_.push_back({.ip = is_loopback(address.ip) ? 0 : address.ip, .machine = guest->machine});
    }
    if (guest->id == 0) {  // a seat that was kept
        guest->is_gone = true;
        for (std::size_t each = 0; each < seats_.size(); ++each)
            if ((guest->seats & bit_of(each)) != 0 && !seats_[each].taken) seats_[each] = {};
        lobby_changed_ = roster_changed_ = true;
        return;
    }
    send(guest->id, net::Farewell{reason}, now);
    link().close(guest->id, now);
    lose(*guest, reason, ban ? Notice::Kind::LeftBanned : Notice::Kind::LeftRemoved, now);
}

bool OnlineGame::is_banned(const net::Address& address, std::uint64_t machine) const {
    return std::any_of(bans_.begin(), bans_.end(), [&](const Ban& ban) {
        return (ban.ip != 0 && ban.ip == address.ip) || (ban.machine != 0 && ban.machine == machine);
    });
}

void OnlineGame::lock_seat(int seat, bool locked) {
    if (!is_host_ || seat < 0 || seat >= static_cast<int>(seats_.size())) return;
    LobbySeat& which = seats_[static_cast<std::size_t>(seat)];
    if (which.taken || which.locked == locked || is_kept(static_cast<std::size_t>(seat))) return;
    which.locked = locked;
    lobby_changed_ = true;
}

void OnlineGame::close_door(bool closed) {
    if (is_host_) door_closed_ = closed;
}

void OnlineGame::seat_bot(int seat, std::string_view bot, Time /*now*/) {
    if (!is_host_ || seat < 0 || seat >= static_cast<int>(seats_.size())) return;
    if (stage_ != Stage::Lobby && stage_ != Stage::Playing) return;
    if (!bot.empty() && find_bot(std::string(bot)) == nullptr) return;
    const auto s = static_cast<std::size_t>(seat);
    LobbySeat& which = seats_[s];
    const bool has_bot = (bot_seats_ & bit_of(s)) != 0;
    if (which.taken && !has_bot) return;
    if (bot.empty()) {
        if (!has_bot) return;
        if (session_) session_->release_seat(seat);
        local_seats_ = static_cast<std::uint8_t>(local_seats_ & ~bit_of(s));
        bot_seats_ = static_cast<std::uint8_t>(bot_seats_ & ~bit_of(s));
        const OnlineGuest* owner = guest_of(s);
        which = {};
        if (owner != nullptr) which.pilot = owner->pilots[s];
    } else {
        if (session_ && !session_->take_seat_here(seat)) return;
        local_seats_ = static_cast<std::uint8_t>(local_seats_ | bit_of(s));
        bot_seats_ = static_cast<std::uint8_t>(bot_seats_ | bit_of(s));
        which = {};
        which.taken = which.local = which.is_host = which.ready = true;
        which.pilot = fmt::format("bot:{}", bot);
    }
    lobby_changed_ = roster_changed_ = true;
}

// Its pilot is back. The session takes it from the bot when it is told of its machine.
void OnlineGame::give_seat_back(std::size_t seat, const OnlineGuest& owner) {
    local_seats_ = static_cast<std::uint8_t>(local_seats_ & ~bit_of(seat));
    bot_seats_ = static_cast<std::uint8_t>(bot_seats_ & ~bit_of(seat));
    seats_[seat] = {};
    seats_[seat].pilot = owner.pilots[seat];
}

// Of a machine that is a host no more.
void OnlineGame::leave_bots() {
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((bot_seats_ & bit_of(s)) != 0) seats_[s] = {};
    local_seats_ = static_cast<std::uint8_t>(local_seats_ & ~bot_seats_);
    bot_seats_ = 0;
}

void OnlineGame::again(Time now) {
    if (!is_host_ || stage_ != Stage::Playing) return;
    stay_here(now);
    session_.reset();
    pause_.paused = pause_.changed = false;
    pause_.resume_at = 0;
    stage_ = Stage::Lobby;
    match_before_ = 0;
    match_id_ = net::make_match_id();
    seed_ = engine::Rng{seed_}.next();
    came_late_ = false;
    countdown_end_ = 0;
    earliest_start_ = now + calm_us;
    differences_.clear();
    for (OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.step != OnlineGuest::Step::Seated) continue;
        guest.has_played = guest.has_played || guest.plays;
        guest.owes_again = guest.id != 0 && guest.plays;
        guest.plays = guest.is_heard = false;
        if (guest.id != 0) send(guest.id, net::Again{match_id_}, now);
    }
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        LobbySeat& seat = seats_[s];
        if (!seat.taken && !is_kept(s)) {
            const bool locked = seat.locked;
            seat = {};
            seat.locked = locked;
        }
        seat.ready = seat.taken && (bot_seats_ & bit_of(s)) != 0;
    }
    lobby_changed_ = true;
    next_ping_ = now;
}

// Guest: the host says so. False: it makes no sense.
bool OnlineGame::come_again(const net::Again& again, Time now) {
    if (again.match_id == match_id_ || again.match_id == 0) return false;
    match_ended_ = match_id_;
    match_id_ = again.match_id;
    session_.reset();
    before_.reset();
    pause_.paused = pause_.changed = false;
    pause_.resume_at = 0;
    stage_ = Stage::Lobby;
    came_late_ = false;
    countdown_end_ = 0;
    roster_ = {};
    differences_.clear();
    give_up_return(now);
    for (LobbySeat& seat : seats_) seat.ready = false;
    send(host_.id, again, now);
    if (ready_at_once_) set_ready(true, now);
    return true;
}

// Guest: the host that was lost is found again, and its game is over meanwhile.
void OnlineGame::come_into_lobby(const OnlineCall& call, const net::LobbyMessage& lobby, Time now) {
    for (const OnlineGuest& guest : guests_)
        if (guest.id != 0) link().close(guest.id, now);
    guests_.clear();
    std::erase_if(calls_, [&](const OnlineCall& each) { return each.id == call.id; });
    hang_up(OnlineCall::Aim::Return, now);
    hang_up(OnlineCall::Aim::Follow, now);
    if (lost_host_ != 0) link().close(std::exchange(lost_host_, 0), now);
    is_host_ = is_searching_ = false;
    static_cast<OnlinePeer&>(host_) = call;
    host_.silent_us = 0;
    host_address_ = call.to;
    match_ended_ = match_id_;
    session_.reset();
    pause_.paused = pause_.changed = false;
    pause_.resume_at = 0;
    stage_ = Stage::Lobby;
    came_late_ = false;
    leave_bots();
    roster_ = {};
    take_lobby(lobby);
    if (ready_at_once_) set_ready(true, now);
    notice({Notice::Kind::BackInGame, host_names()});
}

}  // namespace game
