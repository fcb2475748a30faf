#include "game/headless/fleet_machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/core/check.h"

namespace game {
namespace {

using net::Time;

constexpr Time goodbye_us = 200'000;  // for the goodbye to go out, as the programs give it

constexpr auto focus = static_cast<std::uint16_t>(engine::Button::Focus);

std::optional<std::uint64_t> content_hash_for(void* context, const std::string& mode) {
    const auto& content = *static_cast<const Content*>(context);
    return mode == content.mode.name ? std::optional(content.hash) : std::nullopt;
}

}  // namespace

FleetMachine::FleetMachine(const Content& content, const FleetMachineSetup& setup, net::SimNet& net)
    : content_(content), setup_(setup), net_(net), talk_(setup.number, setup.mishears) {}

FleetMachine::~FleetMachine() {
    if (online_) net_.kill(setup_.number);
}

OnlineSetup FleetMachine::online_setup() const {
    OnlineSetup setup;
    if (!watches()) setup.pilots = {fmt::format("Pilot {}", setup_.number)};
    setup.watches = watches();
    setup.content_hash = content_.hash;
    setup.mode = content_.mode.name;
    setup.rate = content_.mode.rate;
    setup.delay_ticks = setup_.delay_ticks;
    setup.token = token_;
    return setup;
}

void FleetMachine::host(std::uint64_t seed, int players, Time now) {
    OnlineSetup setup = online_setup();
    setup.seed = seed;
    setup.seats = players;
    online_ = Online::host(setup, net_.open(setup_.number), now);
    start(now);
}

void FleetMachine::join(const net::Address& host, Time now) {
    // the content is only read
    void* context = const_cast<Content*>(&content_);
    OnlineSetup setup = online_setup();
    setup.address = fmt::format("machine {}", host.ip);
    online_ = Online::join(setup, net_.open(setup_.number), host, content_hash_for, context, now);
    start(now);
}

void FleetMachine::start(Time now) {
    ++programs_;
    started_at_ = moved_at_ = next_turn_ = counted_at_ = now;
    counted_wire_bytes_ = 0;
    ended_.clear();
    joined_late_ = false;
}

void FleetMachine::leave(Time now) {
    count(now);
    online_->leave(now);
    leaving_until_ = now + goodbye_us;
    next_turn_ = now;
}

void FleetMachine::kill(Time now) {
    net_.kill(setup_.number);
    stop(now);
}

void FleetMachine::stop(Time now) {
    count(now);
    count_inputs();
    const net::Token token = online_->token();
    if (token != net::Token{}) token_ = token;
    counted_ = counted_before_ = {};
    match_.reset();
    online_.reset();
    seat_ = -1;
    leaving_until_ = 0;
}

bool FleetMachine::plays() const {
    return leaving_until_ == 0 && match_ && match_->ready() && online_->session() != nullptr && online_->session()->joined();
}

std::string FleetMachine::state(Time now) const {
    if (!runs()) return " is not there";
    std::string text = watches() ? " watches" : is_host() ? " hosts" : " flies";
    if (online_->session() == nullptr || !online_->session()->joined()) text += ", has no world";
    if (match_) text += fmt::format(", ticks {} to {}", match_->recording().first_tick, match_->recording().last_tick());
    if (finished()) text += ", finished";
    if (online_->pause_status().paused) text += ", paused";
    if (!online_->connected()) text += online_->is_awaiting() ? ", awaits others" : ", not connected";
    return text + fmt::format(", last tick {:.1f} s ago", static_cast<double>(now - std::min(now, moved_at_)) / 1e6);
}

std::uint16_t FleetMachine::buttons(int seat) {
    const auto pressed = setup_.bot(match_->world(), content_, seat);
    auto bits = static_cast<std::uint16_t>((pressed & ~focus) | (bits_ & focus));
    if (bits == bits_ && ++quiet_ticks_ >= content_.mode.rate / fleet_least_changes) bits ^= focus;
    if (bits != bits_) quiet_ticks_ = 0;
    return bits_ = bits;
}

void FleetMachine::turn(Time now) {
    online_->poll(now);
    while (online_->next_notice()) {
    }
    while (online_->next_difference()) {
    }
    if (setup_.talks && online_->stage() == Online::Stage::Playing) talk_.pass(*online_, programs_, now);
    if (leaving_until_ != 0) {
        next_turn_ = now + 5'000;
        if (now >= leaving_until_) stop(now);
        return;
    }
    if (online_->stage() == Online::Stage::Ended) {
        ended_ = online_->reason();
        stop(now);
        return;
    }
    std::uint32_t permille = 1000;
    if (net::Session* session = online_->session()) {
        play(now);
        permille = session->speed_permille();
        count(now);
    }
    next_turn_ = now + static_cast<Time>(1e9 / content_.mode.rate * setup_.clock / permille);
}

void FleetMachine::play(Time now) {
    net::Session& session = *online_->session();
    if (!match_) {
        MatchSetup setup;
        setup.seed = online_->seed();
        setup.players = static_cast<int>(online_->seats().size());
        setup.last_tick = setup_.last_tick;
        setup.looks = false;
        setup.joins = online_->came_late();
        setup.spoil_tick = programs_ == 1 ? setup_.spoil_tick : 0;
        match_ = std::make_unique<Match>(content_, setup);
        seat_ = online_->local_seats() == 0 ? -1 : std::countr_zero(online_->local_seats());
        joined_late_ = online_->came_late();
    }
    if (match_->finished() || (setup_.hang_tick != 0 && match_->confirmed_tick() >= setup_.hang_tick)) return;
    if (seat_ >= 0 && match_->ready()) session.set_bits(seat_, buttons(seat_));
    if (match_->advance(session, now)) moved_at_ = now;
    if (spoiled_at_ == 0 && setup_.spoil_tick != 0 && match_->ready() && match_->world().header.tick >= setup_.spoil_tick)
        spoiled_at_ = now;
}

void FleetMachine::count(Time now) {
    net::Session* session = online_->session();
    if (session == nullptr) return;
    const net::SessionStats& stats = session->stats();
    if (session != counted_.session) {
        std::swap(counted_, counted_before_);
        if (session != counted_.session) counted_ = {session, {}};
    }
    if (stats.packets_sent < counted_.stats.packets_sent) counted_.stats = {};
    net::SessionStats& sum = deeds_.stats;
    const auto add = [&](std::uint64_t net::SessionStats::*field) {
        const std::uint64_t more = stats.*field - counted_.stats.*field;
        sum.*field += more;
        return more;
    };
    for (const auto field : {&net::SessionStats::ticks, &net::SessionStats::stalls, &net::SessionStats::rollbacks,
                             &net::SessionStats::hashes_compared, &net::SessionStats::desyncs, &net::SessionStats::bad_packets,
                             &net::SessionStats::conflicts, &net::SessionStats::snapshots_sent, &net::SessionStats::snapshot_bytes})
        add(field);
    if (add(&net::SessionStats::repairs) != 0 && deeds_.repair_seconds == 0 && spoiled_at_ != 0)
        deeds_.repair_seconds = static_cast<double>(now - spoiled_at_) / 1e6;
    for (std::size_t i = 0; i < sum.rollback_depths.size(); ++i)
        sum.rollback_depths[i] += stats.rollback_depths[i] - counted_.stats.rollback_depths[i];
    const std::uint64_t packets = add(&net::SessionStats::packets_sent), payload = add(&net::SessionStats::payload_bytes_sent);
    const std::uint64_t wire = online_->wire_bytes_sent(), more_wire = wire - counted_wire_bytes_;
    const double seconds = static_cast<double>(now - counted_at_) / 1e6;
    if (is_host()) {
        deeds_.host_packets += packets;
        deeds_.host_payload_bytes += payload;
        deeds_.host_wire_bytes += more_wire;
        deeds_.host_seconds += seconds;
    } else if (plays()) {
        deeds_.guest_seconds += seconds;
    }
    if (joined_late_ && !watches() && stats.join_ms != 0) {
        joined_late_ = false;
        deeds_.rejoin_seconds.push_back(static_cast<double>(now - started_at_) / 1e6);
    }
    deeds_.delay_ticks = std::max(deeds_.delay_ticks, session->delay_ticks());
    counted_.stats = stats;
    counted_wire_bytes_ = wire;
    counted_at_ = now;
}

void FleetMachine::count_inputs() {
    if (!match_ || seat_ < 0) return;
    const Replay& record = match_->recording();
    for (std::size_t i = 1; i < record.inputs.size(); ++i) {
        const engine::SeatInput& input = record.inputs[i].seats[static_cast<std::size_t>(seat_)];
        if (input.state != engine::SeatState::Flown) continue;
        ++deeds_.flown;
        const auto change = static_cast<std::uint16_t>(input.bits ^ record.inputs[i - 1].seats[static_cast<std::size_t>(seat_)].bits);
        deeds_.changed += change != 0;
        // Focus is the fleet's own doing
        deeds_.pressed += (change & ~focus) != 0;
    }
}

}  // namespace game
