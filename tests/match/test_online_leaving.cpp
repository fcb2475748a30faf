// Who leaves a network game, on purpose or not: it is announced, and the others go on.
#include <gtest/gtest.h>

#include "tests/match/online_party.h"

using engine::ExitCode;
using engine::SeatState;
using game::Online;
using namespace party;

namespace {

// Machines 0 to 2, one pilot each, after two seconds of play.
struct Trio : Party {
    Trio() : Party(host_setup({"Ann"}, 3)) {
        join({"Bo"});
        join({"Cy"});
        run(300 * ms);
        host().online().start(now());
        run(2000 * ms);
    }
    Machine& bo() { return machine(1); }
    Machine& cy() { return machine(2); }
};

SeatState newest_state(const Machine& machine, int seat) { return machine.state(seat); }

}  // namespace

TEST(OnlineLeaving, AGuestWhoSaysGoodbyeIsAbsentAtOnceAndTheOthersNeverWait) {
    Trio trio;
    const auto stalls = trio.host().session().stats().stalls + trio.cy().session().stats().stalls;
    trio.bo().online().leave(trio.now());
    trio.run(300 * ms);
    trio.bo().vanish();
    trio.run(3000 * ms);
    for (Machine* machine : {&trio.host(), &trio.cy()}) {
        EXPECT_TRUE(machine->was_told("Bo left the game"));
        EXPECT_EQ(machine->online().stage(), Stage::Playing);
        EXPECT_FALSE(machine->online().seats()[1].taken);
        EXPECT_EQ(machine->online().seats()[1].pilot, "Bo");
        EXPECT_EQ(newest_state(*machine, 1), SeatState::Absent);
        EXPECT_EQ(newest_state(*machine, 2), SeatState::Flown);
        EXPECT_GE(machine->hashes().size(), 310u);
    }
    EXPECT_EQ(trio.host().session().stats().stalls + trio.cy().session().stats().stalls, stalls);
    EXPECT_EQ(trio.differences(), "");
}

TEST(OnlineLeaving, AProgramThatEndsWithoutGoodbyeHasLeftToo) {
    Trio trio;
    trio.bo().vanish();
    trio.run(500 * ms);
    EXPECT_TRUE(trio.host().was_told("Bo left the game"));
    EXPECT_TRUE(trio.cy().was_told("Bo left the game"));
    EXPECT_EQ(newest_state(trio.host(), 1), SeatState::Absent);
}

TEST(OnlineLeaving, ASilentGuestIsHeldAndAfterFiveSecondsLost) {
    Trio trio;
    trio.bo().stopped = true;
    trio.run(2000 * ms);
    EXPECT_TRUE(trio.host().was_told("Bo: connection trouble"));
    EXPECT_EQ(newest_state(trio.host(), 1), SeatState::Held);
    EXPECT_TRUE(trio.host().online().seats()[1].taken);
    const std::size_t ticks = trio.host().hashes().size();
    trio.run(3500 * ms);
    for (Machine* machine : {&trio.host(), &trio.cy()}) {
        EXPECT_TRUE(machine->was_told("Bo left: connection lost"));
        EXPECT_EQ(newest_state(*machine, 1), SeatState::Absent);
    }
    EXPECT_GE(trio.host().hashes().size(), ticks + 200) << "nobody waits for the lost one";
}

TEST(OnlineLeaving, ASilentGuestThatComesBackInTimeFliesAgain) {
    Trio trio;
    trio.bo().stopped = true;
    trio.run(2000 * ms);
    trio.bo().stopped = false;
    trio.run(3000 * ms);
    EXPECT_TRUE(trio.host().was_told("Bo: the connection is back"));
    EXPECT_EQ(newest_state(trio.host(), 1), SeatState::Flown);
    EXPECT_EQ(newest_state(trio.cy(), 1), SeatState::Flown);
    EXPECT_EQ(trio.differences(), "");
    EXPECT_EQ(trio.host().session().stats().desyncs, 0u);
}

TEST(OnlineLeaving, ASilentPilotInTheLobbyLosesTheSeat) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join({"Bo"});
    party.run(300 * ms);
    bo.stopped = true;
    party.run(4000 * ms);
    EXPECT_TRUE(party.host().online().seats()[1].taken);
    party.run(2500 * ms);
    EXPECT_TRUE(party.host().was_told("Bo left: connection lost"));
    EXPECT_FALSE(party.host().online().seats()[1].taken);
}

TEST(OnlineLeaving, OurOwnPauseIsNobodysSilence) {
    Trio trio;
    trio.host().stopped = true;
    trio.run(300 * ms);
    // The host stood still for a minute by its own clock; the guest's packets are waiting for it.
    trio.host().stopped = false;
    trio.host().online().poll(trio.now() + 60'000 * ms);
    EXPECT_FALSE(trio.host().was_told("Bo left: connection lost"));
    EXPECT_TRUE(trio.host().online().seats()[1].taken);
}

TEST(OnlineLeaving, AHostThatWaitsUntilItIsSettledLeavesEqualGames) {
    game::LinkTrouble trouble{.delay_ms = 80, .jitter_ms = 20, .loss_percent = 10, .seed = 9};
    auto setup = host_setup({"Ann"}, 2);
    setup.trouble = trouble;
    Party party(setup);
    auto guest = guest_setup({"Bo"}, party.port());
    guest.trouble = trouble;
    Machine& bo = party.join(guest);
    party.run(2000 * ms);
    party.host().online().start(party.now());
    party.run(3000 * ms);
    party.host().advances = false;
    bool unsettled = false;
    int polls = 0;
    for (; polls < 250 && !party.host().online().settled(); ++polls) {
        unsettled = true;
        party.run(4 * ms);
    }
    EXPECT_TRUE(unsettled) << "the last inputs take their time to the other side";
    ASSERT_TRUE(party.host().online().settled());
    const std::size_t ticks = party.host().hashes().size();
    party.host().vanish();
    party.run(1000 * ms);
    ASSERT_GT(bo.hashes().size(), ticks);
    EXPECT_EQ(party.differences(), "");
}

TEST(OnlineLeaving, AGameThatGoesWrongAtOneMachineIsNoticedAtBoth) {
    Trio trio;
    trio.bo().spoiled = true;
    trio.run(1000 * ms);
    EXPECT_GT(trio.host().session().stats().desyncs, 0u);
    EXPECT_GT(trio.bo().session().stats().desyncs, 0u);
    EXPECT_EQ(trio.cy().session().stats().desyncs, 0u);
    bool told = false;
    for (const auto& line : trio.host().notices()) told |= line.find("The games here and at Bo differ since tick") == 0;
    EXPECT_TRUE(told);
}
