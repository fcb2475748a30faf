// Tokens for seats: whoever has one gets its seats back. Made by the host of a network game, checked by it or by whoever takes over from
// it. Used by game/match/online.
#pragma once

#include "net/messages.h"

namespace net {

// From the system's random source.
Token make_token();
std::uint64_t make_match_id();  // not 0

// What others may know of a token in order to recognise it; nobody gets the token from it. Of the empty token: all zero.
Token verifier_of(const Token& token);

// Whether that token is the one that `verifier` was made of, in a time that does not depend on the bytes. Never for the empty token.
bool fits(const Token& token, const Token& verifier);

constexpr bool is_empty(const Token& token) { return token == Token{}; }

}  // namespace net
