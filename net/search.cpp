#include "net/search.h"

#include <algorithm>

#include "net/keys.h"

namespace net {

namespace {

constexpr int most_at_once = 256;
constexpr Time soon_us = 250'000, later_us = 1'000'000;
constexpr Time another_way_after_us = 1'500'000;  // no answer from the address that a host has, but from another one
constexpr std::size_t most_trips = 5;
// Questions for single matches: below what a host answers to one address (beacon.h), rounds included.
constexpr Time match_us = 25'000, match_everywhere_us = 100'000;
constexpr int most_matches_at_once = 8;
constexpr Time first_burst_us = 1'000'000;  // so many of them at once at first, as in that time
constexpr int most_unanswered = 60;         // then the other way is tried; many are under way on a slow line
constexpr Time match_gone_after_us = 15'000'000;

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
    for (Host& host : hosts_)
        if (host.matches > 1) ask_for_matches(host, now);
}

std::uint64_t Search::new_question(std::uint32_t instance, Time now) {
    question_ = (question_ + 1) % questions_.size();
    questions_[question_] = {random_number(), now, instance};
    return questions_[question_].nonce;
}

void Search::send_everywhere(const Ask& ask) {
    const auto question = encode_ask(ask);
    for (const Interface& each : interfaces()) {
        if (!each.is_loopback && reach_ == Reach::Machine) continue;
        if (each.broadcast != 0) socket_.send({each.broadcast, port_}, question);
        socket_.send_to_group({discovery_group, port_}, each, question);
    }
}

void Search::ask(Time now) {
    ask_at_ = now + (next_round_ > 0 ? soon_us : later_us);
    next_round_ = std::max(next_round_ - 1, 0);
    const Ask ask{.nonce = new_question(0, now)};
    send_everywhere(ask);
    for (const std::uint32_t ip : asked_too_)
        if (is_loopback(ip) || reach_ != Reach::Machine) socket_.send({ip, port_}, encode_ask(ask));
}

void Search::ask_for_matches(Host& host, Time now) {
    for (int i = 0; i < most_matches_at_once && now >= host.ask_at; ++i) {
        const Ask ask{.nonce = new_question(host.instance, now), .instance = host.instance, .match = host.next};
        host.next = static_cast<std::uint16_t>(host.next % host.matches + 1);
        if (++host.unanswered > most_unanswered) {
            host.unanswered = 0;
            host.is_direct = !host.is_direct;
        }
        if (host.is_direct)
            socket_.send({host.address.ip, port_}, encode_ask(ask));
        else
            send_everywhere(ask);
        host.ask_at += host.is_direct ? match_us : match_everywhere_us;
    }
    if (now > host.ask_at + first_burst_us) host.ask_at = now;
}

void Search::take(const UdpSocket::Datagram& datagram, Time now) {
    const auto info = decode_info(datagram.data);
    if (!info) return;
    const auto question = std::find_if(questions_.begin(), questions_.end(),
                                       [&info](const Question& each) { return each.asked_at != 0 && each.nonce == info->nonce; });
    if (question == questions_.end()) return;
    const Time lay_us = std::min(now - question->asked_at, datagram.age_us + info->held_us);
    const auto trip_us = static_cast<std::uint32_t>(std::min<Time>(now - question->asked_at - lay_us, 9'999'000));
    const Address address{datagram.from.ip, info->game.port};
    Host* host = host_of(*info, address, now);
    if (host == nullptr) return;
    if (question->instance == host->instance) host->unanswered = 0;
    host->last = now;
    if (!(host->address == address)) return;
    host->here = now;
    host->matches = info->matches;
    put(*host, *info, trip_us, now);
}

Search::Host* Search::host_of(const Info& info, const Address& address, Time now) {
    std::size_t same_address = 0;
    for (Host& host : hosts_) {
        if (host.instance == info.instance) {
            if (!(host.address == address) && now - host.here > another_way_after_us) {
                host.address = address;
                for (std::size_t i = 0; i < games_.size(); ++i) {
                    if (games_[i].instance != host.instance) continue;
                    games_[i].address = address;
                    heard_[i].trips_us.clear();
                }
            }
            return &host;
        }
        same_address += host.address.ip == address.ip ? 1 : 0;
    }
    if (hosts_.size() >= most_hosts || same_address >= most_hosts_of_an_address) return nullptr;
    Host& host = hosts_.emplace_back();
    host.instance = info.instance;
    host.address = address;
    host.ask_at = now - std::min(now, first_burst_us);
    return &host;
}

void Search::put(const Host& host, const Info& info, std::uint32_t trip_us, Time now) {
    std::size_t row = 0, after = games_.size();
    for (; row < games_.size(); ++row) {
        if (games_[row].instance != host.instance) continue;
        if (games_[row].game.match == info.game.match) break;
        if (games_[row].game.match < info.game.match)
            after = row + 1;
        else if (after == games_.size())
            after = row;
    }
    if (row == games_.size()) {
        if (games_.size() >= most_games) return;
        row = after;
        games_.insert(games_.begin() + static_cast<std::ptrdiff_t>(row),
                      {.address = host.address, .instance = host.instance, .game = {}, .ping_us = 0});
        heard_.emplace(heard_.begin() + static_cast<std::ptrdiff_t>(row));
    }
    Heard& heard = heard_[row];
    heard.last = now;
    heard.trips_us.push_back(trip_us);
    if (heard.trips_us.size() > most_trips) heard.trips_us.pop_front();
    games_[row].game = info.game;
    games_[row].ping_us = *std::min_element(heard.trips_us.begin(), heard.trips_us.end());
}

void Search::forget(Time now) {
    std::erase_if(hosts_, [&](const Host& host) { return now - host.last >= gone_after_us; });
    for (std::size_t i = games_.size(); i-- > 0;) {
        const auto host = std::find_if(hosts_.begin(), hosts_.end(), [&](const Host& each) { return each.instance == games_[i].instance; });
        const bool is_there = host != hosts_.end() && games_[i].game.match <= host->matches && now - heard_[i].last < match_gone_after_us &&
                              (games_[i].game.match == 0) == (host->matches == 1);
        if (is_there) continue;
        games_.erase(games_.begin() + static_cast<std::ptrdiff_t>(i));
        heard_.erase(heard_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace net
