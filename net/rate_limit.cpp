#include "net/rate_limit.h"

#include <algorithm>
#include <cstddef>

#include "engine/core/check.h"

namespace net {

namespace {

constexpr Time second_us = 1'000'000;

}  // namespace

RateLimit::RateLimit(const Rate& of_an_address, const Rate& overall)
    : of_an_address_(of_an_address), overall_(overall), key_(make_hash_key()) {
    for (const Rate& rate : {of_an_address, overall}) CHECK(rate.per_second >= 1 && rate.per_second <= second_us && rate.at_once >= 1);
}

bool RateLimit::has_room(const Bucket& bucket, const Rate& rate, Time now) {
    return bucket.paid_until <= now + (rate.at_once - 1) * (second_us / rate.per_second);
}

void RateLimit::pay(Bucket& bucket, const Rate& rate, Time now) {
    bucket.paid_until = std::max(bucket.paid_until, now) + second_us / rate.per_second;
}

bool RateLimit::take(std::uint32_t ip, Time now) {
    std::array<std::byte, 4> address{};
    for (std::size_t i = 0; i < address.size(); ++i) address[i] = static_cast<std::byte>(ip >> (8 * i));
    Bucket& own = buckets_[keyed_hash(key_, address) % buckets_.size()];
    if (!has_room(own, of_an_address_, now) || !has_room(all_, overall_, now)) return false;
    pay(own, of_an_address_, now);
    pay(all_, overall_, now);
    return true;
}

}  // namespace net
