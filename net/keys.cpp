#include "net/keys.h"

#include <sodium.h>

#include <algorithm>

#include "engine/core/check.h"

namespace net {

namespace {

static_assert(crypto_kx_PUBLICKEYBYTES == sizeof(PublicKey) && crypto_kx_SECRETKEYBYTES == sizeof(KeyPair::secret));
static_assert(crypto_shorthash_KEYBYTES == sizeof(TagKey) && crypto_kx_SESSIONKEYBYTES >= sizeof(TagKey));

using SessionKey = std::array<unsigned char, crypto_kx_SESSIONKEYBYTES>;

template <class Bytes>
auto* raw(Bytes& bytes) {
    if constexpr (std::is_const_v<Bytes>)
        return reinterpret_cast<const unsigned char*>(bytes.data());
    else
        return reinterpret_cast<unsigned char*>(bytes.data());
}

// Any 16 bytes of a session key are as good as the whole.
TagKey cut(const SessionKey& key) {
    TagKey tag{};
    std::copy_n(reinterpret_cast<const std::byte*>(key.data()), tag.size(), tag.begin());
    return tag;
}

}  // namespace

KeyPair make_key_pair() {
    CHECK(sodium_init() >= 0);
    KeyPair pair;
    crypto_kx_keypair(raw(pair.open), raw(pair.secret));
    return pair;
}

std::optional<TagKeys> keys_of_guest(const KeyPair& own, const PublicKey& other) {
    SessionKey receive{}, send{};
    if (crypto_kx_client_session_keys(receive.data(), send.data(), raw(own.open), raw(own.secret), raw(other)) != 0) return std::nullopt;
    return TagKeys{.send = cut(send), .receive = cut(receive)};
}

std::optional<TagKeys> keys_of_host(const KeyPair& own, const PublicKey& other) {
    SessionKey receive{}, send{};
    if (crypto_kx_server_session_keys(receive.data(), send.data(), raw(own.open), raw(own.secret), raw(other)) != 0) return std::nullopt;
    return TagKeys{.send = cut(send), .receive = cut(receive)};
}

TagKey make_hash_key() {
    CHECK(sodium_init() >= 0);
    TagKey key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

std::uint64_t random_number() {
    CHECK(sodium_init() >= 0);
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::uint64_t keyed_hash(const TagKey& key, std::span<const std::byte> bytes) {
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), raw(key));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < hash.size(); ++i) number |= std::uint64_t{hash[i]} << (8 * i);
    return number;
}

}  // namespace net
