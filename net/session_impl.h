// The inside of net::Session; for session*.cpp only.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "net/input_queue.h"
#include "net/link.h"
#include "net/session.h"

namespace net {

class Session::Impl {
  public:
    Impl(const SessionSetup& setup, Link* link, std::vector<Peer> peers);

    void set_bits(int seat, std::uint16_t bits);
    void order_seat(int seat, engine::SeatState state);
    std::span<const Request> advance(Time now);
    void poll(Time now);
    void receive(PeerId from, std::span<const std::byte> packet, Time now);
    void peer_gone(PeerId peer, std::string reason, Time now);

    Tick newest() const { return newest_; }
    Tick confirmed() const { return confirmed_; }
    std::uint32_t load_depth() const { return load_depth_; }
    const engine::Inputs& confirmed_inputs(Tick tick) const;
    void report_hash(Tick tick, std::uint64_t hash);
    std::uint32_t hash_period() const { return setup_.role == Role::Alone ? 0 : setup_.hash_period; }
    std::uint32_t speed_permille() const { return 1000; }
    const SessionStats& stats() const { return stats_; }
    std::optional<SessionEvent> next_event();

  private:
    std::span<const Request> advance_alone();
    void tell_seat_changes(Tick tick);

    SessionSetup setup_;
    Tick newest_, confirmed_;
    std::uint32_t load_depth_ = 0;
    std::array<std::uint16_t, engine::max_seats> bits_{};
    std::array<engine::SeatState, engine::max_seats> ordered_{};  // states from the next tick that can still be ordered
    std::array<engine::Inputs, InputQueue::kept> used_{};         // what each tick was last made with
    std::vector<Request> requests_;
    std::deque<SessionEvent> events_;
    SessionStats stats_;
};

}  // namespace net
