// The words of the tests of links: times, this machine's address, packets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "net/link.h"
#include "net/trouble.h"

namespace wire {

using net::Channel;
using net::LinkEvent;
using net::Time;

constexpr Time ms = 1000, second = 1'000'000;
constexpr std::uint32_t loopback = 0x7F000001;

inline std::vector<std::byte> bytes(std::string_view text) {
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    return {begin, begin + text.size()};
}
inline std::vector<std::byte> bytes(std::size_t count, int value) { return std::vector<std::byte>(count, static_cast<std::byte>(value)); }

// One direction of a line; loss from 0 to 1.
inline net::TroubleSetup line(Time delay_us, double loss, Time jitter_us = 0) {
    net::TroubleSetup setup;
    setup.delay_us = delay_us;
    setup.jitter_us = jitter_us;
    setup.loss = loss;
    return setup;
}

}  // namespace wire
