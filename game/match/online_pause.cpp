// Pauses: any pilot asks, the host orders, all sessions rest until any pilot asks to go on and three seconds are counted down. The host
// tells how long it still is, again and again: the earliest moment that follows from any of it is the right one, for packets only come
// late.
#include <algorithm>
#include <bit>

#include "game/match/online_game.h"

namespace game {

using net::Time;

namespace {

constexpr Time countdown_us = 3'000'000;
constexpr Time tell_again_us = 1'000'000, count_again_us = 100'000;

}  // namespace

std::uint8_t OnlineGame::own_seat() const {
    return local_seats_ == 0 ? net::no_seat : static_cast<std::uint8_t>(std::countr_zero(local_seats_));
}

void OnlineGame::pause(Time now) {
    if (stage_ != Stage::Playing || local_seats_ == 0) return;
    if (is_host_) return order_pause(own_seat());
    if (host_.id != 0) send(host_.id, net::PauseAsk{true}, now);
}

void OnlineGame::resume(Time now) {
    if (stage_ != Stage::Playing || local_seats_ == 0) return;
    if (is_host_) return order_resume(own_seat(), now);
    if (host_.id != 0) send(host_.id, net::PauseAsk{false}, now);
}

PauseStatus OnlineGame::pause_status() const {
    PauseStatus status;
    status.paused = session_ && pause_.paused;
    if (!status.paused) return status;
    if (pause_.seat < seats_.size()) status.by = seats_[pause_.seat].pilot;
    if (pause_.resume_at != 0)
        status.resume_in_ms = static_cast<std::uint32_t>(pause_.resume_at > last_poll_ ? (pause_.resume_at - last_poll_ + 999) / 1000 : 1);
    return status;
}

void OnlineGame::order_pause(std::uint8_t seat) {
    if (pause_.paused && pause_.resume_at == 0) return;
    pause_.paused = pause_.changed = true;
    pause_.resume_at = 0;
    pause_.seat = seat;
    ++pause_.number;
    notice({Notice::Kind::Paused, pilots(static_cast<std::uint8_t>(seat < seats_.size() ? 1u << seat : 0u))});
}

void OnlineGame::order_resume(std::uint8_t seat, Time now) {
    if (!pause_.paused || pause_.resume_at != 0) return;
    pause_.changed = true;
    pause_.resume_at = now + countdown_us;
    pause_.seat = seat;
    ++pause_.number;
    notice({Notice::Kind::Resumed, pilots(static_cast<std::uint8_t>(seat < seats_.size() ? 1u << seat : 0u))});
}

void OnlineGame::take_pause_ask(const OnlineGuest& guest, const net::PauseAsk& ask, Time now) {
    if (!session_) return;  // of the game before
    const auto seat = static_cast<std::uint8_t>(std::countr_zero(guest.seats));
    if (ask.pause) {
        order_pause(seat);
    } else {
        order_resume(seat, now);
    }
}

// False: it makes no sense here.
bool OnlineGame::take_pause_state(const net::PauseState& state, Time now) {
    if (!session_) return true;  // it is told again
    if (state.seat != net::no_seat && state.seat >= seats_.size()) return false;
    const auto later = static_cast<std::int16_t>(static_cast<std::uint16_t>(state.number - pause_.number));
    if (pause_.is_number_known && later < 0) return true;
    const bool is_new = !pause_.is_number_known || later > 0;
    const bool counts = state.paused && state.resume_in_ms != 0;
    const Time on_the_way = std::min<Time>(Time{session_->stats().rtt_ms} * 500, Time{state.resume_in_ms} * 1000);
    const Time resume_at = counts ? now + Time{state.resume_in_ms} * 1000 - on_the_way : 0;
    if (!is_new) {
        if (counts && pause_.resume_at != 0) pause_.resume_at = std::min(pause_.resume_at, resume_at);
        return true;
    }
    const bool stops = state.paused && !counts && (!pause_.paused || pause_.resume_at != 0);
    const bool goes_on = counts && pause_.paused && pause_.resume_at == 0;
    pause_ = {.number = state.number, .is_number_known = true, .paused = state.paused, .seat = state.seat, .resume_at = resume_at};
    const auto who = pilots(static_cast<std::uint8_t>(state.seat < seats_.size() ? 1u << state.seat : 0u));
    if (stops) notice({Notice::Kind::Paused, who});
    if (goes_on) notice({Notice::Kind::Resumed, who});
    return true;
}

net::PauseState OnlineGame::pause_state(Time now) const {
    net::PauseState state{.number = pause_.number, .paused = pause_.paused, .seat = pause_.seat, .resume_in_ms = 0};
    if (pause_.resume_at > now)
        state.resume_in_ms = static_cast<std::uint16_t>(std::min<Time>((pause_.resume_at - now + 999) / 1000, net::most_resume_ms));
    return state;
}

void OnlineGame::poll_pause(Time now) {
    if (!session_) return;
    if (pause_.paused && pause_.resume_at != 0 && now >= pause_.resume_at) {
        pause_.paused = false;
        pause_.resume_at = 0;
        pause_.changed = is_host_;
        if (is_host_) ++pause_.number;
    }
    session_->rest(pause_.paused);
    if (!is_host_) return;
    // Who toggles as fast as he can floods nobody.
    const bool is_due = now >= pause_.told_at + (pause_.resume_at != 0 ? count_again_us : tell_again_us);
    const bool changed = pause_.changed && now >= pause_.told_at + count_again_us;
    if (!changed && !(pause_.paused && is_due)) return;
    pause_.told_at = now;
    for (const OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.id == 0 || !guest.plays) continue;
        if (changed) {
            send(guest.id, pause_state(now), now);
        } else {
            say(guest.id, pause_state(now), now);
        }
    }
    pause_.changed = false;
}

}  // namespace game
