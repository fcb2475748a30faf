// Packets of any kind to a host and to a guest that play meanwhile: every request can be carried out, nothing is undone that was final.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "net/messages.h"
#include "net/session.h"
#include "tests/support/dead_link.h"

namespace {

class MeasuringLink : public net::testing::DeadLink {
  public:
    void send(net::PeerId, net::Channel, std::span<const std::byte> data, net::Time) override {
        CHECK(data.size() <= net::most_packet_bytes);
    }
};

struct Player {
    explicit Player(net::Role role, bool the_joins = false)
        : session(setup(role, the_joins), &link, {{.id = 1, .seats = static_cast<std::uint8_t>(role == net::Role::Host ? 2 : 0)}}),
          joins(the_joins) {}

    static net::SessionSetup setup(net::Role role, bool joins) {
        net::SessionSetup setup;
        setup.role = role;
        setup.local_seats = role == net::Role::Host ? 1 : 2;
        setup.states = {engine::SeatState::Flown, engine::SeatState::Flown};
        setup.first_tick = 65'400;
        setup.adapt_delay = true;
        setup.joins = joins;
        return setup;
    }

    void advance(net::Time now) {
        bool refused = false;
        for (const net::Request& request : session.advance(now)) {
            if (refused) break;
            switch (request.kind) {
                case net::RequestKind::Load:
                    CHECK(saved.contains(request.tick) && request.tick >= final && newest - request.tick <= session.load_depth());
                    newest = request.tick;
                    break;
                case net::RequestKind::Advance:
                    CHECK(request.tick == newest + 1);
                    newest = request.tick;
                    if (request.confirmed) final = newest;
                    break;
                case net::RequestKind::Adopt:
                    // every other one is refused
                    if (session.snapshot().size() % 2 != 0) {
                        session.refuse_snapshot();
                        refused = true;
                        break;
                    }
                    newest = final = request.tick;
                    saved.clear();
                    if (!request.again) reported = newest;
                    joins = false;
                    break;
                case net::RequestKind::Pack:
                    CHECK(request.tick == session.confirmed() && (request.tick == newest || saved.contains(request.tick)));
                    session.give_snapshot(request.tick, std::vector<std::byte>(3000));
                    break;
                case net::RequestKind::Save:
                    CHECK(request.tick == newest);
                    saved.insert(newest);
                    break;
            }
        }
        CHECK(session.joined() == !joins);
        if (joins) return;
        CHECK(newest == session.newest());
        saved.erase(saved.begin(), saved.lower_bound(newest - session.load_depth()));
        for (; reported < session.confirmed(); ++reported)
            if ((reported + 1) % 8 == 0) session.report_hash(reported + 1, reported);
        while (session.next_event()) {
        }
    }

    MeasuringLink link;
    net::Session session;
    std::set<net::Tick> saved;
    bool joins;
    net::Tick newest = 65'399, final = 65'399, reported = 65'399;
};

// A snapshot in one piece gets the right hash: no guessing finds it.
std::vector<std::byte> with_right_hash(std::span<const std::byte> packet) {
    auto message = net::decode(packet);
    auto* piece = message ? std::get_if<net::SnapshotPiece>(&*message) : nullptr;
    if (piece == nullptr || piece->size != piece->data.size()) return {packet.begin(), packet.end()};
    piece->hash = engine::hash_bytes(piece->data);
    return net::encode(*message);
}

}  // namespace

// A byte of length (255: time passes; 254: hosts come and go), so many bytes of packet, and so on. A packet goes to a host with a guest
// that has just come, to a guest, to one without a world, and to one that takes over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Player host(net::Role::Host), guest(net::Role::Guest), joining(net::Role::Guest, true), heir(net::Role::Guest);
    net::Time now = 0;
    net::PeerId id = 1;
    bool taken_over = false;
    for (std::size_t at = 0; at < size;) {
        const std::size_t length = data[at++];
        if (length == 255) {
            now += 300'000;
            continue;
        }
        if (length == 254) {
            host.session.add_peer({.id = ++id, .seats = 2}, now);
            if (taken_over) heir.session.add_peer({.id = id, .seats = 4}, now);
            if (!taken_over) {
                heir.session.become_host(1, now);
                heir.session.take_survivor({.id = 1, .seats = 1}, now);
            }
            taken_over = true;
            continue;
        }
        const std::size_t bytes = std::min(length, size - at);
        const auto packet = with_right_hash({reinterpret_cast<const std::byte*>(data + at), bytes});
        for (Player* player : {&host, &guest, &joining, &heir}) {
            for (net::PeerId from = std::max<net::PeerId>(id, 2) - 1; from <= id; ++from) player->session.receive(from, packet, now);
            player->session.set_bits(player == &host ? 0 : 1, static_cast<std::uint16_t>(bytes));
            player->advance(now);
            player->session.poll(now);
        }
        now += 16'667;
        at += bytes;
    }
    return 0;
}
