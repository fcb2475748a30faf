// One program's end of a simulated net: its connections, as ENet makes, keeps and ends them.
#include "net/sim_link.h"

#include <algorithm>
#include <optional>

#include "net/messages.h"
#include "net/sim_datagram.h"

namespace net {

using Kind = SimKind;
using State = SimConnection::State;

namespace {

constexpr Time ms = 1000;
// As enet_link sets ENet up.
constexpr Time most_wait_us = 400 * ms;
constexpr Time call_give_up_us = 5000 * ms;
constexpr Time forget_unproven_us = 2000 * ms;
constexpr Time lost_after_us = 10'000 * ms;
// ENet's own.
constexpr Time ping_us = 500 * ms;
// On the wire, with 28 of IP and UDP.
constexpr std::size_t call_bytes = 28 + 4 + 48, answer_bytes = 28 + 4 + 44, ping_bytes = 28 + 4 + 4, close_bytes = 28 + 4 + 8;
constexpr std::size_t acknowledgement_bytes = 28 + 2 + 8, play_bytes = 28 + 2 + 8, reliable_bytes = 28 + 4 + 6;

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
            connection.again_at = now + SimConnection::call_again_us;
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
