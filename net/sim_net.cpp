// The net between simulated machines: which programs run, the lines between them, and what is on its way.
#include <algorithm>

#include "engine/core/check.h"
#include "net/sim_datagram.h"
#include "net/sim_link.h"

namespace net {

using State = SimConnection::State;

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

}  // namespace net
