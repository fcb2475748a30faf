// The real game of two aces: one of them comes back to its host, which is lost before its world has come over. What was flown before is
// flown on.
#include <gtest/gtest.h>

#include "tests/headless/fleet_pair.h"

using fleet::Pair;
using fleet::second_us;

namespace {

enum class Loss { Goodbye, Killed };

}  // namespace

TEST(FleetGotBack, WhoComesBackToAHostThatIsLostFliesItsOwnGameOn) {
    for (const Loss loss : {Loss::Goodbye, Loss::Killed}) {
        Pair pair;
        pair.net.cut(1, 2);
        pair.run(6 * second_us);
        ASSERT_TRUE(pair.guest().is_host()) << "alone";
        pair.mend();
        pair.run(10 * second_us, [&] { return pair.host().online().seats()[1].taken; });
        // Its program stands still for a moment, and has packed nothing yet.
        pair.host().sleep_until(pair.now + second_us / 10);
        pair.run(second_us / 10);
        ASSERT_FALSE(pair.guest().plays()) << "it has come back, and has no world there";
        const std::uint32_t had = pair.guest().confirmed(), kills = pair.kills();
        ASSERT_GT(had, 500u);
        if (loss == Loss::Goodbye) {
            pair.host().leave(pair.now);
        } else {
            pair.host().kill(pair.now);
        }
        pair.run(20 * second_us);
        ASSERT_TRUE(pair.guest().runs()) << pair.guest().ended();
        EXPECT_TRUE(pair.guest().is_host());
        EXPECT_GT(pair.guest().confirmed(), had + 900);
        EXPECT_GT(pair.kills(), kills + 3);
        const game::Replay& record = pair.guest().match().recording();
        ASSERT_EQ(record.first_tick, 1u) << "one game from its beginning";
        ASSERT_GT(record.last_tick(), had + 900);
        int changes = 0;
        for (std::size_t i = had; i < record.inputs.size(); ++i)
            changes += record.inputs[i].seats[1] != record.inputs[i - 1].seats[1] ? 1 : 0;
        EXPECT_GT(changes, 100) << "its own inputs count";
        EXPECT_EQ(pair.guest().deeds().stats.desyncs + pair.guest().deeds().stats.conflicts, 0u);
        EXPECT_LT(pair.guest().deeds().stats.ticks, pair.guest().confirmed() + 60) << "nothing was counted twice";
    }
}
