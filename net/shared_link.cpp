#include "net/shared_link.h"

#include <algorithm>
#include <variant>

#include "engine/core/check.h"

namespace net {

namespace {

constexpr Time second_us = 1'000'000;
constexpr std::uint64_t packet_header_bytes = 42;  // ENet's 14, 28 of IPv4 and UDP

}  // namespace

class SharedLink::End final : public Link {
  public:
    End(SharedLink& shared, std::uint32_t number) : shared_(shared), number_(number) {}
    ~End() override {
        std::vector<PeerId> left;
        for (const auto& [peer, guest] : shared_.guests_)
            if (guest.match == number_) left.push_back(peer);
        for (const PeerId peer : left) close(peer, shared_.now_);
        shared_.matches_.erase(number_);
    }
    End(const End&) = delete;
    End& operator=(const End&) = delete;

    PeerId connect(const Address& to, Time now) override {
        const PeerId peer = shared_.link_->connect(to, now);
        shared_.guests_[peer] = {.match = number_};
        return peer;
    }
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override {
        if (!is_ours(to)) return;
        wire_bytes_ += data.size() + packet_header_bytes;
        shared_.link_->send(to, channel, data, now);
    }
    std::optional<LinkEvent> next(Time /*now*/) override {
        auto& events = shared_.matches_[number_].events;
        if (events.empty()) return std::nullopt;
        LinkEvent event = std::move(events.front());
        events.pop_front();
        return event;
    }
    void close(PeerId peer, Time now) override {
        if (!is_ours(peer)) return;
        shared_.link_->close(peer, now);
        shared_.guests_.erase(peer);
        std::erase_if(shared_.matches_[number_].events, [peer](const LinkEvent& event) { return event.peer == peer; });
    }
    Address address(PeerId peer) const override { return is_ours(peer) ? shared_.link_->address(peer) : Address{}; }
    std::uint16_t port() const override { return shared_.link_->port(); }
    std::uint64_t wire_bytes_sent() const override { return wire_bytes_; }

  private:
    bool is_ours(PeerId peer) const {
        const auto guest = shared_.guests_.find(peer);
        return guest != shared_.guests_.end() && guest->second.match == number_;
    }

    SharedLink& shared_;
    std::uint32_t number_;
    std::uint64_t wire_bytes_ = 0;
};

SharedLink::~SharedLink() { CHECK(matches_.empty()); }

std::unique_ptr<Link> SharedLink::open(std::uint32_t number) {
    CHECK(number != 0 && !matches_.contains(number));
    auto end = std::make_unique<End>(*this, number);
    matches_[number].end = end.get();
    return end;
}

void SharedLink::poll(Time now) {
    now_ = std::max(now_, now);
    for (int i = 0; i < most_events; ++i) {
        auto event = link_->next(now);
        if (!event) break;
        take(std::move(*event), now);
    }
    std::vector<PeerId> late;
    for (const Stranger& stranger : strangers_)
        if (now >= stranger.since + patience_us) late.push_back(stranger.peer);
    for (const PeerId peer : late) close_stranger(peer, {}, now);
}

void SharedLink::take(LinkEvent event, Time now) {
    using Kind = LinkEvent::Kind;
    if (event.kind == Kind::Connected && event.incoming) {
        strangers_.push_back({.peer = event.peer, .since = now, .strikes = 0, .hello = std::nullopt});
        return;
    }
    if (Stranger* stranger = find_stranger(event.peer)) {
        if (event.kind == Kind::Packet) return take_from_stranger(*stranger, std::move(event), now);
        if (event.kind == Kind::Gone) std::erase_if(strangers_, [&](const Stranger& each) { return each.peer == event.peer; });
        return;
    }
    const auto found = guests_.find(event.peer);
    if (found == guests_.end()) return;
    Guest& guest = found->second;
    auto& events = matches_[guest.match].events;
    if (event.kind == Kind::Packet) {
        if (now >= guest.second + second_us) {
            guest.second = now;
            guest.packets = 0;
        }
        if (++guest.packets > most_packets_a_second || events.size() >= most_waiting) {
            ++dropped_;
            return;
        }
    }
    const bool is_gone = event.kind == Kind::Gone;
    events.push_back(std::move(event));
    if (is_gone) guests_.erase(found);
}

void SharedLink::take_from_stranger(Stranger& stranger, LinkEvent event, Time now) {
    if (stranger.hello) return;  // said again; the owner has not decided yet
    const auto message = decode(event.data);
    const auto* hello = message ? std::get_if<Hello>(&*message) : nullptr;
    if (hello == nullptr) {
        if (message && std::holds_alternative<Farewell>(*message)) return close_stranger(stranger.peer, {}, now);
        if (++stranger.strikes >= most_strikes)
            close_stranger(stranger.peer, {"The host cannot make sense of what this machine sends.", Refusal::Senseless}, now);
        return;
    }
    arrivals_.push_back({.peer = stranger.peer, .protocol = hello->protocol, .match = hello->match});
    stranger.hello = std::move(event);
}

std::optional<SharedLink::Arrival> SharedLink::next_arrival() {
    while (!arrivals_.empty()) {
        const Arrival arrival = arrivals_.front();
        arrivals_.pop_front();
        if (find_stranger(arrival.peer) != nullptr) return arrival;
    }
    return std::nullopt;
}

void SharedLink::admit(PeerId peer, std::uint32_t number, Time now) {
    CHECK(matches_.contains(number));
    Stranger* stranger = find_stranger(peer);
    if (stranger == nullptr || !stranger->hello) return;
    auto& events = matches_[number].events;
    LinkEvent connected;
    connected.kind = LinkEvent::Kind::Connected;
    connected.peer = peer;
    connected.incoming = true;
    events.push_back(std::move(connected));
    events.push_back(std::move(*stranger->hello));
    guests_[peer] = {.match = number, .second = now, .packets = 0};
    std::erase_if(strangers_, [&](const Stranger& each) { return each.peer == peer; });
}

void SharedLink::refuse(PeerId peer, const Refused& why, Time now) {
    if (find_stranger(peer) != nullptr) close_stranger(peer, why, now);
}

bool SharedLink::has_events(std::uint32_t number) const {
    const auto match = matches_.find(number);
    return match != matches_.end() && !match->second.events.empty();
}

void SharedLink::close_stranger(PeerId peer, const Refused& why, Time now) {
    if (!why.sentence.empty()) link_->send(peer, Channel::Lobby, encode(why), now);
    link_->close(peer, now);
    std::erase_if(strangers_, [&](const Stranger& each) { return each.peer == peer; });
}

SharedLink::Stranger* SharedLink::find_stranger(PeerId peer) {
    const auto found = std::find_if(strangers_.begin(), strangers_.end(), [&](const Stranger& each) { return each.peer == peer; });
    return found == strangers_.end() ? nullptr : &*found;
}

}  // namespace net
