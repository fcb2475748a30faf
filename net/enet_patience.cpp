#include "net/enet_patience.h"

#include <enet/time.h>

#include <algorithm>

namespace net {

namespace {

// Silence is noticed sooner by the owner of the link; this is for connections that nobody listens to any more.
constexpr enet_uint32 give_up_after_ms = 8000, give_up_at_last_ms = 10000;
// Left alone, ENet waits twice as long after every try that was lost: 500 ms, 1 s, 2 s for a new connection, and on a line that loses every
// fifth datagram five tries within its 10 s fail every few minutes, which ends the connection. So tries go out at least this often. Answers
// to CONNECT do so too: behind the gate, nobody's address is forged.
constexpr enet_uint32 connect_again_after_ms = 100;
constexpr enet_uint32 again_after_ms = 400;
// For a connection that was begun and then left: it takes a slot.
constexpr enet_uint32 forget_begun_after_ms = 2000;

}  // namespace

void be_patient_with(ENetPeer& peer) {
    enet_peer_throttle_configure(&peer, ENET_PEER_PACKET_THROTTLE_INTERVAL, ENET_PEER_PACKET_THROTTLE_ACCELERATION, 0);
    enet_peer_timeout(&peer, 0, give_up_after_ms, give_up_at_last_ms);
}

void hurry(ENetHost& host) {
    for (std::size_t i = 0; i < host.peerCount; ++i) {
        ENetPeer& peer = host.peers[i];
        if (peer.state == ENET_PEER_STATE_DISCONNECTED) continue;
        const bool answering = peer.state == ENET_PEER_STATE_ACKNOWLEDGING_CONNECT;
        if (answering) enet_peer_timeout(&peer, 0, forget_begun_after_ms, forget_begun_after_ms);
        const enet_uint32 longest = answering || peer.state == ENET_PEER_STATE_CONNECTING ? connect_again_after_ms : again_after_ms;
        for (ENetListIterator at = enet_list_begin(&peer.sentReliableCommands); at != enet_list_end(&peer.sentReliableCommands);
             at = enet_list_next(at)) {
            auto& waiting = *reinterpret_cast<ENetOutgoingCommand*>(at);
            waiting.roundTripTimeout = std::min(waiting.roundTripTimeout, longest);
            const enet_uint32 due = waiting.sentTime + waiting.roundTripTimeout;
            if (ENET_TIME_LESS(due, peer.nextTimeout)) peer.nextTimeout = due;
        }
    }
}

}  // namespace net
