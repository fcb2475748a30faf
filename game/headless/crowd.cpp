#include "game/headless/crowd.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "game/headless/bot_name.h"
#include "game/headless/online_play.h"
#include "net/enet_link.h"

namespace game {

using net::Time;

namespace {

constexpr std::uint32_t server_ip = 0x7F000001, first_ip = 0x7F000002;
constexpr Time nap_us = 1'000, lobby_poll_us = 5'000;
constexpr Time own_socket_poll_us = 2'000;

}  // namespace

Crowd::Crowd(const CrowdSetup& setup, const Content& content) : setup_(setup), content_(content), bot_(bot_by_name("ace")) {}

Crowd::~Crowd() { guests_.clear(); }

Time Crowd::clock_us() { return now_us(); }

std::optional<std::uint64_t> Crowd::content_of(void* context, const std::string& mode) {
    const Content& content = static_cast<const Crowd*>(context)->content_;
    if (mode != content.mode.name) return std::nullopt;
    return content.hash;
}

std::unique_ptr<net::Link> Crowd::open_link(Guest& guest) {
    net::EnetLink::Setup setup;
    if (setup_.guests_of_a_socket <= 1) return net::EnetLink::open(setup);
    const auto place = static_cast<int>(guest.number - 1) / setup_.guests_of_a_socket;
    if (place == static_cast<int>(links_.size())) {
        setup.ip = first_ip + static_cast<std::uint32_t>(place);  // a gate lets so many in from one address
        setup.most_peers = setup.most_of_loopback = static_cast<std::size_t>(setup_.guests_of_a_socket) * 2;
        setup.gathers = true;
        links_.push_back(std::make_unique<net::SharedLink>(net::EnetLink::open(setup)));
    }
    guest.links = place;
    return links_[static_cast<std::size_t>(place)]->open(guest.number);
}

void Crowd::add(std::uint32_t match) {
    guests_.push_back(std::make_unique<Guest>());
    guests_.back()->asks_for = match;
    guests_.back()->number = static_cast<std::uint32_t>(guests_.size());
    join(*guests_.back());
}

void Crowd::join(Guest& guest) {
    guest.match.reset();
    guest.online.reset();
    guest.is_done = false;
    OnlineSetup setup;
    setup.address = fmt::format("127.0.0.1:{}", setup_.port);
    if (guest.asks_for != 0) setup.address += fmt::format("/{}", guest.asks_for);
    setup.pilots = {"bot:ace"};
    guest.online = Online::join(setup, open_link(guest), {server_ip, setup_.port}, content_of, this, now_us());
    guest.due_at = now_us();
}

void Crowd::step() {
    for (const auto& link : links_) link->poll(now_us());
    Time next = now_us() + nap_us;
    for (const auto& guest : guests_) {
        if (guest->is_mute || guest->is_done) continue;
        const Time now = now_us();
        const bool heard = !links_.empty() && links_[static_cast<std::size_t>(guest->links)]->has_events(guest->number);
        if (heard || now >= guest->due_at) poll(*guest, now);
        next = std::min(next, guest->due_at);
    }
    for (const auto& link : links_) link->flush(now_us());
    for (const auto& guest : guests_)
        if (guest->is_done && setup_.again && guest->match && !guest->is_mute) join(*guest);
    const Time now = now_us();
    if (next > now) std::this_thread::sleep_for(std::chrono::microseconds(next - now));
}

void Crowd::begin(Guest& guest, Time now) {
    MatchSetup setup;
    setup.seed = guest.online->seed();
    setup.players = static_cast<int>(guest.online->seats().size());
    for (const LobbySeat& seat : guest.online->seats()) setup.pilots.push_back(seat.pilot);
    setup.last_tick = setup_.ticks;
    setup.looks = false;
    setup.joins = guest.online->came_late();
    guest.match.emplace(content_, setup);
    guest.pilots.emplace(content_);
    for (int seat = 0; seat < engine::max_seats; ++seat)
        if ((guest.online->local_seats() >> seat & 1) != 0) guest.pilots->set_bot(seat, bot_);
    guest.ticker = engine::Ticker(content_.mode.rate);
    guest.ticker.due(now);
}

void Crowd::poll(Guest& guest, Time now) {
    guest.online->poll(now);
    while (guest.online->next_notice() || guest.online->next_chat()) {
    }
    guest.due_at = now + (links_.empty() ? own_socket_poll_us : lobby_poll_us);
    if (guest.online->stage() == Online::Stage::Ended) {
        guest.is_done = true;
        return;
    }
    if (guest.online->stage() != Online::Stage::Playing) return;
    if (!guest.match) begin(guest, now);
    for (int due = guest.ticker.due(now, guest.online->session()->speed_permille()); due > 0; --due) {
        net::Session& session = *guest.online->session();
        if (guest.match->ready()) guest.pilots->fly(session, guest.match->world(), guest.online->local_seats());
        guest.match->advance(session, now);
    }
    const double left_us = (1.0 - static_cast<double>(guest.ticker.fraction())) * 1e6 / content_.mode.rate;
    const Time tick_at = now + static_cast<Time>(left_us) + 1;
    guest.due_at = links_.empty() ? std::min(guest.due_at, tick_at) : tick_at;
    if (!guest.match->finished()) return;
    guest.online->leave(now);
    guest.is_done = true;
}

int Crowd::seated() const {
    return static_cast<int>(std::count_if(guests_.begin(), guests_.end(), [](const auto& guest) { return guest->is_seated(); }));
}

int Crowd::done() const {
    return static_cast<int>(std::count_if(guests_.begin(), guests_.end(), [](const auto& guest) { return guest->is_done; }));
}

int Crowd::without_server() const {
    return static_cast<int>(
        std::count_if(guests_.begin(), guests_.end(), [](const auto& guest) { return guest->is_done || guest->online->is_host(); }));
}

std::uint32_t Crowd::least_tick(int guests) const {
    std::uint32_t least = UINT32_MAX;
    int playing = 0;
    for (const auto& guest : guests_) {
        if (!guest->plays()) continue;
        ++playing;
        least = std::min(least, guest->match->confirmed_tick());
    }
    return playing >= guests ? least : 0;
}

}  // namespace game
