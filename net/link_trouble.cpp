#include "net/link_trouble.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace net {

namespace {

constexpr std::size_t most_late = 20000;  // packets; more than any game has on its way in ten seconds
constexpr Time least_resend_us = 100'000;
constexpr int most_resends = 10;

// Uniform in (0, 1].
double uniform(engine::Rng& rng) { return (static_cast<double>(rng.next() >> 11) + 1.0) * 0x1p-53; }

}  // namespace

TroubledLink::TroubledLink(Link& link, const LinkTrouble& trouble) : link_(link), trouble_(trouble), rng_{trouble.seed} {}

Time TroubledLink::travel_us() {
    double ms = trouble_.delay_ms;
    if (trouble_.jitter_ms != 0) {
        // Box and Muller's normal distribution
        const double radius = std::sqrt(-2.0 * std::log(uniform(rng_)));
        const double angle = 2.0 * std::numbers::pi * uniform(rng_);
        ms += std::abs(radius * std::cos(angle)) * trouble_.jitter_ms;
    }
    return static_cast<Time>(ms * 1000.0);
}

bool TroubledLink::lost() { return trouble_.loss_percent > 0 && uniform(rng_) * 100.0 <= trouble_.loss_percent; }

void TroubledLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    Late late{.due = now + travel_us(), .to = to, .channel = channel, .closes = false, .data = {data.begin(), data.end()}};
    if (channel == Channel::Play) {
        if (lost()) return;
    } else {
        Time again_after = std::max<Time>(least_resend_us, Time{trouble_.delay_ms} * 2000);
        for (int i = 0; i < most_resends && lost(); ++i, again_after *= 2) late.due += again_after;
        Time& newest = lobby_due_[to];
        newest = std::max(newest, late.due);
        late.due = newest;
    }
    enter(std::move(late));
    release(now);
}

std::optional<LinkEvent> TroubledLink::next(Time now) {
    release(now);
    auto event = link_.next(now);
    if (event && event->kind == LinkEvent::Kind::Gone) lobby_due_.erase(event->peer);
    return event;
}

void TroubledLink::close(PeerId peer, Time now) {
    const auto found = lobby_due_.find(peer);
    enter({.due = found == lobby_due_.end() ? now : std::max(now, found->second),
           .to = peer,
           .channel = Channel::Lobby,
           .closes = true,
           .data = {}});
    release(now);
}

void TroubledLink::flush(Time now) {
    for (Late& late : late_) late.due = now;
    release(now);
}

void TroubledLink::enter(Late late) {
    if (late_.size() >= most_late) return;
    const auto after = std::upper_bound(late_.begin(), late_.end(), late.due, [](Time due, const Late& other) { return due < other.due; });
    late_.insert(after, std::move(late));
}

void TroubledLink::release(Time now) {
    while (!late_.empty() && late_.front().due <= now) {
        const Late late = std::move(late_.front());
        late_.pop_front();
        if (late.closes) {
            lobby_due_.erase(late.to);
            link_.close(late.to, now);
        } else {
            link_.send(late.to, late.channel, late.data, now);
        }
    }
}

}  // namespace net
