// What a mad or lying peer can do with pieces of worlds and with what it says is final: nothing that matters.
#include <gtest/gtest.h>

#include "engine/core/hash.h"
#include "engine/core/rng.h"
#include "net/messages.h"
#include "tests/net/toy_match.h"

using engine::SeatState;
using net::Knowledge;
using net::Session;
using net::SnapshotAck;
using net::SnapshotPiece;
using net::Tick;
using namespace toy;

namespace {

// A whole snapshot in one piece; `head` is what a session puts before a game's bytes.
SnapshotPiece piece_of(std::uint16_t id, Tick tick, std::vector<std::byte> bytes) {
    SnapshotPiece piece{.id = id, .fresh = true, .tick = tick, .size = 0, .hash = engine::hash_bytes(bytes), .index = 0, .data = {}};
    piece.size = static_cast<std::uint32_t>(bytes.size());
    piece.data = std::move(bytes);
    return piece;
}

Knowledge knowledge_of(const Player& player, Tick known) {
    Knowledge all;
    for (int s = 0; s < engine::max_seats; ++s) {
        const auto base = player.inputs()[known - player.first()].seats[s];
        all.seats[s] = {.known = known, .from = known, .base = base, .deltas = {}};
    }
    return all;
}

}  // namespace

TEST(HostileWorlds, PiecesCountOnlyFromTheOwnHost) {
    Match match(match_over(lan(), 3));
    match.run(2);
    const auto bytes = net::encode(piece_of(1, 50, std::vector<std::byte>(40)));
    match.player(0).session().receive(2, bytes, match.now());   // a guest to its host
    match.player(1).session().receive(99, bytes, match.now());  // a stranger
    match.player(1).session().receive(1, net::encode(SnapshotAck{}), match.now());
    EXPECT_EQ(match.player(0).session().stats().bad_packets, 1u);
    EXPECT_EQ(match.player(1).session().stats().bad_packets, 2u);
    match.run(1);
    EXPECT_EQ(match.player(0).adopted + match.player(1).adopted, 0u);
    EXPECT_EQ(match.differences(), "");
}

TEST(HostileWorlds, AHeadThatMakesNoSenseEndsTheHost) {
    Match match(match_over(lan()));
    match.run(2);
    auto& guest = match.player(1);
    std::vector<std::byte> bytes(40);
    bytes[2] = std::byte{7};  // no seat state
    for (int i = 0; i < 3; ++i) guest.session().receive(1, net::encode(piece_of(1, 50, bytes)), match.now());
    EXPECT_EQ(guest.session().stats().bad_packets, 3u);
    match.run(2);
    EXPECT_EQ(guest.adopted, 0u);
    EXPECT_EQ(told(guest, net::SessionEvent::Kind::PeerGone), 1u);
    EXPECT_EQ(guest.trouble, "");
    EXPECT_GT(guest.inputs().size(), 200u) << "and goes on alone";
}

TEST(HostileWorlds, PiecesOfDifferentWholesAreNotMixed) {
    Match match(match_over(lan()));
    match.run(2);
    auto& session = match.player(1).session();
    SnapshotPiece piece = piece_of(1, 50, std::vector<std::byte>(net::piece_bytes));
    piece.size = 3 * net::piece_bytes;
    session.receive(1, net::encode(piece), match.now());
    EXPECT_EQ(session.stats().bad_packets, 0u);
    for (int i = 0; i < 3; ++i) {
        SnapshotPiece other = piece;
        if (i == 0) ++other.tick;
        if (i == 1) ++other.hash;
        if (i == 2) other.size += net::piece_bytes;
        session.receive(1, net::encode(other), match.now());
    }
    EXPECT_EQ(session.stats().bad_packets, 3u);
}

TEST(HostileWorlds, AGuestCannotSayThatItHasWhatWasNotSent) {
    MatchSetup setup = match_over(r1());
    setup.world_bytes = 400'000;
    Match match(setup);
    match.run(2);
    match.join({.seats = 4});
    match.run(0.5);
    auto& host = match.player(0).session();
    const auto before = host.stats().bad_packets;
    host.receive(3, net::encode(SnapshotAck{.id = 1, .adopted = true, .have = {}}), match.now());
    host.receive(3, net::encode(SnapshotAck{.id = 1, .adopted = false, .have = std::vector<std::uint8_t>(60, 0xFF)}), match.now());
    EXPECT_EQ(host.stats().bad_packets, before + 2);
    match.run(8);
    EXPECT_EQ(match.differences(), "");
}

TEST(HostileWorlds, ALyingSurvivorChangesNothingThatIsFinal) {
    for (int lie = 0; lie < 4; ++lie) {
        SCOPED_TRACE(lie);
        Match match(match_over(lan(), 3));
        match.run(3);
        match.kill(0);
        match.run(0.2);
        auto& heir = match.player(1);
        const auto before = heir.inputs();
        const Tick known = heir.session().confirmed();
        heir.session().become_host(4, match.now());
        heir.session().take_survivor({.id = 3, .seats = 4}, match.now());
        Knowledge said = knowledge_of(heir, known - 10);
        if (lie == 0) said.seats[0].base.bits ^= 0x10;
        if (lie == 1) said.seats[1].deltas.assign(10, {0x7700, 0}), said.seats[1].known = known;
        if (lie == 2) said.seats[3].known = said.seats[3].from = 0x7FFFFFFF;
        if (lie == 3) said.seats[2].deltas.assign(2, {0, 3}), said.seats[2].known = known - 8;
        heir.session().receive(3, net::encode(said), match.now());
        EXPECT_EQ(heir.session().stats().bad_packets, 1u);
        match.player(2).stopped = true;
        match.run(2);
        EXPECT_EQ(heir.trouble, "");
        ASSERT_GT(heir.inputs().size(), before.size() + 60) << "plays on";
        EXPECT_TRUE(std::equal(before.begin(), before.end(), heir.inputs().begin()));
        EXPECT_EQ(heir.inputs().back().seats[2].state, SeatState::Absent);
    }
}

TEST(HostileWorlds, MangledPiecesAndKnowledgeDoNoHarm) {
    engine::Rng rng{7};
    for (std::uint64_t round = 1; round <= 30; ++round) {
        MatchSetup setup = match_over(line(20, 5, 0.05), 3);
        setup.seed = round;
        Match match(setup);
        match.run(1.5);
        if (round % 3 == 0) match.join({.seats = 8});
        if (round % 3 == 1) {
            match.kill(0);
            match.take_over(1, {2});
        }
        match.run(3, [&](net::Time now) {
            std::vector<std::byte> bytes;
            if (rng.below(3) == 0) {
                Knowledge mad;
                for (auto& seat : mad.seats) {
                    const std::size_t count = rng.below(10);
                    seat.from = match.player(1).session().newest() - 20 + rng.below(40);
                    seat.known = seat.from + static_cast<Tick>(count);
                    seat.base = {static_cast<std::uint16_t>(rng.next()), static_cast<SeatState>(rng.below(3))};
                    for (std::size_t i = 0; i < count; ++i)
                        seat.deltas.push_back({static_cast<std::uint16_t>(rng.next()), static_cast<std::uint16_t>(rng.below(4))});
                }
                bytes = net::encode(mad);
            } else if (rng.below(2) == 0) {
                bytes = net::encode(SnapshotAck{.id = static_cast<std::uint16_t>(rng.below(3)),
                                                .adopted = rng.below(2) == 0,
                                                .have = std::vector<std::uint8_t>(rng.below(4), static_cast<std::uint8_t>(rng.next()))});
            } else {
                SnapshotPiece piece =
                    piece_of(static_cast<std::uint16_t>(rng.below(4)), rng.below(300), std::vector<std::byte>(20 + rng.below(40)));
                piece.fresh = rng.below(2) == 0;
                bytes = net::encode(piece);
            }
            if (rng.below(4) == 0) bytes[rng.below(static_cast<std::uint32_t>(bytes.size()))] = static_cast<std::byte>(rng.next());
            const std::size_t who = rng.below(static_cast<std::uint32_t>(match.players()));
            for (net::PeerId from = 1; from <= match.players(); ++from) match.player(who).session().receive(from, bytes, now);
        });
        for (std::size_t i = 0; i < match.players(); ++i) {
            // a mad host may send a world that is none; the transfer is all that the session checks
            if (match.player(i).trouble.find("snapshot") != std::string::npos || match.player(i).trouble.find("byte") != std::string::npos)
                continue;
            ASSERT_EQ(match.player(i).trouble, "") << "round " << round << " peer " << i;
        }
    }
}
