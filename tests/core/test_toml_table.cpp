#include "engine/core/toml_table.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace engine {
namespace {

using Lines = std::vector<std::string>;

struct Parsed {
    Mistakes mistakes;
    TomlTable table;
    explicit Parsed(std::string_view text) : table(TomlTable::parse(text, "f.toml", mistakes)) {}
};

TEST(TomlTables, GiveValuesOfEveryType) {
    Parsed p("a = 5\nb = \"hello\"\nc = true\nd = [1, 2, 3]\ne = \"two\"\nf = [\"x\", \"y\"]\n[g]\nh = -1\n");
    EXPECT_EQ(p.table.integer("a", 1, 5), 5);
    EXPECT_EQ(p.table.text("b"), "hello");
    EXPECT_TRUE(p.table.boolean("c"));
    EXPECT_EQ(p.table.integers("d", 3, 0, 9), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(p.table.choice("e", {"one", "two"}), 1u);
    EXPECT_EQ(p.table.texts("f"), (Lines{"x", "y"}));
    EXPECT_EQ(p.table.table("g").integer("h", -9, 9), -1);
    p.table.finish();
    EXPECT_EQ(p.mistakes.lines, Lines{});
}

TEST(TomlTables, NameFileLineKeyAndAllowedRange) {
    Parsed p("a = 7\n\n[hero]\nlives = -1\n");
    EXPECT_EQ(p.table.integer("a", 1, 5), 1);
    p.table.table("hero").integer("lives", 1, 9);
    EXPECT_EQ(p.mistakes.lines, (Lines{"f.toml:1: key \"a\" is 7, allowed 1 to 5", "f.toml:4: key \"hero.lives\" is -1, allowed 1 to 9"}));
}

TEST(TomlTables, NameMissingKeysWithTheTableThatLacksThem) {
    Parsed p("a = 7\n\n[hero]\nlives = 1\n");
    p.table.integer("b", 1, 5);
    p.table.table("hero").text("name");
    p.table.table("shot").integer("w", 1, 5);
    EXPECT_EQ(p.mistakes.lines,
              (Lines{"f.toml:1: key \"b\" is missing", "f.toml:3: key \"hero.name\" is missing", "f.toml:1: key \"shot\" is missing"}));
}

TEST(TomlTables, NameKeysThatNobodyAskedFor) {
    Parsed p("a = 7\nb = 2\n[hero]\nlives = 1\nlifes = 2\n[[list]]\nx = 1\ny = 2\n");
    p.table.integer("b", 1, 5);
    p.table.table("hero").integer("lives", 1, 5);
    for (TomlTable& row : p.table.tables("list")) row.integer("x", 0, 5);
    p.table.finish();
    EXPECT_EQ(p.mistakes.lines, (Lines{"f.toml:1: key \"a\" is unknown", "f.toml:5: key \"hero.lifes\" is unknown",
                                       "f.toml:8: key \"list[0].y\" is unknown"}));
}

TEST(TomlTables, NameValuesOfAnotherType) {
    Parsed p("a = \"x\"\nb = 1.5\nc = 1\nd = 1\ne = [1]\nf = \"three\"\ng = [1, \"2\"]\nh = 1\n");
    p.table.integer("a", 1, 5);
    p.table.integer("b", 1, 5);
    p.table.boolean("c");
    p.table.text("d");
    p.table.integers("e", 2, 0, 9);
    p.table.choice("f", {"one", "two"});
    p.table.integers("g", 2, 0, 9);
    p.table.table("h");
    EXPECT_EQ(p.mistakes.lines,
              (Lines{"f.toml:1: key \"a\" is \"x\", must be a whole number, 1 to 5",
                     "f.toml:2: key \"b\" is a number with a fraction, must be a whole number, 1 to 5",
                     "f.toml:3: key \"c\" is 1, must be true or false", "f.toml:4: key \"d\" is 1, must be a text in quotes",
                     "f.toml:5: key \"e\" lists 1 numbers, must list 2", "f.toml:6: key \"f\" is \"three\", known are one, two",
                     "f.toml:7: key \"g[1]\" is \"2\", must be a whole number, 0 to 9", "f.toml:8: key \"h\" is 1, must be a table"}));
}

TEST(TomlTables, NameTextsThatAreTooLong) {
    Parsed p("a = \"abcdef\"\n");
    EXPECT_EQ(p.table.text("a", 5), "");
    EXPECT_EQ(p.mistakes.lines, Lines{"f.toml:1: key \"a\" is a text of 6 bytes, allowed up to 5"});
}

TEST(TomlTables, SayWhereAFileDoesNotParse) {
    Parsed p("a = 1\nb = = 2\n");
    p.table.integer("a", 1, 5);
    p.table.finish();
    ASSERT_EQ(p.mistakes.lines.size(), 1u);
    EXPECT_EQ(p.mistakes.lines[0].rfind("f.toml:2: ", 0), 0u) << p.mistakes.lines[0];
}

TEST(TomlTables, TellAMissingFileOnceAndNotEveryKeyOfIt) {
    Mistakes mistakes;
    TomlTable table = TomlTable::load("/nonexistent/f.toml", "f.toml", mistakes);
    table.integer("a", 1, 5);
    table.table("hero").integer("lives", 1, 5);
    table.finish();
    EXPECT_EQ(mistakes.lines, Lines{"f.toml: there is no such file"});
}

TEST(TomlTables, TellAFolderFromAFile) {
    Mistakes mistakes;
    TomlTable::load(std::filesystem::temp_directory_path(), "f.toml", mistakes);
    EXPECT_EQ(mistakes.lines, Lines{"f.toml: the file cannot be read"});
}

TEST(TomlTables, OptionalKeysKeepTheirDefaultButAreCheckedWhenThere) {
    Parsed p("a = 9\n");
    EXPECT_EQ(p.table.integer_or("z", 3, 1, 5), 3);
    EXPECT_EQ(p.table.text_or("y", "n"), "n");
    EXPECT_TRUE(p.table.boolean_or("x", true));
    EXPECT_TRUE(p.mistakes.none());
    EXPECT_EQ(p.table.integer_or("a", 3, 1, 5), 3);
    EXPECT_EQ(p.mistakes.lines, Lines{"f.toml:1: key \"a\" is 9, allowed 1 to 5"});
}

TEST(TomlTables, ListTheirKeysInTheOrderOfTheFile) {
    Parsed p("[small]\nx = 1\n[medium]\nx = 1\n[large]\nx = 1\n");
    EXPECT_EQ(p.table.keys(), (Lines{"small", "medium", "large"}));
    EXPECT_EQ(p.table.where("medium"), "f.toml:3");
}

TEST(TomlTables, OverridesReplaceValuesOfTheirType) {
    Parsed p("a = 1\nt = \"x\"\n[hero]\nlives = 3\nundying = false\n");
    EXPECT_TRUE(p.table.override_value("a", "4"));
    EXPECT_TRUE(p.table.override_value("t", "7"));
    EXPECT_TRUE(p.table.override_value("hero.lives", "5"));
    EXPECT_TRUE(p.table.override_value("hero.undying", "true"));
    EXPECT_FALSE(p.table.override_value("hero.wings", "2"));
    EXPECT_FALSE(p.table.override_value("ship.lives", "2"));
    EXPECT_FALSE(p.table.override_value("hero", "2"));
    EXPECT_EQ(p.table.integer("a", 1, 5), 4);
    EXPECT_EQ(p.table.text("t"), "7");
    TomlTable hero = p.table.table("hero");
    EXPECT_EQ(hero.integer("lives", 1, 9), 5);
    EXPECT_TRUE(hero.boolean("undying"));
    p.table.finish();
    EXPECT_EQ(p.mistakes.lines, Lines{});
}

TEST(TomlTables, OverridesOfAnotherTypeOrOutOfRangeAreMistakes) {
    Parsed p("a = 1\nb = 1\n");
    EXPECT_TRUE(p.table.override_value("a", "many"));
    EXPECT_TRUE(p.table.override_value("b", "9"));
    p.table.integer("a", 1, 5);
    p.table.integer("b", 1, 5);
    EXPECT_EQ(p.mistakes.lines,
              (Lines{"f.toml:1: key \"a\" is \"many\", must be a whole number, 1 to 5", "f.toml:2: key \"b\" is 9, allowed 1 to 5"}));
}

}  // namespace
}  // namespace engine
