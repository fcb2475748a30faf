// How enemies shoot, as it stands in their file: mistakes, limits, and what of it the hash covers.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "tests/support/content_files.h"

namespace game {
namespace {

using engine::Error;
using testing::ContentFiles;
using Lines = std::vector<std::string>;

struct PatternMistake {
    std::string from, to, told;
};

TEST(Patterns, ToldWrongAreMistakesWithTheirPlace) {
    const std::vector<PatternMistake> cases = {
        {"count = 9,", "count = 65,", "key \"sprayer.shoots[0].count\" is 65, allowed 1 to 64"},
        {"count = 9,", "count = 0,", "key \"sprayer.shoots[0].count\" is 0, allowed 1 to 64"},
        {"shape = \"fan\"", "shape = \"fen\"", "key \"sprayer.shoots[0].shape\" is \"fen\", known are ring, fan, aimed, spiral"},
        {"spread = 100,", "spread = 361,", "key \"sprayer.shoots[0].spread\" is 361, allowed 0 to 360"},
        {"spread = 100,", "", "key \"sprayer.shoots[0].spread\" is missing"},
        {"count = 20,", "count = 20, spread = 5,", "key \"sprayer.shoots[1].spread\" is unknown"},
        {"turn = 11,", "turn = -361,", "key \"whirler.shoots[0].turn\" is -361, allowed -360 to 360"},
        {"period_ms = 133", "period_ms = 0", "key \"whirler.shoots[0].period_ms\" is 0, allowed 1 to 60000"},
        {"speed = 140", "speed = 2001", "key \"whirler.shoots[0].speed\" is 2001, allowed 1 to 2000"},
        {"first_ms = 0", "first_ms = 60001", "key \"whirler.shoots[0].first_ms\" is 60001, allowed 0 to 60000"},
        {"size = 10 },", "size = 33 },", "key \"sprayer.shoots[0].size\" is 33, allowed 1 to 32"},
    };
    for (const PatternMistake& c : cases) {
        ContentFiles files;
        files.replace("enemies.toml", c.from, c.to);
        // An unknown shape leaves the keys of the others unasked; the first mistake is the one that matters.
        const Lines lines = check_all_content(files.dir());
        ASSERT_FALSE(lines.empty()) << c.to;
        EXPECT_NE(lines[0].find("enemies.toml:"), std::string::npos) << lines[0];
        EXPECT_NE(lines[0].find(c.told), std::string::npos) << lines[0];
    }
}

TEST(Patterns, AreAtMostEightAnEnemy) {
    ContentFiles files;
    const std::string one =
        "  { shape = \"fan\", look = \"diamond\", first_ms = 300, period_ms = 900, count = 9, spread = 100, speed = 150, size = 10 },\n";
    std::string seven;
    for (int i = 0; i < 7; ++i) seven += one;
    files.replace("enemies.toml", one, seven);
    EXPECT_EQ(check_all_content(files.dir()), Lines{});
    files.replace("enemies.toml", one, one + one);
    const Lines lines = check_all_content(files.dir());
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_NE(lines[0].find("an enemy shoots in at most 8 ways, here are 9"), std::string::npos) << lines[0];
}

TEST(Patterns, OfAModeAreAtMostTwoHundredAndFiftySix) {
    ContentFiles files;
    std::string mode = files.read("modes/bench.toml");
    std::string enemies = files.read("enemies.toml");
    const std::string table = enemies.substr(enemies.find("sprite", enemies.find("[gunner]")),
                                             enemies.find("[sprayer]") - enemies.find("sprite", enemies.find("[gunner]")));
    for (int i = 0; i < 254; ++i) {
        const std::string name = "gunner" + std::to_string(i);
        enemies += "[" + name + "]\n" + table;
        mode += "[population." + name + "]\nstart = 0\nmore = [0, 0, 0, 0]\nfaster = [0, 0, 0, 0]\ntop = [-10, 0]\n";
    }
    files.write("enemies.toml", enemies);
    files.write("modes/bench.toml", mode);
    const Lines lines = check_all_content(files.dir());
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0], "enemies.toml: the enemies of mode bench have 259 patterns together, may have 256");
}

TEST(ContentHashes, CoverHowEnemiesShootButNotHowItLooks) {
    const std::uint64_t bench = testing::shipped("bench").hash;
    const std::vector<std::pair<std::string, std::string>> deciding = {
        {"shape = \"ring\"", "shape = \"spiral\", turn = 0"},
        {"first_ms = 300", "first_ms = 400"},
        {"period_ms = 900", "period_ms = 1000"},
        {"count = 9,", "count = 10,"},
        {"spread = 100,", "spread = 101,"},
        {"turn = 11", "turn = 12"},
        {"speed = 120", "speed = 121"},
        {"size = 10 }", "size = 11 }"},
    };
    for (const auto& [from, to] : deciding) {
        ContentFiles files;
        files.replace("enemies.toml", from, to);
        EXPECT_NE(load_content(files.dir(), "bench").hash, bench) << to;
    }
    ContentFiles core;
    core.replace("modes/bench.toml", "core = [10, 10]", "core = [10, 11]");
    EXPECT_NE(load_content(core.dir(), "bench").hash, bench);
    ContentFiles look;
    look.replace("enemies.toml", "look = \"round\"", "look = \"diamond\"");
    EXPECT_EQ(load_content(look.dir(), "bench").hash, bench);
}

}  // namespace
}  // namespace game
