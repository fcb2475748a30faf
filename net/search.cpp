#include "net/search.h"

#include <algorithm>

#include "net/keys.h"

namespace net {

namespace {

constexpr int most_at_once = 256;
constexpr Time soon_us = 250'000, later_us = 1'000'000;
constexpr Time another_way_after_us = 1'500'000;  // no answer from the address that a row has, but from another one
constexpr std::size_t most_trips = 5;

}  // namespace

Search::Search(Reach reach, std::uint16_t port) : reach_(reach), port_(port), socket_(0, false) {}

void Search::ask_too(std::uint32_t ip) {
    const bool known = std::find(asked_too_.begin(), asked_too_.end(), ip) != asked_too_.end();
    if (ip != 0 && !known && asked_too_.size() < most_asked_too) asked_too_.push_back(ip);
}

void Search::poll(Time now) {
    if (!socket_.is_open() || reach_ == Reach::Nobody) return;
    for (int i = 0; i < most_at_once; ++i) {
        const auto datagram = socket_.receive();
        if (!datagram) break;
        take(*datagram, now);
    }
    forget(now);
    if (now >= ask_at_ || next_round_ == rounds_at_first_) ask(now);
}

void Search::ask(Time now) {
    ask_at_ = now + (next_round_ > 0 ? soon_us : later_us);
    next_round_ = std::max(next_round_ - 1, 0);
    round_ = (round_ + 1) % rounds_.size();
    rounds_[round_] = {random_number(), now};
    const auto question = encode_ask(rounds_[round_].nonce);
    for (const Interface& each : interfaces()) {
        if (!each.is_loopback && reach_ == Reach::Machine) continue;
        if (each.broadcast != 0) socket_.send({each.broadcast, port_}, question);
        socket_.send_to_group({discovery_group, port_}, each, question);
    }
    for (const std::uint32_t ip : asked_too_)
        if (is_loopback(ip) || reach_ != Reach::Machine) socket_.send({ip, port_}, question);
}

void Search::take(const UdpSocket::Datagram& datagram, Time now) {
    const auto info = decode_info(datagram.data);
    if (!info) return;
    const auto round = std::find_if(rounds_.begin(), rounds_.end(),
                                    [&info](const Round& each) { return each.asked_at != 0 && each.nonce == info->nonce; });
    if (round == rounds_.end()) return;
    const Time lay_us = std::min(now - round->asked_at, datagram.age_us + info->held_us);
    const auto trip_us = static_cast<std::uint32_t>(std::min<Time>(now - round->asked_at - lay_us, 9'999'000));

    const Address address{datagram.from.ip, info->game.port};
    std::size_t row = 0, same_address = 0;
    for (; row < games_.size() && games_[row].instance != info->instance; ++row)
        same_address += games_[row].address.ip == address.ip ? 1 : 0;
    if (row == games_.size()) {
        if (games_.size() >= most_games || same_address >= most_games_of_an_address) return;
        games_.push_back({.address = address, .instance = info->instance, .game = {}, .ping_us = 0});
        heard_.emplace_back();
    }
    FoundGame& found = games_[row];
    Heard& heard = heard_[row];
    if (!(found.address == address) && now - heard.here > another_way_after_us) {
        found.address = address;
        heard.trips_us.clear();
    }
    heard.last = now;
    if (!(found.address == address)) return;
    heard.here = now;
    found.game = info->game;
    heard.trips_us.push_back(trip_us);
    if (heard.trips_us.size() > most_trips) heard.trips_us.pop_front();
    found.ping_us = *std::min_element(heard.trips_us.begin(), heard.trips_us.end());
}

void Search::forget(Time now) {
    for (std::size_t i = games_.size(); i-- > 0;) {
        if (now - heard_[i].last < gone_after_us) continue;
        games_.erase(games_.begin() + static_cast<std::ptrdiff_t>(i));
        heard_.erase(heard_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace net
