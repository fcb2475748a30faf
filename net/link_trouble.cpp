#include "net/link_trouble.h"

#include <algorithm>

namespace net {

namespace {

constexpr std::size_t most_late = 20000;  // packets; more than any game has on its way in ten seconds
constexpr Time least_resend_us = 100'000;
constexpr int most_resends = 10;

}  // namespace

TroubledLink::TroubledLink(Link& link, const TroubleSetup& setup, std::uint64_t seed) : link_(link), trouble_(setup, seed) {}

void TroubledLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    Late late{.due = now + trouble_.travel(), .to = to, .channel = channel, .closes = false, .data = {data.begin(), data.end()}};
    if (channel == Channel::Play) {
        if (trouble_.loses()) return;
        if (trouble_.duplicates()) {
            Late twin = late;
            twin.due = now + trouble_.travel();
            enter(std::move(twin));
        }
    } else {
        Time again_after = std::max(least_resend_us, 2 * trouble_.setup().delay_us);
        for (int i = 0; i < most_resends && trouble_.loses(); ++i, again_after *= 2) late.due += again_after;
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
    const Time due = found == lobby_due_.end() ? now : std::max(now, found->second);
    enter({.due = due, .to = peer, .channel = Channel::Lobby, .closes = true, .data = {}});
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
