#include "engine/platform/window.h"

#include <SDL_image.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <thread>

#include "engine/core/check.h"
#include "engine/core/error.h"
#include "engine/core/log.h"
#include "engine/platform/sdl.h"

namespace engine {
namespace {

constexpr int smallest_width = 240, smallest_height = 320;  // below this nothing can be read
bool window_exists = false;

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

// SDL turns to an invisible driver when there is no display: right only for those who asked for it.
void check_driver() {
    const char* current = SDL_GetCurrentVideoDriver();
    const std::string_view driver = current ? current : "";
    if (driver != "offscreen" && driver != "dummy" && driver != "evdev") return;
    if (from_environment("SDL_VIDEODRIVER").find(driver) != std::string::npos) return;
    throw Error(ExitCode::NoDisplay, "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY lead nowhere).");
}

// Without a device node of a GPU, OpenGL would be computed by the processor, slower than SDL's own drawing. Looked up before anything
// of OpenGL is loaded, because loading it costs 100 ms and 90 MiB.
bool may_have_gpu() {
#ifdef __linux__
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/dri", none))
        if (entry.path().filename().string().starts_with("renderD")) return true;
    return std::filesystem::exists("/dev/nvidiactl", none);
#else
    return true;
#endif
}

// OpenGL that is computed by the processor after all.
bool is_computed(SDL_Renderer* renderer) {
    SDL_RendererInfo info{};
    if (SDL_GetRendererInfo(renderer, &info) != 0 || !std::string_view(info.name).starts_with("opengl")) return false;
    using GetString = const unsigned char* (*)(unsigned);
    const auto get_string = reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"));
    constexpr unsigned gl_renderer = 0x1F01;
    const unsigned char* text = get_string ? get_string(gl_renderer) : nullptr;
    const std::string_view name = text ? reinterpret_cast<const char*>(text) : "";
    for (const char* slow : {"llvmpipe", "softpipe", "swrast", "Software Rasterizer", "SwiftShader"})
        if (name.find(slow) != std::string_view::npos) return true;
    return false;
}

}  // namespace

struct Window::Impl {
    sdl::Part video{SDL_INIT_VIDEO};
    sdl::WindowPtr window;
    sdl::RendererPtr renderer;
    bool vsync = true;
    bool accelerated = false;
    bool driver_waits = false;       // the renderer itself waits for the display
    std::uint64_t next_present = 0;  // us; when the next picture is due

    // The window is made anew for each kind of renderer: it carries over what the last one set up.
    bool open(const WindowSetup& setup, Uint32 renderer_flags) {
        renderer.reset();
        Uint32 flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI | SDL_WINDOW_HIDDEN;
        if (setup.fullscreen) flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
        window.reset(
            SDL_CreateWindow(setup.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, setup.width, setup.height, flags));
        if (!window) return false;
        SDL_SetWindowMinimumSize(window.get(), smallest_width, smallest_height);
        renderer.reset(SDL_CreateRenderer(window.get(), -1, renderer_flags));
        return renderer != nullptr;
    }

    // us between two pictures of the display
    std::uint64_t period() const {
        SDL_DisplayMode mode{};
        const bool known = SDL_GetWindowDisplayMode(window.get(), &mode) == 0 && mode.refresh_rate >= 30;
        return 1'000'000U / static_cast<unsigned>(known ? mode.refresh_rate : 60);
    }
};

Window::Window(const WindowSetup& setup) : impl_(std::make_unique<Impl>()) {
    CHECK(!window_exists);
    if (!impl_->video.works())
        throw Error(ExitCode::NoDisplay, fmt::format("There is no display to open a window on: {}.", SDL_GetError()));
    check_driver();
    SDL_StopTextInput();  // on by default; an input method would eat the keys of a game

    impl_->vsync = setup.vsync;
    const Uint32 waits = setup.vsync ? SDL_RENDERER_PRESENTVSYNC : 0;
    const char* chosen = SDL_GetHint(SDL_HINT_RENDER_DRIVER);  // somebody knows better
    const bool try_gpu = chosen ? std::string_view(chosen) != "software" : may_have_gpu();
    if (try_gpu && impl_->open(setup, SDL_RENDERER_ACCELERATED | waits)) impl_->accelerated = chosen || !is_computed(impl_->renderer.get());
    // No vsync flag here: SDL would wait by the clock, as present() does more exactly.
    if (!impl_->accelerated && !impl_->open(setup, SDL_RENDERER_SOFTWARE))
        throw Error(ExitCode::NoDisplay, fmt::format("The window could not be opened: {}.", SDL_GetError()));
    SDL_RendererInfo info{};
    impl_->driver_waits =
        impl_->accelerated && SDL_GetRendererInfo(renderer(), &info) == 0 && (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0;

    if (!setup.icon.empty()) {
        if (const sdl::SurfacePtr icon{IMG_Load(setup.icon.string().c_str())}) {
            SDL_SetWindowIcon(handle(), icon.get());
        } else {
            log_warning(fmt::format("{}: no icon: {}", setup.icon.string(), IMG_GetError()));
        }
    }
    SDL_ShowWindow(handle());
    window_exists = true;
}

Window::~Window() { window_exists = false; }

int Window::width() const {
    int w = 0;
    SDL_GetRendererOutputSize(renderer(), &w, nullptr);
    return w;
}

int Window::height() const {
    int h = 0;
    SDL_GetRendererOutputSize(renderer(), nullptr, &h);
    return h;
}

bool Window::fullscreen() const { return (SDL_GetWindowFlags(handle()) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0; }

void Window::set_fullscreen(bool on) {
    if (on == fullscreen()) return;
    if (SDL_SetWindowFullscreen(handle(), on ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0) != 0)
        log_warning(fmt::format("Full screen could not be switched: {}", SDL_GetError()));
}

void Window::set_size(int width, int height) {
    SDL_SetWindowSize(handle(), std::max(width, smallest_width), std::max(height, smallest_height));
}

void Window::allow_screensaver(bool allowed) { allowed ? SDL_EnableScreenSaver() : SDL_DisableScreenSaver(); }

void Window::present() {
    SDL_RenderPresent(renderer());
    if (!impl_->vsync) return;
    // Where the display does the waiting, this only catches drivers that do not wait although they say so.
    const std::uint64_t period = impl_->driver_waits ? impl_->period() * 9 / 10 : impl_->period();
    const std::uint64_t now = now_us();
    if (now < impl_->next_present && impl_->next_present - now <= period) {
        sleep_us(impl_->next_present - now);
        impl_->next_present += period;
    } else {
        impl_->next_present = now + period;
    }
}

bool Window::capture(const std::filesystem::path& file) {
    const sdl::SurfacePtr picture{SDL_CreateRGBSurfaceWithFormat(0, width(), height(), 32, SDL_PIXELFORMAT_ARGB8888)};
    std::filesystem::path aside = file;
    aside += ".new";
    std::string trouble;
    if (!picture || SDL_RenderReadPixels(renderer(), nullptr, SDL_PIXELFORMAT_ARGB8888, picture->pixels, picture->pitch) != 0) {
        trouble = SDL_GetError();
    } else {
        // The window has no transparency; the renderer may leave anything there.
        SDL_SetSurfaceBlendMode(picture.get(), SDL_BLENDMODE_NONE);
        const sdl::SurfacePtr opaque{SDL_ConvertSurfaceFormat(picture.get(), SDL_PIXELFORMAT_RGB24, 0)};
        if (!opaque || IMG_SavePNG(opaque.get(), aside.string().c_str()) != 0) trouble = IMG_GetError();
    }
    std::error_code failed;
    if (trouble.empty()) {
        std::filesystem::rename(aside, file, failed);
        if (failed) trouble = failed.message();
    }
    if (trouble.empty()) return true;
    std::filesystem::remove(aside, failed);
    log_warning(fmt::format("{}: the picture could not be written: {}", file.string(), trouble));
    return false;
}

bool Window::copy_text(const std::string& text) { return SDL_SetClipboardText(text.c_str()) == 0; }
bool Window::is_accelerated() const { return impl_->accelerated; }
SDL_Renderer* Window::renderer() const { return impl_->renderer.get(); }
SDL_Window* Window::handle() const { return impl_->window.get(); }

std::uint64_t now_us() {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

void sleep_us(std::uint64_t us) { std::this_thread::sleep_for(std::chrono::microseconds(us)); }

}  // namespace engine
