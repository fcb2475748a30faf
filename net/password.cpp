#include "net/password.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>

#include "engine/core/check.h"

namespace net {

namespace {

// The cost is part of the protocol: both ends have to come to the same key. libsodium's INTERACTIVE.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
constexpr Time first_wait_us = 1'000'000;
constexpr std::uint32_t most_doublings = 5;  // past the longest wait
static_assert(crypto_pwhash_SALTBYTES == sizeof(Salt) && crypto_generichash_KEYBYTES_MAX >= sizeof(PasswordKey::secret));
static_assert(crypto_generichash_BYTES_MAX >= sizeof(Proof) && crypto_generichash_BYTES_MIN <= sizeof(TagKey));

void start_library() {
    static const int result = sodium_init();
    CHECK(result >= 0);
}

const unsigned char* raw(std::span<const std::byte> bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

// BLAKE2b under the password's key, of parts of fixed lengths but for the last.
template <class Result>
Result keyed(const PasswordKey& password, std::string_view purpose, std::initializer_list<std::span<const std::byte>> parts) {
    start_library();
    Result result{};
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, raw(password.secret), password.secret.size(), result.size()) == 0);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
    for (const auto part : parts) crypto_generichash_update(&state, raw(part), part.size());
    crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(result.data()), result.size());
    return result;
}

}  // namespace

bool is_password(std::string_view text) { return !text.empty() && text.size() <= most_password_bytes; }

Salt make_salt() {
    start_library();
    Salt salt{};
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

std::optional<PasswordKey> derive_key(const std::string& password, const Salt& salt) {
    start_library();
    CHECK(is_password(password));
    PasswordKey key{.salt = salt, .secret = {}};
    const int result = crypto_pwhash(reinterpret_cast<unsigned char*>(key.secret.data()), key.secret.size(), password.data(),
                                     password.size(), raw(salt), passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (result != 0) return std::nullopt;
    return key;
}

KeyWork derive_key_later(const std::string& password, const Salt& salt, bool in_background) {
    return std::async(in_background ? std::launch::async : std::launch::deferred, derive_key, password, salt);
}

bool is_done(const KeyWork& work) { return work.wait_for(std::chrono::seconds(0)) != std::future_status::timeout; }

TagKeys with_password(const TagKeys& keys, const PasswordKey& password) {
    constexpr std::string_view purpose = "Wingmate tags";
    return {.send = keyed<TagKey>(password, purpose, {keys.send}), .receive = keyed<TagKey>(password, purpose, {keys.receive})};
}

Proof proof_of(const PasswordKey& password, const Challenge& challenge, std::span<const std::byte> word) {
    return keyed<Proof>(password, "Wingmate proof", {challenge.guest, challenge.host, challenge.guest_to_host, word});
}

bool is_equal(const Proof& a, const Proof& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::size_t WrongPasswords::find(std::uint32_t ip) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.wrong != 0 && each.ip == ip; });
    return static_cast<std::size_t>(found - entries_.begin());
}

Time WrongPasswords::wait_us(std::uint32_t ip, Time now) const {
    const std::size_t at = find(ip);
    return at == entries_.size() || entries_[at].heard_from <= now ? 0 : entries_[at].heard_from - now;
}

void WrongPasswords::count(std::uint32_t ip, Time now) {
    std::size_t at = find(ip);
    if (at == entries_.size()) {
        const auto oldest =
            std::min_element(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.last < b.last; });
        *oldest = {.ip = ip};
        at = static_cast<std::size_t>(oldest - entries_.begin());
    }
    Entry& entry = entries_[at];
    if (entry.last + memory_us < now) entry.wrong = 0;
    entry.wrong = std::min(entry.wrong + 1, free_tries + most_doublings);
    entry.last = now;
    if (entry.wrong < free_tries) return;
    entry.heard_from = now + std::min<Time>(first_wait_us << (entry.wrong - free_tries), longest_wait_us);
}

void WrongPasswords::forget(std::uint32_t ip) {
    for (Entry& each : entries_)
        if (each.ip == ip) each = {};
}

}  // namespace net
