#include "net/enet_link.h"

#include <arpa/inet.h>
#include <enet/enet.h>
#include <enet/time.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "engine/core/check.h"
#include "engine/core/error.h"
#include "engine/core/log.h"
#include "net/enet_patience.h"
#include "net/gate.h"
#include "net/messages.h"

namespace net {

namespace {

constexpr std::size_t channels = 2;
constexpr std::size_t most_reliable_bytes = 64 * 1024;
constexpr std::size_t most_waiting_bytes = 128 * 1024;
constexpr std::uint32_t header_bytes = 28;  // IPv4 and UDP
constexpr int most_errors_at_once = 64;
constexpr Time call_again_after_us = 100'000;
constexpr Time connect_give_up_after_us = 5'000'000;
constexpr Time least_connect_us = 300'000;  // for ENet's part, where the cookie came at the last moment
// Travels with ENet's disconnect. A connection that was lost carries 0.
constexpr enet_uint32 closed_on_purpose = 1;

[[noreturn]] void fail(const std::string& sentence) { throw engine::Error(engine::ExitCode::Network, sentence); }

}  // namespace

struct EnetLink::Impl {
    struct Library {
        Library() {
            if (enet_initialize() != 0) fail("ENet, the network library, cannot be started.");
        }
    };

    // A connection that is begun, before ENet hears of it.
    struct Call {
        PeerId id = 0;
        Address to;
        std::uint64_t nonce = 0;
        Time again_at = 0, give_up_at = 0;
        std::optional<std::uint32_t> cookie = std::nullopt;  // it was answered
    };

    explicit Impl(const Setup& setup) : most_of_loopback(setup.most_of_loopback), gathers(setup.gathers) {
        static const Library library;
        CHECK(setup.most_peers >= 1 && setup.most_peers <= ENET_PROTOCOL_MAXIMUM_PEER_ID);
        const ENetAddress address{htonl(setup.ip), setup.port};
        // bandwidths 0: no shaping, which would drop packets
        host = enet_host_create(&address, setup.most_peers, channels, 0, 0);
        if (host == nullptr) return;
        ids.resize(setup.most_peers);
        connected.resize(setup.most_peers);
        host->intercept = &intercept;
        host->duplicatePeers = most_of_loopback;  // fewer from elsewhere: may_connect
        host->maximumPacketSize = most_reliable_bytes;
        host->maximumWaitingData = most_waiting_bytes;
        host->randomSeed =
            static_cast<enet_uint32>(random_number());  // connection numbers count up from here; ENet's own seed is the time of day
        ENetAddress own{};
        if (enet_socket_get_address(host->socket, &own) == 0) port = own.port;
    }

    ~Impl() {
        if (host != nullptr) enet_host_destroy(host);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // ENet's clock is the time of day, which may jump. It gets ours instead.
    static void set_time(Time now) { enet_time_set(static_cast<enet_uint32>(now / 1000)); }

    // 1: ENet is not to see it.
    static int ENET_CALLBACK intercept(ENetHost* /*host*/, ENetEvent* /*event*/) { return serviced->lets_in() ? 0 : 1; }

    // Looks at the datagram that ENet has just received.
    bool lets_in() {
        const auto* data = reinterpret_cast<const std::byte*>(host->receivedData);
        const Address from{ntohl(host->receivedAddress.host), host->receivedAddress.port};
        const Knock knock = read_knock({data, host->receivedDataLength});
        switch (knock.kind) {
            case Knock::Kind::Connected: return true;
            case Knock::Kind::Connect:
                if (gate.is_right(knock.cookie, from, serviced_at) && may_connect(from)) return true;
                ++noise.uninvited;
                return false;
            case Knock::Kind::Call:
                if (const auto cookie = gate.answer(knock.nonce, from, serviced_at)) {
                    ++noise.answered;
                    send_plainly(from, encode_cookie(*cookie));
                } else {
                    ++noise.unanswered;
                }
                return false;
            case Knock::Kind::Cookie:
                for (Call& call : calls)
                    if (call.to == from && call.nonce == knock.nonce) call.cookie = knock.cookie;
                return false;
            case Knock::Kind::Noise: ++(host->receivedDataLength > most_datagram_bytes ? noise.oversized : noise.strange); return false;
        }
        return false;
    }

    bool may_connect(const Address& from) const {
        std::size_t others = 0;
        for (std::size_t i = 0; i < host->peerCount; ++i) {
            const ENetPeer& peer = host->peers[i];
            const bool counts = peer.state != ENET_PEER_STATE_DISCONNECTED && peer.state != ENET_PEER_STATE_CONNECTING;
            // from the same port it is the same CONNECT again, or the one that takes its place
            others += counts && ntohl(peer.address.host) == from.ip && peer.address.port != from.port ? 1 : 0;
        }
        return others < (from.ip >> 24 == 127 ? most_of_loopback : most_peers_of_an_address);
    }

    // Without ENet.
    template <class Datagram>
    void send_plainly(const Address& to, const Datagram& datagram) {
        const ENetAddress address{htonl(to.ip), to.port};
        ENetBuffer buffer{};
        buffer.data = const_cast<std::byte*>(datagram.data());  // ENet only reads it
        buffer.dataLength = datagram.size();
        if (enet_socket_send(host->socket, &address, &buffer, 1) > 0) wire_bytes += header_bytes + datagram.size();
    }

    std::size_t connections() const {
        return calls.size() + static_cast<std::size_t>(std::count_if(host->peers, host->peers + host->peerCount, [](const ENetPeer& peer) {
                   return peer.state != ENET_PEER_STATE_DISCONNECTED;
               }));
    }

    // Calls again, goes on to ENet with those that were answered, gives up.
    void go_on_calling(Time at) {
        for (std::size_t i = 0; i < calls.size();) {
            Call& call = calls[i];
            if (call.cookie || at >= call.give_up_at) {
                const Call done = call;
                calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(i));
                if (!done.cookie || !begin_connection(done, at)) refused.push_back(done.id);
                continue;
            }
            if (at >= call.again_at) {
                send_plainly(call.to, encode_call(call.nonce));
                call.again_at = at + call_again_after_us;
            }
            ++i;
        }
    }

    bool begin_connection(const Call& call, Time at) {
        const ENetAddress address{htonl(call.to.ip), call.to.port};
        ENetPeer* peer = enet_host_connect(host, &address, channels, *call.cookie);
        if (peer == nullptr) return false;
        const std::size_t slot = slot_of(peer);
        ids[slot] = call.id;
        connected[slot] = 0;
        const Time left_us = std::max(call.give_up_at - std::min(call.give_up_at, at), least_connect_us);
        const auto left_ms = static_cast<enet_uint32>(left_us / 1000);
        enet_peer_timeout(peer, 0, left_ms, left_ms);
        flush(at);
        return true;
    }

    // ENet counts in 32 bits and without headers.
    void count_sent() {
        wire_bytes += host->totalSentData + std::uint64_t{header_bytes} * host->totalSentPackets;
        host->totalSentData = 0;
        host->totalSentPackets = 0;
    }

    void flush(Time now) {
        set_time(now);
        enet_host_flush(host);
        count_sent();
    }

    std::size_t slot_of(const ENetPeer* peer) const { return static_cast<std::size_t>(peer - host->peers); }
    ENetPeer* find(PeerId id) {
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (id != 0 && ids[i] == id) return &host->peers[i];
        return nullptr;
    }

    // Fills `event` from ENet's; false where it is nothing for the owner.
    bool translate(ENetEvent& from, LinkEvent& event) {
        const std::size_t slot = slot_of(from.peer);
        PeerId& id = ids[slot];
        switch (from.type) {
            case ENET_EVENT_TYPE_CONNECT:
                event.incoming = id == 0;
                if (id == 0) id = next_id++;
                be_patient_with(*from.peer);
                connected[slot] = 1;
                event.kind = LinkEvent::Kind::Connected;
                event.peer = id;
                return true;
            case ENET_EVENT_TYPE_DISCONNECT:
                event.kind = LinkEvent::Kind::Gone;
                event.peer = id;
                event.closed = from.data == closed_on_purpose;
                event.reason = event.closed ? "left" : connected[slot] != 0 ? "connection lost" : "no answer";
                id = 0;
                connected[slot] = 0;
                return event.peer != 0;
            case ENET_EVENT_TYPE_RECEIVE: {
                const auto* bytes = reinterpret_cast<const std::byte*>(from.packet->data);
                event.kind = LinkEvent::Kind::Packet;
                event.peer = id;
                event.channel = from.channelID == 0 ? Channel::Play : Channel::Lobby;
                event.data.assign(bytes, bytes + from.packet->dataLength);
                enet_packet_destroy(from.packet);
                return id != 0;
            }
            case ENET_EVENT_TYPE_NONE: break;
        }
        return false;
    }

    // The intercept callback has no context pointer. It runs within service() only, on the thread that called it.
    static thread_local Impl* serviced;

    int service(ENetEvent& event, Time at) {
        serviced_at = at;
        serviced = this;
        const int result = enet_host_service(host, &event, 0);
        serviced = nullptr;
        return result;
    }

    ENetHost* host = nullptr;
    std::size_t most_of_loopback;
    bool gathers;
    std::vector<PeerId> ids;              // by ENet's slot; 0: nobody that the owner knows of
    std::vector<std::uint8_t> connected;  // by slot: Connected was told
    std::deque<PeerId> refused;           // no connection was free, or nobody answered; Gone is still to be told
    std::vector<Call> calls;
    Gate gate;
    Time serviced_at = 0;  // the time of it
    PeerId next_id = 1;
    std::uint16_t port = 0;
    std::uint64_t wire_bytes = 0;
    LinkNoise noise;
};

thread_local EnetLink::Impl* EnetLink::Impl::serviced = nullptr;

EnetLink::EnetLink(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::unique_ptr<EnetLink> EnetLink::open(std::uint16_t port) {
    Setup setup;
    setup.port = port;
    return open(setup);
}

std::unique_ptr<EnetLink> EnetLink::open(const Setup& setup) {
    errno = 0;
    auto impl = std::make_unique<Impl>(setup);
    const int error = errno;
    if (impl->host == nullptr) {
        if (error == EADDRINUSE)
            fail(fmt::format("Port {} is in use by another program; --port chooses another one, 0 a free one.", setup.port));
        fail(fmt::format("Port {} cannot be opened: {}.", setup.port, error != 0 ? std::strerror(error) : "the system refuses it"));
    }
    return std::unique_ptr<EnetLink>(new EnetLink(std::move(impl)));
}

EnetLink::~EnetLink() {
    ENetHost* host = impl_->host;
    enet_host_flush(host);
    for (std::size_t i = 0; i < host->peerCount; ++i) {
        ENetPeer* peer = &host->peers[i];
        if (peer->state != ENET_PEER_STATE_DISCONNECTED) enet_peer_disconnect_now(peer, closed_on_purpose);
    }
}

PeerId EnetLink::connect(const Address& to, Time now) {
    const PeerId id = impl_->next_id++;
    if (to.ip == 0 || to.port == 0 || impl_->connections() >= impl_->host->peerCount) {
        impl_->refused.push_back(id);
        return id;
    }
    impl_->calls.push_back({.id = id, .to = to, .nonce = random_number(), .again_at = now, .give_up_at = now + connect_give_up_after_us});
    impl_->go_on_calling(now);
    return id;
}

void EnetLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    ENetPeer* peer = impl_->find(to);
    // a longer unsequenced packet would be cut up and sent reliably
    const bool fits = data.size() <= (channel == Channel::Play ? most_packet_bytes + tag_bytes : most_reliable_bytes);
    if (peer == nullptr || peer->state != ENET_PEER_STATE_CONNECTED || data.empty() || !fits) {
        ++impl_->noise.unsendable;
        return;
    }
    const auto flags = channel == Channel::Play ? ENET_PACKET_FLAG_UNSEQUENCED : ENET_PACKET_FLAG_RELIABLE;
    ENetPacket* packet = enet_packet_create(data.data(), data.size(), flags);
    if (packet == nullptr || enet_peer_send(peer, channel == Channel::Play ? 0 : 1, packet) != 0) {
        if (packet != nullptr) enet_packet_destroy(packet);
        ++impl_->noise.unsendable;
        return;
    }
    if (!impl_->gathers) impl_->flush(now);
}

std::optional<LinkEvent> EnetLink::next(Time now) {
    Impl::set_time(now);
    impl_->go_on_calling(now);
    if (!impl_->refused.empty()) {
        LinkEvent gone;
        gone.kind = LinkEvent::Kind::Gone;
        gone.peer = impl_->refused.front();
        gone.reason = "no answer";
        impl_->refused.pop_front();
        return gone;
    }
    std::optional<LinkEvent> found;
    for (int errors = 0; !found && errors < most_errors_at_once;) {
        ENetEvent event{};
        const int result = impl_->service(event, now);
        if (result == 0) break;
        if (result < 0) {
            // one datagram too long for ENet's buffer is enough for that; the next one may be ours
            ++errors;
            if (impl_->noise.unreadable++ == 0) engine::log_warning("Something unreadable came in from the network; it is dropped.");
            continue;
        }
        LinkEvent translated;
        if (impl_->translate(event, translated)) found = std::move(translated);
    }
    if (!found) hurry(*impl_->host);
    impl_->go_on_calling(now);
    impl_->count_sent();
    return found;
}

void EnetLink::flush(Time now) { impl_->flush(now); }

void EnetLink::close(PeerId id, Time now) {
    ENetPeer* peer = impl_->find(id);
    if (peer == nullptr) {
        std::erase(impl_->refused, id);
        std::erase_if(impl_->calls, [id](const Impl::Call& call) { return call.id == id; });
        return;
    }
    impl_->connected[impl_->slot_of(peer)] = 0;
    impl_->ids[impl_->slot_of(peer)] = 0;
    enet_peer_disconnect_later(peer, closed_on_purpose);
    impl_->flush(now);
}

Address EnetLink::address(PeerId id) const {
    for (const Impl::Call& call : impl_->calls)
        if (call.id == id) return call.to;
    const ENetPeer* peer = impl_->find(id);
    return peer == nullptr ? Address{} : Address{ntohl(peer->address.host), peer->address.port};
}

std::uint16_t EnetLink::port() const { return impl_->port; }

std::uint64_t EnetLink::wire_bytes_sent() const {
    impl_->count_sent();
    return impl_->wire_bytes;
}

const LinkNoise& EnetLink::noise() const { return impl_->noise; }

}  // namespace net
