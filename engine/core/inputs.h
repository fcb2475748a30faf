// What every seat does in one tick: the only thing from outside that a World ever sees. Made by devices, network, replays,
// bots and tests; used by rules, session and replays alike.
#pragma once

#include <array>
#include <cstdint>

namespace engine {

constexpr int max_seats = 4;

// Bits 0-7: buttons. Bits 8-11 and 12-15: dx and dy, signed 4-bit numbers in sevenths of full speed, -7 to 7 (-8 counts as -7).
enum class Button : std::uint16_t {
    Up = 1 << 0,
    Down = 1 << 1,
    Left = 1 << 2,
    Right = 1 << 3,
    Fire = 1 << 4,
    Bomb = 1 << 5,
    Focus = 1 << 6,
    Spare = 1 << 7,  // free; every value is legal
};

// Who flies a seat in this tick. Ordered by the host at a tick, and travels with the inputs.
enum class SeatState : std::uint16_t {
    Absent = 0,  // nobody; the seat has no plane
    Flown = 1,
    Held = 2,  // its owner is away: neutral until he is back
};

struct SeatInput {
    std::uint16_t bits = 0;
    SeatState state = SeatState::Absent;

    constexpr bool has(Button b) const { return (bits & static_cast<std::uint16_t>(b)) != 0; }
    // -7 to 7
    constexpr int dx() const { return axis(bits >> 8); }
    constexpr int dy() const { return axis(bits >> 12); }
    friend constexpr bool operator==(const SeatInput&, const SeatInput&) = default;

  private:
    static constexpr int axis(int nibble) {
        const int value = ((nibble & 15) ^ 8) - 8;
        return value < -7 ? -7 : value;
    }
};

struct Inputs {
    std::array<SeatInput, max_seats> seats{};
    friend constexpr bool operator==(const Inputs&, const Inputs&) = default;
};

// dx, dy: -7 to 7.
constexpr std::uint16_t axis_bits(int dx, int dy) { return static_cast<std::uint16_t>(((dx & 15) << 8) | ((dy & 15) << 12)); }
constexpr std::uint16_t operator|(Button a, Button b) {
    return static_cast<std::uint16_t>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}

}  // namespace engine
