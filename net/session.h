// Deterministic rollback in a star: local inputs in, ordered requests out. Knows no game. game/match carries the requests out.
// A session without a link (solo play, replays, tests) is the same class and goes the same way.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/inputs.h"

namespace net {

using Tick = std::uint32_t;    // numbered from 1; the wire carries 16 bits of it
using Time = std::uint64_t;    // microseconds of any monotonic clock; given, never asked for
using PeerId = std::uint32_t;  // of a link's connections; 0 is nobody

enum class RequestKind : std::uint8_t {
    Load,     // go back to the world after tick `tick`
    Advance,  // make tick `tick` with `inputs`
    Save,     // keep the world after tick `tick`; the first one (of the tick before the first) may come before any Advance
    Adopt,    // the world becomes the one in Session::snapshot(), after tick `tick`. First of its list; what follows builds on it. Only the
              // transfer has been checked: a game that cannot accept the bytes calls refuse_snapshot() and drops the rest of the list
    Pack,     // pack the world after the confirmed tick `tick` and give it to give_snapshot(). Last of its list; also when no tick is made
};

struct Request {
    RequestKind kind = RequestKind::Advance;
    bool confirmed = false;  // Advance: every seat's input is final; this tick is never made again
    // Advance: this tick was made before, with other inputs or in a world that was repaired. Adopt: a repair; the inputs of all confirmed
    // ticks stay what they are, and Advances follow up to the newest tick made. Without it the game begins here, wherever it was before:
    // what was recorded until now is of another history, or ends too early.
    bool again = false;
    Tick tick = 0;
    engine::Inputs inputs;
};

// How a session's peers stand to each other.
enum class Role : std::uint8_t {
    Alone,  // no link: every seat is local, every tick confirmed at once
    Host,   // plays, relays, orders seat states
    Guest,  // sends its own seats' inputs to the host
};

struct SessionSetup {
    Role role = Role::Alone;
    std::uint32_t rate = 60;                                    // ticks a second of the mode
    std::uint8_t local_seats = 0b1111;                          // bit s: seat s is flown from here
    std::array<engine::SeatState, engine::max_seats> states{};  // at tick 1
    std::uint32_t window_ms = 250;                              // prediction window; 0: predicts nothing and waits
    std::uint32_t delay_ticks = 0;                              // input delay, 0 to 3
    bool adapt_delay = false;                                   // changes the input delay by itself to what the link needs
    std::uint32_t hash_period = 8;                              // a hash of every such confirmed tick is compared
    Tick first_tick = 1;                                        // wire wrap is tested with starts near 65,500
    Time wait_us = 0;  // before the first tick: a host's guests hear of the start later than it, and all should begin together
    // Guest: begins with the host's snapshot. first_tick, states, window_ms and hash_period mean nothing then: the snapshot brings them.
    // local_seats: what it flies once it is in step; 0: it only watches.
    bool joins = false;
};

// What people and statistics want to know of a session; ticks and counts since its start.
struct SessionStats {
    std::uint64_t ticks = 0, stalls = 0;              // advance() calls that made a tick / had to wait
    std::uint64_t rollbacks = 0;                      // Load requests
    std::array<std::uint64_t, 64> rollback_depths{};  // how many went back 1, 2, ... 63 ticks
    std::uint64_t hashes_compared = 0, desyncs = 0, repairs = 0;
    std::uint64_t packets_sent = 0, payload_bytes_sent = 0;
    std::uint32_t rtt_ms = 0, loss_percent = 0;  // to the host, or to the worst guest; loss of what comes in
    std::uint64_t bad_packets = 0;               // not decodable, or of nobody we play with
    std::uint64_t conflicts = 0;                 // inputs that came again with another value; the first one counts
    std::uint64_t snapshots_sent = 0;            // that have arrived and were adopted, one for each peer
    std::uint64_t snapshot_bytes = 0;            // payload of their pieces, with those sent again
    std::uint32_t join_ms = 0;  // guest that joins: from its first call to its first own confirmed input (or tick, if it only watches)
};

struct SessionEvent {
    enum class Kind : std::uint8_t {
        SeatChanged,
        PeerSilent,
        PeerBack,
        PeerGone,
        Desync,
        Joined,       // host: a peer of add_peer is in step, its seats are flown
        Repaired,     // after a Desync: the worlds are equal again
        HostChanged,  // guest: `peer` has taken over; 0: this machine has
    } kind = Kind::SeatChanged;
    int seat = -1;  // -1 where it is no seat's
    PeerId peer = 0;
    Tick tick = 0;
    std::string text;  // a reason for people, where there is one
};

class Link;

constexpr std::size_t most_snapshot_bytes = 512 * 1024;

class Session {
  public:
    // link: null for Role::Alone; else it outlives the session. peers: the host's guests with their seats (a bit mask each), or the guest's
    // host.
    struct Peer {
        PeerId id = 0;
        std::uint8_t seats = 0;
    };
    explicit Session(const SessionSetup& setup, Link* link = nullptr, const std::vector<Peer>& peers = {});
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // What a local seat does from the next tick on (delay_ticks later). Bits stay until they are set again.
    void set_bits(int seat, std::uint16_t bits);
    // Host and Alone: orders a seat's state from the next tick that can still be ordered.
    void order_seat(int seat, engine::SeatState state);

    // Host: a seat that nobody flies is flown from here from the next tick that can still be ordered, as if it had always been a local one;
    // until it is released, or add_peer gives it to the machine it belongs to.
    // False where this machine does not decide (yet): nothing has happened.
    bool take_seat_here(int seat);
    // The seats of take_seat_here only: absent again.
    void release_seat(int seat);

    // Makes the next tick: takes the local bits, sends them, and returns what the game has to do, in order. Empty: it has to wait this
    // time. The span is valid until the next call.
    std::span<const Request> advance(Time now);
    // While it rests advance() makes no tick; worlds still come and go, so that others can join. Nobody is waited for meanwhile.
    void rest(bool rests);
    // Keeps the link alive without making a tick: notices silence, sends again what is not acknowledged. Any time, at least 30 times a
    // second while nothing advances. What has to be made again waits for the next advance().
    void poll(Time now);
    // A message for this session that arrived on the link (the owner of the link hands them on).
    void receive(PeerId from, std::span<const std::byte> packet, Time now);
    // The owner of the link says that a peer is gone: its seats become absent (host), or everybody else does, and this side goes on alone
    // as a host (guest).
    void peer_gone(PeerId peer, std::string reason, Time now);

    // Host, at any time: a machine without a world. It gets a snapshot and catches up; then its seats, held or absent until then, are flown
    // (Joined). seats 0: a spectator. Whoever has one of these seats now is displaced: its connection counts as gone, without PeerGone, and
    // the seats are held.
    void add_peer(const Peer& peer, Time now);
    // There is a world: false only between a start with `joins` and the first Adopt. newest() and confirmed() mean nothing until then.
    bool joined() const;
    // Of the Adopt in the last list.
    std::span<const std::byte> snapshot() const;
    // The answer to Pack: the packed world after that tick, at most most_snapshot_bytes. Before the next call of advance().
    void give_snapshot(Tick tick, const std::vector<std::byte>& bytes);
    // The answer to an Adopt that makes no sense: the host counts as gone. A machine without a world has none afterwards either.
    void refuse_snapshot();

    // The host of this guest is gone (peer_gone is not called for it). Either this machine takes over: it waits at most a second for the
    // machines of these seats, learns from them every input that was final, and plays on (HostChanged); whoever did not come is absent.
    // Nothing that is final on any machine that came in time changes.
    void become_host(std::uint8_t expected_seats, Time now);
    // After become_host: another guest of the old host, with its own world, has connected. One that comes too late, or whose inputs do
    // not fit, gets a snapshot as if add_peer had been called.
    void take_survivor(const Peer& peer, Time now);
    // Or another machine has taken over: from now on that one is listened to, and nobody else. (It calls take_survivor, or add_peer.)
    void follow(PeerId new_host, Time now);

    // The newest tick made, and the newest whose inputs of all seats are final. Every tick up to `confirmed` can be recorded.
    Tick newest() const;
    Tick confirmed() const;
    // The newest tick of which every peer has all final inputs. Who decides a game (the host) may leave it without harm to the others once
    // this has reached the game's last tick.
    Tick acknowledged() const;
    // How many ticks a Load can at most go back from the newest tick made: so many saved worlds and one have to be kept. 0: no Load and
    // no Save ever comes (Role::Alone). At most 63.
    std::uint32_t load_depth() const;
    // Final inputs of a confirmed tick; kept for at least 600 ticks.
    const engine::Inputs& confirmed_inputs(Tick tick) const;
    // The game's hash of the world after a confirmed tick; called for multiples of hash_period(), again after a repair for those made
    // again. parts: hashes of the world's parts, at most 8, only kept for parts().
    void report_hash(Tick tick, std::uint64_t hash, std::span<const std::uint32_t> parts = {});
    // As reported; empty when no longer known. For reports about a Desync.
    std::span<const std::uint32_t> parts(Tick tick) const;
    // The newest tick whose hash was found equal to the host's, before the first difference that is not repaired yet. The host's own world
    // is always right: there it is confirmed().
    Tick agreed() const;
    // Ticks between the hashes that are wanted; 0 where nobody compares any (Role::Alone).
    std::uint32_t hash_period() const;

    // The input delay of the seats here, as it is now: ticks between a press and the tick that it counts in. Every machine has its own.
    std::uint32_t delay_ticks() const;

    // How the way to a peer is; what is not known yet is 0.
    struct PeerFigures {
        std::uint32_t rtt_ms = 0, loss_percent = 0;  // loss of what comes in from it
        bool silent = false;                         // nothing is heard of it at the moment
    };
    PeerFigures figures(PeerId peer) const;
    // Bit s: the next tick waits for the input of seat s. 0 while nothing waits.
    std::uint8_t waited_for() const;

    // 970 to 1000: how fast ticks should be made, so that whoever is ahead slows down.
    std::uint32_t speed_permille() const;
    const SessionStats& stats() const;
    std::optional<SessionEvent> next_event();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace net
