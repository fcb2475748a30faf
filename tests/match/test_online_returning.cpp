// Whoever lost the connection comes back to the seats that were kept; who comes late gets one that is free; who watches has none.
#include <gtest/gtest.h>

#include "net/token.h"
#include "tests/match/online_playing.h"

using engine::SeatState;
using game::Online;
using namespace party;

TEST(OnlineReturning, AProgramThatWasKilledGetsItsSeatBackAtOnceWithItsToken) {
    Playing game(2);
    const net::Token token = game.machine(1).online().token();
    ASSERT_FALSE(net::is_empty(token));
    game.kill(1);
    game.run(300 * ms);  // the host does not even know yet that it is gone
    Machine& bo = game.join_again(1, token);
    const net::Time took = game.run_until([&] { return game.host().state(1) == SeatState::Flown && bo.changes(1) > 0; });
    EXPECT_LT(took, 3000 * ms);
    game.run(4000 * ms);
    EXPECT_EQ(bo.online().local_seats(), 0b10);
    EXPECT_TRUE(bo.online().came_late());
    EXPECT_EQ(bo.online().token(), token) << "and could do so again";
    EXPECT_TRUE(game.host().was_told("Bo is back"));
    EXPECT_EQ(game.host().online().seats()[1].pilot, "Bo") << "a pilot keeps the name";
    EXPECT_GT(bo.hashes().size(), 200u);
    EXPECT_GT(game.host().changes(1), 20);
    EXPECT_EQ(game.differences(), "");
    EXPECT_EQ(game.host().session().stats().desyncs, 0u);
}

TEST(OnlineReturning, AConnectionThatTheHostGaveUpBeforeTheFirstWordIsMadeAnew) {
    Party party(host_setup({"Ann"}, 2), line(150, 0, 0), 1);
    Machine& bo = party.join({"Bo"});
    const auto open = line(150, 0, 0), silent = line(150, 0, 1);
    // The host's answer arrives, nothing that is said back does: two seconds later the host has forgotten the connection.
    party.run(200 * ms);
    party.net().set_line(1, 2, open, silent);
    party.run(2200 * ms);
    party.net().set_line(1, 2, open, open);
    party.run(2500 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby) << bo.online().reason();
    EXPECT_EQ(party.host().online().seats()[1].pilot, "Bo");
    EXPECT_EQ(party.size(), 2u);
    party.run(12'000 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby) << "what was left of the first connection does no harm";
    EXPECT_TRUE(party.host().online().seats()[1].taken);
}

TEST(OnlineReturning, AWrongTokenIsNoWayToASeat) {
    Playing game(2);
    game.kill(1);
    game.run(6000 * ms);
    EXPECT_TRUE(game.host().was_told("Bo left: connection lost"));
    EXPECT_TRUE(game.host().online().seats()[1].kept);
    Machine& other = game.join_again(1, net::make_token());
    game.run(2000 * ms);
    EXPECT_EQ(other.online().stage(), Stage::Ended);
    EXPECT_NE(other.online().reason().find("kept for pilots whose connection was lost"), std::string::npos) << other.online().reason();
    EXPECT_EQ(game.host().state(1), SeatState::Absent);
}

TEST(OnlineReturning, AfterAMinuteASeatIsFreeForOthers) {
    Playing game(2);
    const net::Token token = game.machine(1).online().token();
    game.kill(1);
    game.run(64'000 * ms);
    EXPECT_TRUE(game.host().online().seats()[1].kept) << "five seconds of silence, then a minute";
    EXPECT_TRUE(game.host().online().is_awaiting());
    game.run(2'000 * ms);
    EXPECT_FALSE(game.host().online().seats()[1].kept);
    EXPECT_FALSE(game.host().online().is_awaiting());
    Machine& di = game.join({"Di"});
    game.run(4000 * ms);
    EXPECT_EQ(di.online().local_seats(), 0b10);
    EXPECT_EQ(game.host().online().seats()[1].pilot, "Di");
    EXPECT_TRUE(game.host().was_told("Di joined"));
    EXPECT_EQ(game.host().state(1), SeatState::Flown);
    Machine& late = game.join_again(1, token);
    game.run(2000 * ms);
    EXPECT_EQ(late.online().stage(), Stage::Ended);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineReturning, AGoodbyeFreesTheSeatAtOnce) {
    Playing game(2);
    const net::Token token = game.machine(1).online().token();
    game.machine(1).online().leave(game.now());
    game.run(1000 * ms);
    EXPECT_FALSE(game.host().online().seats()[1].kept);
    game.kill(1);
    Machine& di = game.join({"Di"});
    game.run(3000 * ms);
    EXPECT_EQ(di.online().local_seats(), 0b10);
    Machine& late = game.join_again(1, token);
    game.run(2000 * ms);
    EXPECT_EQ(late.online().stage(), Stage::Ended);
}

TEST(OnlineReturning, WhoBringsATokenIsSeatedUnderItSoThatItHoldsInTheOtherHalfOfTheGameToo) {
    Playing game(3);
    const net::Token token = game.machine(2).online().token();
    // Bo is cut off and goes on alone, with the others' seats kept.
    game.net().cut(1, 2);
    game.net().cut(2, 3);
    game.run(8000 * ms);
    ASSERT_TRUE(game.machine(1).online().is_host());
    // Cy says goodbye to Ann: there the token is worth nothing any more, and he comes as somebody new.
    game.machine(2).online().leave(game.now());
    game.run(500 * ms);
    game.kill(2);
    Machine& with_ann = game.join_again(2, token);
    game.run(3000 * ms);
    ASSERT_EQ(with_ann.online().stage(), Stage::Playing) << with_ann.online().reason();
    EXPECT_TRUE(game.host().was_told("Somebody joined"));
    EXPECT_EQ(with_ann.online().token(), token);
    // Bo, whom nothing of it has reached, still keeps his seat for him.
    game.net().set_line(2, 3, r1, r1);
    const net::Token now = with_ann.online().token();
    game.kill(2);
    Machine& with_bo = game.join_again(2, now, 1);
    game.run(3000 * ms);
    EXPECT_EQ(with_bo.online().stage(), Stage::Playing) << with_bo.online().reason();
    EXPECT_TRUE(game.machine(1).was_told("Cy is back"));
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
}

TEST(OnlineReturning, TheTokenDisplacesAConnectionThatStillStands) {
    Playing game(3);
    const net::Token token = game.machine(1).online().token();
    game.join({"not yet"});  // a machine to take over from; it is refused
    game.run(1000 * ms);
    ASSERT_EQ(game.machine(3).online().stage(), Stage::Ended);
    game.kill(3);
    Machine& here = game.join_again(3, token);
    game.run(4000 * ms);
    EXPECT_EQ(here.online().local_seats(), 0b010);
    EXPECT_EQ(game.host().state(1), SeatState::Flown);
    EXPECT_TRUE(told(game.machine(1), "Ann closed the connection"));
    EXPECT_FALSE(game.machine(1).online().connected()) << "and does not come back by itself: two would push each other out for ever";
    game.run(5000 * ms);
    EXPECT_TRUE(here.online().connected());
    game.machine(1).vanish();  // its branch is its own
    EXPECT_TRUE(game.machine(2).online().seats()[1].taken);
}

TEST(OnlineReturning, ABlackoutOfEightSecondsEndsByItself) {
    Playing game(2);
    game.net().cut(1, 2);
    game.run(8000 * ms);
    EXPECT_EQ(game.host().state(1), SeatState::Absent);
    EXPECT_GT(game.machine(1).hashes().rbegin()->first, 500u) << "it went on alone meanwhile";
    EXPECT_TRUE(game.machine(1).online().is_host());
    game.net().set_line(1, 2, r1, r1);
    const net::Time took = game.run_until([&] { return !game.machine(1).online().is_host() && game.host().state(1) == SeatState::Flown; });
    EXPECT_LT(took, 3000 * ms);
    game.run(3000 * ms);
    EXPECT_TRUE(game.host().was_told("Bo is back"));
    EXPECT_TRUE(told(game.machine(1), "Back in the game of Ann"));
    EXPECT_TRUE(game.machine(1).online().connected());
    EXPECT_EQ(game.differences(), "");
    EXPECT_GT(game.machine(1).hashes().size(), 100u);
}

TEST(OnlineReturning, ComingBackIsQuick) {
    struct Case {
        const char* name;
        net::TroubleSetup line;
        net::Time most;
    };
    for (const Case& c : {Case{"LAN", lan, 2000 * ms}, Case{"R1", r1, 3000 * ms}, Case{"R2", r2, 6000 * ms}}) {
        net::Time worst = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Playing game(2, c.line, seed);
            const net::Token token = game.machine(1).online().token();
            game.kill(1);
            game.run((seed % 5) * 1700 * ms);
            Machine& bo = game.join_again(1, token);
            worst = std::max(worst, game.run_until([&] { return bo.changes(1) > 0; }));
            EXPECT_EQ(game.differences(), "") << c.name << ", seed " << seed;
        }
        RecordProperty(c.name, static_cast<int>(worst / ms));
        std::printf("back at %s within %d ms\n", c.name, static_cast<int>(worst / ms));
        EXPECT_LE(worst, c.most) << c.name;
    }
}

TEST(OnlineReturning, WhoComesLateGetsAFreeSeatAndTheWholeGame) {
    Playing game(2, r1, 3, 4);
    Machine& pair = game.join({"Cy", "Di"});
    game.run(4000 * ms);
    ASSERT_EQ(pair.online().stage(), Stage::Playing);
    EXPECT_EQ(pair.online().local_seats(), 0b1100);
    EXPECT_TRUE(game.machine(1).was_told("Cy joined"));
    EXPECT_TRUE(game.machine(1).was_told("Di joined"));
    EXPECT_EQ(game.machine(1).state(2), SeatState::Flown);
    EXPECT_GT(game.host().changes(3), 5);
    EXPECT_EQ(pair.online().seed(), 77u);
    EXPECT_EQ(game.differences(), "");
    EXPECT_GT(pair.hashes().size(), 150u);
    EXPECT_EQ(game.host().session().stats().stalls, 0u) << "nobody waits for them";
}

TEST(OnlineReturning, SixteenMayWatchAndTheNextIsTold) {
    Playing game(2, lan);
    auto setup = guest_setup({}, 0);
    setup.watches = true;
    for (int i = 0; i < 16; ++i) game.join(setup);
    game.run(4000 * ms);
    EXPECT_EQ(game.host().online().spectators(), 16);
    EXPECT_EQ(game.machine(1).online().spectators(), 16);
    Machine& watcher = game.machine(17);
    ASSERT_EQ(watcher.online().stage(), Stage::Playing) << watcher.online().reason();
    EXPECT_EQ(watcher.online().local_seats(), 0);
    EXPECT_GT(watcher.hashes().size(), 100u);
    EXPECT_GT(watcher.changes(1), 5);
    EXPECT_EQ(game.differences(), "");
    Machine& last = game.join(setup);
    game.run(1000 * ms);
    EXPECT_EQ(last.online().stage(), Stage::Ended);
    EXPECT_EQ(last.online().reason(), "16 spectators watch this game already; more is not possible.");
    game.machine(5).online().leave(game.now());
    game.run(2000 * ms);
    EXPECT_EQ(game.host().online().spectators(), 15);
    EXPECT_EQ(game.host().session().stats().stalls, 0u);
}

TEST(OnlineReturning, WhoWatchesFromTheLobbySeesTheGameFromItsBeginning) {
    Party game(host_setup({"Ann"}, 2), r1, 5);
    auto setup = guest_setup({}, 0);
    setup.watches = true;
    Machine& watcher = game.join(setup);
    game.join({"Bo"});
    game.run(1500 * ms);
    EXPECT_EQ(watcher.online().stage(), Stage::Lobby);
    EXPECT_EQ(game.host().online().spectators(), 1);
    EXPECT_TRUE(game.host().was_told("Somebody is watching"));
    game.host().online().start(game.now());
    game.run(4000 * ms);
    EXPECT_GT(watcher.hashes().size(), 150u);
    EXPECT_EQ(game.differences(), "");
}

TEST(OnlineReturning, AGameThatWentWrongAtOneMachineIsRepairedAndReportedAtBoth) {
    Playing game(3);
    // What goes wrong in a guess is put right when the guess is; so it goes wrong until some of it is final.
    game.machine(1).spoiled = true;
    game.run(200 * ms);
    game.machine(1).spoiled = false;
    game.run(4000 * ms);
    EXPECT_GE(game.host().session().stats().desyncs, 1u);
    EXPECT_EQ(game.host().session().stats().repairs, game.host().session().stats().desyncs);
    EXPECT_TRUE(told(game.host(), "The games here and at Bo differ since tick"));
    EXPECT_TRUE(told(game.host(), "The games here and at Bo are the same again"));
    EXPECT_TRUE(told(game.machine(1), "The game here is the host's again"));
    const auto at_host = game.host().online().next_difference();
    const auto at_bo = game.machine(1).online().next_difference();
    ASSERT_TRUE(at_host && at_bo);
    EXPECT_EQ(at_host->tick, at_bo->tick);
    EXPECT_EQ(at_host->seats, 0b010);
    EXPECT_EQ(at_bo->seats, 0b001);
    EXPECT_EQ(at_host->here, at_bo->there);
    EXPECT_EQ(at_host->there, at_bo->here);
    ASSERT_EQ(at_host->here.size(), 2u);
    EXPECT_NE(at_host->here, at_host->there);
    EXPECT_EQ(game.machine(2).session().stats().desyncs, 0u);
    EXPECT_EQ(game.differences(), "");
    EXPECT_EQ(game.host().session().stats().stalls, 0u);
}
