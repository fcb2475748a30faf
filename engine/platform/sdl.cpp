#include "engine/platform/sdl.h"

namespace engine::sdl {
namespace {

int parts = 0;  // alive; SDL is used from one thread

void set_hints() {
    const struct {
        const char* name;
        const char* value;
    } hints[] = {
        {SDL_HINT_APP_NAME, "Wingmate"},
        {SDL_HINT_AUDIO_DEVICE_APP_NAME, "Wingmate"},
        {SDL_HINT_AUDIO_DEVICE_STREAM_NAME, "Wingmate"},
        {SDL_HINT_AUDIO_DEVICE_STREAM_ROLE, "game"},
        {SDL_HINT_SCREENSAVER_INHIBIT_ACTIVITY_NAME, "Playing Wingmate"},
        {SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"},  // or else the software picture goes through OpenGL, at three times its cost
        {SDL_HINT_RENDER_SCALE_QUALITY, "linear"},
        {SDL_HINT_RENDER_BATCHING, "1"},
        {SDL_HINT_IME_SHOW_UI, "1"},
        {SDL_HINT_IME_SUPPORT_EXTENDED_TEXT, "1"},
        {SDL_HINT_JOYSTICK_ALLOW_BACKGROUND_EVENTS, "0"},  // a pad does not move the plane of another window
        {SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0"},
        {SDL_HINT_MOUSE_TOUCH_EVENTS, "0"},
        {SDL_HINT_TOUCH_MOUSE_EVENTS, "1"},
        {SDL_HINT_WINDOWS_DPI_SCALING, "1"},
        {SDL_HINT_GAMECONTROLLER_USE_BUTTON_LABELS, "0"},
    };
    for (const auto& hint : hints) SDL_SetHintWithPriority(hint.name, hint.value, SDL_HINT_DEFAULT);
}

}  // namespace

Part::Part(Uint32 flags) : flags_(flags) {
    if (parts++ == 0) set_hints();
    works_ = SDL_InitSubSystem(flags) == 0;
}

Part::~Part() {
    if (works_) SDL_QuitSubSystem(flags_);
    if (--parts == 0) SDL_Quit();
}

}  // namespace engine::sdl
