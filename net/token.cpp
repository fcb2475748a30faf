#include "net/token.h"

#include <sodium.h>

#include <string_view>

#include "engine/core/check.h"

namespace net {

namespace {

void start_library() {
    static const int result = sodium_init();
    CHECK(result >= 0);
}

}  // namespace

Token make_token() {
    start_library();
    Token token;
    randombytes_buf(token.data(), token.size());
    return token;
}

std::uint64_t make_match_id() {
    start_library();
    std::uint64_t id = 0;
    while (id == 0) randombytes_buf(&id, sizeof id);
    return id;
}

Token verifier_of(const Token& token) {
    if (is_empty(token)) return {};
    static constexpr std::string_view purpose = "Wingmate seat token";
    Token verifier{};
    const int result = crypto_generichash(verifier.data(), verifier.size(), token.data(), token.size(),
                                          reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
    CHECK(result == 0);
    return verifier;
}

bool fits(const Token& token, const Token& verifier) {
    const Token own = verifier_of(token);
    return !is_empty(token) && sodium_memcmp(own.data(), verifier.data(), own.size()) == 0;
}

}  // namespace net
