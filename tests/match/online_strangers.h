// Programs that speak the protocol by hand, beside a party. For tests of what they may and may not do.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/match/online_party.h"

namespace party {

inline net::Join join_as(std::vector<std::string> pilots) {
    net::Join join;
    join.content_hash = content_hash;
    join.pilots = std::move(pilots);
    return join;
}

// Listens while the party runs through it, and says what the test wants.
struct Stranger : RawGuest {
    // Knocks at the port of that machine.
    Stranger(Party& among, const game::Online& at) : RawGuest(at.port(), among.now()), party(among) {}
    explicit Stranger(Party& among) : Stranger(among, among.host().online()) {}

    void run(net::Time time) {
        party.run(time, [&] { poll(party.now()); });
    }
    void say(const net::Message& message) { RawGuest::say(message, party.now()); }
    void say(const std::vector<std::byte>& data, net::Channel channel) { RawGuest::say(data, channel, party.now()); }
    // Up to the host's offer.
    void greet() {
        run(100 * ms);
        RawGuest::greet(party.now());
        run(100 * ms);
    }
    // Into the lobby, to a seat a pilot; without pilots to watch.
    void join(std::vector<std::string> pilots) {
        greet();
        ASSERT_NE(heard<net::Offer>(), nullptr);
        say(join_as(std::move(pilots)));
        run(100 * ms);
        ASSERT_NE(heard<net::LobbyMessage>(), nullptr);
    }
    Party& party;
};

}  // namespace party
