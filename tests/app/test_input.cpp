// From keys and pads to a seat's bits, and from presses to what menus hear.
#include <gtest/gtest.h>

#include <set>

#include "engine/core/error.h"
#include "game/app/controls.h"
#include "game/app/input_map.h"
#include "game/app/menu.h"
#include "game/app/options.h"

namespace game {
namespace {

using engine::Button;
using engine::DeviceEvent;
using engine::PadButton;

engine::SeatInput flown(std::uint16_t bits) { return {bits, engine::SeatState::Flown}; }

DeviceEvent key_event(DeviceEvent::Kind kind, const char* name, bool is_repeat = false) {
    DeviceEvent event;
    event.kind = kind;
    event.key = engine::key_from_name(name);
    event.is_repeat = is_repeat;
    return event;
}

std::uint16_t held(const Settings& settings, int pilot, std::set<std::string> keys) {
    return key_bits(settings.pilots[static_cast<std::size_t>(pilot)],
                    [&](engine::Key key) { return keys.count(engine::key_name(key)) > 0; });
}

TEST(Keys, GiveFullSpeedAndTheirButtons) {
    const Settings settings;
    const auto right = flown(held(settings, 0, {"Right"}));
    EXPECT_EQ(right.dx(), 7);
    EXPECT_EQ(right.dy(), 0);
    EXPECT_TRUE(right.has(Button::Right));
    const auto up_left = flown(held(settings, 1, {"W", "A"}));
    EXPECT_EQ(up_left.dx(), -7);
    EXPECT_EQ(up_left.dy(), -7);
    EXPECT_TRUE(flown(held(settings, 0, {"Space"})).has(Button::Bomb));
    EXPECT_EQ(held(settings, 0, {"W", "Left Shift"}), 0) << "the other pilot's keys";
}

TEST(Keys, OppositeOnesCancel) {
    const Settings settings;
    const auto both = flown(held(settings, 0, {"Left", "Right"}));
    EXPECT_EQ(both.dx(), 0);
    EXPECT_TRUE(both.has(Button::Left) && both.has(Button::Right)) << "rules of First Flight ask for the buttons";
}

TEST(Pads, GiveAnythingBetween) {
    engine::PadState pad;
    const PilotKeys pilot = Settings().pilots[0];
    pad.x = 0.43F;
    auto input = flown(pad_bits(pad, pilot));
    EXPECT_EQ(input.dx(), 3);
    EXPECT_FALSE(input.has(Button::Right)) << "less than half is no button";
    pad.x = -1.5F;
    input = flown(pad_bits(pad, pilot));
    EXPECT_EQ(input.dx(), -7);
    EXPECT_TRUE(input.has(Button::Left));
    pad.x = 0;
    pad.down[static_cast<std::size_t>(PadButton::Down)] = true;
    pad.tapped[static_cast<std::size_t>(PadButton::A)] = true;
    input = flown(pad_bits(pad, pilot));
    EXPECT_EQ(input.dy(), 7);
    EXPECT_TRUE(input.has(Button::Bomb)) << "a tap between two ticks counts";
}

TEST(Seats, OnePilotWithKeysHasBothSets) {
    const auto alone = seat_controls({"keys", "bot:ace"});
    EXPECT_TRUE(alone[0].both_sets);
    EXPECT_NE(alone[1].bot, nullptr);
    const auto two = seat_controls({"keys", "keys"});
    EXPECT_FALSE(two[0].both_sets);
    EXPECT_EQ(two[0].keys, 0);
    EXPECT_EQ(two[1].keys, 1);
}

TEST(Seats, PadsCountUp) {
    const auto pads = seat_controls({"pad", "pad", "pad4"});
    EXPECT_EQ(pads[0].pad, 0);
    EXPECT_EQ(pads[1].pad, 1);
    EXPECT_EQ(pads[2].pad, 3);
}

TEST(Seats, UnknownOnesAreAUsageErrorThatNamesTheKnown) {
    for (const std::string seat : {"key", "pad9", "bot:nobody", "bot:", "", "keyskeys"}) {
        try {
            seat_controls({seat});
            ADD_FAILURE() << seat << " was taken";
        } catch (const engine::Error& error) {
            EXPECT_EQ(error.code(), engine::ExitCode::Usage);
            EXPECT_NE(std::string(error.what()).find("ace"), std::string::npos) << error.what();
        }
    }
    EXPECT_THROW(seat_controls({"keys", "keys", "keys"}), engine::Error);
}

TEST(Menus, ANewSceneIsDeafToWhatIsHeldAlready) {
    InputMap map;
    const auto space = engine::key_from_name("Space");
    EXPECT_TRUE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Space"), false));
    map.scene_changed({space}, {});
    EXPECT_FALSE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Space", true), false)) << "the repeat of a held key";
    EXPECT_FALSE(map.translate(key_event(DeviceEvent::Kind::KeyUp, "Space"), false));
    const auto fresh = map.translate(key_event(DeviceEvent::Kind::KeyDown, "Space"), false);
    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->kind, UiEvent::Kind::Accept);
}

TEST(Menus, AHeldArrowThatWasHeldBeforeMovesNothing) {
    InputMap map;
    map.scene_changed({engine::key_from_name("Down")}, {});
    EXPECT_FALSE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Down", true), false));
    map.translate(key_event(DeviceEvent::Kind::KeyUp, "Down"), false);
    EXPECT_TRUE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Down"), false));
    EXPECT_TRUE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Down", true), false)) << "a list scrolls while the key is held";
}

TEST(Menus, AcceptNeverRepeats) {
    InputMap map;
    EXPECT_TRUE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Return"), false));
    EXPECT_FALSE(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Return", true), false));
}

TEST(Menus, LettersAreLettersInAField) {
    InputMap map;
    EXPECT_EQ(map.translate(key_event(DeviceEvent::Kind::KeyDown, "P"), false)->kind, UiEvent::Kind::Pause);
    EXPECT_EQ(map.translate(key_event(DeviceEvent::Kind::KeyDown, "P"), true)->kind, UiEvent::Kind::Key);
    EXPECT_EQ(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Space"), true)->kind, UiEvent::Kind::Key);
    EXPECT_EQ(map.translate(key_event(DeviceEvent::Kind::KeyDown, "Return"), true)->kind, UiEvent::Kind::Accept);
}

TEST(Fields, CountCodePointsNotBytes) {
    EXPECT_EQ(code_points("小林a"), 3U);
    EXPECT_EQ(first_code_points("小林abc", 3), "小林a");
    EXPECT_EQ(first_code_points("ab", 3), "ab");
    std::string text = "a小";
    erase_last_code_point(text);
    EXPECT_EQ(text, "a");
    erase_last_code_point(text);
    erase_last_code_point(text);
    EXPECT_EQ(text, "");
}

std::variant<Options, int> parsed(std::vector<const char*> words) {
    words.insert(words.begin(), "wingmate");
    return parse_options(static_cast<int>(words.size()), words.data());
}

TEST(CommandLine, TakesWhatIsPromised) {
    const auto play = parsed({"play",      "--mode", "classic",         "--seats", "keys,bot:ace",       "--seed", "7",       "--windowed",
                              "480x700",   "--mute", "--language",      "zh_CN",   "--quit-after-ticks", "60",     "--stats", "s.json",
                              "--capture", "c",      "--capture-every", "3",       "--config",           "d"});
    ASSERT_TRUE(std::holds_alternative<Options>(play));
    const auto& options = std::get<Options>(play);
    EXPECT_EQ(options.command, Options::Command::Play);
    EXPECT_EQ(options.seats, (std::vector<std::string>{"keys", "bot:ace"}));
    EXPECT_EQ(options.seed, 7U);
    EXPECT_EQ(options.width, 480);
    EXPECT_EQ(options.height, 700);
    EXPECT_EQ(options.quit_after_ticks, 60U);
    EXPECT_EQ(options.capture_every, 3U);
    const auto host = parsed({"host", "--name", "Ada's desk", "--port", "5000", "--link-delay", "40", "--link-loss", "2.5"});
    ASSERT_TRUE(std::holds_alternative<Options>(host));
    EXPECT_EQ(std::get<Options>(host).port, 5000);
    EXPECT_EQ(std::get<Options>(host).trouble.delay_ms, 40U);
    const auto join = parsed({"join", "127.0.0.1:5000"});
    ASSERT_TRUE(std::holds_alternative<Options>(join));
    EXPECT_EQ(std::get<Options>(join).address, "127.0.0.1:5000");
    ASSERT_TRUE(std::holds_alternative<Options>(parsed({"replay", "a.wingmate"})));
    EXPECT_EQ(std::get<Options>(parsed({})).command, Options::Command::Title);
}

TEST(CommandLine, AMistakeIsExitCodeTwo) {
    for (const auto& words : std::vector<std::vector<const char*>>{{"--no-such-option"},
                                                                   {"fly"},
                                                                   {"--windowed", "big"},
                                                                   {"--windowed", "10x10"},
                                                                   {"--language", "tlh"},
                                                                   {"play", "--seed", "many"},
                                                                   {"--capture-every", "0"},
                                                                   {"host", "--port", "70000"},
                                                                   {"--link-loss", "101"},
                                                                   {"replay"},
                                                                   {"--fullscreen", "--windowed", "640x480"}}) {
        const auto result = parsed(words);
        ASSERT_TRUE(std::holds_alternative<int>(result)) << words.front();
        EXPECT_EQ(std::get<int>(result), 2) << words.front();
    }
}

TEST(CommandLine, HelpIsNoMistake) {
    EXPECT_EQ(std::get<int>(parsed({"--help"})), 0);
    EXPECT_EQ(std::get<int>(parsed({"--version"})), 0);
    EXPECT_EQ(std::get<int>(parsed({"host", "--help"})), 0);
}

TEST(Layouts, AreWideOrPortraitByShape) {
    EXPECT_TRUE(layout_of(1280, 800).is_wide);
    EXPECT_FLOAT_EQ(layout_of(1280, 800).view.scale, 1);
    EXPECT_TRUE(layout_of(1920, 1080).is_wide);
    EXPECT_FLOAT_EQ(layout_of(1920, 1080).view.scale, 1.25F) << "in eighths, so that pictures stay crisp";
    EXPECT_FALSE(layout_of(480, 700).is_wide);
    EXPECT_FLOAT_EQ(layout_of(480, 700).view.scale, 1);
    EXPECT_FALSE(layout_of(1200, 1000).is_wide);
}

TEST(Layouts, TheGridIsAlwaysVisible) {
    for (const auto& [w, h] : {std::pair{320, 240}, {1280, 800}, {3840, 2160}, {240, 1000}, {1000, 799}, {1000, 801}, {1, 1}}) {
        const auto layout = layout_of(w, h);
        if (w < 240 || h < 240) continue;  // smaller than any window of ours
        const float grid_w = layout.is_wide ? 1280 : 480;
        const float grid_h = layout.is_wide ? 800 : 700;
        EXPECT_LE(layout.visible.x, 0.5F) << w << "x" << h;
        EXPECT_LE(layout.visible.y, 1.5F) << w << "x" << h;
        EXPECT_GE(layout.visible.x + layout.visible.w, grid_w - 1) << w << "x" << h;
        EXPECT_GE(layout.visible.y + layout.visible.h, grid_h - 1) << w << "x" << h;
    }
}

}  // namespace
}  // namespace game
