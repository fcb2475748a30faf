// How games on the network are found: a question to everybody (DISCOVER), and what each host says of its game (INFO). The bytes; net/beacon
// answers, net/search asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/session.h"

namespace net {

constexpr std::uint16_t discovery_port = 17431;        // one for all hosts of a machine
constexpr std::uint32_t discovery_group = 0xEFFF574E;  // 239.255.87.78
constexpr std::size_t ask_bytes = 96;
constexpr std::size_t most_info_bytes = ask_bytes;  // no answer is longer than what it answers
constexpr std::uint16_t most_matches = 256;         // of one host

// Who is asked, and who is answered.
enum class Reach : std::uint8_t {
    Nobody,
    Machine,  // programs of this machine
    Lan,      // and the networks that it is on; of those that ask, private and link-local addresses
    Anyone,   // hosts: whoever asks
};

struct GameInfo {
    enum class Door : std::uint8_t { Open, Full, Started, Locked };
    std::string name, mode, version;  // for people; together at most 63 bytes travel, the name's end is cut off
    std::uint16_t port = 0;           // of the game, at the address that answered
    std::uint16_t protocol = 0;
    std::uint32_t content = 0;  // low half of the mode's content hash
    std::uint8_t seats = 1;     // 1 to 4
    std::uint8_t taken = 0;     // bit s: somebody sits in seat s
    std::uint8_t spectators = 0;
    Door door = Door::Open;  // for pilots
    bool playing = false;
    bool password = false;
    bool watchable = false;
    std::uint16_t match = 0;  // its number, of a host with many: 1 to Info::matches; 0: the host has no other
    friend bool operator==(const GameInfo&, const GameInfo&) = default;
};

struct Info {
    std::uint64_t nonce = 0;     // of the question
    std::uint32_t instance = 0;  // random, the same in all answers of one host
    std::uint32_t held_us = 0;   // how long the host let the question lie; travels in steps of 100 us, at most 6.5 s
    std::uint16_t matches = 1;   // of that host, 1 to most_matches; this is one of them
    GameInfo game;
    friend bool operator==(const Info&, const Info&) = default;
};

struct Ask {
    std::uint64_t nonce = 0;
    std::uint32_t instance = 0;  // only that host is asked; 0: everybody
    std::uint16_t match = 0;     // of a host with many, which one; 0: any
    friend bool operator==(const Ask&, const Ask&) = default;
};

std::array<std::byte, ask_bytes> encode_ask(const Ask& ask);
// Nothing where it is no question.
std::optional<Ask> decode_ask(std::span<const std::byte> datagram);

std::vector<std::byte> encode_info(const Info& info);
std::optional<Info> decode_info(std::span<const std::byte> datagram);

}  // namespace net
