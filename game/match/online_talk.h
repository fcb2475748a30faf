// What a machine keeps of chat and pauses in a network game. For online_game.h only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>

#include "game/match/chat.h"
#include "net/messages.h"

namespace game {

// How often somebody may speak: a line each time `every_us`, so many of them at once after a silence.
struct TalkRate {
    std::int64_t paid_until = std::numeric_limits<std::int64_t>::min();  // µs

    bool take(net::Time now, std::int64_t every_us, std::int64_t at_once) {
        const auto at = static_cast<std::int64_t>(now);
        const std::int64_t from = std::max(paid_until, at - every_us * at_once);
        if (from + every_us > at) return false;
        paid_until = from + every_us;
        return true;
    }
};

struct OnlineTalk {
    // The newest line of a program, and which of the 64 before it were heard, to know what is said again.
    struct Heard {
        std::uint32_t run = 0, number = 0;
        std::uint64_t before = 0;  // bit b: number - 1 - b
        std::uint8_t seat = net::no_seat;
    };
    struct Spoken {
        net::Say line;
        net::Time at = 0;
    };
    static constexpr std::size_t most_heard = 32;   // programs
    static constexpr std::uint32_t most_own = 8;    // lines on their way to the host
    static constexpr std::size_t most_lines = 256;  // that nobody has fetched
    static constexpr std::size_t most_recent = 16;

    std::uint32_t run = 0;  // of this program
    std::uint32_t number = 0;
    TalkRate rate;
    std::uint32_t echoed = 0;  // the newest number that a host has passed on
    std::deque<Spoken> own;    // the last that were said here
    std::deque<Heard> heard;   // the one that spoke last is the last
    std::deque<ChatLine> lines;
    std::deque<Spoken> recent;  // shown last: who takes over as host passes them on to those who may have missed them

    // Whether that line comes for the first time; it is remembered.
    bool is_new(const net::Say& line);
};

struct OnlinePause {
    std::uint16_t number = 0;
    bool is_number_known = false;  // a guest: from this host
    bool paused = false;
    std::uint8_t seat = net::no_seat;
    net::Time resume_at = 0;  // counting down; 0: it does not
    bool changed = false;     // a host has to tell it
    net::Time told_at = 0;
};

}  // namespace game
