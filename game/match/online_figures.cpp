// How the links of a network game do, and how far its machines go back: read off here, told by the others while somebody looks.
#include <algorithm>

#include "game/match/online_game.h"

namespace game {

using net::Time;

namespace {

constexpr Time second_us = 1'000'000, look_us = 2 * second_us, forgotten_us = 4 * second_us;
constexpr std::size_t marks_kept = 5;  // seconds that percentiles are of, and one
constexpr std::uint32_t bad_loss_percent = 10, bad_ping_ms = 250;

}  // namespace

void OnlineGame::ask_figures(Time now) {
    if (now >= figures_until_) next_ask_ = now;
    figures_until_ = std::max(figures_until_, now + look_us);
}

net::Figures OnlineGame::own_figures() const {
    net::Figures own;
    own.seats = local_seats_;
    if (!session_ || !session_->joined()) return own;
    const net::SessionStats& stats = session_->stats();
    if (!is_host_) own.ping_ms = static_cast<std::uint16_t>(std::min(stats.rtt_ms, 9999u));
    if (!is_host_) own.loss_percent = static_cast<std::uint8_t>(std::min(stats.loss_percent, 100u));
    own.delay_ticks = static_cast<std::uint8_t>(std::min(session_->delay_ticks(), 3u));
    own.tick = session_->newest();
    if (marks_.empty()) return own;
    const DepthMark& from = marks_.front();
    const std::uint64_t ticks = stats.ticks - std::min(stats.ticks, from.ticks);
    std::uint64_t rolled = 0;
    for (std::size_t depth = 0; depth < from.depths.size(); ++depth) rolled += stats.rollback_depths[depth] - from.depths[depth];
    std::uint64_t seen = ticks - std::min(ticks, rolled);  // ticks without going back
    const auto within = [&](std::uint64_t percent) { return seen * 100 >= ticks * percent; };
    bool has_half = within(50);
    for (std::size_t depth = 1; depth < from.depths.size() && !within(99); ++depth) {
        seen += stats.rollback_depths[depth] - from.depths[depth];
        if (!has_half) own.depth_p50 = static_cast<std::uint8_t>(depth);
        has_half = has_half || within(50);
        own.depth_p99 = static_cast<std::uint8_t>(depth);
    }
    return own;
}

void OnlineGame::take_figures(const net::StatsTell& told) {
    figures_.clear();
    figures_.push_back(own_figures());
    for (const net::Figures& each : told.machines)
        if (each.seats != local_seats_ || each.seats == 0) figures_.push_back(each);
}

void OnlineGame::poll_figures(Time now) {
    if (!session_) {
        figures_.clear();
        marks_.clear();
        figures_until_ = 0;
        return;
    }
    if (now >= next_mark_) {
        next_mark_ = now + second_us;
        const net::SessionStats& stats = session_->stats();
        // Another session began to count anew.
        if (!marks_.empty() && stats.ticks < marks_.back().ticks) marks_.clear();
        marks_.push_back({.ticks = stats.ticks, .depths = stats.rollback_depths});
        if (marks_.size() > marks_kept) marks_.pop_front();
        look_at_links();
    }
    if (now >= figures_until_ || now < next_ask_) return;
    next_ask_ = now + second_us;
    if (!is_host_) {
        if (host_.id != 0) send(host_.id, net::StatsAsk{}, now);
        if (figures_.empty()) figures_.push_back(own_figures());
        return;
    }
    net::StatsTell all{.machines = {own_figures()}};
    for (const OnlineGuest& guest : guests_) {
        if (guest.is_gone || guest.id == 0 || guest.seats == 0) continue;
        send(guest.id, net::StatsAsk{}, now);
        if (guest.figures && now < guest.told_at + forgotten_us && all.machines.size() < net::most_figures)
            all.machines.push_back(*guest.figures);
    }
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && now < guest.asks_until) send(guest.id, all, now);
    figures_ = std::move(all.machines);
}

// What is known here anyway: a host of every guest, a guest of its host.
void OnlineGame::look_at_links() {
    const auto is_bad = [&](net::PeerId peer) {
        const auto link = session_->figures(peer);
        return link.silent || link.loss_percent > bad_loss_percent || link.rtt_ms > bad_ping_ms;
    };
    for (std::size_t s = 0; s < seats_.size(); ++s) {
        LobbySeat& seat = seats_[s];
        seat.is_bad = false;
        if (seat.local || !seat.taken) continue;
        if (!is_host_) {
            seat.is_bad = seat.is_host && host_.id != 0 && is_bad(host_.id);
            continue;
        }
        const OnlineGuest* guest = guest_of(s);
        seat.is_bad = guest != nullptr && guest->plays && is_bad(guest->id);
    }
}

}  // namespace game
