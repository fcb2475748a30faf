// What people are told of a network game: the texts on the screen are those that programs without one print, in every language's own words.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "game/app/tell_notice.h"
#include "game/match/self_test.h"

namespace game {
namespace {

using Kind = Notice::Kind;

const std::filesystem::path folder = std::filesystem::path(WINGMATE_SOURCE_DIR) / "assets" / "text";

TEST(Notices, HaveEachATextThatSaysTheSameWithAndWithoutAScreen) {
    const auto texts = load_texts(folder / "en.toml");
    std::set<std::string_view> keys;
    for (const NoticeText& each : notice_texts()) {
        EXPECT_TRUE(keys.insert(each.key).second) << each.key << " stands for two notices";
        const auto found = texts.find(each.key);
        ASSERT_NE(found, texts.end()) << each.key;
        EXPECT_EQ(found->second, each.english);
    }
    EXPECT_GT(keys.size(), 35U);
    const auto has_notice = [&](std::string_view key) { return keys.count(key) == 1 || key == "notice_the_host"; };
    for (const auto& [key, text] : texts) {
        if (key.rfind("notice_", 0) == 0 && key != "notice_and" && key != "notice_comma") {
            EXPECT_TRUE(has_notice(key)) << key;
        }
    }
}

TEST(SelfTestFindings, HaveEachATextThatSaysTheSameWithAndWithoutAScreen) {
    const auto texts = load_texts(folder / "en.toml"), chinese = load_texts(folder / "zh_CN.toml");
    std::set<std::string_view> keys;
    for (int kind = 0; kind < finding_kinds; ++kind) {
        const FindingText each = text_of(static_cast<Finding::Kind>(kind));
        EXPECT_TRUE(keys.insert(each.key).second) << each.key << " stands for two findings";
        ASSERT_TRUE(texts.count(each.key) == 1 && chinese.count(each.key) == 1) << each.key;
        EXPECT_EQ(texts.find(each.key)->second, each.english);
        for (const char* field : {"{network}", "{address}", "{text}", "{port}", "{search_port}"})
            EXPECT_EQ(each.english.find(field) == std::string_view::npos, chinese.find(each.key)->second.find(field) == std::string::npos)
                << each.key << " " << field;
    }
    const Finding finding{Finding::Kind::GameBlocked, "wlan0", "192.168.1.5", ""};
    EXPECT_EQ(english(finding, 17430, 17431),
              "The packet filter (firewall) drops what comes by wlan0 to the game's port: allow UDP port 17430 to come in.");
}

TEST(Notices, NameEverybodyInTheReadersOwnWords) {
    const Texts chinese(folder, "zh_CN");
    const Notice lost{Kind::LeftLost, {"Ann", "Bo", "李雷"}};
    EXPECT_EQ(english(lost), "Ann, Bo and 李雷 left: connection lost");
    EXPECT_EQ(tell(Texts(folder, "en"), lost), english(lost));
    EXPECT_EQ(tell(chinese, lost), "Ann、Bo和李雷离开：连接断了");
    EXPECT_EQ(tell(chinese, Notice{Kind::LeftLost}), "主机离开：连接断了");
}

// A pilot's name or a host's sentence may look like a slot.
TEST(Notices, FillSlotsOnlyOnce) {
    const Notice named{Kind::LeftBecause, {"{text}"}, "{who}"};
    EXPECT_EQ(english(named), "{text} left: {who}");
}

TEST(Notices, OfARefusalAreTheHostsOwnSentenceWhereNoTranslationIs) {
    Notice refused{Kind::Refused, {}, "The game is full: all 2 seats are taken."};
    EXPECT_EQ(english(refused), "The game is full: all 2 seats are taken.");
    EXPECT_EQ(tell(Texts(folder, "en"), refused), "The host refuses: The game is full: all 2 seats are taken.");
    refused.refusal = net::Refusal::Full;
    EXPECT_EQ(tell(Texts(folder, "zh_CN"), refused), "人满了：所有座位都有人。");
}

}  // namespace
}  // namespace game
