// What a host may do with seats and with those who sit there, before and while playing.
#include <gtest/gtest.h>

#include "tests/match/lobby_party.h"

using engine::SeatState;
using game::Online;
using namespace party;

TEST(Lobby, ALockedSeatIsNobodysUntilItIsOpened) {
    Lobby lobby(1, 3);
    lobby.host().online().lock_seat(2, true);
    lobby.host().online().lock_seat(1, true);
    lobby.run(500 * ms);
    EXPECT_TRUE(lobby.seat_at(1, 2).locked);
    EXPECT_FALSE(lobby.seat_at(0, 1).locked) << "somebody sits there";
    Machine& cy = lobby.join({"Cy"});
    lobby.run(1500 * ms);
    EXPECT_EQ(cy.online().stage(), Stage::Ended);
    EXPECT_EQ(cy.online().reason(), "The host has locked the seats that are free.");
    lobby.host().online().lock_seat(2, false);
    Machine& di = lobby.join({"Di"});
    lobby.run(1500 * ms);
    EXPECT_EQ(di.online().local_seats(), 0b100);
}

TEST(Lobby, AClosedDoorLetsOnlyThoseInWhoHaveASeat) {
    Playing game(2, r1, 2, 4);
    const net::Token token = game.machine(1).online().token();
    game.host().online().close_door(true);
    Machine& cy = game.join({"Cy"});
    auto watcher = guest_setup({}, 0);
    watcher.watches = true;
    Machine& di = game.join(watcher);
    game.run(1500 * ms);
    for (Machine* machine : {&cy, &di}) {
        EXPECT_EQ(machine->online().stage(), Stage::Ended);
        EXPECT_EQ(machine->online().reason(), "The host has closed this game: nobody new gets in.");
    }
    game.kill(1);
    Machine& bo = game.join_again(1, token);
    game.run(4000 * ms);
    EXPECT_EQ(bo.online().local_seats(), 0b0010);
    EXPECT_GT(bo.changes(1), 0);
}

TEST(Lobby, WhoIsRemovedMayComeBackAndWhoIsBannedMayNot) {
    Lobby lobby(1);
    lobby.host().online().kick(1, false, lobby.now());
    lobby.run(1000 * ms);
    EXPECT_EQ(lobby.stage(1), Stage::Ended);
    EXPECT_EQ(lobby.machine(1).online().reason(), "The host has removed this machine from the game.");
    EXPECT_FALSE(lobby.seat_at(0, 1).taken);
    EXPECT_TRUE(lobby.host().was_told("Bo was removed by the host"));
    lobby.kill(1);
    Machine& bo = lobby.join_again(1, {});
    lobby.run(1500 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby);
    lobby.host().online().kick(1, true, lobby.now());
    lobby.run(1000 * ms);
    EXPECT_EQ(bo.online().reason(), "The host has banned this machine from this match.");
    lobby.kill(1);
    Machine& again = lobby.join_again(1, {});  // as another installation: its address is known
    lobby.run(1500 * ms);
    EXPECT_EQ(again.online().stage(), Stage::Ended);
    EXPECT_EQ(again.online().reason(), "The host has banned this machine from this match.");
    Machine& cy = lobby.join({"Cy"});
    lobby.run(1500 * ms);
    EXPECT_EQ(cy.online().stage(), Stage::Lobby);
}

TEST(Lobby, OnTheHostsOwnMachineAnInstallationIsBannedAndNotEverybody) {
    Party game(host_setup({"Ann"}, 3));
    auto setup = guest_setup({"Bo"}, game.port());
    setup.machine = 4711;
    game.join(setup);
    game.run(500 * ms);
    game.host().online().kick(1, true, game.now());
    game.run(500 * ms);
    Machine& bo = game.join(setup);
    setup.machine = 4712;
    Machine& cy = game.join(setup);
    game.run(500 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Ended);
    EXPECT_EQ(bo.online().reason(), "The host has banned this machine from this match.");
    EXPECT_EQ(cy.online().stage(), Stage::Lobby);
}

TEST(Lobby, RemovedWhilePlayingAMachineIsOutAndTheOthersGoOn) {
    Playing game(3);
    game.host().online().kick(1, true, game.now());
    game.run(3000 * ms);
    EXPECT_EQ(game.machine(1).online().stage(), Stage::Ended) << "and does not go on alone";
    EXPECT_TRUE(told(game.machine(2), "Bo was banned by the host"));
    EXPECT_EQ(game.machine(2).state(1), SeatState::Absent);
    EXPECT_FALSE(game.host().online().seats()[1].kept);
    game.machine(1).vanish();
    EXPECT_EQ(game.differences(), "");
}

TEST(Lobby, BotsSitWhereTheHostPutsThem) {
    Lobby lobby(1);
    lobby.host().online().lock_seat(2, true);
    lobby.host().online().seat_bot(2, "ace", lobby.now());
    lobby.host().online().seat_bot(3, "no such bot", lobby.now());
    lobby.host().online().seat_bot(1, "ace", lobby.now());
    lobby.run(500 * ms);
    EXPECT_EQ(lobby.seat_at(1, 2).pilot, "bot:ace");
    EXPECT_TRUE(lobby.seat_at(1, 2).is_host && lobby.seat_at(1, 2).ready);
    EXPECT_FALSE(lobby.seat_at(1, 2).locked);
    EXPECT_FALSE(lobby.seat_at(1, 3).taken);
    EXPECT_EQ(lobby.seat_at(1, 1).pilot, "Bo") << "not where somebody sits";
    EXPECT_EQ(lobby.host().online().local_seats(), 0b101);
    lobby.host().online().seat_bot(2, "", lobby.now());
    lobby.run(500 * ms);
    EXPECT_FALSE(lobby.seat_at(1, 2).taken);
    EXPECT_EQ(lobby.host().online().local_seats(), 0b001);
    lobby.host().online().seat_bot(3, "ace", lobby.now());
    lobby.ready(0);
    lobby.ready(1);
    lobby.run(6000 * ms);
    EXPECT_EQ(lobby.machine(1).state(3), SeatState::Flown);
    EXPECT_GT(lobby.machine(1).changes(3), 5);
    EXPECT_EQ(lobby.differences(), "");
}

TEST(Lobby, ABotFliesForOneWhoseConnectionIsLostUntilItIsBack) {
    Playing game(3);
    const net::Token token = game.machine(1).online().token();
    game.kill(1);
    game.run(6000 * ms);
    ASSERT_TRUE(game.host().online().seats()[1].kept);
    game.host().online().seat_bot(1, "ace", game.now());
    game.run(8000 * ms);
    EXPECT_EQ(game.machine(2).state(1), SeatState::Flown);
    EXPECT_EQ(game.host().online().local_seats(), 0b011);
    EXPECT_EQ(game.machine(2).online().seats()[1].pilot, "bot:ace");
    const int flown = game.machine(2).changes(1);
    Machine& bo = game.join_again(1, token);
    game.run(5000 * ms);
    EXPECT_EQ(bo.online().local_seats(), 0b010);
    EXPECT_EQ(game.host().online().local_seats(), 0b001);
    EXPECT_EQ(game.host().online().seats()[1].pilot, "Bo");
    EXPECT_EQ(game.machine(2).online().seats()[1].pilot, "Bo");
    EXPECT_GT(game.machine(2).changes(1), flown + 5);
    EXPECT_GT(bo.changes(1), 5);
    EXPECT_EQ(game.differences(), "");
    EXPECT_GT(game.host().session().stats().hashes_compared, 200u);
    EXPECT_EQ(game.host().session().stats().desyncs, 0u);
}

TEST(Lobby, ABotIsTakenOutWhilePlayingAndAnotherPilotGetsTheSeat) {
    Playing game(2, r1, 4, 3);
    game.host().online().seat_bot(2, "ace", game.now());
    game.run(2000 * ms);
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
    Machine& full = game.join({"Cy"});
    game.run(1500 * ms);
    EXPECT_EQ(full.online().stage(), Stage::Ended) << "the seat is flown";
    game.host().online().seat_bot(2, "", game.now());
    game.run(1000 * ms);
    EXPECT_EQ(game.machine(1).state(2), SeatState::Absent);
    Machine& di = game.join({"Di"});
    game.run(3000 * ms);
    EXPECT_EQ(di.online().local_seats(), 0b100);
    EXPECT_EQ(game.host().state(2), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(Lobby, BotsEndWithTheirHostAndTheHeirMaySeatOthers) {
    Playing game(3, r1, 5, 4);
    game.host().online().seat_bot(3, "ace", game.now());
    game.run(2000 * ms);
    game.kill(0);
    game.run(6000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    EXPECT_EQ(game.machine(1).state(3), SeatState::Absent);
    game.machine(1).online().seat_bot(3, "ace", game.now());
    game.machine(1).online().seat_bot(0, "ace", game.now());
    game.run(2000 * ms);
    EXPECT_EQ(game.machine(2).state(3), SeatState::Flown);
    EXPECT_EQ(game.machine(2).state(0), SeatState::Flown);
    EXPECT_EQ(game.differences(), "");
}

TEST(Lobby, AGuestHasNoPowers) {
    Lobby lobby(2);
    lobby.machine(1).online().kick(2, true, lobby.now());
    lobby.machine(1).online().lock_seat(3, true);
    lobby.machine(1).online().seat_bot(3, "ace", lobby.now());
    lobby.machine(1).online().again(lobby.now());
    lobby.machine(1).online().start(lobby.now());
    lobby.run(1000 * ms);
    EXPECT_EQ(lobby.stage(2), Stage::Lobby);
    EXPECT_FALSE(lobby.seat_at(0, 3).taken || lobby.seat_at(0, 3).locked);
}
