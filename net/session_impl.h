// The inside of net::Session; for session*.cpp only. session.cpp: the ticks; session_wire.cpp: packets and acknowledgements;
// session_seats.cpp: peers that come, go or fall silent; session_hashes.cpp: comparing; session_snapshot.cpp: worlds on their way;
// session_takeover.cpp: a new host.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "net/input_queue.h"
#include "net/link.h"
#include "net/messages.h"
#include "net/session.h"

namespace net {

// What one packet carried, until it is acknowledged or forgotten.
struct SentPacket {
    std::uint16_t number = 0;
    bool used = false;
    Time at = 0;
    std::array<Tick, engine::max_seats> through{};  // newest tick of each seat in it, or acknowledged before it
    Tick hash_tick = 0;
};

// A packed world with what a session needs to begin with it; shared by all peers that need one at the same time.
struct Snapshot {
    Tick tick = 0;
    std::uint64_t hash = 0;        // of bytes
    std::vector<std::byte> bytes;  // session_snapshot.cpp's head, then the game's
};

// One on its way to a guest.
struct Transfer {
    std::shared_ptr<const Snapshot> snapshot;  // null: none
    std::uint16_t id = 0;
    bool fresh = false;         // the game begins with it there; else it repairs
    std::vector<Time> sent_at;  // of each piece; 0: never
    std::vector<bool> arrived;
    std::size_t unsent = 0, missing = 0;  // pieces
};

// How a peer stands to the game played here.
enum class Standing : std::uint8_t {
    Playing,    // in the same game
    Joining,    // host: has no world of this game, and gets one
    Surviving,  // with the same old host: nothing agreed yet (takeover)
};

// One connection: the host has one for each guest, a guest has one, to its host.
struct PeerState {
    static constexpr std::size_t sent_kept = 1024;

    PeerId id = 0;
    std::uint8_t seats = 0;  // flown from there; 0 for a guest's host
    Standing standing = Standing::Playing;
    bool gone = false;
    bool silent = false;     // nothing heard for silent_us
    bool timed = false;      // whether `ahead` and `their_ahead` mean something
    bool counted = false;    // whether counted_number means something
    bool acked_any = false;  // whether acked_number does
    bool heard = false;      // whether anything has come in yet
    bool differs = false;    // since the last comparison; until repaired nothing else is compared
    bool repaired = false;   // it has adopted a snapshot since; the next comparison tells
    bool wants_snapshot = false, wants_fresh = false;
    bool announces = false;            // its Joined is to be told
    bool knows = false;                // has told all that is final there, and it is final here
    bool unfit = false;                // plays another history
    Time silent_for = 0;               // counted only while this program runs
    Time received_at = 0;              // of the packet that is acknowledged
    Time sent_at = 0;                  // of the newest packet to it
    std::uint16_t number = 0;          // of the newest packet to it
    std::uint16_t received = 0;        // the newest packet number that could be used
    std::uint16_t counted_number = 0;  // the newest packet number that came in
    std::uint16_t acked_number = 0;    // the newest of our packets that it has acknowledged
    std::uint16_t transfers = 0;       // ids given out
    std::uint16_t adopted = 0;         // the id of the one it plays with; 0: none
    std::vector<SentPacket> sent = std::vector<SentPacket>(sent_kept);
    std::array<Tick, engine::max_seats> acked{};  // what it has of each seat
    Tick held_at = 0;                             // when its seats were held for its silence: the newest tick made here; 0: they are not
    Tick guessed_through = 0;                     // inputs of its seats up to here may be the host's guesses, or of a connection before it
    Tick tick = 0;                                // the newest tick it is known to have made
    double ahead = 0, their_ahead = 0;            // ticks that each side is ahead of what it hears of the other, averaged
    double rtt_us = -1;                           // averaged over about a quarter of a second; below 0: not measured
    double slow_rtt_us = -1;                      // averaged over about two seconds
    std::uint64_t arrivals = 0;                   // bit i: packet counted_number - i has come in
    std::uint32_t expected = 0, arrived = 0;      // packets of the current stretch, for the loss
    std::uint32_t loss_percent = 0;
    Tick differs_at = 0;      // the tick that did; a repair is of a later one
    double slow_loss = -1;    // the same, averaged over some hundred packets; below 0: not measured
    double twice_budget = 0;  // packets that may go out twice now
    // comparing
    struct Hash {
        Tick tick = 0;
        std::uint32_t hash = 0;
        Time sent_at = 0;  // ours: 0: not yet
    };
    static constexpr std::size_t hashes_kept = 128;
    std::deque<Hash> unacked_hashes;           // ours
    std::array<Hash, hashes_kept> theirs{};    // by tick / hash_period
    std::array<Tick, hashes_kept> compared{};  // by tick / hash_period: the tick that was compared
    std::array<Time, 3> repairs_at{};          // the last ones, for a guest that never stays repaired; 0: none
    // snapshots, host
    Transfer transfer;
    double transfer_budget = 0;  // bytes that may go out now
    Time budget_at = 0;
    // takeover
    std::array<Tick, engine::max_seats> reported{};  // final there
};

class Session::Impl {
  public:
    Impl(const SessionSetup& setup, Link* link, const std::vector<Peer>& peers);

    void set_bits(int seat, std::uint16_t bits);
    void order_seat(int seat, engine::SeatState state);
    std::span<const Request> advance(Time now);
    void rest(bool rests) { rests_ = rests; }
    void poll(Time now);
    void receive(PeerId from, std::span<const std::byte> packet, Time now);
    void peer_gone(PeerId peer, std::string reason);
    void add_peer(const Peer& peer);
    bool joined() const { return joined_; }
    std::span<const std::byte> snapshot() const;
    void give_snapshot(Tick tick, const std::vector<std::byte>& bytes);
    void refuse_snapshot();
    void become_host(std::uint8_t expected_seats, Time now);
    void take_survivor(const Peer& peer);
    bool take_seat_here(int seat);
    void release_seat(int seat) { release_seat(seat, engine::SeatState::Absent); }
    PeerFigures figures(PeerId id) const;
    std::uint8_t waited_for() const;
    void follow(PeerId new_host);

    Tick newest() const { return newest_; }
    Tick confirmed() const { return confirmed_; }
    std::uint32_t load_depth() const { return load_depth_; }
    Tick acknowledged() const;
    bool watches() const { return setup_.role == Role::Guest && setup_.local_seats == 0 && !decides_; }
    const engine::Inputs& confirmed_inputs(Tick tick) const;
    void report_hash(Tick tick, std::uint64_t hash, std::span<const std::uint32_t> parts);
    std::span<const std::uint32_t> parts(Tick tick) const;
    Tick agreed() const { return decides_ ? confirmed_ : agreed_; }
    std::uint32_t hash_period() const { return setup_.role == Role::Alone ? 0 : setup_.hash_period; }
    std::uint32_t delay_ticks() const { return setup_.delay_ticks; }
    std::uint32_t speed_permille() const;
    const SessionStats& stats() const { return stats_; }
    std::optional<SessionEvent> next_event();

  private:
    static constexpr std::size_t most_parts = 8;
    static constexpr Time resend_us = 1'000'000 / 30;  // the longest time between two packets while nothing advances
    struct OwnHash {
        Tick tick = 0;
        std::uint32_t hash = 0;  // low half
        std::size_t part_count = 0;
        bool repaired = false;  // of a world that was repaired since: only kept for parts()
        std::array<std::uint32_t, most_parts> parts{};
    };

    // Who decides a seat's inputs.
    enum class Owner : std::uint8_t {
        Here,  // flown from here, or by nobody: the host fills it in itself
        Peer,  // the host: a guest's; a guest: everybody else's
    };

    // ticks
    std::span<const Request> advance_alone();
    void tell_seat_changes(Tick tick);
    // A peer that has not acknowledged this many ticks needs a snapshot.
    static constexpr Tick most_behind = 900;
    static constexpr Tick most_window = 30;         // ticks
    static constexpr std::uint32_t most_delay = 3;  // ticks

    Tick known_by_others() const;  // the newest tick that all seats of other machines are known of
    std::uint64_t latest_allowed() const;
    Tick ticks_to_catch_up() const;
    void adapt_delay();
    void fill_here(Tick through);
    void fill_seat(int seat, Tick through);
    void make_again();
    void make(Tick tick, bool again);
    engine::Inputs wanted(Tick tick) const;
    bool may_come_back_to(Tick tick) const;
    void confirm();
    bool is_own(int seat) const { return (setup_.local_seats >> seat & 1) != 0; }

    bool is_of(const PeerState& peer, int seat) const { return (peer.seats >> seat & 1) != 0; }
    Tick least_known() const;
    Tick ticks_to_make();
    Tick ticks_to_watch();
    std::span<const Request> finish_list();

    // packets
    void pass_time(Time now);
    PeerState* find(PeerId id);
    void send(PeerState& peer, Time now);
    void send_inputs(PeerState& peer, Time now);
    bool goes_twice(PeerState& peer, const InputsMessage& message) const;
    void send_message(PeerState& peer, const Message& message, Time now);
    void send_due(Time now, Time gap);
    void add_span(InputsMessage& message, int seat, Tick from, Tick through, bool as_sent) const;
    void add_hash(PeerState& peer, InputsMessage& message, SentPacket& record, Time now);
    bool take_inputs(PeerState& peer, const InputsMessage& message, Time now);
    void take_ack(PeerState& peer, const InputsMessage& message, Time now);
    bool take_span(PeerState& peer, const InputSpan& span);
    bool first_arrival(PeerState& peer, std::uint16_t number);
    void measure();  // of all peers, for the statistics

    // peers and seats
    PeerState& new_peer(PeerId id, std::uint8_t seats);
    void notice_silence(PeerState& peer);
    void hold(PeerState& peer);
    void hold_waited_for();
    void take_seat(int seat, engine::SeatState state);
    void give_back_seats(PeerState& peer);
    void release_seat(int seat, engine::SeatState state);
    void tell(SessionEvent::Kind kind, PeerId peer, std::string text = {});

    // hashes
    void take_hash(PeerState& peer, Tick tick, std::uint32_t hash);
    void compare(PeerState& peer, Tick tick, std::uint32_t ours, std::uint32_t theirs);
    void repair(PeerState& peer);
    void forget_hashes(PeerState& peer);

    // snapshots
    bool pack_wanted();
    void want_fresh(PeerState& peer);
    void begin_transfer(PeerState& peer);
    void send_pieces(PeerState& peer, Time now);
    bool take_snapshot_ack(PeerState& peer, const SnapshotAck& ack);
    void peer_adopted(PeerState& peer);
    bool take_piece(PeerState& peer, const SnapshotPiece& piece);
    bool whole_is_right() const;
    SnapshotAck snapshot_ack() const;
    bool may_adopt() const;
    void adopt();
    void begin_with_snapshot();
    void repair_with_snapshot();

    // takeover
    bool all_have_told() const;
    bool somebody_tells() const;
    void settle();
    Knowledge knowledge(const PeerState& to) const;
    bool take_knowledge(PeerState& peer, const Knowledge& theirs);
    bool fits(const Knowledge& theirs) const;

    SessionSetup setup_;
    Link* link_;
    std::vector<PeerState> peers_;
    bool decides_;  // host, or a guest whose host is gone: what is filled in here is final
    bool joined_;
    bool first_saved_ = false;
    bool taking_over_ = false;
    bool fills_buffer_ = true;  // who only watches waits until some ticks are there, or no more come
    bool time_known_ = false, stalled_ = false, rests_ = false;
    std::uint32_t window_;
    std::uint32_t load_depth_ = 0;
    Tick newest_, confirmed_;
    std::array<InputQueue, engine::max_seats> queues_;
    std::array<std::uint16_t, engine::max_seats> bits_{};
    std::array<engine::SeatState, engine::max_seats> ordered_{};  // what the host wants of seats that it fills in
    std::array<Owner, engine::max_seats> owners_{};
    // host: the newest run of a guest's inputs that are as it sent them, and not filled in here
    std::array<Tick, engine::max_seats> sent_from_{}, sent_through_{};
    std::uint8_t taken_here_ = 0;                          // of the local seats those that were taken at run time
    std::array<bool, engine::max_seats> ordered_away_{};   // held or absent because the game said so, not for silence
    std::array<engine::Inputs, InputQueue::kept> used_{};  // what each tick was last made with
    Tick agreed_ = 0;
    std::deque<OwnHash> hashes_;                       // of confirmed ticks, the newest last
    std::shared_ptr<const Snapshot> newest_snapshot_;  // host: packed last
    // A guest's snapshot on its way, or adopted last.
    struct Incoming {
        std::uint16_t id = 0;
        bool fresh = false, whole = false, adopted = false;
        Tick tick = 0;
        std::uint64_t hash = 0;
        std::vector<std::byte> bytes;
        std::vector<std::uint8_t> have;  // a bit for each piece
        std::size_t missing = 0;
        int spoilt = 0;  // times that all pieces were there and the whole was wrong
    };
    Incoming incoming_;
    std::uint16_t adopted_ = 0;       // the id of the one that is played with here; 0: none of this host's
    bool tells_adopted_ = false;      // until the host acknowledges a packet made with the new world
    std::uint16_t adopted_from_ = 0;  // the first such packet
    // What was before the last Adopt, should the game refuse it.
    struct Before {
        bool joined = false;
        Tick first = 1, newest = 0, confirmed = 0, agreed = 0;
        std::array<InputQueue, engine::max_seats> queues;
        std::array<engine::Inputs, InputQueue::kept> used{};
    };
    std::unique_ptr<Before> before_;
    Time began_ = 0;             // the first call
    std::uint8_t expected_ = 0;  // seats of machines that are waited for
    Time takeover_at_ = 0;
    Time last_now_ = 0, stalled_for_ = 0;
    Time watched_at_ = 0;         // who only watches: since then nothing more has come than
    Tick watched_known_ = 0;      // up to this tick
    Time delay_wrong_since_ = 0;  // the link has needed another delay since then; 0: it has not
    Time begin_ = 0;              // no tick is made before
    std::vector<Request> requests_;
    std::deque<SessionEvent> events_;
    SessionStats stats_;
};

}  // namespace net
