// Machines that come while the others play, and worlds that went wrong and are put right: the match takes the host's world, goes on from
// it, and records what can be played again.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "game/match/match.h"
#include "game/match/play.h"
#include "game/sim/snapshot.h"
#include "tests/match/machines.h"

namespace {

using game::Event;
using game::EventKind;
using game::Replay;
using Kind = net::SessionEvent::Kind;
using machines::bad_line;
using machines::Fleet;
using machines::Machine;
using machines::Tick;

// Nobody dies for good, so that the game is as long as it should be.
const game::Content& lasting() {
    static const game::Content content = [] {
        game::Content c = games::content("classic");
        c.mode.hero.lives = 99;
        return c;
    }();
    return content;
}

// The inputs of all ticks that both have.
void expect_equal_history(const Replay& a, const Replay& b) {
    const Tick first = std::max(a.first_tick, b.first_tick);
    const Tick last = std::min(a.last_tick(), b.last_tick());
    ASSERT_LT(first, last);
    for (Tick tick = first; tick <= last; ++tick) ASSERT_EQ(a.at(tick), b.at(tick)) << "tick " << tick;
    std::map<Tick, std::uint64_t> hashes;
    for (const auto& hash : a.hashes) hashes[hash.tick] = hash.hash;
    for (const auto& hash : b.hashes) {
        if (hashes.count(hash.tick) == 0) continue;
        EXPECT_EQ(hashes[hash.tick], hash.hash) << "tick " << hash.tick;
    }
}

void expect_plays_again(const Replay& replay) {
    ASSERT_FALSE(game::replay_fits(replay, lasting()));
    const auto result = game::play_replay(replay, lasting());
    EXPECT_FALSE(result.difference) << "tick " << result.difference->tick;
    EXPECT_FALSE(replay.hashes.empty());
}

TEST(LateJoiners, TakeTheHostsWorldFlyTheirSeatAndRecordFromThere) {
    Fleet fleet(lasting(), 2, 60 * 20, bad_line());
    fleet.play(6);
    Machine& late = fleet.join(2, 6'000'000, lasting());
    EXPECT_FALSE(late.match->ready());
    EXPECT_EQ(late.match->world().header.tick, 0u);
    EXPECT_EQ(late.match->previous().heroes.count, 2u) << "a picture of it can be drawn";
    fleet.play(60);
    ASSERT_TRUE(late.match->ready());
    ASSERT_TRUE(late.match->finished());
    const Replay& replay = late.match->recording();
    EXPECT_GT(replay.first_tick, 300u);
    EXPECT_FALSE(replay.start.empty());
    EXPECT_EQ(replay.last_tick(), 1200u);
    for (const auto& machine : fleet.machines) {
        const Replay& recorded = machine->match->recording();
        expect_plays_again(recorded);
        expect_equal_history(fleet.machines[0]->match->recording(), recorded);
        EXPECT_EQ(machine->match->confirmed_hash(), fleet.machines[0]->match->confirmed_hash());
        EXPECT_EQ(machine->session->stats().desyncs, 0u);
    }
    EXPECT_EQ(fleet.machines[0]->count(Kind::Joined), 1);
    EXPECT_GT(late.session->stats().hashes_compared, 10u);
    EXPECT_GT(game::hero_of_seat(late.match->world(), 2)->kills, 0u);
    std::uint32_t changes = 0;
    for (Tick tick = replay.first_tick + 1; tick <= replay.last_tick(); ++tick) {
        changes += replay.at(tick).seats[2].bits != replay.at(tick - 1).seats[2].bits ? 1 : 0;
    }
    EXPECT_GT(changes, 10u);
}

TEST(LateJoiners, AreShownWhatHappensFromThenOnOnce) {
    Fleet fleet(lasting(), 2, 60 * 20, bad_line());
    fleet.play(6);
    Machine& late = fleet.join(2, 6'000'000, lasting());
    fleet.play(60);
    const Tick first = late.match->recording().first_tick;
    std::map<machines::Key, int> shown;
    for (const Event& event : late.shown) {
        EXPECT_GE(event.tick, first);
        ++shown[machines::key(event)];
    }
    std::size_t kills = 0;
    for (const Event& event : late.shown) {
        if (!machines::is_final_only(event.kind)) continue;
        EXPECT_EQ(shown[machines::key(event)], 1);
        kills += event.kind == EventKind::EnemyKilled ? 1 : 0;
    }
    EXPECT_GT(kills, 10u);
}

TEST(Spectators, SeeAndRecordTheGameWithoutASeat) {
    Fleet fleet(lasting(), 2, 60 * 15, bad_line());
    fleet.play(5);
    Machine& watcher = fleet.join(-1, 5'000'000, lasting());
    fleet.play(60);
    ASSERT_TRUE(watcher.match->finished());
    expect_plays_again(watcher.match->recording());
    expect_equal_history(fleet.machines[0]->match->recording(), watcher.match->recording());
    EXPECT_EQ(watcher.match->confirmed_hash(), fleet.machines[0]->match->confirmed_hash());
}

TEST(Joiners, WithOtherRulesRefuseTheWorldAndHaveNone) {
    game::Content other = lasting();
    other.hash ^= 1;
    Fleet fleet(lasting(), 2, 60 * 10, bad_line());
    fleet.play(4);
    Machine& late = fleet.join(2, 4'000'000, other);
    fleet.play(9);
    EXPECT_FALSE(late.match->ready());
    EXPECT_EQ(late.match->confirmed_tick(), 0u);
    EXPECT_EQ(late.count(Kind::PeerGone), 1);
    EXPECT_GT(fleet.machines[0]->match->confirmed_tick(), 450u) << "the others play on";
}

// A match that has a world already, of a history that ended: with a session that joins it takes the host's.
TEST(MachinesThatComeBack, GoOnFromTheHostsWorldAndRecordFromThere) {
    Fleet fleet(lasting(), 2, 60 * 30, bad_line());
    fleet.play(5);
    const auto lost = std::move(fleet.machines[1]);
    fleet.machines.pop_back();
    fleet.net.kill(2);
    const Tick lost_at = lost->match->confirmed_tick();
    fleet.play(15);
    Machine& back = fleet.join(1, 15'000'000, lasting());
    back.match = std::move(lost->match);
    fleet.play(16);
    fleet.play(90);
    ASSERT_TRUE(back.match->finished());
    const Replay& replay = back.match->recording();
    EXPECT_GT(replay.first_tick, lost_at + 500);
    EXPECT_EQ(replay.last_tick(), 1800u);
    expect_plays_again(replay);
    expect_equal_history(fleet.machines[0]->match->recording(), replay);
    EXPECT_EQ(back.match->confirmed_hash(), fleet.machines[0]->match->confirmed_hash());
    EXPECT_EQ(back.session->stats().desyncs, 0u);
}

class Repairs : public testing::Test {
  protected:
    static constexpr Tick spoil_tick = 236;
    Fleet fleet{lasting(), 2, 60 * 20, bad_line(), spoil_tick};
    Machine& host = *fleet.machines[0];
    Machine& guest = *fleet.machines[1];
};

TEST_F(Repairs, PutAWorldThatWentWrongRightAndTheRecordingPlaysAgain) {
    fleet.play(60);
    EXPECT_EQ(guest.count(Kind::Desync), 1);
    EXPECT_EQ(guest.count(Kind::Repaired), 1);
    EXPECT_EQ(host.count(Kind::Repaired), 1);
    EXPECT_EQ(guest.session->stats().repairs, 1u);
    ASSERT_TRUE(guest.match->finished());
    EXPECT_EQ(guest.match->confirmed_hash(), host.match->confirmed_hash());
    const Replay& replay = guest.match->recording();
    EXPECT_EQ(replay.first_tick, 1u) << "what was before it stays recorded";
    EXPECT_EQ(replay.inputs, host.match->recording().inputs);
    expect_plays_again(replay);
    expect_plays_again(host.match->recording());
    // Only hashes of the wrong world are missing.
    EXPECT_LT(replay.hashes.size(), host.match->recording().hashes.size());
    EXPECT_GT(replay.hashes.size() + 4, host.match->recording().hashes.size());
}

TEST_F(Repairs, AreDoneWithinASecondAndAHalf) {
    fleet.play(60);
    Tick repaired = 0;
    for (const auto& event : guest.told) repaired = event.kind == Kind::Repaired ? event.tick : repaired;
    EXPECT_GT(repaired, spoil_tick);
    EXPECT_LE(repaired, spoil_tick + 90) << "the tick of the first hash that agrees again";
}

TEST_F(Repairs, ShowWhatIsMadeAgainOnce) {
    fleet.play(60);
    std::map<machines::Key, int> shown;
    for (const Event& event : guest.shown) ++shown[machines::key(event)];
    for (const Event& event : guest.shown) {
        if (event.kind == EventKind::ShotFired || machines::is_final_only(event.kind)) {
            EXPECT_EQ(shown[machines::key(event)], 1) << static_cast<int>(event.kind) << " of tick " << event.tick;
        }
    }
    EXPECT_GT(guest.shown.size(), 200u);
}

// The fault stays as long as nobody repairs it: what the tests above rest on.
TEST_F(Repairs, AreNeeded) {
    fleet.play(4.2);
    EXPECT_FALSE(game::play_replay(host.match->recording(), lasting()).difference);
    const auto result = game::play_replay(guest.match->recording(), lasting());
    ASSERT_TRUE(result.difference) << "at " << guest.match->confirmed_tick();
    EXPECT_GE(result.difference->tick, spoil_tick);
}

TEST_F(Repairs, KnowWhichPartsOfTheWorldsDiffered) {
    fleet.play(60);
    Tick differing = 0;
    for (const auto& event : guest.told) differing = event.kind == Kind::Desync ? event.tick : differing;
    ASSERT_GE(differing, spoil_tick);
    const auto parts = host.session->parts(differing);
    ASSERT_EQ(parts.size(), game::world_parts);
}

}  // namespace
