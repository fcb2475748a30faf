// What a stranger meets before ENet does: nobody gets a connection, or a byte of memory, who has not shown that he hears what is sent to
// his address. Used by enet_link, by both ends.
//
//   caller                                  called
//   HELLO, 128 bytes, every 100 ms  ------>
//                                   <------ COOKIE, 16 bytes: a keyed hash of the caller's address and port and the time
//   ENet's CONNECT with the cookie  ------>  ENet
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "net/link.h"
#include "net/rate_limit.h"

namespace net {

constexpr std::size_t most_datagram_bytes = 1400;  // longer than any of ours
constexpr std::size_t call_bytes = 128;
constexpr std::size_t cookie_bytes = 16;  // never more than was asked with

using CallDatagram = std::array<std::byte, call_bytes>;
using CookieDatagram = std::array<std::byte, cookie_bytes>;

// A caller's word (HELLO). nonce: random, sent back with the cookie, so that nobody who does not hear the call can answer it.
CallDatagram encode_call(std::uint64_t nonce);

struct Cookie {
    std::uint64_t nonce = 0;
    std::uint32_t value = 0;  // for CONNECT's data word
    friend constexpr bool operator==(const Cookie&, const Cookie&) = default;
};

CookieDatagram encode_cookie(const Cookie& cookie);

// A datagram as it comes from the socket.
struct Knock {
    enum class Kind : std::uint8_t {
        Noise,     // nobody's, or longer than any datagram of ours
        Call,      // nonce
        Cookie,    // nonce and cookie
        Connect,   // ENet's, that begins a connection: cookie
        Connected  // ENet's, of a connection that there may be; ENet compares the address
    } kind = Kind::Noise;
    std::uint64_t nonce = 0;
    std::uint32_t cookie = 0;
};

Knock read_knock(std::span<const std::byte> datagram);

class Gate {
  public:
    Gate();
    // The cookie for a caller; nothing where this address, or all together, have called too often.
    std::optional<Cookie> answer(std::uint64_t nonce, const Address& caller, Time now);
    // Whether this cookie was given to that address and port, at most 8 to 16 s ago.
    bool is_right(std::uint32_t cookie, const Address& caller, Time now) const;

    static constexpr Time slot_us = 8'000'000;  // a cookie is good for the slot in which it was made, and the next one
    static constexpr Rate of_an_address{.per_second = 40, .at_once = 80};
    static constexpr Rate overall{.per_second = 1000, .at_once = 1000};

  private:
    std::uint32_t cookie_of(const Address& caller, Time slot) const;
    TagKey key_;
    RateLimit limit_;
};

}  // namespace net
