// The window and its renderer. Software rendering where there is no GPU, so that 480x700 holds 60 pictures a second everywhere.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct SDL_Renderer;
struct SDL_Window;

namespace engine {

struct WindowSetup {
    std::string title = "Wingmate";
    int width = 1280, height = 800;  // of the window, when not full screen
    bool fullscreen = false;
    bool vsync = true;
    std::filesystem::path icon;  // a PNG, or empty
};

// Owns SDL's video part. One at a time.
class Window {
  public:
    // Throws Error (NoDisplay) with a sentence when there is no display.
    explicit Window(const WindowSetup& setup);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    int width() const;  // px of the drawing surface, now
    int height() const;
    bool fullscreen() const;
    void set_fullscreen(bool on);
    void set_size(int width, int height);
    // Off while planes fly (the default), on in menus and pauses.
    void allow_screensaver(bool allowed);
    // Shows the picture. Waits for the display where vsync is on; never longer than about a frame.
    void present();
    // Writes the picture drawn so far as PNG (before present). False with a log line when that fails.
    bool capture(const std::filesystem::path& file);
    // For pasting elsewhere. False where there is no clipboard.
    bool copy_text(const std::string& text);
    bool is_accelerated() const;
    SDL_Renderer* renderer() const;
    SDL_Window* handle() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Monotonic clock for the loop, microseconds.
std::uint64_t now_us();
void sleep_us(std::uint64_t us);

}  // namespace engine
