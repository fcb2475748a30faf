// Content files: what loads, what is a mistake and how it is told, what the hash covers.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "engine/core/error.h"
#include "tests/support/content_files.h"

namespace game {
namespace {

using engine::Error;
using engine::ExitCode;
using testing::ContentFiles;
using Lines = std::vector<std::string>;

TEST(ShippedContent, LoadsWithoutMistakes) {
    EXPECT_EQ(check_all_content(testing::shipped_content()), Lines{});
    EXPECT_EQ(mode_names(testing::shipped_content()), (Lines{"bench", "classic", "first_flight"}));
}

TEST(ShippedContent, HasTheNumbersOfFirstFlight) {
    const Mode& mode = testing::shipped("first_flight").mode;
    EXPECT_EQ(mode.name, "first_flight");
    EXPECT_EQ(mode.rate, 15u);
    EXPECT_EQ(mode.players_max, 2);
    EXPECT_EQ(mode.hero.w, 102);
    EXPECT_EQ(mode.hero.h, 126);
    EXPECT_EQ(mode.hero.start_bottom, 580);
    EXPECT_EQ(mode.hero.speed_x, engine::to_fixed(8));
    EXPECT_EQ(mode.hero.speed_y, 0);
    EXPECT_EQ(mode.shot.w, 5);
    EXPECT_EQ(mode.shot.h, 11);
    EXPECT_EQ(mode.shot.speed, engine::to_fixed(5));
    EXPECT_EQ(mode.enemy_period_ms, 1000u);
    EXPECT_EQ(mode.burst_period_ms, 300u);
    EXPECT_EQ(mode.burst_count, 3);
    EXPECT_EQ(mode.burst_gap, 20);
    const EnemyKind& plane = testing::shipped("first_flight").enemies.at(0);
    EXPECT_EQ(plane.w, 57);
    EXPECT_EQ(plane.h, 43);
    EXPECT_EQ(plane.speed_min, engine::to_fixed(1));
    EXPECT_EQ(plane.speed_max, engine::to_fixed(3));
    EXPECT_EQ(plane.score, 1);
    EXPECT_TRUE(plane.mask.empty());
}

TEST(ShippedContent, HasTheNumbersOfClassic) {
    const Content& content = testing::shipped("classic");
    const Mode& mode = content.mode;
    EXPECT_EQ(mode.rate, 60u);
    EXPECT_EQ(mode.hero.floor, field_height - 60);
    EXPECT_EQ(mode.hero.speed_x, engine::to_fixed(10));
    EXPECT_EQ(mode.hero.speed_y, engine::to_fixed(10));
    EXPECT_EQ(mode.hero.lives, 3);
    EXPECT_EQ(mode.hero.bombs, 3);
    EXPECT_EQ(mode.hero.bombs_max, 3);
    EXPECT_EQ(mode.hero.destroyed_ticks, 12);
    EXPECT_EQ(mode.hero.invulnerable_ticks, 180);
    EXPECT_EQ(mode.fire_ticks, 10);
    EXPECT_EQ(mode.shot.speed, engine::to_fixed(12));
    EXPECT_EQ(mode.super_shot.speed, engine::to_fixed(14));
    EXPECT_EQ(mode.super_ticks, 18u * 60u);
    EXPECT_EQ(mode.supply_period_ms, 30000u);
    EXPECT_EQ(mode.level_scores, (std::array<int, 4>{50'000, 300'000, 600'000, 1'000'000}));
    ASSERT_EQ(content.enemies.size(), 3u);
    struct Row {
        std::string name;
        int w, h, speed, hits, score, destroyed, start, top_min, top_max;
        std::array<int, 4> more;
    };
    const std::vector<Row> rows = {{"small", 57, 43, 2, 1, 1000, 12, 15, -3500, 0, {3, 5, 5, 5}},
                                   {"medium", 69, 99, 1, 8, 6000, 12, 4, -7000, -700, {2, 3, 3, 3}},
                                   {"large", 169, 258, 1, 20, 10000, 18, 2, -10500, -3500, {1, 2, 2, 2}}};
    for (const Row& row : rows) {
        const auto kind = std::find_if(content.enemies.begin(), content.enemies.end(), [&](const auto& k) { return k.name == row.name; });
        ASSERT_NE(kind, content.enemies.end());
        EXPECT_EQ(kind->w, row.w);
        EXPECT_EQ(kind->h, row.h);
        EXPECT_EQ(kind->speed_min, engine::to_fixed(row.speed));
        EXPECT_EQ(kind->speed_max, engine::to_fixed(row.speed));
        EXPECT_EQ(kind->hits, row.hits);
        EXPECT_EQ(kind->score, row.score);
        EXPECT_EQ(kind->destroyed_ticks, row.destroyed);
        EXPECT_EQ(kind->announced, row.name == "large");
        EXPECT_EQ(kind->mask.w, row.w);
        EXPECT_EQ(kind->mask.h, row.h);
        const auto place = static_cast<std::uint16_t>(kind - content.enemies.begin());
        const auto population =
            std::find_if(mode.population.begin(), mode.population.end(), [&](const auto& p) { return p.enemy == place; });
        ASSERT_NE(population, mode.population.end());
        EXPECT_EQ(population->start, row.start);
        EXPECT_EQ(population->more, row.more);
        EXPECT_EQ(population->top_min, row.top_min);
        EXPECT_EQ(population->top_max, row.top_max);
    }
}

TEST(ContentMistakes, OfEachKindAreTellingTheFileTheLineAndWhatIsAllowed) {
    struct Case {
        std::string file, from, to;
        std::string expected;  // @: the line of `where`, or else of `to`
        std::string where = {};
    };
    const std::vector<Case> cases = {
        {"modes/first_flight.toml", "rate = 15", "rate = 500", "modes/first_flight.toml:@: key \"rate\" is 500, allowed 1 to 120"},
        {"modes/first_flight.toml", "rate = 15\n", "", "modes/first_flight.toml:1: key \"rate\" is missing"},
        {"modes/first_flight.toml", "rate = 15", "rait = 15\nrate = 15", "modes/first_flight.toml:@: key \"rait\" is unknown"},
        {"modes/first_flight.toml", "rate = 15", "rate = \"fast\"",
         "modes/first_flight.toml:@: key \"rate\" is \"fast\", must be a whole number, 1 to 120"},
        {"modes/first_flight.toml", "rules = \"first_flight\"", "rules = \"last_flight\"",
         "modes/first_flight.toml:@: key \"rules\" is \"last_flight\", known are first_flight, classic"},
        {"modes/first_flight.toml", "kinds = [\"plane\"]", "kinds = [\"plain\"]",
         "modes/first_flight.toml:@: there is no enemy \"plain\", known are plane, small, medium, large, gunner, sprayer, whirler"},
        {"modes/first_flight.toml", "kinds = [\"plane\"]", "kinds = []",
         "modes/first_flight.toml:@: key \"enemies.kinds\" must name at least one enemy"},
        {"modes/first_flight.toml", "start_bottom = 580", "start_bottom = 100",
         "modes/first_flight.toml:@: key \"hero.start_bottom\" is 100, must be at least the height, 126"},
        {"modes/first_flight.toml", "undying = false", "undying = 0",
         "modes/first_flight.toml:@: key \"hero.undying\" is 0, must be true or false"},
        {"modes/first_flight.toml", "size = [5, 11]", "size = [5]",
         "modes/first_flight.toml:@: key \"shot.size\" lists 1 numbers, must list 2"},
        {"modes/classic.toml", "floor = 640", "floor = 600",
         "modes/classic.toml:@: key \"hero.floor\" is 600, must be at least hero.start_bottom, 640"},
        {"modes/classic.toml", "bombs_max = 3", "bombs_max = 2",
         "modes/classic.toml:@: key \"hero.bombs_max\" is 2, must be at least hero.bombs, 3"},
        {"modes/classic.toml", "300000, 600000", "600000, 300000",
         "modes/classic.toml:@: key \"levels.scores\" must rise from each level to the next"},
        {"modes/classic.toml", "top = [-3500, 0]", "top = [0, -3500]",
         "modes/classic.toml:@: key \"population.small.top\" must not fall from its first number to its second"},
        {"modes/classic.toml", "[population.large]", "[population.huge]",
         "modes/classic.toml:@: there is no enemy \"huge\", known are plane, small, medium, large, gunner, sprayer, whirler"},
        {"modes/classic.toml", "mask = \"hero\"", "mask = \"zero\"", "modes/classic.toml:@: there is no file masks/zero.txt"},
        {"modes/classic.toml", "mask = \"hero\"", "mask = \"../hero\"", "modes/classic.toml:@: there is no file masks/../hero.txt"},
        {"modes/classic.toml", "mask = \"hero\"", "mask = \"small\"", "masks/small.txt:1: the row has 57 pixels, must have 102"},
        {"modes/classic.toml", "speed = 14\n", "speed = = 14\n", "modes/classic.toml:@: "},
        {"enemies.toml", "hits = 8", "hits = 0", "enemies.toml:@: key \"medium.hits\" is 0, allowed 1 to 10000"},
        {"enemies.toml", "speed = [2, 2]", "speed = [3, 2]",
         "enemies.toml:@: key \"small.speed\" must not fall from its first number to its second"},
        {"enemies.toml", "mask = \"large\"\n", "", "enemies.toml:@: key \"large.mask\" is missing", "[large]"},
    };
    for (const Case& c : cases) {
        ContentFiles files;
        files.replace(c.file, c.from, c.to);
        std::string expected = c.expected;
        if (const auto at = expected.find('@'); at != std::string::npos)
            expected.replace(at, 1, std::to_string(files.line_of(c.file, c.where.empty() ? c.to : c.where)));
        const Lines lines = check_all_content(files.dir());
        ASSERT_GE(lines.size(), 1u) << expected;
        const bool told = std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.rfind(expected, 0) == 0; });
        EXPECT_TRUE(told) << "expected " << expected << "\nbut was  " << lines[0];
    }
}

TEST(ContentMistakes, OfMasksTellTheRow) {
    const auto lines_with = [](const std::string& text) {
        ContentFiles files;
        files.write("masks/dart.txt", text);
        return check_all_content(files.dir());
    };
    std::string good;
    for (int i = 0; i < 11; ++i) good += "#####\n";
    EXPECT_EQ(lines_with(good), Lines{});
    EXPECT_EQ(lines_with(good + "#####\n"), Lines{"masks/dart.txt:12: the mask has 12 rows, must have 11"});
    EXPECT_EQ(lines_with(good.substr(6)), Lines{"masks/dart.txt:10: the mask has 10 rows, must have 11"});
    EXPECT_EQ(lines_with("##x##\n" + good.substr(6)), Lines{"masks/dart.txt:1: pixel 3 is neither # nor ."});
    std::string empty = good;
    std::replace(empty.begin(), empty.end(), '#', '.');
    EXPECT_EQ(lines_with(empty), Lines{"masks/dart.txt:1: the mask has no solid pixel"});
}

TEST(ContentMistakes, AreAllListedBeforeTheProgramEnds) {
    ContentFiles files;
    files.replace("modes/classic.toml", "rate = 60", "rate = 0");
    files.replace("modes/classic.toml", "lives = 3", "lives = 0");
    files.replace("enemies.toml", "hits = 8", "hits = -1");
    try {
        load_content(files.dir(), "classic");
        FAIL() << "it loaded";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::BadData);
        EXPECT_EQ(std::string(error.what()),
                  "modes/classic.toml:4: key \"rate\" is 0, allowed 1 to 120\n"
                  "modes/classic.toml:15: key \"hero.lives\" is 0, allowed 1 to 99\n"
                  "enemies.toml:" +
                      std::to_string(files.line_of("enemies.toml", "hits = -1")) + ": key \"medium.hits\" is -1, allowed 1 to 10000");
    }
}

TEST(ContentMistakes, InOneModeDoNotBarAnother) {
    ContentFiles files;
    files.replace("modes/classic.toml", "rate = 60", "rate = 0");
    files.replace("enemies.toml", "hits = 8", "hits = -1");
    EXPECT_NO_THROW(load_content(files.dir(), "first_flight"));
}

TEST(ContentMistakes, AnUnknownModeIsAUsageErrorThatNamesTheKnownOnes) {
    try {
        load_content(testing::shipped_content(), "classik");
        FAIL() << "it loaded";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::Usage);
        EXPECT_STREQ(error.what(), "there is no mode \"classik\", known are bench, classic, first_flight");
    }
}

TEST(ContentMistakes, MissingFilesAreBadData) {
    const auto code_of = [](const std::filesystem::path& dir, const std::string& mode) {
        try {
            load_content(dir, mode);
        } catch (const Error& error) {
            return std::pair(error.code(), std::string(error.what()));
        }
        return std::pair(ExitCode::Ok, std::string());
    };
    EXPECT_EQ(code_of(testing::shipped_content(), "./none.toml").first, ExitCode::BadData);
    EXPECT_EQ(code_of("/nonexistent", "classic").first, ExitCode::BadData);
    ContentFiles files;
    std::filesystem::remove(files.dir() / "enemies.toml");
    EXPECT_EQ(code_of(files.dir(), "first_flight"), std::pair(ExitCode::BadData, std::string("enemies.toml: there is no such file")));
}

TEST(ContentDirs, AreFoundWithOrWithoutTheirDataFolder) {
    EXPECT_EQ(content_dir(testing::shipped_content().parent_path()), testing::shipped_content());
    EXPECT_EQ(content_dir(testing::shipped_content()), testing::shipped_content());
}

TEST(ModeFiles, LoadByPathWithTheEnemiesOfTheDataFolder) {
    ContentFiles files;
    files.replace(
        "modes/first_flight.toml", "[hero]",
        "spawns = [\n  { at_tick = 30, enemy = \"plane\", x = 7, speed = 3 },\n  { at_tick = 15, enemy = \"small\", x = 100, speed = 2 "
        "},\n  { at_tick = 15, enemy = \"plane\", x = 90, speed = 1 },\n]\n[hero]");
    const auto path = files.dir() / "mine.toml";
    std::filesystem::rename(files.dir() / "modes" / "first_flight.toml", path);
    const Content content = load_content(testing::shipped_content(), path.string());
    EXPECT_EQ(content.mode.name, "mine");
    EXPECT_TRUE(content.mode.lists_spawns);
    ASSERT_EQ(content.mode.spawns.size(), 3u);
    // In order of ticks, and within a tick as written.
    EXPECT_EQ(content.mode.spawns[0].x, 100);
    EXPECT_EQ(content.mode.spawns[1].x, 90);
    EXPECT_EQ(content.mode.spawns[2].x, 7);
    EXPECT_EQ(content.mode.spawns[2].at_tick, 30u);
    EXPECT_EQ(content.mode.spawns[2].speed, engine::to_fixed(3));
    // Enemies are numbered by their order in enemies.toml, not by who is named first.
    EXPECT_EQ(content.enemies.at(content.mode.spawns[0].enemy).name, "small");
    EXPECT_EQ(content.enemies.at(content.mode.spawns[1].enemy).name, "plane");
    EXPECT_EQ(content.enemies.at(0).name, "plane");
}

TEST(ModeFiles, WithSpawnsNeedNoDrawnEnemies) {
    ContentFiles files;
    files.replace("modes/first_flight.toml", "[enemies]\nperiod_ms = 1000\nkinds = [\"plane\"]\n", "");
    files.replace("modes/first_flight.toml", "[hero]", "spawns = []\n[hero]");
    const Content content = load_content(files.dir(), "first_flight");
    EXPECT_TRUE(content.mode.lists_spawns);
    EXPECT_TRUE(content.mode.spawns.empty());
    files.replace("modes/first_flight.toml", "spawns = []", "spawns = [{}]");
    EXPECT_EQ(check_all_content(files.dir()), (Lines{"modes/first_flight.toml:9: key \"spawns[0].at_tick\" is missing",
                                                     "modes/first_flight.toml:9: key \"spawns[0].enemy\" is missing",
                                                     "modes/first_flight.toml:9: key \"spawns[0].x\" is missing",
                                                     "modes/first_flight.toml:9: key \"spawns[0].speed\" is missing"}));
    files.replace("modes/first_flight.toml", "spawns = [{}]",
                  "spawns = [{ at_tick = 0, enemy = \"plan\", x = 5000, speed = -1, why = 1 }]");
    EXPECT_EQ(
        check_all_content(files.dir()),
        (Lines{"modes/first_flight.toml:9: key \"spawns[0].at_tick\" is 0, allowed 1 to 2147483647",
               "modes/first_flight.toml:9: key \"spawns[0].x\" is 5000, allowed -480 to 960",
               "modes/first_flight.toml:9: key \"spawns[0].speed\" is -1, allowed 0 to 100",
               "modes/first_flight.toml:9: key \"spawns[0].why\" is unknown",
               "modes/first_flight.toml:9: there is no enemy \"plan\", known are plane, small, medium, large, gunner, sprayer, whirler"}));
}

TEST(Overrides, ChangeModesAndEnemiesForOneRun) {
    const Content content = load_content(testing::shipped_content(), "classic",
                                         {{"mode.hero.lives", "5"}, {"enemies.small.score", "2000"}, {"mode.hero.undying", "true"}});
    EXPECT_EQ(content.mode.hero.lives, 5);
    EXPECT_TRUE(content.mode.hero.undying);
    EXPECT_EQ(content.enemies.at(0).score, 2000);
    EXPECT_NE(content.hash, testing::shipped("classic").hash);
}

TEST(Overrides, ThatAreWrongAreMistakesLikeThoseInFiles) {
    try {
        load_content(
            testing::shipped_content(), "classic",
            {{"mode.hero.lives", "500"}, {"mode.hero.wings", "2"}, {"enemies.tiny.hits", "1"}, {"lives", "3"}, {"mode.rate", "x"}});
        FAIL() << "it loaded";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::BadData);
        EXPECT_STREQ(error.what(),
                     "--set lives: keys begin with mode. or enemies.\n"
                     "--set mode.hero.wings: there is no such number, text, switch or list that could be 2\n"
                     "modes/classic.toml:1: key \"rate\" is \"x\", must be a whole number, 1 to 120\n"
                     "modes/classic.toml:15: key \"hero.lives\" is 500, allowed 1 to 99\n"
                     "--set enemies.tiny.hits: there is no such number, text, switch or list that could be 1");
    }
}

TEST(ContentHashes, CoverWhatDecidesPlayAndNothingElse) {
    const std::uint64_t classic = testing::shipped("classic").hash;
    EXPECT_NE(classic, 0u);
    EXPECT_NE(classic, testing::shipped("first_flight").hash);
    struct Case {
        std::string file, from, to;
        bool decides;
    };
    const std::vector<Case> cases = {
        {"modes/classic.toml", "rate = 60", "rate = 60  # a comment", false},
        {"modes/classic.toml", "title = \"mode.classic\"", "title = \"Klassisch\"", false},
        {"modes/classic.toml", "paper = \"coast\"", "paper = \"night\"", false},
        {"modes/classic.toml", "music = \"coast\"", "music = \"boss\"", false},
        {"enemies.toml", "sprite = \"medium\"", "sprite = \"other\"", false},
        {"enemies.toml", "score = 1\n", "score = 2\n", false},  // of an enemy that Classic does not name
        {"enemies.toml", "score = 6000", "score = 6001", true},
        {"enemies.toml", "hits = 20", "hits = 21", true},
        {"modes/classic.toml", "lasts_ms = 18000", "lasts_ms = 18100", true},
        {"modes/classic.toml", "inset = 18", "inset = 19", true},
        {"modes/classic.toml", "more = [1, 2, 2, 2]", "more = [1, 2, 2, 3]", true},
        {"modes/classic.toml", "faster = [0, 0, 0, 0]", "faster = [0, 0, 0, 1]", true},
        {"modes/classic.toml", "top = [-7000, -700]", "top = [-7000, -701]", true},
        {"modes/classic.toml", "undying = false", "undying = true", true},
        {"modes/classic.toml", "super_size = [58, 88]", "super_size = [58, 89]", true},
        {"masks/dart.txt", "#####\n", "####.\n", true},
    };
    for (const Case& c : cases) {
        ContentFiles files;
        files.replace(c.file, c.from, c.to);
        EXPECT_EQ(load_content(files.dir(), "classic").hash != classic, c.decides) << c.file << ": " << c.to;
    }
}

// The keys that the table rows of docs/content.md begin with: | `hero.size` | ...
std::set<std::string> documented_keys() {
    std::ifstream in(std::filesystem::path(WINGMATE_SOURCE_DIR) / "docs" / "content.md");
    std::set<std::string> keys;
    const std::regex row("^\\| `([^`]+)` \\|.*");
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_match(line, match, row) && match[1].str().find('/') == std::string::npos) keys.insert(match[1]);
    }
    keys.erase("enemies.toml");
    return keys;
}

TEST(ContentDocumentation, HasEveryKeyThatIsReadAndNoOther) {
    ContentFiles files;
    files.write("with_spawns.toml", files.read("modes/first_flight.toml") + "[[spawns]]\nat_tick = 1\n");
    std::set<std::string> read;
    for (const std::string& mode :
         {std::string("first_flight"), std::string("classic"), std::string("bench"), (files.dir() / "with_spawns.toml").string()}) {
        for (const std::string& key : content_keys(files.dir(), mode)) {
            std::string general = std::regex_replace(key, std::regex("\\[\\d+\\]"), "[]");
            general = std::regex_replace(general, std::regex("^(plane|small|medium|large|gunner|sprayer|whirler)\\."), "NAME.");
            general =
                std::regex_replace(general, std::regex("^population\\.(small|medium|large|gunner|sprayer|whirler)"), "population.NAME");
            // Tables are documented by what is in them.
            if (std::set<std::string>{"hero", "shot", "super_shot", "burst", "enemies", "fire", "supply", "levels", "population", "plane",
                                      "small", "medium", "large", "gunner", "sprayer", "whirler"}
                    .count(general) == 0)
                read.insert(general);
        }
    }
    EXPECT_EQ(documented_keys(), read);
}

}  // namespace
}  // namespace game
