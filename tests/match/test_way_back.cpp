#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "game/match/token_file.h"
#include "game/match/way_back.h"
#include "tests/support/temporary_dir.h"

using game::WayBack;

namespace {

struct WayBackFile : testing::Test {
    tests::TemporaryDir dir;
    const std::filesystem::path& folder = dir.path;
    std::filesystem::path file = folder / "way_back";
};

}  // namespace

TEST_F(WayBackFile, IsOfferedForAsLongAsSeatsAreKept) {
    const WayBack way{"192.168.1.20:17430", "小林 und Bo"};
    EXPECT_EQ(game::keep_way_back(file, way, 1000), "");
    EXPECT_EQ(game::load_way_back(file, 1000), way);
    EXPECT_EQ(game::load_way_back(file, 1070), way);
    EXPECT_FALSE(game::load_way_back(file, 1071));
    EXPECT_FALSE(game::load_way_back(file, 999)) << "a clock that was put back tells nothing";
}

TEST_F(WayBackFile, IsForgottenByWhoLeaves) {
    EXPECT_EQ(game::keep_way_back(file, {"a", "b"}, 5), "");
    game::forget_way_back(file);
    EXPECT_FALSE(game::load_way_back(file, 5));
    game::forget_way_back(file);
}

TEST_F(WayBackFile, DamagedIsNone) {
    for (const char* text : {"", "x", "12", "-5 a b", "99999999999999999999999 a b"}) {
        std::ofstream(file) << text;
        EXPECT_FALSE(game::load_way_back(file, 12)) << text;
    }
    std::ofstream(file) << "12 host only the name is missing\x1b[31m";
    EXPECT_EQ(game::load_way_back(file, 12)->name.find('\x1b'), std::string::npos);
}

TEST_F(WayBackFile, AnInstallationKeepsItsNumber) {
    const std::uint64_t number = game::load_machine(folder / "seats.txt");
    EXPECT_NE(number, 0u);
    EXPECT_EQ(game::load_machine(folder / "seats.txt"), number);
    std::filesystem::create_directories(folder / "other");
    EXPECT_NE(game::load_machine(folder / "other" / "seats.txt"), number);
    std::ofstream(folder / "machine") << "no number";
    EXPECT_NE(game::load_machine(folder / "seats.txt"), 0u);
}
