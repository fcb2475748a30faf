// Chat: everybody reads every line once, in the same order, whatever the lines lose, and nobody can flood the others.
#include <algorithm>

#include "tests/match/online_playing.h"
#include "tests/match/online_strangers.h"

using game::Online;
using game::Quick;
using namespace party;

namespace {

using Lines = std::vector<std::string>;

Party& in_lobby(Party& party, int guests) {
    for (int i = 0; i < guests; ++i) {
        party.join({std::string(i == 0 ? "Bo" : i == 1 ? "Cy" : "Di")});
        party.run(1000 * ms);
    }
    return party;
}

// A machine that watches the party.
Machine& watcher(Party& party) {
    auto setup = guest_setup({}, party.port());
    setup.watches = true;
    Machine& machine = party.join(setup);
    party.run(2000 * ms);
    return machine;
}

std::size_t times(const Lines& lines, const std::string& line) {
    return static_cast<std::size_t>(std::count(lines.begin(), lines.end(), line));
}

}  // namespace

TEST(Talk, IsReadByAllInTheHostsOrder) {
    Party party(host_setup({"Ann"}, 3), r1, 1);
    in_lobby(party, 2);
    EXPECT_TRUE(party.machine(1).online().say("hello"));
    party.run(500 * ms);
    EXPECT_TRUE(party.host().online().say("你好"));
    EXPECT_TRUE(party.machine(2).online().say(Quick::Thanks, -1));
    party.run(1000 * ms);
    const Lines expected = {"Bo: hello", "Ann: 你好", "Cy: thanks"};
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(party.machine(i).chat(), expected) << i;
}

TEST(Talk, OwnLinesAreKnownAsOwn) {
    Party party(host_setup({"Ann"}, 2), lan, 1);
    in_lobby(party, 1);
    Online& bo = party.machine(1).online();
    party.machine(1).stopped = true;
    bo.poll(party.now());
    ASSERT_TRUE(bo.say("mine"));
    ASSERT_TRUE(party.host().online().say("not mine"));
    party.run(100 * ms);
    bo.poll(party.now());
    bool own = false, other = false;
    while (const auto line = bo.next_chat()) {
        (line->text == "mine" ? own : other) = line->own;
        EXPECT_EQ(line->seat, line->text == "mine" ? 1 : 0);
    }
    EXPECT_TRUE(own);
    EXPECT_FALSE(other);
}

TEST(Talk, IsRefusedPolitelyWhereItIsTooMuch) {
    Party party(host_setup({"Ann"}, 2), lan, 1);
    in_lobby(party, 1);
    Online& bo = party.machine(1).online();
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(bo.say("at once")) << i;
    EXPECT_FALSE(bo.say("a fourth"));
    party.run(1100 * ms);
    EXPECT_TRUE(bo.say("a second later"));
    EXPECT_FALSE(bo.say("and another one"));
    party.run(5000 * ms);
    EXPECT_FALSE(bo.say(""));
    EXPECT_FALSE(bo.say("  \t\x1b "));
    EXPECT_EQ(times(party.host().chat(), "Bo: at once"), 3u);
    EXPECT_EQ(party.host().chat().size(), 4u);
}

TEST(Talk, IsCleanAndShort) {
    Party party(host_setup({"Ann"}, 2), lan, 1);
    in_lobby(party, 1);
    std::string long_one;
    for (int i = 0; i < 100; ++i) long_one += "飞";
    EXPECT_TRUE(
        party.machine(1).online().say("a\x1b[2J\n\u202E"
                                      "b\xFF"
                                      "c"));
    EXPECT_TRUE(party.machine(1).online().say(long_one));
    EXPECT_TRUE(party.machine(1).online().say(std::string(300, 'x')));
    party.run(200 * ms);
    ASSERT_EQ(party.host().chat().size(), 3u);
    EXPECT_EQ(party.host().chat()[0], "Bo: a[2Jbc");
    EXPECT_EQ(party.host().chat()[1], "Bo: " + long_one.substr(0, 66 * 3)) << "no half characters";
    EXPECT_EQ(party.host().chat()[2], "Bo: " + std::string(120, 'x'));
}

TEST(Talk, OfSpectatorsComesFromSomebodyWatching) {
    Party party(host_setup({"Ann"}, 2), lan, 1);
    Machine& eve = watcher(party);
    EXPECT_TRUE(eve.online().say("nice"));
    EXPECT_TRUE(eve.online().say("very"));
    EXPECT_FALSE(eve.online().say("too much for one who watches"));
    party.run(200 * ms);
    EXPECT_EQ(party.host().chat(), (Lines{"Somebody watching: nice", "Somebody watching: very"}));
    EXPECT_EQ(eve.chat(), party.host().chat());
}

// Lines of all pilots as fast as they may speak, with every twentieth packet lost.
TEST(Talk, LosesAndDoublesNothingInTenThousandLines) {
    Party party(host_setup({"Ann"}, 4), r1, 5);
    in_lobby(party, 3);
    std::array<Lines, 4> said;
    std::size_t count = 0;
    const std::array<std::string, 4> names = {"Ann", "Bo", "Cy", "Di"};
    while (count < 10'000) {
        party.run(200 * ms);
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string text = std::to_string(said[i].size());
            if (!party.machine(i).online().say(text)) continue;
            said[i].push_back(names[i] + ": " + text);
            ++count;
        }
    }
    party.run(10'000 * ms);
    const Lines& all = party.host().chat();
    EXPECT_EQ(all.size(), count);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(party.machine(i).chat(), all) << "machine " << i << " has read something else";
        Lines of_one;
        std::copy_if(all.begin(), all.end(), std::back_inserter(of_one),
                     [&](const std::string& line) { return line.rfind(names[i], 0) == 0; });
        EXPECT_EQ(of_one, said[i]) << "not all of " << names[i] << " once, and in order";
    }
}

TEST(Talk, GoesOnWhilePlayingAndAfterARejoin) {
    Playing game(3, r1, 3);
    EXPECT_TRUE(game.machine(1).online().say("before"));
    game.run(1000 * ms);
    const net::Token token = game.machine(2).online().token();
    game.kill(2);
    game.run(3000 * ms);
    EXPECT_TRUE(game.machine(1).online().say("while away"));
    game.run(1000 * ms);
    game.join_again(2, token);
    game.run(3000 * ms);
    ASSERT_EQ(game.machine(2).online().stage(), Online::Stage::Playing);
    EXPECT_TRUE(game.machine(2).online().say("back"));
    EXPECT_TRUE(game.host().online().say("welcome"));
    game.run(1000 * ms);
    EXPECT_EQ(game.machine(0).chat().size(), 4u);
    EXPECT_EQ(times(game.machine(1).chat(), "Cy: back"), 1u) << "a new program's lines are new ones";
    EXPECT_EQ(times(game.machine(2).chat(), "Ann: welcome"), 1u);
    EXPECT_EQ(times(game.machine(2).chat(), "Bo: before"), 0u);
    EXPECT_EQ(game.differences(), "");
}

// What was on its way when the host was lost is said by its heir, once to everybody.
TEST(Talk, OnItsWayWhenTheHostIsLostComesByItsHeir) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Playing game(4, r1, seed);
        for (const std::size_t i : {1u, 2u, 3u}) EXPECT_TRUE(game.machine(i).online().say("at once"));
        game.run((20 + 15 * seed) * ms);
        game.kill(0);
        game.run(500 * ms);
        for (const std::size_t i : {1u, 2u, 3u}) EXPECT_TRUE(game.machine(i).online().say("meanwhile"));
        game.run(8000 * ms);
        ASSERT_TRUE(game.machine(1).online().is_host());
        for (const std::size_t i : {1u, 2u, 3u})
            for (const char* line : {"Bo: at once", "Cy: at once", "Di: at once", "Bo: meanwhile", "Cy: meanwhile", "Di: meanwhile"})
                EXPECT_EQ(times(game.machine(i).chat(), line), 1u) << line << " at machine " << i << ", seed " << seed;
    }
}

TEST(TalkHostile, AFloodIsHeldBackAndAFastOneIsOut) {
    Party party(host_setup({"Ann"}, 3));
    Machine& bo = party.join({"Bo"});
    Stranger eve(party);
    eve.join({"Eve"});
    std::uint32_t number = 0;
    for (int second = 0; second < 10; ++second) {
        for (int i = 0; i < 50; ++i) eve.say(net::Say{.run = 7, .number = ++number, .seat = 2, .text = "buy"});
        eve.run(1000 * ms);
    }
    EXPECT_FALSE(eve.gone) << "only held back";
    EXPECT_LE(bo.chat().size(), 16u + 2 * 10);
    EXPECT_GE(bo.chat().size(), 20u);
    EXPECT_EQ(bo.online().stage(), Online::Stage::Lobby);
    for (int i = 0; i < 1000; ++i) eve.say(net::Say{.run = 7, .number = ++number, .seat = 2, .text = "buy"});
    eve.run(500 * ms);
    EXPECT_TRUE(eve.gone);
}

TEST(TalkHostile, NobodySpeaksForAnother) {
    Party party(host_setup({"Ann"}, 2));
    Stranger eve(party);
    eve.join({"Eve"});
    eve.say(net::Say{.run = 1, .number = 1, .seat = 0, .text = "I am Ann"});
    eve.say(net::Say{.run = 1, .number = 2, .seat = net::no_seat, .text = "I only watch"});
    eve.run(200 * ms);
    EXPECT_EQ(party.host().chat(), (Lines{"Eve: I am Ann", "Eve: I only watch"}));
    EXPECT_FALSE(eve.gone);
    for (std::uint32_t i = 0; i < 3; ++i) eve.say(net::Said{.line = {.run = 1, .number = 9 + i, .seat = 0, .text = "passed on"}});
    eve.run(200 * ms);
    EXPECT_TRUE(eve.gone) << "only a host passes on";
    EXPECT_EQ(party.host().chat().size(), 2u);
}

TEST(TalkHostile, BytesThatAreNoTextAreTakenOut) {
    Party party(host_setup({"Ann"}, 2));
    Stranger eve(party);
    eve.join({"Eve"});
    eve.say(net::Say{.run = 1, .number = 1, .seat = 1, .text = "\xC0\xAF\xED\xA0\x80\x1b]0;evil\x07"});
    eve.say(net::Say{.run = 1, .number = 2, .seat = 1, .text = "\xFF\xFE \xE2\x80\xAE"});
    auto too_long = net::encode(net::Say{.run = 1, .number = 3, .seat = 1, .text = std::string(200, 'x')});
    too_long[11] = std::byte{201};  // its length
    too_long.push_back(std::byte{'x'});
    eve.say(too_long, net::Channel::Lobby);
    eve.run(200 * ms);
    EXPECT_EQ(party.host().chat(), (Lines{"Eve: ]0;evil"}));
}

TEST(TalkHostile, WhoHasNoSeatYetIsNotHeard) {
    Party party(host_setup({"Ann"}, 2));
    Stranger eve(party);
    eve.greet();
    for (std::uint32_t i = 1; i <= 3; ++i) eve.say(net::Say{.run = 1, .number = i, .text = "let me in"});
    eve.run(200 * ms);
    EXPECT_TRUE(eve.gone);
    EXPECT_TRUE(party.host().chat().empty());
}
