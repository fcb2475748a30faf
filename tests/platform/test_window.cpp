// The window: on a real X server, and where there is none.
#include "engine/platform/window.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "engine/core/error.h"
#include "engine/platform/canvas.h"
#include "engine/platform/devices.h"
#include "tests/platform/tiny_art.h"
#include "tests/platform/virtual_screen.h"

namespace {

using engine::Window;

TEST(Window, WithoutADisplayIsASentenceAndExitCodeThree) {
    unsetenv("SDL_VIDEODRIVER");
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("XDG_RUNTIME_DIR");  // Wayland looks there by itself
    try {
        const Window window({});
        FAIL() << "a window was opened on nothing";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::NoDisplay);
        EXPECT_NE(std::string(error.what()).find("display"), std::string::npos) << error.what();
    }
}

TEST(Window, OnADisplayThatIsNotThereIsNoDisplay) {
    unsetenv("SDL_VIDEODRIVER");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("XDG_RUNTIME_DIR");
    setenv("DISPLAY", ":4711", 1);
    try {
        const Window window({});
        FAIL() << "a window was opened on nothing";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::NoDisplay);
    }
}

TEST(Window, IsInvisibleForThoseWhoAskForIt) {
    tiny::use_dummy_drivers();
    Window window({"test", 480, 700, false, false, {}});
    EXPECT_EQ(window.width(), 480);
    EXPECT_EQ(window.height(), 700);
    EXPECT_FALSE(window.is_accelerated());
}

TEST(Window, CanBeOpenedAgain) {
    tiny::use_dummy_drivers();
    for (int i = 0; i < 3; ++i) {
        const Window window({"test", 480, 700, false, false, {}});
        EXPECT_NE(window.renderer(), nullptr);
    }
}

TEST(Window, DoesWithoutAnIconThatIsNotThere) {
    tiny::use_dummy_drivers();
    const tiny::Folder folder;
    tiny::write(folder.path / "icon.png", "no picture");
    const Window window({"test", 480, 700, false, false, folder.path / "icon.png"});
    EXPECT_NE(window.handle(), nullptr);
}

TEST(Captures, ThatCannotBeWrittenLeaveNothingBehind) {
    tiny::use_dummy_drivers();
    const tiny::Folder folder;
    Window window({"test", 320, 320, false, false, {}});
    EXPECT_FALSE(window.capture(folder.path / "no such folder" / "a.png"));
    std::filesystem::create_directory(folder.path / "taken.png");
    tiny::write(folder.path / "taken.png" / "file", "");
    EXPECT_FALSE(window.capture(folder.path / "taken.png"));
    EXPECT_FALSE(std::filesystem::exists(folder.path / "taken.png.new"));
    EXPECT_TRUE(window.capture(folder.path / "a.png"));
}

#if !defined(__SANITIZE_ADDRESS__)  // X and Mesa keep memory for themselves

class OnScreen : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(screen.works()) << "Xvfb did not start";
        unsetenv("SDL_VIDEODRIVER");
        unsetenv("WAYLAND_DISPLAY");
        setenv("DISPLAY", screen.display().c_str(), 1);
        setenv("SDL_AUDIODRIVER", "dummy", 1);
        tiny::write_art(folder.path);
        window.emplace(engine::WindowSetup{"A test of Wingmate", 480, 700, false, true, {}});
        canvas.emplace(*window, folder.path);
        devices.emplace(*window);
    }
    void picture() {
        canvas->begin({255, 255, 255, 255});
        canvas->set_view({1, 0, 0});
        canvas->fill({0, 0, 200, 200}, {0, 0, 255, 255});
    }
    // Draws pictures until the condition holds; false after five seconds.
    bool until(const std::function<bool(const engine::DeviceEvent&)>& seen) {
        const std::uint64_t end = engine::now_us() + 5'000'000;
        while (engine::now_us() < end) {
            for (const engine::DeviceEvent& event : devices->poll())
                if (seen(event)) return true;
            picture();
            canvas->end();
        }
        return false;
    }

    tiny::VirtualScreen screen{1024, 768};
    tiny::Folder folder;
    std::optional<Window> window;
    std::optional<engine::Canvas> canvas;
    std::optional<engine::Devices> devices;
};

TEST_F(OnScreen, RealKeysArrive) {
    const std::string id = screen.xdotool("search --sync --onlyvisible --name 'A test of Wingmate'");
    ASSERT_FALSE(id.empty());
    screen.xdotool("windowfocus --sync " + id);
    devices->poll();
    screen.xdotool("keydown Left");
    const engine::Key left = engine::key_from_name("Left");
    EXPECT_TRUE(until([&](const auto& event) { return event.kind == engine::DeviceEvent::Kind::KeyDown && event.key == left; }));
    EXPECT_TRUE(devices->is_down(left));
    screen.xdotool("keyup Left");
    EXPECT_TRUE(until([&](const auto& event) { return event.kind == engine::DeviceEvent::Kind::KeyUp && event.key == left; }));
    EXPECT_FALSE(devices->is_down(left));
}

TEST_F(OnScreen, ResizingIsToldAndDrawnTo) {
    picture();
    canvas->end();
    const std::string id = screen.xdotool("search --sync --onlyvisible --name 'A test of Wingmate'");
    screen.xdotool("windowsize " + id.substr(0, id.find('\n')) + " 640 600");
    EXPECT_TRUE(until([](const auto& event) { return event.kind == engine::DeviceEvent::Kind::Resized; }));
    picture();
    EXPECT_TRUE(canvas->capture(folder.path / "p.png"));
    const std::optional<engine::Picture> p = engine::load_picture(folder.path / "p.png");
    ASSERT_TRUE(p.has_value());
    EXPECT_EQ(p->w, 640);
    EXPECT_EQ(p->h, 600);
    EXPECT_EQ(tiny::at(*p, 100, 100), tiny::blue);
    EXPECT_EQ(tiny::at(*p, 630, 590), tiny::white);
}

TEST_F(OnScreen, FullScreenAndBack) {
    EXPECT_FALSE(window->fullscreen());
    window->set_fullscreen(true);
    EXPECT_TRUE(window->fullscreen());
    const std::uint64_t end = engine::now_us() + 5'000'000;
    while (window->width() != 1024 && engine::now_us() < end) {
        devices->poll();
        picture();
        canvas->end();
    }
    EXPECT_EQ(window->width(), 1024);
    EXPECT_EQ(window->height(), 768);
    window->set_fullscreen(false);
    EXPECT_FALSE(window->fullscreen());
}

TEST_F(OnScreen, DrawsByItselfWhereThereIsNoGpu) {
    if (std::filesystem::exists("/dev/dri")) return;  // there may be one
    EXPECT_FALSE(window->is_accelerated());
}

#endif

}  // namespace
