// The inside of net::Session; for session*.cpp only. session.cpp: the ticks; session_wire.cpp: packets, acknowledgements, silence.
#pragma once

#include <array>
#include <deque>
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

// One connection: the host has one for each guest, a guest has one, to its host.
struct PeerState {
    static constexpr std::size_t sent_kept = 1024;

    PeerId id = 0;
    std::uint8_t seats = 0;  // flown from there; 0 for a guest's host
    bool gone = false;
    bool silent = false;       // nothing heard for silent_us
    Time silent_for = 0;       // counted only while this program runs
    Time received_at = 0;      // of the packet that is acknowledged
    Time sent_at = 0;          // of the newest packet to it
    std::uint16_t number = 0;  // of the newest packet to it
    std::vector<SentPacket> sent = std::vector<SentPacket>(sent_kept);
    bool heard = false;                           // whether anything has come in yet
    std::uint16_t received = 0;                   // the newest packet number that could be used
    std::array<Tick, engine::max_seats> acked{};  // what it has of each seat
    Tick held_at = 0;                             // when its seats were held for its silence: the newest tick made here; 0: they are not
    Tick guessed_through = 0;                     // inputs of its seats up to here may be the host's guesses
    Tick tick = 0;                                // the newest tick it is known to have made
    bool timed = false;                           // whether `ahead` and `their_ahead` mean something
    double ahead = 0, their_ahead = 0;            // ticks that each side is ahead of what it hears of the other, averaged
    double rtt_us = -1;                           // averaged over about 8 packets; below 0: not measured
    double slow_rtt_us = -1;                      // averaged over about 64
    bool counted = false;                         // whether counted_number means something
    std::uint16_t counted_number = 0;             // the newest packet number that came in
    std::uint64_t arrivals = 0;                   // bit i: packet counted_number - i has come in
    bool acked_any = false;
    std::uint16_t acked_number = 0;           // the newest of our packets that it has acknowledged
    std::uint32_t expected = 0, arrived = 0;  // packets of the current stretch, for the loss
    std::uint32_t loss_percent = 0;
    struct OwnHash {
        Tick tick;
        std::uint32_t hash;
        Time sent_at;  // 0: not yet
    };
    std::deque<OwnHash> unacked_hashes;
    std::deque<std::pair<Tick, std::uint32_t>> early_hashes;  // theirs, of ticks that are not confirmed here
    std::array<Tick, 128> compared{};                         // by tick / hash_period: the tick that was compared
    bool differs = false;                                     // since the last comparison
};

class Session::Impl {
  public:
    Impl(const SessionSetup& setup, Link* link, const std::vector<Peer>& peers);

    void set_bits(int seat, std::uint16_t bits);
    void order_seat(int seat, engine::SeatState state);
    std::span<const Request> advance(Time now);
    void poll(Time now);
    void receive(PeerId from, std::span<const std::byte> packet, Time now);
    void peer_gone(PeerId peer, std::string reason);

    Tick newest() const { return newest_; }
    Tick confirmed() const { return confirmed_; }
    std::uint32_t load_depth() const { return load_depth_; }
    Tick acknowledged() const;
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
    struct OwnHash {
        Tick tick = 0;
        std::uint32_t hash = 0;  // low half
        std::size_t part_count = 0;
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

    // packets
    void pass_time(Time now);
    void notice_silence(PeerState& peer);
    void hold(PeerState& peer);
    void hold_waited_for();
    void take_seat(int seat, engine::SeatState state);
    void give_back_seats(PeerState& peer);
    void send(PeerState& peer, Time now);
    void send_due(Time now, Time gap);
    void add_span(InputsMessage& message, int seat, Tick from, Tick through, bool as_sent) const;
    void add_hash(PeerState& peer, InputsMessage& message, SentPacket& record, Time now);
    void take_ack(PeerState& peer, const InputsMessage& message, Time now);
    bool take_span(PeerState& peer, const InputSpan& span);
    void take_hash(PeerState& peer, Tick tick, std::uint32_t hash);
    void compare(PeerState& peer, Tick tick, std::uint32_t ours, std::uint32_t theirs);
    bool first_arrival(PeerState& peer, std::uint16_t number);
    void go_on_alone();
    void tell(SessionEvent::Kind kind, PeerId peer, std::string text = {});

    SessionSetup setup_;
    Link* link_;
    std::vector<PeerState> peers_;
    bool decides_;  // host, or a guest whose host is gone: what is filled in here is final
    std::uint32_t window_;
    std::uint32_t load_depth_ = 0;
    Tick newest_, confirmed_;
    bool first_saved_ = false;
    std::array<InputQueue, engine::max_seats> queues_;
    std::array<std::uint16_t, engine::max_seats> bits_{};
    std::array<engine::SeatState, engine::max_seats> ordered_{};  // what the host wants of seats that it fills in
    std::array<Owner, engine::max_seats> owners_{};
    // host: the newest run of a guest's inputs that are as it sent them, and not filled in here
    std::array<Tick, engine::max_seats> sent_from_{}, sent_through_{};
    std::array<bool, engine::max_seats> ordered_away_{};   // held or absent because the game said so, not for silence
    std::array<engine::Inputs, InputQueue::kept> used_{};  // what each tick was last made with
    Tick agreed_ = 0;
    std::deque<OwnHash> hashes_;  // of confirmed ticks, the newest last
    Time last_now_ = 0, stalled_for_ = 0;
    Time delay_wrong_since_ = 0;  // the link has needed another delay since then; 0: it has not
    bool time_known_ = false, stalled_ = false;
    Time begin_ = 0;  // no tick is made before
    std::vector<Request> requests_;
    std::deque<SessionEvent> events_;
    SessionStats stats_;
};

}  // namespace net
