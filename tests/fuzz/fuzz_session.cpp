// Packets of any kind to a host and to a guest that play meanwhile: every request can be carried out, nothing is undone that was final.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>

#include "engine/core/check.h"
#include "net/link.h"
#include "net/messages.h"
#include "net/session.h"

namespace {

class DeadLink : public net::Link {
  public:
    void send(net::PeerId, net::Channel, std::span<const std::byte> data, net::Time) override {
        CHECK(data.size() <= net::most_packet_bytes);
    }
    std::optional<net::LinkEvent> next(net::Time) override { return std::nullopt; }
    void close(net::PeerId, net::Time) override {}
    net::PeerId connect(const net::Address& /*to*/, net::Time /*now*/) override { return 0; }
    net::Address address(net::PeerId /*peer*/) const override { return {}; }
    std::uint16_t port() const override { return 0; }
    std::uint64_t wire_bytes_sent() const override { return 0; }
};

struct Player {
    explicit Player(net::Role role)
        : session(setup(role), &link, {{.id = 1, .seats = static_cast<std::uint8_t>(role == net::Role::Host ? 2 : 0)}}) {}

    static net::SessionSetup setup(net::Role role) {
        net::SessionSetup setup;
        setup.role = role;
        setup.local_seats = role == net::Role::Host ? 1 : 2;
        setup.states = {engine::SeatState::Flown, engine::SeatState::Flown};
        setup.first_tick = 65'400;
        setup.adapt_delay = true;
        return setup;
    }

    void advance(net::Time now) {
        for (const net::Request& request : session.advance(now)) {
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
                case net::RequestKind::Pack: break;
                case net::RequestKind::Save:
                    CHECK(request.tick == newest);
                    saved.insert(newest);
                    break;
            }
        }
        CHECK(newest == session.newest());
        saved.erase(saved.begin(), saved.lower_bound(newest - session.load_depth()));
        for (; reported < session.confirmed(); ++reported)
            if ((reported + 1) % 8 == 0) session.report_hash(reported + 1, reported);
        while (session.next_event()) {
        }
    }

    DeadLink link;
    net::Session session;
    std::set<net::Tick> saved;
    net::Tick newest = 65'399, final = 65'399, reported = 65'399;
};

}  // namespace

// A byte of length (255: time passes), so many bytes of packet, and so on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Player host(net::Role::Host), guest(net::Role::Guest);
    net::Time now = 0;
    for (std::size_t at = 0; at < size;) {
        const std::size_t length = data[at++];
        if (length == 255) {
            now += 300'000;
            continue;
        }
        const std::size_t bytes = std::min(length, size - at);
        for (Player* player : {&host, &guest}) {
            player->session.receive(1, {reinterpret_cast<const std::byte*>(data + at), bytes}, now);
            player->session.set_bits(player == &host ? 0 : 1, static_cast<std::uint16_t>(bytes));
            player->advance(now);
            player->session.poll(now);
        }
        now += 16'667;
        at += bytes;
    }
    return 0;
}
