// The password of a game: at the host's door, and at a guest's who stands before it.
#include <fmt/core.h>

#include <utility>

#include "engine/core/log.h"
#include "game/match/online_game.h"

namespace game {

using engine::ExitCode;
using net::Time;

using Aim = OnlineCall::Aim;
using Step = OnlineCall::Step;

void OnlineGame::take_password(const OnlineSetup& setup, Time now) {
    password_key_ = setup.password_key;
    password_ = setup.password;
    derives_in_background_ = setup.derives_in_background;
    if (!is_host_) return;
    has_password_ = password_key_ || !password_.empty();
    if (has_password_ && !password_key_) derive_key(net::make_salt());
    if (!derives_in_background_) poll_key_work(now);
}

void OnlineGame::derive_key(const net::Salt& salt) { key_work_ = net::derive_key_later(password_, salt, derives_in_background_); }

void OnlineGame::poll_key_work(Time now) {
    if (!key_work_.valid() || !net::is_done(key_work_)) return;
    password_key_ = key_work_.get();
    if (!password_key_)
        return end({Notice::Kind::EndedBecause, {}, "there is not enough memory to check a password (64 MiB)"}, ExitCode::Network);
    for (OnlineCall& call : calls_) {
        if (call.step != Step::Deriving) continue;
        call.step = Step::Joining;
        if (call.id != 0) knock(call, now);
    }
}

bool OnlineGame::comes_in(OnlineGuest& guest, const net::Join& join, Time now) {
    if (!password_key_) return true;
    net::Join word = join;
    word.proof = {};
    const std::uint32_t ip = link().address(guest.id).ip;
    const Time wait = wrong_passwords_.wait_us(ip, now);
    const bool is_right = wait == 0 && net::is_equal(join.proof, net::proof_of(*password_key_, guest.challenge, net::encode(word)));
    if (is_right) {
        if (guest.step != OnlineGuest::Step::Seated) wrong_passwords_.forget(ip);
        return true;
    }
    // a seat is not lost by a word that anybody may have sent in its pilot's name
    if (guest.step == OnlineGuest::Step::Seated) return false;
    if (wait == 0) {
        wrong_passwords_.count(ip, now);
        refuse(guest, net::Refusal::Password, "The password is wrong.", now);
    } else {
        const Time seconds = (wait + 999'999) / 1'000'000;
        refuse(guest, net::Refusal::PasswordLater,
               fmt::format("Wrong passwords came from this address too often; the next one is heard in {} s.", seconds), now);
    }
    return false;
}

bool OnlineGame::wants_password() const {
    if (stage_ != Stage::Ended) return false;
    const bool is_wrong = ending_.refusal == net::Refusal::Password || ending_.refusal == net::Refusal::PasswordLater;
    return ending_.kind == Notice::Kind::NeedsPassword || (ending_.kind == Notice::Kind::Refused && is_wrong);
}

bool OnlineGame::take_door(OnlineCall& call, const net::Offer& offer, Time now) {
    const bool has_key = password_key_ && password_key_->salt == offer.salt;
    if (call.aim != Aim::Begin) {
        // The game is the same one, so its door is the same.
        if (offer.has_password != password_key_.has_value() || (offer.has_password && !has_key)) return false;
    } else if (offer.has_password && !has_key) {
        password_key_.reset();
        if (!net::is_password(password_)) {
            turn_away(call, Notice::Kind::NeedsPassword, now);
            return true;
        }
        has_password_ = true;
        derive_key(offer.salt);
        call.step = Step::Deriving;
        poll_key_work(now);
        return true;
    } else if (!offer.has_password) {
        // Whoever brings a password means a game that has one, and not just anybody who answers in its place.
        if (!password_.empty()) {
            turn_away(call, Notice::Kind::HasNoPassword, now);
            return true;
        }
        password_key_.reset();  // of a game that was there before
    }
    has_password_ = offer.has_password;
    call.step = Step::Joining;
    knock(call, now);
    return true;
}

// Nothing is heard of the host with other keys than those: whoever does not know the password cannot stand in its place.
void OnlineGame::knock(OnlineCall& call, Time now) {
    if (!link().is_protected(call.id))
        link().protect(call.id, password_key_ ? net::with_password(call.tag_keys, *password_key_) : call.tag_keys);
    call.again_at = now + again_us;
    const net::Join join = join_for(call);
    // Plain where the host may not have the same key; it proves itself.
    if (password_key_) {
        link().send_plain(call.id, net::Channel::Play, net::encode(join), now);
    } else {
        say(call.id, join, now);
    }
}

net::Join OnlineGame::join_for(const OnlineCall& call) const {
    net::Join join{.content_hash = content_hash_,
                   .token = token_,
                   .match_id = call.aim == Aim::Follow ? match_id_ : 0,
                   .machine = machine_,
                   .pilots = pilots_};
    if (password_key_) join.proof = net::proof_of(*password_key_, call.challenge, net::encode(join));
    return join;
}

}  // namespace game
