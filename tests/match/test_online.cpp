#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/match/online_party.h"

using engine::ExitCode;
using engine::SeatState;
using game::Online;
using net::LeaveReason;
using namespace party;

namespace {

// Play went on, everybody's inputs reached everybody, and all made the same game of it.
void expect_good_play(Party& party, std::size_t machines, std::uint8_t seats, std::size_t ticks) {
    EXPECT_EQ(party.differences(), "");
    for (std::size_t i = 0; i < machines; ++i) {
        Machine& machine = party.machine(i);
        ASSERT_EQ(machine.online().stage(), Stage::Playing) << machine.online().reason();
        EXPECT_GE(machine.hashes().size(), ticks) << "machine " << i;
        EXPECT_EQ(machine.session().stats().desyncs, 0u);
        EXPECT_EQ(machine.session().stats().bad_packets, 0u);
        EXPECT_GE(machine.session().stats().hashes_compared, ticks / 8 - 4) << "machine " << i;
        for (int s = 0; s < engine::max_seats; ++s) {
            if ((seats >> s & 1) != 0) {
                EXPECT_GE(machine.changes(s), static_cast<int>(ticks / 20)) << "machine " << i << ", seat " << s;
            } else {
                EXPECT_EQ(machine.changes(s), 0) << "machine " << i << ", seat " << s;
            }
        }
    }
}

std::string refusal(Party& party, const game::OnlineSetup& setup, Online::ContentFor content_for = knows_classic) {
    Machine& guest = party.join(setup, content_for);
    party.run(500 * ms);
    EXPECT_EQ(guest.online().stage(), Stage::Ended);
    EXPECT_EQ(guest.online().exit_code(), ExitCode::Network);
    EXPECT_EQ(guest.online().session(), nullptr);
    return guest.online().reason();
}

}  // namespace

TEST(Online, TwoMeetInTheLobbyAndPlayTheSameGame) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join({"Bo"});
    party.run(1500 * ms);
    ASSERT_EQ(bo.online().stage(), Stage::Lobby);
    EXPECT_EQ(bo.online().mode(), "classic");
    EXPECT_EQ(bo.online().game_name(), "A game");
    for (Machine* machine : {&party.host(), &bo}) {
        const auto& seats = machine->online().seats();
        ASSERT_EQ(seats.size(), 2u);
        EXPECT_TRUE(seats[0].taken && seats[0].is_host && seats[1].taken && !seats[1].is_host);
        EXPECT_EQ(seats[0].pilot, "Ann");
        EXPECT_EQ(seats[1].pilot, "Bo");
        EXPECT_LT(seats[1].ping_ms, 30u);
    }
    EXPECT_EQ(party.host().online().local_seats(), 0b01);
    EXPECT_EQ(bo.online().local_seats(), 0b10);
    EXPECT_TRUE(bo.online().seats()[1].local);
    EXPECT_TRUE(party.host().was_told("Bo joined"));
    party.host().online().start(party.now());
    party.run(20'000 * ms);
    EXPECT_EQ(bo.online().seed(), 77u);
    expect_good_play(party, 2, 0b0011, 1180);
    EXPECT_EQ(party.host().session().stats().stalls, 0u);
}

TEST(Online, FourPilotsAtThreeMachinesPlayTheSameGame) {
    Party party(host_setup({"Ann"}, 4));
    Machine& pair = party.join({"Bo", "Cy"});
    party.run(200 * ms);
    Machine& di = party.join({"Di"});
    party.run(500 * ms);
    EXPECT_EQ(pair.online().local_seats(), 0b0110);
    EXPECT_EQ(di.online().local_seats(), 0b1000);
    EXPECT_TRUE(party.host().was_told("Bo and Cy joined"));
    EXPECT_TRUE(pair.was_told("Di joined"));
    party.host().online().start(party.now());
    party.run(10'000 * ms);
    expect_good_play(party, 3, 0b1111, 580);
}

TEST(Online, FourMachinesPlayTheSameGameOverABadLine) {
    game::LinkTrouble trouble{.delay_ms = 50, .jitter_ms = 10, .loss_percent = 5, .seed = 3};
    auto setup = host_setup({"Ann"}, 4);
    setup.trouble = trouble;
    Party party(setup);
    for (const char* name : {"Bo", "Cy", "Di"}) {
        auto guest = guest_setup({name}, party.port());
        guest.trouble = trouble;
        ++guest.trouble.seed;
        party.join(guest);
    }
    party.run(3000 * ms);
    EXPECT_NEAR(party.host().online().seats()[3].ping_ms, 115, 60);
    party.host().online().start(party.now());
    party.run(20'000 * ms);
    expect_good_play(party, 4, 0b1111, 1100);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_GT(party.machine(i).session().stats().rollbacks, 100u) << "machine " << i;
        EXPECT_NEAR(party.machine(i).session().stats().rtt_ms, 120, 40) << "machine " << i;
    }
}

TEST(Online, AHostWithoutAPilotServesOthers) {
    Party party(host_setup({}, 2));
    party.join({"Bo"});
    party.join({"Cy"});
    party.run(500 * ms);
    EXPECT_EQ(party.host().online().local_seats(), 0);
    party.host().online().start(party.now());
    party.run(5000 * ms);
    expect_good_play(party, 3, 0b0011, 280);
}

TEST(Online, FreeSeatsAreAbsentWhenTheGameStarts) {
    Party party(host_setup({"Ann"}, 3));
    Machine& bo = party.join({"Bo"});
    party.run(500 * ms);
    party.host().online().start(party.now());
    party.run(1000 * ms);
    ASSERT_GT(bo.inputs().size(), 30u);
    EXPECT_EQ(bo.inputs().at(21).seats[1].state, SeatState::Flown);
    EXPECT_EQ(bo.inputs().at(21).seats[2].state, SeatState::Absent);
}

TEST(Online, NothingStartsWithoutAPilot) {
    Party party(host_setup({}, 2));
    party.host().online().start(party.now());
    EXPECT_EQ(party.host().online().stage(), Stage::Lobby);
    EXPECT_EQ(party.host().online().session(), nullptr);
}

TEST(Online, AHostAloneMayStart) {
    Party party(host_setup({"Ann"}, 2));
    party.host().online().start(party.now());
    party.run(2000 * ms);
    EXPECT_GE(party.host().hashes().size(), 110u);
    EXPECT_TRUE(party.host().online().settled());
}

TEST(Online, AnotherContentIsRefusedWithBothHashes) {
    Party party(host_setup({"Ann"}, 2));
    const auto other = [](void*, const std::string&) -> std::optional<std::uint64_t> { return 0xABCu; };
    EXPECT_EQ(
        refusal(party, guest_setup({"Bo"}, party.port()), other),
        "The files of the mode classic differ: the host has 0123456789abcdef, this machine has 0000000000000abc; both need the same.");
    EXPECT_FALSE(party.host().online().seats()[1].taken);
}

TEST(Online, AModeThatTheGuestLacksIsNamed) {
    auto setup = host_setup({"Ann"}, 2);
    setup.mode = "private";
    Party party(setup);
    EXPECT_EQ(refusal(party, guest_setup({"Bo"}, party.port())), "The host plays the mode private, which this machine does not have.");
}

TEST(Online, AnotherVersionIsRefusedWithBothVersions) {
    Party party(host_setup({"Ann"}, 2));
    RawGuest newer(party.port(), party.now()), other_build(party.port(), party.now());
    const auto listen = [&] {
        newer.poll(party.now());
        other_build.poll(party.now());
    };
    party.run(100 * ms, listen);
    newer.say(net::Hello{.protocol = 9, .build = "7.0\x1b[31m", .key = {}}, party.now());
    other_build.say(net::Hello{.protocol = game::protocol_version, .build = "0.0.9", .key = {}}, party.now());
    party.run(200 * ms, listen);
    ASSERT_NE(newer.heard<net::Refused>(), nullptr);
    EXPECT_EQ(newer.heard<net::Refused>()->sentence, "The host has Wingmate " WINGMATE_VERSION
                                                     " (protocol 3), this machine has Wingmate 7.0[31m (protocol 9); both need the same.");
    EXPECT_TRUE(newer.gone);
    ASSERT_NE(other_build.heard<net::Refused>(), nullptr);
    EXPECT_NE(other_build.heard<net::Refused>()->sentence.find("has Wingmate 0.0.9 (protocol 3)"), std::string::npos);
}

TEST(Online, AFullGameIsRefusedBeforeAndAfterItsStart) {
    Party party(host_setup({"Ann"}, 3));
    EXPECT_EQ(refusal(party, guest_setup({"Bo", "Cy", "Di"}, party.port())),
              "The game has 2 free seats; 3 pilots want to join from this machine.");
    party.join({"Bo", "Cy"});
    party.run(300 * ms);
    EXPECT_EQ(refusal(party, guest_setup({"Di"}, party.port())), "The game is full: all 3 seats are taken.");
    party.host().online().start(party.now());
    EXPECT_EQ(refusal(party, guest_setup({"Di"}, party.port())), "The game is full: all 3 seats are taken.");
}

TEST(Online, WhoNamesAMatchToAHostThatHasOneAloneIsRefusedWithASentence) {
    Party party(host_setup({"Ann"}, 2));
    auto setup = guest_setup({"Bo"}, party.port());
    setup.address += "/3";
    Machine& guest = party.join(setup);
    party.run(1000 * ms);
    EXPECT_EQ(guest.online().stage(), Stage::Ended);
    EXPECT_EQ(guest.online().exit_code(), ExitCode::Network);
    EXPECT_EQ(guest.online().reason(), "There is no match 3 here: this host has one match, without a number.");
    EXPECT_EQ(party.host().online().stage(), Stage::Lobby);
    for (const char* wrong : {"127.0.0.1/", "127.0.0.1/0", "127.0.0.1/65536", "127.0.0.1/3x", "127.0.0.1/-1"}) {
        setup.address = wrong;
        EXPECT_THROW(Online::join(setup, knows_classic, nullptr, 0), engine::Error) << wrong;
    }
}

TEST(Online, NoAnswerEndsAfterFiveSeconds) {
    std::uint16_t free_port = 0;
    { free_port = net::EnetLink::open(0)->port(); }
    Party party(host_setup({"Ann"}, 2));
    Machine& guest = party.join(guest_setup({"Bo"}, free_port));
    party.run(4900 * ms);
    EXPECT_EQ(guest.online().stage(), Stage::Connecting);
    party.run(200 * ms);
    EXPECT_EQ(guest.online().stage(), Stage::Ended);
    EXPECT_EQ(guest.online().exit_code(), ExitCode::Network);
    EXPECT_EQ(guest.online().reason(),
              "No answer from 127.0.0.1:" + std::to_string(free_port) + " within 5 seconds: is a game hosted there?");
}

TEST(Online, AnyProgramThatConnectsButNeverAnswersIsNoHost) {
    Party party(host_setup({"Ann"}, 2));
    const auto mute = net::EnetLink::open(0);
    Machine& guest = party.join(guest_setup({"Bo"}, mute->port()));
    party.run(5200 * ms, [&] {
        while (mute->next(party.now())) {
        }
    });
    EXPECT_EQ(guest.online().stage(), Stage::Ended);
    EXPECT_NE(guest.online().reason().find("No answer"), std::string::npos);
}

TEST(Online, APortInUseIsAnErrorOfTheNetwork) {
    Party party(host_setup({"Ann"}, 2));
    auto setup = host_setup({"Bo"}, 2);
    setup.port = party.port();
    try {
        Online::host(setup, 0);
        FAIL() << "two hosts have one port";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), ExitCode::Network);
        EXPECT_NE(std::string(error.what()).find(std::to_string(party.port())), std::string::npos);
    }
}

TEST(Online, WhatCannotBeIsAnErrorOfUse) {
    const auto code_of = [](const game::OnlineSetup& setup) {
        try {
            Online::host(setup, 0);
        } catch (const engine::Error& error) {
            return error.code();
        }
        return ExitCode::Ok;
    };
    EXPECT_EQ(code_of(host_setup({"a", "b", "c"}, 2)), ExitCode::Usage);
    EXPECT_EQ(code_of(host_setup({}, 5)), ExitCode::Usage);
    auto path = host_setup({}, 2);
    path.mode = "../mine.toml";
    EXPECT_EQ(code_of(path), ExitCode::Usage);
    EXPECT_THROW(Online::join(guest_setup({}, 1), knows_classic, nullptr, 0), engine::Error);
}

TEST(Online, APilotWhoLeavesTheLobbyFreesTheSeat) {
    Party party(host_setup({"Ann"}, 3));
    Machine& bo = party.join({"Bo"});
    Machine& cy = party.join({"Cy"});
    party.run(300 * ms);
    bo.online().leave(party.now());
    party.run(300 * ms);
    EXPECT_EQ(bo.online().exit_code(), ExitCode::Ok);
    EXPECT_TRUE(party.host().was_told("Bo left the game"));
    EXPECT_TRUE(cy.was_told("Bo left the game"));
    EXPECT_FALSE(party.host().online().seats()[1].taken);
    party.join({"Di"});
    party.run(300 * ms);
    EXPECT_EQ(party.host().online().seats()[1].pilot, "Di");
    EXPECT_EQ(cy.online().seats()[1].pilot, "Di");
}

TEST(Online, AHostThatLeavesTheLobbyEndsIt) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join({"Bo"});
    party.run(300 * ms);
    party.host().vanish();
    party.run(300 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Ended);
    EXPECT_EQ(bo.online().exit_code(), ExitCode::Network);
    EXPECT_FALSE(bo.online().reason().empty());
}
