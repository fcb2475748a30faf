// Languages: every key in each, the same slots, and gaps that stop nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "engine/core/error.h"
#include "game/view/texts.h"
#include "tests/support/temporary_dir.h"

namespace game {
namespace {

const std::filesystem::path folder = std::filesystem::path(WINGMATE_SOURCE_DIR) / "assets" / "text";

TEST(Texts, EveryLanguageHasTheSameKeysAndSlots) {
    const auto english = load_texts(folder / "en.toml");
    ASSERT_GT(english.size(), 80U);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".toml") continue;
        const auto other = load_texts(entry.path());
        for (const auto& [key, text] : english) {
            const auto found = other.find(key);
            ASSERT_NE(found, other.end()) << entry.path().filename() << " lacks " << key;
            EXPECT_FALSE(found->second.empty()) << entry.path().filename() << ": " << key;
            auto a = placeholders(text);
            auto b = placeholders(found->second);
            std::sort(a.begin(), a.end());
            std::sort(b.begin(), b.end());
            EXPECT_EQ(a, b) << entry.path().filename() << ": " << key;
        }
        for (const auto& [key, text] : other) EXPECT_EQ(english.count(key), 1U) << entry.path().filename() << " has " << key << " too much";
    }
}

// Every text("key") in the sources is there; a mistyped key would be seen by players only.
TEST(Texts, EveryKeyThatTheSourcesAskForIsThere) {
    const auto english = load_texts(folder / "en.toml");
    const std::regex asked(R"re((?:text\(|texts\(\)\.fill\(|texts\[|texts\.fill\(|\? |: )"([a-z]+_[a-z_]+)")re");
    int seen = 0;
    for (const char* room : {"game/app", "game/view"}) {
        for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(WINGMATE_SOURCE_DIR) / room)) {
            if (entry.path().extension() != ".cpp") continue;
            std::ifstream in(entry.path());
            const std::string source{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
            for (std::sregex_iterator match(source.begin(), source.end(), asked), end; match != end; ++match) {
                const std::string key = (*match)[1];
                // Sounds have such names too.
                if (std::filesystem::exists(std::filesystem::path(WINGMATE_SOURCE_DIR) / "assets" / "sound" / (key + ".csd"))) continue;
                // The first part of several keys: at least one of them is there.
                const auto first = english.lower_bound(key);
                const bool is_there =
                    key.back() == '_' ? first != english.end() && first->first.rfind(key, 0) == 0 : english.count(key) == 1;
                EXPECT_TRUE(is_there) << entry.path().filename() << " asks for " << key;
                ++seen;
            }
        }
    }
    EXPECT_GT(seen, 60);
}

TEST(Texts, SlotsAreFilledOnceAndNotFromValues) {
    const Texts texts(folder, "en");
    EXPECT_EQ(texts.fill("setup_pilot", {{"number", "2"}}), "Pilot 2");
    EXPECT_EQ(texts.fill("setup_pilot", {{"number", "{number}"}}), "Pilot {number}");
    EXPECT_EQ(texts.fill("keys_conflict", {{"action", "{number}"}, {"number", "2"}}).find("{number}"), std::string::npos);
}

TEST(Texts, AGapShowsItsKey) {
    const Texts texts(folder, "zh_CN");
    EXPECT_EQ(texts["there_is_no_such_key"], "there_is_no_such_key");
    EXPECT_NE(texts["menu_play"], "Play");
}

TEST(Texts, ABrokenFileIsAnErrorWithItsLine) {
    const tests::TemporaryDir dir;
    const auto file = dir.path / "broken.toml";
    std::ofstream(file) << "good = \"a\"\nbad = 3\n";
    try {
        load_texts(file);
        ADD_FAILURE() << "a number was taken for a text";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::BadData);
        EXPECT_NE(std::string(error.what()).find(":2:"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace game
