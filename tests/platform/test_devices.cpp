// Keys, text and pads, from the events that SDL has for them.
#include "engine/platform/devices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/platform/pads.h"
#include "engine/platform/window.h"
#include "tests/platform/tiny_art.h"

namespace {

using engine::DeviceEvent;
using engine::Devices;
using engine::PadButton;
using Kind = engine::DeviceEvent::Kind;

const engine::Key left = engine::key_from_name("Left"), space = engine::key_from_name("Space");

class Input : public testing::Test {
  protected:
    void SetUp() override {
        tiny::use_dummy_drivers();
        window.emplace(engine::WindowSetup{"test", 400, 300, false, false, {}});
        devices.emplace(*window);
        devices->poll();
    }
    static void key(engine::Key code, bool down, bool repeat = false) {
        SDL_Event event{};
        event.type = down ? SDL_KEYDOWN : SDL_KEYUP;
        event.key.keysym.scancode = static_cast<SDL_Scancode>(code);
        event.key.repeat = repeat;
        SDL_PushEvent(&event);
    }
    static void window_event(SDL_WindowEventID id) {
        SDL_Event event{};
        event.type = SDL_WINDOWEVENT;
        event.window.event = static_cast<Uint8>(id);
        SDL_PushEvent(&event);
    }
    static void compose(const char* text) {
        SDL_Event event{};
        event.type = SDL_TEXTEDITING;
        SDL_strlcpy(event.edit.text, text, sizeof event.edit.text);
        SDL_PushEvent(&event);
    }
    std::vector<DeviceEvent> polled(Kind kind) {
        std::vector<DeviceEvent> found;
        for (const DeviceEvent& event : devices->poll())
            if (event.kind == kind) found.push_back(event);
        return found;
    }

    std::optional<engine::Window> window;
    std::optional<Devices> devices;
};

TEST(Keys, HaveNamesBothWays) {
    for (const std::string name : {"Left", "W", "Space", "Return", "Left Ctrl", "F11", "Keypad 0"}) {
        const engine::Key key = engine::key_from_name(name);
        EXPECT_NE(key, 0) << name;
        EXPECT_EQ(engine::key_name(key), name);
    }
    EXPECT_EQ(engine::key_from_name("no such key"), 0);
    EXPECT_EQ(engine::key_name(0), "");
    EXPECT_EQ(engine::key_name(-5), "");
    EXPECT_EQ(engine::key_name(1 << 20), "");
}

TEST_F(Input, KeysAreDownUntilTheyComeUp) {
    key(left, true);
    EXPECT_EQ(polled(Kind::KeyDown).size(), 1U);
    EXPECT_TRUE(devices->is_down(left));
    EXPECT_FALSE(devices->is_down(space));
    key(left, false);
    EXPECT_EQ(polled(Kind::KeyUp).size(), 1U);
    EXPECT_FALSE(devices->is_down(left));
    EXPECT_FALSE(devices->is_down(-1));
    EXPECT_FALSE(devices->was_tapped(1 << 20));
}

TEST_F(Input, ATapBetweenTwoTicksCountsInTheNext) {
    key(space, true);
    key(space, false);
    devices->poll();
    EXPECT_FALSE(devices->is_down(space));
    EXPECT_TRUE(devices->was_tapped(space));
    devices->poll();
    EXPECT_TRUE(devices->was_tapped(space));  // however often one looks
    devices->take_taps();
    EXPECT_FALSE(devices->was_tapped(space));
}

TEST_F(Input, RepeatsAreNoTaps) {
    key(space, true);
    devices->poll();
    devices->take_taps();
    key(space, true, true);
    const auto downs = polled(Kind::KeyDown);
    ASSERT_EQ(downs.size(), 1U);
    EXPECT_TRUE(downs[0].is_repeat);
    key(space, false);
    devices->poll();
    EXPECT_FALSE(devices->was_tapped(space));
}

TEST_F(Input, LosingTheFocusLetsAllKeysGo) {
    key(space, true);
    devices->poll();
    window_event(SDL_WINDOWEVENT_FOCUS_LOST);
    const auto& events = devices->poll();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, Kind::KeyUp);
    EXPECT_EQ(events[0].key, space);
    EXPECT_EQ(events[1].kind, Kind::FocusLost);
    EXPECT_FALSE(devices->is_down(space));
}

TEST_F(Input, TextIsOffUntilAskedFor) {
    EXPECT_FALSE(SDL_IsTextInputActive());
    devices->text_input(true, 10, 10, 100, 20);
    EXPECT_TRUE(SDL_IsTextInputActive());
    devices->text_input(false);
    EXPECT_FALSE(SDL_IsTextInputActive());
}

TEST_F(Input, KeysBelongToAnOpenComposition) {
    compose("ni");
    key(engine::key_from_name("Return"), true);
    EXPECT_TRUE(polled(Kind::KeyDown).empty());
    SDL_Event event{};
    event.type = SDL_TEXTINPUT;
    SDL_strlcpy(event.text.text, "你", sizeof event.text.text);
    SDL_PushEvent(&event);
    key(engine::key_from_name("Return"), true);
    const auto& events = devices->poll();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, Kind::Text);
    EXPECT_EQ(events[0].text, "你");
    EXPECT_EQ(events[1].kind, Kind::KeyDown);
}

TEST_F(Input, MouseAndWindowAreTold) {
    SDL_Event event{};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = 30;
    event.button.y = 40;
    SDL_PushEvent(&event);
    const auto clicks = polled(Kind::MouseDown);
    ASSERT_EQ(clicks.size(), 1U);
    EXPECT_EQ(clicks[0].x, 30);
    EXPECT_EQ(clicks[0].y, 40);
    window->set_size(500, 400);
    EXPECT_EQ(polled(Kind::Resized).size(), 1U);
    event = {};
    event.type = SDL_QUIT;
    SDL_PushEvent(&event);
    EXPECT_EQ(polled(Kind::Quit).size(), 1U);
}

TEST(Sticks, AreRoundWithADeadZone) {
    float x = 1, y = 1;
    engine::round_stick(5000, -5000, x, y);
    EXPECT_EQ(x, 0);
    EXPECT_EQ(y, 0);
    engine::round_stick(32767, 0, x, y);
    EXPECT_FLOAT_EQ(x, 1);
    EXPECT_FLOAT_EQ(y, 0);
    engine::round_stick(-32768, -32768, x, y);
    EXPECT_NEAR(std::hypot(x, y), 1, 0.001);
    EXPECT_FLOAT_EQ(x, y);
    engine::round_stick(0, 19660, x, y);  // 60 % of its way
    EXPECT_NEAR(y, 0.5, 0.01);
}

// A pad that SDL makes up, plugged in and pulled out while the game runs.
class PluggedIn {
  public:
    PluggedIn() {
        SDL_VirtualJoystickDesc desc{};
        desc.version = SDL_VIRTUAL_JOYSTICK_DESC_VERSION;
        desc.type = SDL_JOYSTICK_TYPE_GAMECONTROLLER;
        desc.naxes = SDL_CONTROLLER_AXIS_MAX;
        desc.nbuttons = SDL_CONTROLLER_BUTTON_MAX;
        desc.vendor_id = 0x1234;
        desc.product_id = 0x5678;
        desc.name = "Test Pad";
        index_ = SDL_JoystickAttachVirtualEx(&desc);
        joystick_ = SDL_JoystickOpen(index_);
    }
    ~PluggedIn() { pull(); }
    PluggedIn(const PluggedIn&) = delete;
    PluggedIn& operator=(const PluggedIn&) = delete;
    bool works() const { return index_ >= 0 && joystick_; }
    void press(int button, bool down) { SDL_JoystickSetVirtualButton(joystick_, button, down ? 1 : 0); }
    void push(int axis, int to) { SDL_JoystickSetVirtualAxis(joystick_, axis, static_cast<Sint16>(to)); }
    void pull() {
        if (!joystick_) return;
        SDL_JoystickClose(joystick_);
        SDL_JoystickDetachVirtual(index_);
        joystick_ = nullptr;
    }

  private:
    int index_ = -1;
    SDL_Joystick* joystick_ = nullptr;
};

TEST_F(Input, PadsComeAndGoWhileTheGameRuns) {
    EXPECT_TRUE(devices->pads().empty());
    PluggedIn pad;
    ASSERT_TRUE(pad.works()) << SDL_GetError();
    const auto added = polled(Kind::PadAdded);
    ASSERT_EQ(added.size(), 1U);
    ASSERT_EQ(devices->pads().size(), 1U);
    EXPECT_EQ(devices->pads()[0].id, added[0].pad);
    EXPECT_FALSE(devices->pads()[0].name.empty());

    pad.press(SDL_CONTROLLER_BUTTON_A, true);
    const auto downs = polled(Kind::PadDown);
    ASSERT_EQ(downs.size(), 1U);
    EXPECT_EQ(downs[0].button, PadButton::A);
    EXPECT_TRUE(devices->pads()[0].down[static_cast<std::size_t>(PadButton::A)]);
    pad.press(SDL_CONTROLLER_BUTTON_A, false);
    devices->poll();
    EXPECT_FALSE(devices->pads()[0].down[static_cast<std::size_t>(PadButton::A)]);
    EXPECT_TRUE(devices->pads()[0].tapped[static_cast<std::size_t>(PadButton::A)]);
    devices->take_taps();
    EXPECT_FALSE(devices->pads()[0].tapped[static_cast<std::size_t>(PadButton::A)]);

    pad.pull();
    EXPECT_EQ(polled(Kind::PadRemoved).size(), 1U);
    EXPECT_TRUE(devices->pads().empty());
}

TEST_F(Input, AStickPushedFarWorksInMenusOnceAPush) {
    PluggedIn pad;
    ASSERT_TRUE(pad.works()) << SDL_GetError();
    devices->poll();
    pad.push(SDL_CONTROLLER_AXIS_LEFTY, 32767);
    auto downs = polled(Kind::PadDown);
    ASSERT_EQ(downs.size(), 1U);
    EXPECT_EQ(downs[0].button, PadButton::Down);
    EXPECT_NEAR(devices->pads()[0].y, 1, 0.01);
    EXPECT_FALSE(devices->pads()[0].down[static_cast<std::size_t>(PadButton::Down)]);
    pad.push(SDL_CONTROLLER_AXIS_LEFTY, 30000);  // trembles
    EXPECT_TRUE(polled(Kind::PadDown).empty());
    pad.push(SDL_CONTROLLER_AXIS_LEFTY, 0);
    EXPECT_TRUE(polled(Kind::PadDown).empty());
    pad.push(SDL_CONTROLLER_AXIS_LEFTY, -32768);
    downs = polled(Kind::PadDown);
    ASSERT_EQ(downs.size(), 1U);
    EXPECT_EQ(downs[0].button, PadButton::Up);
}

TEST_F(Input, PadTablesAreReadWhereThereAreAny) {
    devices.reset();
    const tiny::Folder folder;
    tiny::write(folder.path / "broken.txt", "no mapping\n,,,\n");
    tiny::write(folder.path / "pads.txt", "ff00420000000000000000000000cafe,Odd Pad,a:b7,b:b6,platform:Linux,\n");
    devices.emplace(*window,
                    std::vector<std::filesystem::path>{folder.path / "none.txt", folder.path / "broken.txt", folder.path / "pads.txt"});
    const SDL_JoystickGUID guid = SDL_JoystickGetGUIDFromString("ff00420000000000000000000000cafe");
    char* mapping = SDL_GameControllerMappingForGUID(guid);
    ASSERT_NE(mapping, nullptr);
    EXPECT_NE(std::string(mapping).find("a:b7"), std::string::npos);
    SDL_free(mapping);
}

}  // namespace
