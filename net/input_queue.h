// One seat's inputs by tick: which are final, which are this machine's own and still on their way to the host, and what is predicted
// beyond. Used by the session. Also: ticks on the wire, 16 bits with serial arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/core/inputs.h"
#include "net/session.h"

namespace net {

constexpr std::uint16_t wire_tick(Tick tick) { return static_cast<std::uint16_t>(tick); }

// The tick nearest to `near` with these low 16 bits; nothing where that would lie before tick 0.
constexpr std::optional<Tick> full_tick(std::uint16_t wire, Tick near) {
    const auto distance = static_cast<std::int16_t>(static_cast<std::uint16_t>(wire - wire_tick(near)));
    const std::int64_t tick = static_cast<std::int64_t>(near) + distance;
    if (tick < 0 || tick > 0xFFFFFFFF) return std::nullopt;
    return static_cast<Tick>(tick);
}

// Serial arithmetic for packet numbers: how far `a` is after `b`, -32768 to 32767.
constexpr int serial_distance(std::uint16_t a, std::uint16_t b) { return static_cast<std::int16_t>(static_cast<std::uint16_t>(a - b)); }

class InputQueue {
  public:
    // How many ticks back from the newest one a value is kept. A power of two.
    static constexpr Tick kept = 1024;

    // `first` is the first tick; `before` is what the seat did in the tick before it.
    void reset(Tick first, engine::SeatInput before);

    // Every value up to this tick is final: it never changes again. first - 1 at the start.
    Tick known() const { return known_; }
    // Own values that are not final yet reach up to this tick; at least known().
    Tick own() const { return own_; }

    // Makes the value of tick known() + 1 final.
    void confirm(engine::SeatInput value);
    // The value of tick own() + 1 as this machine wants it; final only when the host says so.
    void push_own(std::uint16_t bits);
    // What this machine wanted at a tick from known() + 1 to own().
    std::uint16_t own_bits(Tick tick) const { return values_[tick % kept].bits; }

    // Final, or else own (while the seat is flown), or else predicted: the last known value again. tick > known() - kept.
    engine::SeatInput at(Tick tick) const;

  private:
    std::array<engine::SeatInput, kept> values_{};
    Tick known_ = 0;
    Tick own_ = 0;
};

}  // namespace net
