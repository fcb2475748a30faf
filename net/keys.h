// Keys for the tags of packets: each end makes a pair, sends the public half in its greeting (Hello, Offer), and computes the same two
// secrets from both. X25519 by libsodium. Used by the greeting in game/match/online and by tagged_link. And keyed hashes, for the gate.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace net {

using PublicKey = std::array<std::byte, 32>;
using TagKey = std::array<std::byte, 16>;

struct KeyPair {
    PublicKey open{};
    std::array<std::byte, 32> secret{};
};

// Of one connection, as one end uses them.
struct TagKeys {
    TagKey send{}, receive{};
};

// Anew for each connection: then no packet of an old one has a right tag in it.
KeyPair make_key_pair();
// `other` comes from outside: nothing where it is no public key (one of the few that give the same secret with everybody).
std::optional<TagKeys> keys_of_guest(const KeyPair& own, const PublicKey& other);
std::optional<TagKeys> keys_of_host(const KeyPair& own, const PublicKey& other);

// Of this machine alone: random.
TagKey make_hash_key();
std::uint64_t random_number();
// SipHash-2-4.
std::uint64_t keyed_hash(const TagKey& key, std::span<const std::byte> bytes);

}  // namespace net
