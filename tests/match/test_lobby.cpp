// The lobby: who is ready and the countdown, who comes and goes, and what is told of the links.
#include <gtest/gtest.h>

#include "tests/match/lobby_party.h"
#include "tests/match/online_strangers.h"

using engine::SeatState;
using game::Online;
using namespace party;

TEST(Lobby, BeginsThreeSecondsAfterTheLastOneIsReady) {
    Lobby lobby;
    lobby.ready(0);
    lobby.ready(1);
    lobby.run(4000 * ms);
    EXPECT_EQ(lobby.host().online().countdown_ms(), 0u) << "Cy is not ready";
    EXPECT_TRUE(lobby.seat_at(2, 1).ready) << "everybody sees who is";
    EXPECT_FALSE(lobby.seat_at(0, 2).ready);
    lobby.ready(2);
    lobby.run(1000 * ms);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(static_cast<double>(lobby.machine(i).online().countdown_ms()), 2000, 300) << "machine " << i;
    EXPECT_EQ(lobby.stage_after(1600 * ms, 0), Stage::Lobby);
    lobby.run(1000 * ms);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(lobby.stage(i), Stage::Playing) << "machine " << i;
    lobby.run(3000 * ms);
    EXPECT_EQ(lobby.differences(), "");
}

TEST(Lobby, TheCountdownStopsWhereSomebodyIsNotReadyAnyMore) {
    Lobby lobby;
    for (std::size_t i = 0; i < 3; ++i) lobby.ready(i);
    lobby.run(1500 * ms);
    EXPECT_GT(lobby.machine(1).online().countdown_ms(), 0u);
    lobby.ready(1, false);
    EXPECT_EQ(lobby.stage_after(5000 * ms, 0), Stage::Lobby);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(lobby.machine(i).online().countdown_ms(), 0u);
    lobby.ready(1);
    lobby.run(1000 * ms);
    EXPECT_GT(lobby.host().online().countdown_ms(), 1500u) << "from three again";
}

TEST(Lobby, ANewcomerStopsTheCountdown) {
    Lobby lobby(1);
    lobby.ready(0);
    lobby.ready(1);
    lobby.run(1500 * ms);
    lobby.join({"Cy"});
    EXPECT_EQ(lobby.stage_after(4000 * ms, 0), Stage::Lobby);
    lobby.ready(2);
    EXPECT_EQ(lobby.stage_after(4000 * ms, 2), Stage::Playing);
}

TEST(Lobby, WhoLeavesIsNotWaitedFor) {
    Lobby lobby;
    lobby.ready(0);
    lobby.ready(1);
    lobby.machine(2).online().leave(lobby.now());
    EXPECT_EQ(lobby.stage_after(4000 * ms, 1), Stage::Playing);
}

TEST(Lobby, AHostAloneIsReadyForItself) {
    Lobby lobby(0);
    EXPECT_EQ(lobby.stage_after(3000 * ms, 0), Stage::Lobby);
    lobby.ready(0);
    EXPECT_EQ(lobby.stage_after(3500 * ms, 0), Stage::Playing);
}

TEST(Lobby, WithoutACountdownReadinessStartsNothing) {
    Party game(host_setup({"Ann"}, 2), r1, 3);
    game.join({"Bo"});
    game.run(1500 * ms);
    game.host().online().set_ready(true, game.now());
    game.machine(1).online().set_ready(true, game.now());
    game.run(6000 * ms);
    EXPECT_EQ(game.host().online().stage(), Stage::Lobby);
    EXPECT_TRUE(game.host().online().seats()[1].ready);
}

TEST(Lobby, AMachineWithoutAScreenIsReadyAtOnce) {
    Lobby lobby(0);
    auto setup = guest_setup({"Bo"}, 0);
    setup.is_ready = true;
    lobby.join(setup);
    lobby.run(1500 * ms);
    EXPECT_TRUE(lobby.seat_at(0, 1).ready);
}

TEST(Lobby, AMachineBringsOneMoreAndTakesItBack) {
    Lobby lobby(1);
    EXPECT_TRUE(lobby.host().online().add_pilot("Eve", lobby.now()));
    EXPECT_TRUE(lobby.machine(1).online().add_pilot("Zed", lobby.now()));
    lobby.run(1000 * ms);
    EXPECT_EQ(lobby.host().online().local_seats(), 0b0101);
    EXPECT_EQ(lobby.machine(1).online().local_seats(), 0b1010);
    EXPECT_EQ(lobby.seat_at(1, 3).pilot, "Zed");
    EXPECT_TRUE(lobby.host().was_told("Zed joined"));
    EXPECT_FALSE(lobby.machine(1).online().add_pilot("more", lobby.now())) << "full";
    lobby.machine(1).online().drop_pilot(lobby.now());
    lobby.host().online().drop_pilot(lobby.now());
    lobby.run(1000 * ms);
    EXPECT_EQ(lobby.host().online().local_seats(), 0b0001);
    EXPECT_EQ(lobby.machine(1).online().local_seats(), 0b0010);
    lobby.machine(1).online().drop_pilot(lobby.now());
    lobby.run(1000 * ms);
    EXPECT_EQ(lobby.machine(1).online().local_seats(), 0b0010) << "the last one stays";
    EXPECT_TRUE(lobby.machine(1).online().add_pilot("Zed", lobby.now()));
    lobby.run(1000 * ms);
    lobby.host().online().start(lobby.now());
    lobby.run(3000 * ms);
    EXPECT_EQ(lobby.host().state(2), SeatState::Flown);
    EXPECT_GT(lobby.host().changes(2), 5);
    EXPECT_EQ(lobby.differences(), "");
}

TEST(Lobby, WhoAsksTooLateForOneMoreKeepsWhatItHas) {
    Lobby lobby(2, 4);
    EXPECT_TRUE(lobby.machine(1).online().add_pilot("Zed", lobby.now()));
    lobby.host().online().lock_seat(3, true);
    lobby.run(2000 * ms);
    EXPECT_EQ(lobby.machine(1).online().local_seats(), 0b0010);
    EXPECT_EQ(lobby.stage(1), Stage::Lobby);
}

TEST(Lobby, FiguresAreToldWhileSomebodyLooks) {
    Playing game(3);
    game.run(3000 * ms);
    EXPECT_TRUE(game.machine(1).online().figures().empty());
    game.run(4000 * ms, [&] { game.machine(1).online().ask_figures(game.now()); });
    const auto& at_bo = game.machine(1).online().figures();
    ASSERT_EQ(at_bo.size(), 3u);
    std::uint8_t seats = 0;
    for (const net::Figures& each : at_bo) {
        seats = static_cast<std::uint8_t>(seats | each.seats);
        EXPECT_GT(each.tick, 400u);
        if (each.seats != 0b001) {
            EXPECT_NEAR(each.ping_ms, 110, 40);
            EXPECT_GT(each.depth_p99, 0);
        }
        EXPECT_LE(each.depth_p50, each.depth_p99);
        EXPECT_LE(each.depth_p99, 15);
    }
    EXPECT_EQ(seats, 0b111);
    EXPECT_EQ(at_bo[0].seats, 0b010) << "its own first";
    game.run(4000 * ms, [&] { game.host().online().ask_figures(game.now()); });
    EXPECT_EQ(game.host().online().figures().size(), 3u);
}

TEST(Lobby, ABadLinkIsSeenByItsHostAndThere) {
    Playing game(2);
    game.run(4000 * ms);
    EXPECT_FALSE(game.host().online().seats()[1].is_bad);
    const auto bad = line(50, 10, 0.3);
    game.net().set_line(1, 2, bad, bad);
    game.run(12'000 * ms);
    EXPECT_TRUE(game.host().online().seats()[1].is_bad);
    EXPECT_TRUE(game.machine(1).online().seats()[0].is_bad);
}

TEST(LobbyHostile, WhoWatchesAndSaysItIsReadyIsDropped) {
    Party party(host_setup({"Ann"}, 2));
    Stranger watcher(party);
    watcher.join({});
    watcher.say(net::Ready{});
    watcher.say(net::Crew{{"Mallory"}});
    watcher.run(100 * ms);
    EXPECT_FALSE(watcher.gone);
    EXPECT_FALSE(party.host().online().seats()[1].taken);
    watcher.say(net::Ready{});
    watcher.run(300 * ms);
    EXPECT_TRUE(watcher.gone);
}

TEST(LobbyHostile, AHostsWordsFromAGuestAreStrikes) {
    net::LobbyMessage two_seats;
    two_seats.seats.resize(2);
    two_seats.yours = 1;
    for (const net::Message& word : {net::Message(net::SeatsLeft{.seats = 1, .reason = net::LeaveReason::Removed}),
                                     net::Message(net::Again{.match_id = 5}), net::Message(two_seats), net::Message(net::StatsTell{})}) {
        Party party(host_setup({"Ann"}, 2));
        Stranger guest(party);
        guest.join({"Mallory"});
        for (int i = 0; i < 2; ++i) guest.say(word);
        guest.run(100 * ms);
        EXPECT_TRUE(party.host().online().seats()[1].taken) << word.index();
        guest.say(word);
        guest.run(300 * ms);
        EXPECT_TRUE(guest.gone) << word.index();
        EXPECT_FALSE(party.host().online().seats()[1].taken);
    }
}

TEST(LobbyHostile, CrewsThatComeAndGoAllTheTimeEndInDroppingTheMachineOnly) {
    Party party(host_setup({"Ann"}, 4));
    Stranger guest(party);
    guest.join({"Mallory"});
    for (int i = 0; i < 200; ++i)
        guest.say(net::Crew{i % 2 == 0 ? std::vector<std::string>{"a", "b", "c", "d"} : std::vector<std::string>{"a"}});
    guest.run(500 * ms);
    EXPECT_TRUE(guest.gone) << "a flood";
    EXPECT_EQ(party.host().online().local_seats(), 0b0001);
    for (std::size_t s = 1; s < 4; ++s) EXPECT_FALSE(party.host().online().seats()[s].taken);
}
