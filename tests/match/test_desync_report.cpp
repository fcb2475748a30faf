// What is written when two machines of a game found that their worlds differ.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <variant>

#include "game/match/desync_report.h"
#include "game/sim/step.h"
#include "tests/match/games.h"
#include "tests/support/program.h"

namespace {

game::DesyncReport report() {
    game::DesyncReport r;
    r.tick = 320;
    r.seats = 0b0110;
    r.other = "Bo \"the\" pilot";
    r.parts_here = {1, 2, 3, 4, 5, 6, 7};
    r.parts_there = {1, 2, 3, 9, 5, 6, 7};
    return r;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

TEST(DesyncReports, NameThePartThatDiffersAndHoldTheLastInputs) {
    const program::TemporaryDir dir;
    const auto recording = games::recorded("classic", 3, 2, 700);
    const auto written = game::write_desync_report(dir / "reports", report(), recording);
    ASSERT_EQ(written.problem, "");
    EXPECT_EQ(written.file, dir / "reports" / "desync-classic-320.json");
    const std::string text = program::read_text(written.file);
    EXPECT_NE(text.find(R"({"part": "hero_shots", "here": "00000004", "there": "00000009", "differs": true})"), std::string::npos) << text;
    EXPECT_EQ(count(text, "\"differs\": true"), 1u);
    EXPECT_EQ(count(text, "\"differs\": false"), 6u);
    EXPECT_NE(text.find(R"("other_machine": "Bo \"the\" pilot")"), std::string::npos);
    EXPECT_NE(text.find(R"("other_seats": [1, 2])"), std::string::npos);
    EXPECT_NE(text.find(R"("seed": 3)"), std::string::npos);
    EXPECT_EQ(count(text, "], [0, 0]]"), 600u) << "seat 3 is absent in each of them";
    EXPECT_EQ(text.find("\n    [100,"), std::string::npos);
    EXPECT_NE(text.find("\n    [101,"), std::string::npos);
    EXPECT_NE(text.find("\n    [700,"), std::string::npos);
}

TEST(DesyncReports, HaveTheRecordingBesideThem) {
    const program::TemporaryDir dir;
    const auto recording = games::recorded("classic", 3, 2, 100);
    const auto written = game::write_desync_report(dir.path, report(), recording);
    const auto loaded = game::load_replay(dir / "desync-classic-320.wmr");
    ASSERT_NE(std::get_if<game::Replay>(&loaded), nullptr);
    EXPECT_EQ(std::get<game::Replay>(loaded).inputs, recording.inputs);
    EXPECT_NE(program::read_text(written.file).find("\"recording\": \"desync-classic-320.wmr\""), std::string::npos);
}

TEST(DesyncReports, NeverOverwriteAnEarlierOne) {
    const program::TemporaryDir dir;
    const auto recording = games::recorded("classic", 3, 2, 10);
    const auto first = game::write_desync_report(dir.path, report(), recording);
    const auto second = game::write_desync_report(dir.path, report(), recording);
    EXPECT_NE(first.file, second.file);
    EXPECT_TRUE(std::filesystem::exists(first.file));
    EXPECT_TRUE(std::filesystem::exists(second.file));
}

TEST(DesyncReports, SayThatHashesAreNotKnown) {
    const program::TemporaryDir dir;
    auto unknown = report();
    unknown.parts_there.clear();
    const auto written = game::write_desync_report(dir.path, unknown, games::recorded("classic", 3, 2, 10));
    EXPECT_EQ(count(program::read_text(written.file), "\"there\": null, \"differs\": null"), 7u);
}

TEST(DesyncReports, OfAModeThatIsAPathStayInTheirFolder) {
    const program::TemporaryDir dir;
    auto recording = games::recorded("classic", 3, 2, 10);
    recording.mode = "../../evil/../my mode.toml";
    const auto written = game::write_desync_report(dir.path, report(), recording);
    EXPECT_EQ(written.file, dir / "desync-my_mode-320.json");
}

TEST(DesyncReports, ThatCannotBeWrittenSayWhy) {
    const program::TemporaryDir dir;
    program::write_text(dir / "file", "x");
    const auto written = game::write_desync_report(dir / "file", report(), games::recorded("classic", 3, 2, 10));
    EXPECT_NE(written.problem.find("cannot"), std::string::npos) << written.problem;
}

}  // namespace
