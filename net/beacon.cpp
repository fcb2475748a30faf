#include "net/beacon.h"

#include "engine/core/check.h"

namespace net {

namespace {

constexpr int most_at_once = 64;
constexpr Time join_again_after_us = 2'000'000;  // interfaces come and go

}  // namespace

Beacon::Beacon(Reach reach, std::uint16_t port, bool has_many)
    : reach_(reach),
      socket_(port, true),
      limit_(has_many ? of_an_address_for_many : of_an_address, has_many ? overall_for_many : overall),
      instance_(static_cast<std::uint32_t>(random_number() | 1)) {}

void Beacon::join_groups(Time now) {
    if (now < join_again_at_) return;
    join_again_at_ = now + join_again_after_us;
    for (const Interface& each : interfaces())
        if (each.is_loopback || reach_ != Reach::Machine) socket_.join_group(discovery_group, each);
}

bool Beacon::answers_to(std::uint32_t ip) const {
    switch (reach_) {
        case Reach::Nobody: return false;
        case Reach::Machine: return is_loopback(ip);
        case Reach::Lan: return is_loopback(ip) || is_private(ip);
        case Reach::Anyone: return true;
    }
    return false;
}

void Beacon::poll(std::span<const GameInfo> games, Time now) {
    CHECK(!games.empty() && games.size() <= most_matches);
    if (!socket_.is_open()) return;
    join_groups(now);
    for (int i = 0; i < most_at_once; ++i) {
        const auto datagram = socket_.receive();
        if (!datagram) return;
        const auto ask = decode_ask(datagram->data);
        if (!ask || !answers_to(datagram->from.ip)) continue;
        const bool is_meant = (ask->instance == 0 || ask->instance == instance_) && ask->match <= games.size();
        if (!is_meant || !limit_.take(datagram->from.ip, now)) continue;
        const Info info{.nonce = ask->nonce,
                        .instance = instance_,
                        .held_us = static_cast<std::uint32_t>(datagram->age_us),
                        .matches = static_cast<std::uint16_t>(games.size()),
                        .game = games[ask->match == 0 ? 0 : ask->match - 1u]};
        if (socket_.send(datagram->from, encode_info(info))) ++answers_;
    }
}

}  // namespace net
