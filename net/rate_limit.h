// How often strangers are answered: so many times a second for each address, and for all of them together. Used by the gate and by the
// search for games.
#pragma once

#include <array>
#include <cstdint>

#include "net/keys.h"
#include "net/session.h"

namespace net {

struct Rate {
    std::uint32_t per_second = 1;  // 1 to 1,000,000
    std::uint32_t at_once = 1;     // 1 or more
};

// Of fixed size, whoever asks: addresses share 1,024 buckets by a keyed hash, so that nobody can aim at another one's.
class RateLimit {
  public:
    RateLimit(const Rate& of_an_address, const Rate& overall);
    // Whether this one may be answered now; it is counted if so. `now` must not go back.
    bool take(std::uint32_t ip, Time now);

  private:
    struct Bucket {
        Time paid_until = 0;
    };
    static bool has_room(const Bucket& bucket, const Rate& rate, Time now);
    static void pay(Bucket& bucket, const Rate& rate, Time now);

    Rate of_an_address_, overall_;
    TagKey key_;
    std::array<Bucket, 1024> buckets_{};
    Bucket all_;
};

}  // namespace net
