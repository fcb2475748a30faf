// Settings, best scores and replays as they are kept between runs, and what happens to damaged files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "game/app/best_scores.h"
#include "game/app/replay_files.h"
#include "game/app/settings.h"
#include "tests/support/temporary_dir.h"

namespace game {
namespace {

// An empty folder of the test, removed afterwards.
class Kept : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name, std::ios::binary) << text; }
    std::size_t damaged() const {
        std::size_t found = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            found += entry.path().string().find(".damaged-") != std::string::npos ? 1U : 0U;
        return found;
    }
    tests::TemporaryDir dir;
    const std::filesystem::path& folder = dir.path;
};

using SettingsFile = Kept;
using BestScoresFile = Kept;
using ReplayFolder = Kept;

TEST_F(SettingsFile, GivesBackWhatWasSaved) {
    Settings settings;
    settings.language = "zh_CN";
    settings.music = 35;
    settings.effects = 0;
    settings.looks.shake = false;
    settings.looks.particles = false;
    settings.names = {"小林", "A \"quoted\" \\ name"};
    settings.seats = {"bot:ace", "pad2"};
    settings.mode = "first_flight";
    settings.addresses = {"10.0.0.7", "192.168.1.31:5000"};
    settings.pilots[1].keys[static_cast<std::size_t>(Action::Bomb)] = engine::key_from_name("Q");
    settings.pilots[0].keys[static_cast<std::size_t>(Action::Up)] = 0;
    settings.pilots[0].pad_bomb = engine::PadButton::X;
    ASSERT_EQ(save_settings(folder / "settings.toml", settings), "");
    std::vector<std::string> warnings;
    const auto back = load_settings(folder / "settings.toml", warnings);
    EXPECT_TRUE(warnings.empty()) << warnings.front();
    EXPECT_EQ(settings_text(back), settings_text(settings));
    EXPECT_EQ(back.names[0], "小林");
    EXPECT_EQ(back.pilots[0], settings.pilots[0]);
}

TEST_F(SettingsFile, ABadValueFallsBackAlone) {
    write("settings.toml",
          "language = \"xx\"\nmusic = 400\neffects = 20\nshake = \"yes\"\nflashes = false\npilot_1_up = \"NoSuchKey\"\npilot_2_pad_bomb = "
          "\"Q\"\nnew_thing = 1\n");
    std::vector<std::string> warnings;
    const auto settings = load_settings(folder / "settings.toml", warnings);
    const Settings first;
    EXPECT_EQ(settings.music, first.music);
    EXPECT_EQ(settings.effects, 20);
    EXPECT_TRUE(settings.looks.shake);
    EXPECT_FALSE(settings.looks.flashes);
    EXPECT_EQ(settings.pilots[0], first.pilots[0]);
    EXPECT_EQ(settings.pilots[1], first.pilots[1]);
    // language, music, shake, the key, the button, and the key nobody knows
    EXPECT_EQ(warnings.size(), 6U);
    EXPECT_EQ(damaged(), 0U);
}

TEST_F(SettingsFile, GarbageIsKeptAside) {
    write("settings.toml", "music = [[[\xff");
    std::vector<std::string> warnings;
    const auto settings = load_settings(folder / "settings.toml", warnings);
    EXPECT_EQ(settings.music, Settings().music);
    EXPECT_EQ(warnings.size(), 1U);
    EXPECT_EQ(damaged(), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder / "settings.toml"));
}

TEST_F(SettingsFile, AreAsAtFirstWithoutAFile) {
    std::vector<std::string> warnings;
    const auto settings = load_settings(folder / "settings.toml", warnings);
    EXPECT_TRUE(warnings.empty());
    EXPECT_EQ(settings.pilots[0], Settings().pilots[0]);
    EXPECT_EQ(settings.seats[1], "");
}

TEST(Bindings, EverybodyBeginsWithoutConflicts) {
    const Settings settings;
    for (int pilot = 0; pilot < local_pilots; ++pilot) {
        for (std::size_t i = 0; i < actions; ++i) {
            EXPECT_NE(settings.pilots[static_cast<std::size_t>(pilot)].keys[i], 0);
            EXPECT_FALSE(conflict_of(settings, pilot, static_cast<Action>(i)).is());
        }
    }
}

TEST(Bindings, AKeyOfTwoActionsIsAConflictOfBoth) {
    Settings settings;
    settings.pilots[1].keys[static_cast<std::size_t>(Action::Bomb)] = engine::key_from_name("Space");
    const auto one = conflict_of(settings, 0, Action::Bomb);
    const auto other = conflict_of(settings, 1, Action::Bomb);
    EXPECT_EQ(one.pilot, 1);
    EXPECT_EQ(other.pilot, 0);
    EXPECT_FALSE(conflict_of(settings, 0, Action::Up).is());
    settings.pilots[0].keys[static_cast<std::size_t>(Action::Bomb)] = 0;
    settings.pilots[1].keys[static_cast<std::size_t>(Action::Up)] = 0;
    EXPECT_FALSE(conflict_of(settings, 0, Action::Bomb).is()) << "no key is no conflict";
}

TEST_F(BestScoresFile, KeepsTheHighestOfEachModeAndNumberOfPilots) {
    const auto file = folder / "best.toml";
    {
        BestScores best(file);
        EXPECT_EQ(best.best("classic", 1), 0);
        EXPECT_TRUE(best.offer("classic", 1, 5000));
        EXPECT_FALSE(best.offer("classic", 1, 5000));
        EXPECT_FALSE(best.offer("classic", 1, 4000));
        EXPECT_TRUE(best.offer("classic", 2, 100));
        EXPECT_FALSE(best.offer("first_flight", 1, 0)) << "nothing is not a record";
    }
    const BestScores again(file);
    EXPECT_EQ(again.best("classic", 1), 5000);
    EXPECT_EQ(again.best("classic", 2), 100);
    EXPECT_EQ(again.best("first_flight", 1), 0);
}

TEST_F(BestScoresFile, GarbageIsKeptAsideSaidOnceAndReplaced) {
    for (const std::string& garbage : std::vector<std::string>{std::string("\xff\xfe\0 nonsense", 12), std::string("\"classic-1\" = -5\n"),
                                                               std::string("\"classic-1\" = \"many\"\n")}) {
        write("best.toml", garbage);
        BestScores best(folder / "best.toml");
        EXPECT_NE(best.take_message(), "");
        EXPECT_EQ(best.take_message(), "");
        EXPECT_EQ(best.best("classic", 1), 0);
        EXPECT_TRUE(best.offer("classic", 1, 7));
    }
    EXPECT_EQ(damaged(), 3U);
}

TEST_F(ReplayFolder, NamesSayDateModeAndScore) {
    const auto name = replay_name(1'700'000'000, "/some/where/My mode.toml", 56000);
    const auto parsed = parse_replay_name(folder / name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(parsed->score, 56000);
    EXPECT_EQ(parsed->date.substr(0, 7), "2023-11");
    EXPECT_EQ(name.find('/'), std::string::npos);
    for (const char* other : {"", "a.wingmate", "2023-11-14-221320-classic-.wingmate", "2023-11-14-221320-classic-x1.wingmate",
                              "2023x11-14-221320-classic-1.wingmate", "2023-11-14-221320--1.wingmate", "2023-11-14-221320-classic-1.png"}) {
        EXPECT_FALSE(parse_replay_name(other)) << other;
    }
}

TEST_F(ReplayFolder, KeepsTheLastFiftyNewestFirst) {
    Replay replay;
    replay.mode = "classic";
    replay.pilots = {"Ada"};
    for (int i = 0; i < 53; ++i) ASSERT_TRUE(keep_replay(folder, replay, "classic", i, 1'700'000'000 + i));
    write("notes.txt", "mine");
    const auto all = list_replays(folder);
    ASSERT_EQ(all.size(), most_replays);
    EXPECT_EQ(all.front().score, 52);
    EXPECT_EQ(all.back().score, 3);
    EXPECT_TRUE(std::filesystem::exists(folder / "notes.txt"));
}

TEST_F(ReplayFolder, ThatCannotBeWrittenLosesNothingElse) {
    write("replays", "a file where the folder should be");
    EXPECT_FALSE(keep_replay(folder / "replays", Replay{}, "classic", 1, 1'700'000'000));
    EXPECT_TRUE(list_replays(folder / "replays").empty());
}

}  // namespace
}  // namespace game
