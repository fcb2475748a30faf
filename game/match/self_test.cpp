#include "game/match/self_test.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

#include "engine/core/check.h"
#include "net/gate.h"
#include "net/keys.h"

namespace game {

namespace {

using Kind = Finding::Kind;
using net::Time;

constexpr Time patience_us = 1'800'000;  // two tries of a question by the packet filter's slowest way, and three of the neighbours'
constexpr Time again_us = 500'000;
constexpr std::size_t most_networks = 8, most_friends = 8;

std::string contents(const char* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// As /proc/net/route writes it: the bytes of the wire as a number of this machine.
std::uint32_t ip_of_route(const std::string& digits) {
    std::uint32_t raw = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), raw, 16);
    return raw << 24 | (raw & 0xFF00u) << 8 | (raw >> 8 & 0xFF00u) | raw >> 24;
}

template <class Each>
void for_rows(std::string_view table, const Each& each) {
    std::istringstream lines{std::string(table)};
    std::string line;
    std::getline(lines, line);  // headings
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        each(words);
    }
}

}  // namespace

std::vector<Neighbour> read_neighbours(std::string_view arp_table) {
    std::vector<Neighbour> found;
    for_rows(arp_table, [&](std::istringstream& words) {
        std::string ip, type, flags, hardware, mask, network;
        if (!(words >> ip >> type >> flags >> hardware >> mask >> network)) return;
        if (const auto address = net::ip_of_text(ip)) found.push_back({network, *address, flags != "0x0"});
    });
    return found;
}

std::vector<Router> read_routers(std::string_view route_table) {
    std::vector<Router> found;
    for_rows(route_table, [&](std::istringstream& words) {
        std::string network, destination, router;
        if (words >> network >> destination >> router && destination == "00000000") found.push_back({network, ip_of_route(router)});
    });
    return found;
}

SelfTest::SelfTest(SelfTestSetup setup, Time now) : setup_(std::move(setup)), socket_(0, false), begun_at_(now), again_at_(now) {
    for (const net::Interface& each : net::interfaces())
        if (!each.is_loopback && networks_.size() < most_networks) networks_.push_back(each);
    if (setup_.friends.size() > most_friends) setup_.friends.resize(most_friends);
    add_probes();
}

void SelfTest::add_probes() {
    const auto add = [&](const net::Interface& network, Way way, bool of_game) {
        probes_.push_back({.network = network, .way = way, .of_game = of_game, .nonce = net::random_number()});
    };
    const bool is_announced = setup_.reach == net::Reach::Lan || setup_.reach == net::Reach::Anyone;
    for (const net::Interface& each : networks_) {
        add(each, Way::Direct, true);
        if (each.broadcast != 0) add(each, Way::Broadcast, true);
        if (!is_announced || !setup_.search_problem.empty()) continue;
        add(each, Way::Multicast, false);
        if (each.broadcast != 0) add(each, Way::Broadcast, false);
    }
}

void SelfTest::send(Probe& probe) {
    const auto ask = net::encode_ask({.nonce = probe.nonce});
    const auto call = net::encode_call(probe.nonce);
    const std::span<const std::byte> data = probe.of_game ? std::span<const std::byte>(call) : std::span<const std::byte>(ask);
    const std::uint16_t port = probe.of_game ? setup_.game_port : setup_.search_port;
    bool is_sent = false;
    switch (probe.way) {
        case Way::Direct: is_sent = socket_.send({probe.network.ip, port}, data); break;
        case Way::Broadcast: is_sent = socket_.send({probe.network.broadcast, port}, data); break;
        case Way::Multicast: is_sent = socket_.send_to_group({net::discovery_group, port}, probe.network, data); break;
    }
    probe.is_refused = !is_sent;
}

bool SelfTest::is_own(std::uint32_t ip) const {
    return net::is_loopback(ip) || std::any_of(networks_.begin(), networks_.end(), [&](const auto& each) { return each.ip == ip; });
}

void SelfTest::take(const net::UdpSocket::Datagram& datagram) {
    if (!is_own(datagram.from.ip)) return;  // another game hears the question too
    std::uint64_t nonce = 0;
    if (const auto info = net::decode_info(datagram.data); info && info->game.port == setup_.game_port) {
        nonce = info->nonce;
    } else if (const net::Knock knock = net::read_knock(datagram.data);
               knock.kind == net::Knock::Kind::Cookie && datagram.from.port == setup_.game_port) {
        nonce = knock.nonce;
    }
    for (Probe& probe : probes_)
        if (probe.nonce == nonce) probe.is_answered = true;
}

void SelfTest::poll(Time now) {
    if (is_done_) return;
    while (const auto datagram = socket_.receive()) take(*datagram);
    if (now >= again_at_) {
        again_at_ = now + again_us;
        for (Probe& probe : probes_)
            if (!probe.is_answered) send(probe);
        // makes the system ask its neighbours for the way
        for (const std::uint32_t ip : setup_.friends)
            socket_.send({ip, setup_.search_port}, net::encode_ask({.nonce = net::random_number()}));
    }
    const bool all_answered = std::all_of(probes_.begin(), probes_.end(), [](const Probe& probe) { return probe.is_answered; });
    if (now < begun_at_ + patience_us && !(all_answered && setup_.friends.empty())) return;
    conclude();
    is_done_ = true;
}

void SelfTest::find(Kind kind, std::string network, std::string address, std::string text) {
    findings_.push_back({kind, std::move(network), std::move(address), std::move(text)});
}

void SelfTest::conclude() {
    if (networks_.empty()) return find(Kind::NoNetwork);
    if (setup_.reach == net::Reach::Nobody || setup_.reach == net::Reach::Machine) find(Kind::NotAnnounced);
    if (!setup_.search_problem.empty()) find(Kind::SearchPortTaken, {}, {}, setup_.search_problem);
    conclude_ways();
    conclude_neighbours();
    if (networks_.size() < 2) return;
    const std::vector<Router> routers = read_routers(contents("/proc/net/route"));
    const net::Interface* best = networks_.data();
    std::string all;
    for (const net::Interface& each : networks_) {
        const bool leads_on =
            std::any_of(routers.begin(), routers.end(), [&](const Router& router) { return router.network == each.name; });
        if (leads_on && each.broadcast != 0) best = &each;
        all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", net::ip_text(each.ip), each.name);
    }
    find(Kind::SeveralNetworks, best->name, net::ip_text(best->ip), all);
}

void SelfTest::conclude_ways() {
    const auto probe = [&](const net::Interface& network, Way way, bool of_game) {
        const auto found = std::find_if(probes_.begin(), probes_.end(), [&](const Probe& each) {
            return each.network == network && each.way == way && each.of_game == of_game;
        });
        return found == probes_.end() ? nullptr : &*found;
    };
    for (const net::Interface& each : networks_) {
        const std::string address = net::ip_text(each.ip);
        if (each.broadcast == 0) find(Kind::NoBroadcast, each.name, address);
        const Probe* direct = probe(each, Way::Direct, true);
        const Probe* game = probe(each, Way::Broadcast, true);
        const Probe* broadcast = probe(each, Way::Broadcast, false);
        const Probe* multicast = probe(each, Way::Multicast, false);
        const auto is_lost = [](const Probe* one) { return one != nullptr && !one->is_answered && !one->is_refused; };
        const auto is_refused = [](const Probe* one) { return one != nullptr && one->is_refused; };
        if (is_refused(broadcast) || is_refused(multicast) || is_refused(game)) find(Kind::SendingBlocked, each.name, address);
        if (!direct->is_answered) {
            // whether the network lets anything in cannot be told then
            find(Kind::GamePortSilent, each.name, address);
        } else if (is_lost(broadcast) && is_lost(multicast) && is_lost(game)) {
            find(Kind::NothingArrives, each.name, address);
        } else {
            if (is_lost(game)) find(Kind::GameBlocked, each.name, address);
            if (is_lost(broadcast)) find(Kind::BroadcastBlocked, each.name, address);
            if (is_lost(multicast)) find(Kind::MulticastBlocked, each.name, address);
        }
    }
}

void SelfTest::conclude_neighbours() {
    const std::vector<Neighbour> neighbours = read_neighbours(contents("/proc/net/arp"));
    const std::vector<Router> routers = read_routers(contents("/proc/net/route"));
    for (const std::uint32_t ip : setup_.friends) {
        const auto found = std::find_if(neighbours.begin(), neighbours.end(), [&](const Neighbour& each) { return each.ip == ip; });
        if (found != neighbours.end() && !found->has_answered) find(Kind::FriendUnreachable, found->network, net::ip_text(ip));
    }
    for (const net::Interface& network : networks_) {
        bool has_asked = false, has_router = false, has_other = false;
        for (const Neighbour& each : neighbours) {
            if (each.network != network.name) continue;
            const bool is_router = std::any_of(routers.begin(), routers.end(), [&](const Router& router) { return router.ip == each.ip; });
            has_asked |= !each.has_answered && !is_router;
            has_router |= each.has_answered && is_router;
            has_other |= each.has_answered && !is_router;
        }
        if (has_asked && has_router && !has_other) find(Kind::OnlyTheRouter, network.name, net::ip_text(network.ip));
    }
}

FindingText text_of(Finding::Kind kind) {
    switch (kind) {
        case Kind::NoNetwork:
            return {"seen_no_network", "This machine is on no network: plug in the cable, or join the same WLAN as the others."};
        case Kind::NotAnnounced:
            return {"seen_not_announced", "This game was told not to answer searches (--lan): others have to type its address."};
        case Kind::GamePortTaken: return {"seen_game_port_taken", "The game's port cannot be opened: {text}"};
        case Kind::GamePortSilent:
            return {"seen_game_port_silent",
                    "The game's port {port} does not answer, not even to this machine at {address}: a packet filter (firewall) drops UDP "
                    "port {port}, or another program has it."};
        case Kind::SearchPortTaken:
            return {"seen_search_port_taken", "Nobody finds this game by searching: {text}. Others have to type the address."};
        case Kind::NothingArrives:
            return {"seen_nothing_arrives",
                    "Nothing that comes by the network {network} arrives here: this machine's packet filter (firewall) drops it. Allow UDP "
                    "ports {port} and {search_port} to come in."};
        case Kind::SendingBlocked:
            return {"seen_sending_blocked",
                    "This machine's packet filter (firewall) lets no searches out to the network {network}: others may find this game, but "
                    "it finds none of theirs."};
        case Kind::BroadcastBlocked:
            return {"seen_broadcast_blocked",
                    "This machine's packet filter (firewall) drops broadcasts that come by {network}: allow UDP port {search_port} to come "
                    "in."};
        case Kind::MulticastBlocked:
            return {"seen_multicast_blocked",
                    "This machine's packet filter (firewall) drops multicasts that come by {network}: allow UDP port {search_port} to come "
                    "in."};
        case Kind::GameBlocked:
            return {"seen_game_blocked",
                    "The packet filter (firewall) drops what comes by {network} to the game's port: allow UDP port {port} to come in."};
        case Kind::NoBroadcast:
            return {"seen_no_broadcast", "The network {network} has no broadcasts, as of a VPN: who is there has to type {address}."};
        case Kind::SeveralNetworks:
            return {"seen_several_networks",
                    "This machine is on several networks: {text}. Others need to be on the same one; tell them {address}."};
        case Kind::FriendUnreachable:
            return {"seen_friend_unreachable",
                    "{address} does not answer in the network {network}, though it should be there: it is switched off, or the access "
                    "point keeps its devices apart (client isolation, guest WLAN)."};
        case Kind::OnlyTheRouter:
            return {"seen_only_the_router",
                    "In the network {network} only the router answers: the access point seems to keep its devices apart (client isolation, "
                    "guest WLAN). Use another WLAN or a cable."};
    }
    CHECK(false);
    return {};
}

std::string_view word_of(Finding::Kind kind) { return text_of(kind).key.substr(std::string_view("seen_").size()); }

std::string english(const Finding& finding, std::uint16_t game_port, std::uint16_t search_port) {
    return fmt::format(fmt::runtime(text_of(finding.kind).english), fmt::arg("network", finding.network),
                       fmt::arg("address", finding.address), fmt::arg("text", finding.text), fmt::arg("port", game_port),
                       fmt::arg("search_port", search_port));
}

}  // namespace game
