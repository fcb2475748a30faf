// The command scenario: what it finds is told with file, line and value; files that are wrong are refused with every mistake.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using namespace program;

const std::string empty_sky = R"(set = ["mode.population.small.start=0", "mode.population.medium.start=0", "mode.population.large.start=0"]
)";

Result scenario(const std::string& text) {
    const TemporaryDir dir;
    write_text(dir / "s.toml", text);
    auto result = run({"scenario", (dir / "s.toml").string()});
    // Without the folder, which has another name each time.
    for (std::size_t at = result.err.find(dir.path.string()); at != std::string::npos; at = result.err.find(dir.path.string()))
        result.err.erase(at, dir.path.string().size() + 1);
    return result;
}

const std::string head = "rule = \"r\"\nmode = \"classic\"\n" + empty_sky;

std::string expecting(const std::string& facts) { return head + "expect = \"\"\"\n" + facts + "\n\"\"\"\n"; }

// What is said about a fact, behind "s.toml:5: <fact>: ".
std::string finding(const std::string& fact) {
    const auto result = scenario(expecting(fact));
    if (result.code == 0) return "holds";
    EXPECT_EQ(result.code, 1) << result.err;
    const std::string begin = "error: s.toml:5: " + fact + ": ";
    EXPECT_EQ(result.err.substr(0, begin.size()), begin);
    return result.err.size() < begin.size() ? "" : result.err.substr(begin.size(), result.err.find('\n') - begin.size());
}

// What is wrong about a fact, behind "s.toml:5: ".
std::string mistake(const std::string& fact) {
    const auto result = scenario(expecting(fact));
    EXPECT_EQ(result.code, 4) << fact;
    const std::string begin = "error: s.toml:5: ";
    EXPECT_EQ(result.err.substr(0, begin.size()), begin) << fact;
    return result.err.size() < begin.size() ? "" : result.err.substr(begin.size(), result.err.find('\n') - begin.size());
}

TEST(Facts, ThatFailSayWhatWasFound) {
    EXPECT_EQ(finding("hero.x = 189 at tick 0"), "holds");
    EXPECT_EQ(finding("hero.x = 190 at tick 0"), "at tick 0 it is 189");
    EXPECT_EQ(finding("hero.x at 0 = 190"), "at tick 0 it is 189");
    EXPECT_EQ(finding("event.shot_fired = 2 by tick 10"), "never; at tick 10 it is 1");
    EXPECT_EQ(finding("event.shot_fired = 0 until tick 30"), "at tick 10 it is 1");
    EXPECT_EQ(finding("event.shot_fired = 1 from tick 12 to tick 25"), "at tick 20 it is 2");
    EXPECT_EQ(finding("hero.state = gone at tick 3"), "at tick 3 it is flying");
    EXPECT_EQ(finding("enemies[0].x < 5 at tick 1"), "at tick 1 it is none");
    EXPECT_EQ(finding("enemies[0].x = none at tick 1"), "holds");
    EXPECT_EQ(finding("hero_shots[0].x != none at tick 10"), "holds");
    EXPECT_EQ(finding("hero_shots[0].x = none at tick 10"), "at tick 10 it is 238");
    EXPECT_EQ(finding("lives > 3 at tick 1"), "at tick 1 it is 3");
    EXPECT_EQ(finding("lives <= 2 at tick 1"), "at tick 1 it is 3");
}

TEST(Facts, EachHaveTheirLineAndTheFirstFindingOfEach) {
    const auto result = scenario(expecting("level = 1 until 5\n\n# a comment\nlives = 9 until tick 5   # and another\nbombs = 4 at 2"));
    EXPECT_EQ(result.code, 1);
    EXPECT_EQ(result.err,
              "error: s.toml:8: lives = 9 until tick 5: at tick 0 it is 3\nerror: s.toml:9: bombs = 4 at 2: at tick 2 it is 3\n");
    EXPECT_EQ(field(result.out, "ok"), "false");
    EXPECT_EQ(field(result.out, "facts"), "3");
}

TEST(Facts, OfHashesAreThoseOfRuns) {
    const auto game = run({"run", "--mode", "classic", "--seed", "3", "--bot", "rookie", "--ticks", "600"});
    const std::string begin = "rule = \"r\"\nmode = \"classic\"\nseed = 3\nbots = [\"rookie\"]\nexpect = \"hash = ";
    EXPECT_EQ(scenario(begin + field(game.out, "hash") + " at tick 600\"\n").code, 0);
    const auto wrong = scenario(begin + "0123456789abcdef at tick 600\"\n");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_NE(wrong.err.find("at tick 600 it is " + field(game.out, "hash")), std::string::npos) << wrong.err;
}

TEST(Facts, ThatMakeNoSenseAreMistakes) {
    EXPECT_EQ(mistake("lives 3 at tick 1"), "a fact is \"SUBJECT OP VALUE TIME\", with one of = != < <= > >= between blanks");
    EXPECT_EQ(mistake("lives = 3"),
              "when? Say \"at tick N\", \"by tick N\", \"until tick N\" or \"from tick A to tick B\", with ticks from 0 to 1000000");
    EXPECT_EQ(mistake("lives = 3 from 9 to 5").substr(0, 5), "when?");
    EXPECT_EQ(mistake("lives = 3 at 1000001").substr(0, 5), "when?");
    EXPECT_EQ(mistake("wings = 3 at 1").substr(0, 29), "\"wings\" is nothing to look at");
    EXPECT_EQ(mistake("enemies.tiny = 3 at 1"), "the mode classic has no kind \"tiny\"");
    EXPECT_EQ(mistake("event.rain = 3 at 1").substr(0, 25), "there is no event \"rain\";");
    EXPECT_EQ(mistake("enemies[x].y = 3 at 1"), "\"enemies[x].y\" needs a number from 0 on between [ and ]");
    EXPECT_EQ(mistake("enemies[0 = 3 at 1"), "\"enemies[0\" needs a number from 0 on between [ and ]");
    EXPECT_EQ(mistake("enemies[0].wings = 3 at 1"),
              "a sprite has no \"wings\"; it has kind state hits_left x y w h right bottom centre_x centre_y");
    EXPECT_EQ(mistake("hero[4].x = 3 at 1"), "there is no seat 4; seats are 0 to 3");
    EXPECT_EQ(mistake("hero.state < 3 at 1"), "hero.state is a name: it is compared by = or !=");
    EXPECT_EQ(mistake("lives = many at 1"), "\"many\" is not a whole number");
    EXPECT_EQ(mistake("hero = 1 at 1"), "a hero needs a field, like hero[0].lives");
}

TEST(Scenarios, ListEveryMistakeWithItsLine) {
    const auto result = scenario(
        "mode = \"classic\"\nplayers = 5\nbots = [\"nobody\", \"ace\"]\ninputs = \"\"\"\n1 0 jump\n\"\"\"\nseats = \"\"\"\n5 0 "
        "away\n\"\"\"\n"
        "expect = \"lives = 3 at 1\"\nwings = 2\n[[place]]\nenemy = \"tiny\"\nx = 1\ny = 1\n[[place]]\nx = 1\n");
    EXPECT_EQ(result.code, 4);
    for (const char* part : {"s.toml:1: key \"rule\" is missing"}) EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    const auto more = scenario(std::string("rule = \"r\"\n") +
                               "mode = \"classic\"\nplayers = 2\nbots = [\"nobody\", \"ace\", \"ace\"]\ninputs = \"\"\"\n1 0 "
                               "jump\n\"\"\"\nseats = \"\"\"\n5 0 away\n\"\"\"\n"
                               "expect = \"lives = 3 at 1\"\nwings = 2\n[[place]]\nenemy = \"tiny\"\nx = 1\ny = 1\n[[place]]\nx = 1\n");
    EXPECT_EQ(more.code, 4);
    for (const char* part :
         {"s.toml:4: 3 bots for 2 players", "s.toml:4: there is no bot \"nobody\"", "s.toml:6: seat \"0\" is not one that this file flies",
          "s.toml:9: \"5 0 away\" is not TICK SEAT absent|flown|held", "s.toml:14: key \"place[0].enemy\" is \"tiny\"",
          "s.toml:17: one of enemy, pickup and hero", "s.toml:12: key \"wings\" is unknown"})
        EXPECT_NE(more.err.find(part), std::string::npos) << part << "\n" << more.err;
}

TEST(Scenarios, OfModesAndValuesThatAreNotThereAreMistakes) {
    const auto mode = scenario("rule = \"r\"\nmode = \"nonsense\"\nexpect = \"lives = 3 at 1\"\n");
    EXPECT_EQ(mode.code, 4);
    EXPECT_NE(mode.err.find("s.toml:2: there is no mode \"nonsense\""), std::string::npos) << mode.err;
    const auto value = scenario("rule = \"r\"\nmode = \"classic\"\nset = [\"mode.hero.lives=500\"]\nexpect = \"lives = 3 at 1\"\n");
    EXPECT_EQ(value.code, 4);
    EXPECT_NE(value.err.find("allowed 1 to 99"), std::string::npos) << value.err;
}

TEST(Scenarios, WhoseFactsHoldEitherWayFail) {
    const std::string fact = "expect = \"lives = 3 at 1\"\n";
    EXPECT_EQ(scenario(head + fact + "fails_with = \"mode.hero.lives=2\"\n").code, 0);
    const auto vacuous = scenario(head + fact + "fails_with = \"mode.hero.bombs=2\"\n");
    EXPECT_EQ(vacuous.code, 1);
    EXPECT_NE(vacuous.err.find("s.toml:5: fails_with \"mode.hero.bombs=2\": every fact holds with it too"), std::string::npos)
        << vacuous.err;
    for (const char* wrong : {"inputs", "wings", "seed=x", "mode.hero.wings=1"})
        EXPECT_EQ(scenario(head + fact + "fails_with = \"" + wrong + "\"\n").code, 4) << wrong;
}

TEST(Scenarios, AreAllLookedAtAndTheWorstIsTheExitCode) {
    const TemporaryDir dir;
    write_text(dir / "a.toml", expecting("lives = 3 at 1"));
    write_text(dir / "b.toml", expecting("lives = 4 at 1"));
    write_text(dir / "c.toml", expecting("lives = 3 at 2"));
    EXPECT_EQ(run({"scenario", (dir / "a.toml").string()}).code, 0);
    auto all = run({"scenario", dir.path.string()});
    EXPECT_EQ(all.code, 1);
    EXPECT_EQ(lines(all.out).size(), 3u);
    write_text(dir / "a.toml", "rule = ");
    all = run({"scenario", dir.path.string(), "--quiet"});
    EXPECT_EQ(all.code, 4);
    EXPECT_EQ(lines(all.out).size(), 1u) << "only the one that fails";
    EXPECT_EQ(run({"scenario", (dir / "nothing.toml").string()}).code, 4);
    fs::create_directory(dir / "empty");
    EXPECT_EQ(run({"scenario", (dir / "empty").string()}).code, 4);
}

TEST(Scenarios, LikeTheOneInTheManualPlay) {
    const std::string manual = read_text(WINGMATE_SOURCE_DIR "/docs/simulation.md");
    const std::size_t from = manual.find("rule = \"");
    ASSERT_NE(from, std::string::npos);
    const auto result = scenario(manual.substr(from, manual.find("```", from) - from));
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(field(result.out, "facts"), "4");
}

TEST(Scenarios, OfOursCanAllFail) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(WINGMATE_SOURCE_DIR "/tests/scenarios")) {
        ++count;
        EXPECT_NE(read_text(entry.path()).find("\nfails_with = \""), std::string::npos)
            << entry.path() << " does not say under which change it would fail";
    }
    EXPECT_GE(count, 30u);
}

}  // namespace
