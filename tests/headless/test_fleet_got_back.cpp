// The real game of two aces: one of them comes back to its host, which is lost before its world has come over. What was flown before is
// flown on.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>

#include "game/bots/bots.h"
#include "game/content/load_content.h"
#include "game/headless/fleet_machine.h"

namespace {

using net::Time;

constexpr Time second_us = 1'000'000;

struct Pair {
    Pair() {
        game::FleetMachineSetup setup;
        setup.bot = game::find_bot("ace");
        setup.last_tick = 60 * 600;
        for (const std::uint32_t number : {1u, 2u}) {
            setup.number = number;
            machines[number - 1] = std::make_unique<game::FleetMachine>(content, setup, net);
        }
        mend();
        host().host(5, 2, now);
        guest().join(host().address(), now);
        run(3 * second_us);
        host().online().start(now);
        run(5 * second_us);
    }
    game::FleetMachine& host() { return *machines[0]; }
    game::FleetMachine& guest() { return *machines[1]; }
    void mend() {
        net::TroubleSetup line;
        line.delay_us = 50'000;
        net.set_line(1, 2, line, line);
    }
    void run(Time time, const std::function<bool()>& until = {}) {
        for (const Time end = now + time; now < end && !(until && until()); now += 1'000)
            for (const auto& machine : machines)
                if (machine->runs() && machine->next_turn() <= now) machine->turn(now);
    }
    std::uint32_t kills() {
        std::uint32_t sum = 0;
        for (const game::Hero& hero : guest().match().world().heroes) sum += hero.kills;
        return sum;
    }

    game::Content content = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", "classic");
    net::SimNet net{1};
    std::array<std::unique_ptr<game::FleetMachine>, 2> machines;
    Time now = second_us;
};

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
