// The password of a game: a key that host and guest derive from it, the proof that a guest has it, and how often wrong ones are heard.
// Argon2id and keyed BLAKE2b by libsodium, as they are. Used by game/match/online_door. docs/netcode.md says what this does and does not
// stop.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/keys.h"
#include "net/session.h"

namespace net {

constexpr std::size_t most_password_bytes = 128;

using Salt = std::array<std::byte, 16>;
using Proof = std::array<std::byte, 32>;

// What a password comes to with one host's salt. Whoever has it needs the password no more, for as long as that host's game goes on.
struct PasswordKey {
    Salt salt{};  // random, anew at every start of a host; everybody may know it
    std::array<std::byte, 32> secret{};
    friend bool operator==(const PasswordKey&, const PasswordKey&) = default;
};

// 1 to most_password_bytes bytes, whatever characters. Compared byte by byte.
bool is_password(std::string_view text);

Salt make_salt();

// Argon2id: 64 MiB of memory and some 0.1 s of one processor. Nothing where there is not so much memory.
std::optional<PasswordKey> derive_key(const std::string& password, const Salt& salt);

// The same where no picture may wait for it: in a thread of its own. Else it is worked out by get().
using KeyWork = std::future<std::optional<PasswordKey>>;
KeyWork derive_key_later(const std::string& password, const Salt& salt, bool in_background);
// Whether get() does not wait for a thread.
bool is_done(const KeyWork& work);

// Keys of a connection that only those two ends have who know the password.
TagKeys with_password(const TagKeys& keys, const PasswordKey& password);

// What is proven: that whoever sends this word over this connection knows the password.
struct Challenge {
    PublicKey guest{}, host{};
    TagKey guest_to_host{};  // of the connection, without the password: who only hears the line cannot try passwords on a proof
};
Proof proof_of(const PasswordKey& password, const Challenge& challenge, std::span<const std::byte> word);
// Takes the same time whatever they differ in.
bool is_equal(const Proof& a, const Proof& b);

// Three wrong ones of an address are heard at once; then it has to wait a second, and twice as long after each more, 30 s at most.
class WrongPasswords {
  public:
    // How long from `now` this address is not heard; 0: it is.
    Time wait_us(std::uint32_t ip, Time now) const;
    void count(std::uint32_t ip, Time now);
    void forget(std::uint32_t ip);

    static constexpr std::uint32_t free_tries = 3;
    static constexpr Time longest_wait_us = 30'000'000;
    static constexpr Time memory_us = 600'000'000;      // since the last wrong one
    static constexpr std::size_t most_addresses = 256;  // then the one whose last wrong one is oldest is forgotten

  private:
    struct Entry {
        std::uint32_t ip = 0;
        std::uint32_t wrong = 0;  // 0: free
        Time last = 0, heard_from = 0;
    };
    std::size_t find(std::uint32_t ip) const;  // its place; most_addresses: it has none
    std::array<Entry, most_addresses> entries_{};
};

}  // namespace net
