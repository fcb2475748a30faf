// Programs that speak the protocol by hand, beside a party. For tests of what they may and may not do.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/match/online_party.h"

namespace party {

struct Listening {
    Party& party;
    std::vector<RawGuest*> guests;
    void run(net::Time time) {
        party.run(time, [&] {
            for (RawGuest* guest : guests) guest->poll(party.now());
        });
    }
};

// Takes the raw guest through the greeting, to a seat.
inline void take_seat(RawGuest& guest, Listening& all, const std::string& name) {
    all.run(100 * ms);
    guest.greet(all.party.now());
    all.run(100 * ms);
    ASSERT_NE(guest.heard<net::Offer>(), nullptr);
    guest.say(net::Join{.content_hash = content_hash, .token = {}, .match_id = 0, .pilots = {name}}, all.party.now());
    all.run(100 * ms);
    ASSERT_NE(guest.heard<net::LobbyMessage>(), nullptr);
}

}  // namespace party
