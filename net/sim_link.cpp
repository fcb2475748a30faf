#include "net/sim_link.h"

#include <algorithm>

#include "engine/core/check.h"

namespace net {

namespace {

constexpr Time least_retry_us = 50'000;

}  // namespace

SimLink& SimNet::add_peer() {
    arriving_.emplace_back();
    return *links_.emplace_back(std::make_unique<SimLink>(*this, static_cast<PeerId>(links_.size() + 1)));
}

void SimNet::connect(PeerId a, PeerId b, const TroubleSetup& there, const TroubleSetup& back, Time now) {
    CHECK(a != b && a >= 1 && b >= 1 && a <= links_.size() && b <= links_.size());
    const std::uint64_t salt = (std::uint64_t{a} << 32 | b) * 0x9E3779B97F4A7C15u;
    directions_.insert_or_assign({a, b},
                                 Direction{.trouble = Trouble(there, seed_ ^ salt), .open = true, .last_reliable = 0, .counts = {}});
    directions_.insert_or_assign({b, a},
                                 Direction{.trouble = Trouble(back, seed_ ^ ~salt), .open = true, .last_reliable = 0, .counts = {}});
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}})
        deliver(from, to, now, {.kind = LinkEvent::Kind::Connected, .peer = from, .channel = Channel::Lobby, .data = {}, .reason = {}});
}

void SimNet::change(PeerId from, PeerId to, const TroubleSetup& trouble) {
    Direction* direction = find(from, to);
    CHECK(direction != nullptr);
    direction->trouble.change(trouble);
}

void SimNet::cut(PeerId a, PeerId b) {
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
        if (Direction* direction = find(from, to)) direction->open = false;
        std::erase_if(arriving_[to - 1], [sender = from](const auto& item) { return item.second.from == sender; });
    }
}

const SimCounts& SimNet::counts(PeerId from, PeerId to) const {
    const auto found = directions_.find({from, to});
    CHECK(found != directions_.end());
    return found->second.counts;
}

SimNet::Direction* SimNet::find(PeerId from, PeerId to) {
    const auto found = directions_.find({from, to});
    return found == directions_.end() ? nullptr : &found->second;
}

void SimNet::deliver(PeerId from, PeerId to, Time at, LinkEvent event) {
    arriving_[to - 1].emplace(std::pair{at, order_++}, Pending{from, std::move(event)});
}

void SimLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    SimNet::Direction* direction = net_.find(self_, to);
    if (direction == nullptr || !direction->open) return;
    ++direction->counts.packets;
    direction->counts.bytes += data.size();
    const LinkEvent event{
        .kind = LinkEvent::Kind::Packet, .peer = self_, .channel = channel, .data = {data.begin(), data.end()}, .reason = {}};
    if (channel == Channel::Play) {
        if (direction->trouble.loses()) {
            ++direction->counts.lost;
            return;
        }
        net_.deliver(self_, to, now + direction->trouble.travel(), event);
        if (direction->trouble.duplicates()) net_.deliver(self_, to, now + direction->trouble.travel(), event);
        return;
    }
    // Waits twice as long after every try that was lost.
    Time at = now;
    Time wait = std::max(least_retry_us, 4 * direction->trouble.setup().delay_us);
    for (int tries = 0; direction->trouble.loses() && tries < 10; ++tries) {
        at += wait;
        wait *= 2;
    }
    at = std::max(at + direction->trouble.travel(), direction->last_reliable);
    direction->last_reliable = at;
    net_.deliver(self_, to, at, event);
}

std::optional<LinkEvent> SimLink::next(Time now) {
    auto& arriving = net_.arriving_[self_ - 1];
    if (arriving.empty() || arriving.begin()->first.first > now) return std::nullopt;
    LinkEvent event = std::move(arriving.begin()->second.event);
    arriving.erase(arriving.begin());
    return event;
}

void SimLink::close(PeerId peer, Time now) {
    SimNet::Direction* there = net_.find(self_, peer);
    SimNet::Direction* back = net_.find(peer, self_);
    if (there == nullptr || !there->open) return;
    const Time at = std::max(now + there->trouble.travel(), there->last_reliable);
    net_.deliver(self_, peer, at,
                 {.kind = LinkEvent::Kind::Gone, .peer = self_, .channel = Channel::Lobby, .data = {}, .reason = "closed"});
    there->open = false;
    if (back != nullptr) back->open = false;
}

}  // namespace net
