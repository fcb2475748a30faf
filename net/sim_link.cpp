#include "net/sim_link.h"

#include <algorithm>
#include <optional>

#include "engine/core/check.h"
#include "net/messages.h"

namespace net {

namespace {

constexpr Time ms = 1000;
// As enet_link sets ENet up.
constexpr Time call_again_us = 150 * ms;
constexpr Time most_wait_us = 400 * ms;
constexpr Time call_give_up_us = 5000 * ms;
constexpr Time forget_unproven_us = 2000 * ms;
constexpr Time lost_after_us = 10'000 * ms;
// ENet's own.
constexpr Time ping_us = 500 * ms;
constexpr Time first_round_trip_us = 500 * ms;
// On the wire, with 28 of IP and UDP.
constexpr std::size_t call_bytes = 28 + 4 + 48, answer_bytes = 28 + 4 + 44, ping_bytes = 28 + 4 + 4, close_bytes = 28 + 4 + 8;
constexpr std::size_t acknowledgement_bytes = 28 + 2 + 8, play_bytes = 28 + 2 + 8, reliable_bytes = 28 + 4 + 6;

}  // namespace

enum class SimKind : std::uint8_t { Call, Answer, Play, Data, Ping, Close, Acknowledgement, Bye };

struct SimDatagram {
    SimKind kind = SimKind::Play;
    Address from;
    std::uint16_t port = 0;        // where it is sent to
    std::uint64_t connection = 0;  // one number for both ends
    std::uint32_t number = 0;      // Data, Ping, Close: counts them; Acknowledgement: of what; 0: of Answer
    Time stamp = 0;                // when it was sent; an acknowledgement's is that of what it is for
    std::vector<std::byte> data;
    Time at = 0;  // when it arrives, and among those that arrive together, which is first
    std::uint64_t order = 0;
};

struct SimConnection {
    struct Waiting {
        SimDatagram datagram;
        Time begun = 0, again_at = 0, wait = 0;
    };
    enum class State : std::uint8_t { Calling, Answering, Open, Closing } state = State::Calling;
    PeerId id = 0;
    std::uint64_t number = 0;
    Address to;
    Time begun = 0, again_at = 0, wait = call_again_us;  // of the handshake
    Time round_trip = first_round_trip_us, deviation = 0;
    bool measured = false;
    Time reliable_sent_at = 0;
    std::uint32_t next_out = 1, next_in = 1;
    std::deque<Waiting> unacknowledged;
    std::map<std::uint32_t, SimDatagram> early;

    // As ENet measures it.
    void measure(Time sample) {
        if (!measured) {
            measured = true;
            round_trip = sample;
            deviation = (sample + 1) / 2;
            return;
        }
        const Time apart = sample > round_trip ? sample - round_trip : round_trip - sample;
        deviation = deviation - deviation / 4 + apart / 4;
        round_trip = sample > round_trip ? round_trip + apart / 8 : round_trip - apart / 8;
    }
};

namespace {

using Kind = SimKind;
using State = SimConnection::State;

bool later(const SimDatagram& a, const SimDatagram& b) { return std::pair{a.at, a.order} > std::pair{b.at, b.order}; }

std::size_t wire_size(const SimDatagram& datagram) {
    switch (datagram.kind) {
        case Kind::Call: return call_bytes;
        case Kind::Answer: return answer_bytes;
        case Kind::Play: return play_bytes + datagram.data.size();
        case Kind::Data: return reliable_bytes + datagram.data.size();
        case Kind::Ping: return ping_bytes;
        case Kind::Close:
        case Kind::Bye: return close_bytes;
        case Kind::Acknowledgement: return acknowledgement_bytes;
    }
    return 0;
}

}  // namespace

SimNet::SimNet(std::uint64_t seed) : seed_(seed) {}
SimNet::~SimNet() {
    for (auto& [number, machine] : machines_) kill(number);
}

std::unique_ptr<SimLink> SimNet::open(std::uint32_t number, std::uint16_t port) {
    CHECK(number != 0);
    Machine& machine = machines_[number];
    CHECK(machine.link == nullptr);
    if (port == 0) port = machine.next_port++;
    std::unique_ptr<SimLink> link(new SimLink(*this, number, port));
    machine.link = link.get();
    return link;
}

void SimNet::kill(std::uint32_t number) {
    Machine& machine = machines_[number];
    if (machine.link != nullptr) machine.link->dead_ = true;
    machine.link = nullptr;
    machine.arriving.clear();
}

void SimNet::set_line(std::uint32_t a, std::uint32_t b, const TroubleSetup& there, const TroubleSetup& back) {
    change(a, b, there);
    change(b, a, back);
}

void SimNet::change(std::uint32_t from, std::uint32_t to, const TroubleSetup& trouble) {
    Direction& way = direction(from, to);
    way.trouble.change(trouble);
    way.open = true;
}

void SimNet::cut(std::uint32_t a, std::uint32_t b) {
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
        direction(from, to).open = false;
        auto& arriving = machines_[to].arriving;
        std::erase_if(arriving, [sender = from](const SimDatagram& datagram) { return datagram.from.ip == sender; });
        std::make_heap(arriving.begin(), arriving.end(), later);
    }
}

const SimCounts& SimNet::counts(std::uint32_t from, std::uint32_t to) { return direction(from, to).counts; }

SimLink& SimNet::add_peer() { return *links_.emplace_back(open(static_cast<std::uint32_t>(links_.size() + 1))); }

void SimNet::connect(std::uint32_t a, std::uint32_t b, const TroubleSetup& there, const TroubleSetup& back, Time now) {
    CHECK(a != b && machines_[a].link != nullptr && machines_[b].link != nullptr);
    set_line(a, b, there, back);
    const std::uint64_t number = next_connection_++;
    for (const auto& [own, other] : {std::pair{machines_[a].link, machines_[b].link}, std::pair{machines_[b].link, machines_[a].link}}) {
        SimConnection& connection = own->add(other->own_address(), number);
        if (own == machines_[b].link) connection.state = State::Answering;
        connection.measure(there.delay_us + back.delay_us);
        own->open(connection, now);
    }
}

SimNet::Direction& SimNet::direction(std::uint32_t from, std::uint32_t to) {
    const auto found = directions_.find({from, to});
    if (found != directions_.end()) return found->second;
    const std::uint64_t salt = (std::uint64_t{from} << 32 | to) * 0x9E3779B97F4A7C15u;
    return directions_.emplace(std::pair{from, to}, Direction{.trouble = Trouble({}, seed_ ^ salt), .open = true, .counts = {}})
        .first->second;
}

void SimNet::deliver(std::uint32_t to, SimDatagram datagram, Time at) {
    const auto found = machines_.find(to);
    if (found == machines_.end() || found->second.link == nullptr) return;
    auto& arriving = found->second.arriving;
    datagram.at = at;
    datagram.order = order_++;
    arriving.push_back(std::move(datagram));
    std::push_heap(arriving.begin(), arriving.end(), later);
}

SimLink::SimLink(SimNet& net, std::uint32_t machine, std::uint16_t port) : net_(net), machine_(machine), port_(port) {}

SimLink::~SimLink() {
    if (dead_) return;
    for (const auto& connection : connections_) {
        SimDatagram bye;
        bye.kind = Kind::Bye;
        transmit(*connection, std::move(bye), time_);
    }
    net_.machines_[machine_].link = nullptr;
    net_.machines_[machine_].arriving.clear();
}

SimConnection* SimLink::find(PeerId id) {
    const auto found =
        std::find_if(connections_.begin(), connections_.end(), [id](const auto& connection) { return connection->id == id; });
    return found == connections_.end() || (*found)->state == State::Closing ? nullptr : found->get();
}

SimConnection* SimLink::find_number(std::uint64_t number) {
    const auto found =
        std::find_if(connections_.begin(), connections_.end(), [number](const auto& connection) { return connection->number == number; });
    return found == connections_.end() ? nullptr : found->get();
}

SimConnection& SimLink::add(const Address& to, std::uint64_t number) {
    SimConnection& connection = *connections_.emplace_back(std::make_unique<SimConnection>());
    connection.id = to.ip + 1000 * connections_with_[to.ip]++;
    connection.to = to;
    connection.number = number;
    return connection;
}

void SimLink::forget(const SimConnection& connection) {
    std::erase_if(connections_, [&connection](const auto& other) { return other.get() == &connection; });
}

void SimLink::transmit(const SimConnection& connection, SimDatagram datagram, Time now) {
    wire_bytes_ += wire_size(datagram);
    datagram.from = own_address();
    datagram.port = connection.to.port;
    datagram.connection = connection.number;
    datagram.stamp = datagram.kind == Kind::Acknowledgement ? datagram.stamp : now;
    SimNet::Direction& way = net_.direction(machine_, connection.to.ip);
    if (!way.open) return;
    if (way.trouble.loses()) {
        if (datagram.kind == Kind::Play) ++way.counts.lost;
        return;
    }
    const Time at = now + way.trouble.travel();
    if (way.trouble.duplicates()) net_.deliver(connection.to.ip, datagram, now + way.trouble.travel());
    net_.deliver(connection.to.ip, std::move(datagram), at);
}

void SimLink::send_reliable(SimConnection& connection, Kind kind, std::span<const std::byte> data, Time now) {
    SimDatagram datagram;
    datagram.kind = kind;
    datagram.number = connection.next_out++;
    datagram.data.assign(data.begin(), data.end());
    const Time wait = std::min(connection.round_trip + 4 * connection.deviation, most_wait_us);
    transmit(connection, datagram, now);
    connection.reliable_sent_at = now;
    connection.unacknowledged.push_back({.datagram = std::move(datagram), .begun = now, .again_at = now + wait, .wait = wait});
}

PeerId SimLink::connect(const Address& to, Time now) {
    SimConnection& connection = add(to, net_.next_connection_++);
    connection.begun = now;
    connection.again_at = now;
    call_again(now);
    return connection.id;
}

void SimLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    SimConnection* connection = find(to);
    if (dead_ || connection == nullptr || connection->state != State::Open || data.empty()) return;
    SimNet::Direction& way = net_.direction(machine_, connection->to.ip);
    ++way.counts.packets;
    way.counts.bytes += data.size();
    if (channel == Channel::Lobby) {
        send_reliable(*connection, Kind::Data, data, now);
        return;
    }
    if (data.size() > most_packet_bytes + tag_bytes) return;
    SimDatagram datagram;
    datagram.kind = Kind::Play;
    datagram.data.assign(data.begin(), data.end());
    transmit(*connection, std::move(datagram), now);
}

std::optional<LinkEvent> SimLink::next(Time now) {
    if (dead_) return std::nullopt;
    if (now > time_) {
        time_ = now;
        call_again(now);
        send_again(now);
    }
    auto& arriving = net_.machines_[machine_].arriving;
    while (events_.empty() && !arriving.empty() && arriving.front().at <= now) {
        std::pop_heap(arriving.begin(), arriving.end(), later);
        SimDatagram datagram = std::move(arriving.back());
        arriving.pop_back();
        if (datagram.port == port_) take(std::move(datagram), now);
    }
    if (events_.empty()) return std::nullopt;
    LinkEvent event = std::move(events_.front());
    events_.pop_front();
    return event;
}

void SimLink::close(PeerId peer, Time now) {
    SimConnection* connection = find(peer);
    if (dead_ || connection == nullptr) return;
    std::erase_if(events_, [peer](const LinkEvent& event) { return event.peer == peer; });
    if (connection->state == State::Open) {
        send_reliable(*connection, Kind::Close, {}, now);
        connection->state = State::Closing;
        return;
    }
    SimDatagram bye;
    bye.kind = Kind::Bye;
    transmit(*connection, std::move(bye), now);
    forget(*connection);
}

Address SimLink::address(PeerId peer) const {
    for (const auto& connection : connections_)
        if (connection->id == peer && connection->state != State::Closing) return connection->to;
    return {};
}

// The owner hears of it, if it still knows this peer.
void SimLink::end(const SimConnection& connection, bool closed) {
    if (connection.state == State::Open || connection.state == State::Calling) {
        LinkEvent gone;
        gone.kind = LinkEvent::Kind::Gone;
        gone.peer = connection.id;
        gone.closed = closed;
        gone.reason = closed ? "left" : connection.state == State::Open ? "connection lost" : "no answer";
        events_.push_back(std::move(gone));
    }
    forget(connection);
}

void SimLink::call_again(Time now) {
    for (std::size_t i = connections_.size(); i-- > 0;) {
        SimConnection& connection = *connections_[i];
        const bool calling = connection.state == State::Calling;
        if (!calling && connection.state != State::Answering) continue;
        if (now >= connection.begun + (calling ? call_give_up_us : forget_unproven_us)) {
            end(connection, false);
        } else if (now >= connection.again_at) {
            SimDatagram datagram;
            datagram.kind = calling ? Kind::Call : Kind::Answer;
            connection.again_at = now + connection.wait;
            if (!calling) connection.wait = std::min(2 * connection.wait, most_wait_us);
            transmit(connection, std::move(datagram), now);
        }
    }
}

void SimLink::send_again(Time now) {
    for (std::size_t i = connections_.size(); i-- > 0;) {
        SimConnection& connection = *connections_[i];
        if (!connection.unacknowledged.empty() && now >= connection.unacknowledged.front().begun + lost_after_us) {
            end(connection, false);
            continue;
        }
        for (SimConnection::Waiting& waiting : connection.unacknowledged) {
            if (now < waiting.again_at) continue;
            waiting.wait = std::min(2 * waiting.wait, most_wait_us);
            waiting.again_at = now + waiting.wait;
            transmit(connection, waiting.datagram, now);
        }
        if (connection.state == State::Open && connection.unacknowledged.empty() && now >= connection.reliable_sent_at + ping_us)
            send_reliable(connection, Kind::Ping, {}, now);
    }
}

void SimLink::acknowledge(const SimConnection& connection, const SimDatagram& what, Time now) {
    SimDatagram datagram;
    datagram.kind = Kind::Acknowledgement;
    datagram.number = what.number;
    datagram.stamp = what.stamp;
    transmit(connection, std::move(datagram), now);
}

void SimLink::take(SimDatagram datagram, Time now) {
    SimConnection* connection = find_number(datagram.connection);
    if (connection == nullptr) {
        if (datagram.kind == Kind::Call) {
            SimConnection& answering = add(datagram.from, datagram.connection);
            answering.state = State::Answering;
            answering.begun = now;
            answering.again_at = now;
            call_again(now);
        } else if (datagram.kind == Kind::Close) {
            // told before, but the acknowledgement was lost
            SimConnection gone;
            gone.to = datagram.from;
            gone.number = datagram.connection;
            acknowledge(gone, datagram, now);
        }
        return;
    }
    switch (datagram.kind) {
        case Kind::Call: return;  // a second one, and Answer is repeated anyway
        case Kind::Answer:
            acknowledge(*connection, datagram, now);
            if (connection->state == State::Calling) open(*connection, now);
            return;
        case Kind::Play: {
            if (connection->state != State::Open) return;
            tell_packet(*connection, Channel::Play, std::move(datagram.data));
            return;
        }
        case Kind::Data:
        case Kind::Ping:
        case Kind::Close: take_reliable(*connection, std::move(datagram), now); return;
        case Kind::Acknowledgement: take_acknowledgement(*connection, datagram, now); return;
        case Kind::Bye: end(*connection, true); return;
    }
}

void SimLink::open(SimConnection& connection, Time now) {
    LinkEvent event;
    event.kind = LinkEvent::Kind::Connected;
    event.peer = connection.id;
    event.incoming = connection.state == State::Answering;
    connection.state = State::Open;
    connection.reliable_sent_at = now;
    events_.push_back(std::move(event));
}

void SimLink::tell_packet(const SimConnection& connection, Channel channel, std::vector<std::byte> data) {
    LinkEvent event;
    event.peer = connection.id;
    event.channel = channel;
    event.data = std::move(data);
    events_.push_back(std::move(event));
}

void SimLink::take_acknowledgement(SimConnection& connection, const SimDatagram& datagram, Time now) {
    if (datagram.number == 0) {
        if (connection.state != State::Answering) return;
        connection.measure(now - datagram.stamp);
        open(connection, now);
        return;
    }
    const auto found = std::find_if(connection.unacknowledged.begin(), connection.unacknowledged.end(),
                                    [&datagram](const auto& waiting) { return waiting.datagram.number == datagram.number; });
    if (found == connection.unacknowledged.end()) return;
    connection.measure(now - datagram.stamp);
    connection.unacknowledged.erase(found);
    if (connection.state == State::Closing && connection.unacknowledged.empty()) forget(connection);
}

void SimLink::take_reliable(SimConnection& connection, SimDatagram datagram, Time now) {
    if (connection.state == State::Calling || connection.state == State::Answering) return;
    acknowledge(connection, datagram, now);
    if (datagram.number < connection.next_in) return;
    connection.early.emplace(datagram.number, std::move(datagram));
    while (!connection.early.empty() && connection.early.begin()->first == connection.next_in) {
        SimDatagram due = std::move(connection.early.begin()->second);
        connection.early.erase(connection.early.begin());
        ++connection.next_in;
        if (due.kind == Kind::Close) {
            end(connection, true);
            return;
        }
        if (due.kind == Kind::Data && connection.state == State::Open) tell_packet(connection, Channel::Lobby, std::move(due.data));
    }
}

}  // namespace net
