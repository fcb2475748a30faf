// Guests come to a host: to its lobby, into a game that is on, back to their seats, or along with their own world after a host was lost.
#include <fmt/core.h>

#include <algorithm>

#include "engine/core/log.h"
#include "game/match/online_game.h"
#include "game/match/online_names.h"
#include "net/token.h"

namespace game {

using net::Time;

void OnlineGame::greet(OnlineGuest& guest, const net::Hello& hello, Time now) {
    if (guest.step == OnlineGuest::Step::Seated) return;  // overtaken by what came after it
    const std::string build = net::clean_text(hello.build, pilot_code_points);
    if (hello.protocol != protocol_version || build != WINGMATE_VERSION)
        return refuse(guest, net::Refusal::Version,
                      fmt::format("The host has Wingmate {} (protocol {}), this machine has Wingmate {} (protocol {}); both need the same.",
                                  WINGMATE_VERSION, protocol_version, build, hello.protocol),
                      now);
    if (hello.match != 0 && hello.match != match_)
        return refuse(guest, net::Refusal::NoSuchMatch,
                      fmt::format("There is no match {} here: this host has one match, without a number.", hello.match), now);
    if (has_password_ && !password_key_) return;  // the guest says it again
    if (guest.step == OnlineGuest::Step::Connected) {
        const net::KeyPair own = net::make_key_pair();
        const auto keys = net::keys_of_host(own, hello.key);
        if (!keys) {
            ++guest.strikes;
            return;
        }
        link().protect(guest.id, password_key_ ? net::with_password(*keys, *password_key_) : *keys);
        guest.challenge = {.guest = hello.key, .host = own.open, .guest_to_host = keys->receive};
        guest.offered_at = now;
        guest.step = OnlineGuest::Step::Offered;
    }
    const net::Offer offer{.game = game_name_,
                           .mode = mode_,
                           .content_hash = content_hash_,
                           .rate = static_cast<std::uint16_t>(rate_),
                           .seats = static_cast<std::uint8_t>(seats_.size()),
                           .key = guest.challenge.host,
                           .has_password = has_password_,
                           .salt = password_key_ ? password_key_->salt : net::Salt{},
                           .match = match_};
    link().send_plain(guest.id, net::Channel::Play, net::encode(offer), now);
}

void OnlineGame::seat(OnlineGuest& guest, const net::Join& join, Time now) {
    if (!comes_in(guest, join, now)) return;
    if (guest.step == OnlineGuest::Step::Seated) return answer(guest, now);
    if (join.content_hash != content_hash_)
        return refuse(guest, net::Refusal::Content,
                      fmt::format("The files of the mode {} differ: the host has {:016x}, this machine has {:016x}; both need the same.",
                                  mode_, content_hash_, join.content_hash),
                      now);
    const net::Address address = link().address(guest.id);
    guest.machine = join.machine;
    if (is_banned(address, join.machine))
        return refuse(guest, net::Refusal::Banned, "The host has banned this machine from this match.", now);
    // A token that is not known (any more) is no way in, and no reason to keep its owner out of a free seat.
    if (!net::is_empty(join.token) && !seat_again(guest, join, now)) ++guest.strikes;
    if (guest.step != OnlineGuest::Step::Seated && !seat_new(guest, join, now)) return;
    guest.take_ping(stamp(now) - stamp(guest.offered_at));
    next_ping_ = now;
    lobby_changed_ = roster_changed_ = true;
    answer(guest, now);
}

// Whoever has the token of seats that are kept, or are flown over another connection, which then is displaced.
bool OnlineGame::seat_again(OnlineGuest& guest, const net::Join& join, Time now) {
    const auto before = std::find_if(guests_.begin(), guests_.end(), [&](const OnlineGuest& each) {
        return &each != &guest && !each.is_gone && each.step == OnlineGuest::Step::Seated && net::fits(join.token, each.verifier);
    });
    if (before == guests_.end()) return false;
    before->is_gone = true;
    if (before->id != 0) {
        send(before->id, net::Refused{"These seats are flown over another connection now.", net::Refusal::Displaced}, now);
        link().close(before->id, now);
        if (before->seats == 0 && before->plays) session_->peer_gone(before->id, "displaced", now);
    }
    guest.seats = before->seats;
    guest.token = join.token;
    guest.verifier = before->verifier;
    guest.step = OnlineGuest::Step::Seated;
    const bool was_left = before->seats != 0 && before->id == 0;
    guest.pilots = before->pilots;
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        if ((guest.seats >> s & 1) == 0) continue;
        if (seats_[s].local) give_seat_back(s, guest);
        seats_[s].taken = true;
    }
    if (!session_) return true;
    const bool has_world = match_before_ != 0 && join.match_id == match_before_ && was_left && guest.seats != 0;
    let_play(guest, has_world ? net::StartKind::WithOwnWorld : net::StartKind::WithSnapshot, now);
    if (guest.seats != 0 && !has_world) {
        std::vector<std::string> names = pilots(guest.seats);
        const auto kind = names.size() > 1 ? Notice::Kind::BackMany : Notice::Kind::Back;
        notice({kind, std::move(names)});
    }
    return true;
}

bool OnlineGame::seat_new(OnlineGuest& guest, const net::Join& join, Time now) {
    const auto wanted = static_cast<int>(join.pilots.size());
    const int free = free_seats();
    if (door_closed_) {
        refuse(guest, net::Refusal::Closed, "The host has closed this game: nobody new gets in.", now);
        return false;
    }
    if (wanted == 0 && spectators_ >= net::most_spectators) {
        refuse(guest, net::Refusal::SpectatorsFull,
               fmt::format("{} spectators watch this game already; more is not possible.", spectators_), now);
        return false;
    }
    const bool locked = std::any_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.locked; });
    if (wanted > 0 && free == 0 && locked) {
        refuse(guest, net::Refusal::SeatsLocked, "The host has locked the seats that are free.", now);
        return false;
    }
    if (wanted > 0 && free == 0) {
        const bool kept = std::any_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return !seat.taken; });
        refuse(guest, kept ? net::Refusal::SeatsKept : net::Refusal::Full,
               kept ? "The game is full: what seats are not flown are kept for pilots whose connection was lost."
                    : fmt::format("The game is full: all {} seats are taken.", seats_.size()),
               now);
        return false;
    }
    if (wanted > free) {
        refuse(guest, net::Refusal::TooFewSeats,
               fmt::format("The game has {} free seats; {} pilots want to join from this machine.", free, wanted), now);
        return false;
    }
    std::size_t s = 0;
    for (const std::string& pilot : join.pilots) {
        while (!is_free(s)) ++s;
        seats_[s] = {.taken = true, .local = false, .is_host = false, .pilot = pilot_name(pilot, static_cast<int>(s) + 1)};
        guest.pilots[s] = seats_[s].pilot;
        guest.seats = static_cast<std::uint8_t>(guest.seats | 1u << s);
    }
    // Another half of a game that is on may keep a seat for the one it brings.
    guest.token = session_ && !net::is_empty(join.token) ? join.token : net::make_token();
    guest.verifier = net::verifier_of(guest.token);
    guest.step = OnlineGuest::Step::Seated;
    notice({guest.seats == 0 ? Notice::Kind::Watching : Notice::Kind::Joined, pilots(guest.seats)});
    if (session_) let_play(guest, net::StartKind::WithSnapshot, now);
    return true;
}

void OnlineGame::let_play(OnlineGuest& guest, net::StartKind kind, Time now) {
    guest.start_kind = kind;
    guest.plays = true;
    guest.address = link().address(guest.id);
    guest.is_heard = false;
    guest.start_again_at = 0;
    if (kind == net::StartKind::WithOwnWorld) {
        session_->take_survivor({.id = guest.id, .seats = guest.seats}, now);
    } else if (kind == net::StartKind::WithSnapshot) {
        session_->add_peer({.id = guest.id, .seats = guest.seats}, now);
    }
    if (guest.seats != 0) stay_here(now);
}

// Also when a guest asks again: the answer was lost.
void OnlineGame::answer(OnlineGuest& guest, Time now) {
    say(guest.id, lobby_for(guest), now);
    if (!guest.plays) return;
    say(guest.id, start_for(guest), now);
    guest.start_again_at = now + start_again_us;
}

void OnlineGame::refuse(OnlineGuest& guest, net::Refusal why, const std::string& sentence, Time now) {
    engine::log_info(fmt::format("A guest is refused: {}", sentence));
    send(guest.id, net::Refused{sentence, why}, now);
    link().close(guest.id, now);
    lose(guest, net::LeaveReason::Left, Notice::Kind::LeftSenseless, now);
}

net::LobbyMessage OnlineGame::lobby_for(const OnlineGuest& guest) const {
    net::LobbyMessage lobby;
    for (const LobbySeat& seat : seats_)
        lobby.seats.push_back({.taken = seat.taken,
                               .host = seat.is_host,
                               .ready = seat.ready,
                               .locked = seat.locked,
                               .pilot = seat.pilot,
                               .ping_ms = static_cast<std::uint16_t>(seat.ping_ms)});
    lobby.yours = guest.seats;
    lobby.spectators = static_cast<std::uint8_t>(spectators_);
    lobby.playing = session_ != nullptr;
    lobby.countdown_ms = static_cast<std::uint16_t>(std::min<std::uint32_t>(countdown_ms(), net::most_countdown_ms));
    return lobby;
}

// A seat that nobody sits in or has a token for.
bool OnlineGame::is_kept(std::size_t seat) const {
    return std::any_of(guests_.begin(), guests_.end(),
                       [&](const OnlineGuest& guest) { return !guest.is_gone && (guest.seats >> seat & 1) != 0; });
}

int OnlineGame::free_seats() const {
    int free = 0;
    for (std::size_t s = 0; s < seats_.size(); ++s) free += is_free(s) ? 1 : 0;
    return free;
}

bool OnlineGame::is_free(std::size_t seat) const { return !seats_[seat].taken && !seats_[seat].locked && !is_kept(seat); }

}  // namespace game
